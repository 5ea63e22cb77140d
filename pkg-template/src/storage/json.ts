// `jsonStorage()`: tokens as members of JSON, as in admin templates and in persisted stores.

import type { JsonStorageOptions } from "../../storage.js";
import type { TokenStorage } from "../../index.js";
import { parseJSON } from "../client/transform.js";
import { isObject, own, type Unknowns } from "../runtime/own.js";
import { at } from "../runtime/refusal.js";
import { Memory, isPage } from "../runtime/store.js";

type Options = ReturnType<typeof complete>;

/**
 * The stores by the underlying store and their options, so that two clients of a page that describe the same storage
 * share a session.
 */
const known: WeakMap<object, Map<string, TokenStorage>> = new WeakMap();

/** The key for the stores of the page. */
const PAGE = {};

export const jsonStorage = (given?: JsonStorageOptions): TokenStorage => {
  const options = complete(given);
  const { storage } = options;
  const beneath = typeof storage === "object" ? storage : PAGE;
  // On a server, each client has its own memory, because another client may be another user's.
  if (beneath === PAGE && !isPage()) return open(options);
  const made = known.get(beneath) ?? new Map<string, TokenStorage>();
  known.set(beneath, made);
  const name = JSON.stringify(options, describe);
  const one = made.get(name) ?? open(options);
  made.set(name, one);
  return one;
};

/** Hot reload creates each function anew, from the same source text. */
const describe = (name: string, value: unknown) =>
  typeof value === "function"
    ? String(value)
    : name === "storage" && isObject(value)
      ? ""
      : value;

const complete = (given: JsonStorageOptions = own({})) => {
  const {
    prefix = "",
    item,
    path = item === undefined ? "value" : "",
    expires,
    never = null,
    storage = "local",
    read,
    write,
  } = own(given);
  return own({ prefix, item, path, expires, never, storage, read, write });
};

const open = (options: Options): TokenStorage => {
  const { prefix, item, storage } = options;
  const memory = new Memory();
  // Looked up at each call, because it may be blocked, which the session handles.
  const store = () =>
    typeof storage === "object"
      ? storage
      : !isPage()
        ? memory
        : storage === "session"
          ? sessionStorage
          : localStorage;
  /** The location of a token: the item, and the path in it. */
  const place = (key: string): [string, string] =>
    item === undefined
      ? [prefix + key, options.path]
      : [prefix + item, [options.path, key].filter(Boolean).join(".")];
  const value = (name: string) => {
    const text = store().getItem(name);
    return typeof text === "string" ? parseJSON(text) : undefined;
  };
  return own<TokenStorage>({
    getItem: (key) => {
      const [name, path] = place(key);
      return readToken(options, value(name), path);
    },
    setItem: (key, token) => {
      const [name, path] = place(key);
      const written = writeToken(options, value(name), path, token);
      store().setItem(name, JSON.stringify(written));
    },
    removeItem: (key) => {
      const [name, path] = place(key);
      if (item === undefined) return store().removeItem(name);
      // The item contains more than the token.
      const held = value(name);
      if (held !== undefined)
        store().setItem(name, JSON.stringify(placed(held, path, undefined)));
    },
  });
};

const readToken = (
  { expires, never, read }: Options,
  value: unknown,
  path: string,
): string | null => {
  if (value === undefined) return null;
  const token = read ? attempted(read, value) : path ? at(value, path) : value;
  const until = expires === undefined ? undefined : at(value, expires);
  // Otherwise, the application's own code would treat the item as missing.
  if (typeof until === "number" && until !== never && until < Date.now())
    return null;
  return typeof token === "string" ? token : null;
};

/** An item that does not have the expected form contains no token. */
const attempted = (read: (value: unknown) => unknown, value: unknown) => {
  try {
    return read(value);
  } catch {
    return undefined;
  }
};

const writeToken = (
  { expires, never, write }: Options,
  former: unknown,
  path: string,
  token: string,
): unknown => {
  if (write) return write(token, former);
  if (!path) return token;
  const value = placed(former, path, token);
  return expires === undefined ? value : placed(value, expires, never);
};

/** Returns a copy in which this member is replaced or removed. */
const placed = (value: unknown, path: string, member: unknown): unknown => {
  const [first = "", ...rest] = path.split(".");
  const copy = Array.isArray(value)
    ? ([...value] as unknown as Unknowns)
    : own(value);
  copy[first] = rest.length
    ? placed(copy[first], rest.join("."), member)
    : member;
  return copy;
};
