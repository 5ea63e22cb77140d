// Request configs: checked, and merged with the defaults as axios merges them.

import { capped, fail } from "./error.js";
import { isPlain } from "../axios/form.js";
import { EverfetchHeaders, entriesOf, put } from "./headers.js";
import { member, own } from "../runtime/own.js";

/** What an option takes, by its name. Names that are not here are the user's own and are kept. */
const TYPES = {
  __proto__: null,
  url: "string",
  method: "string",
  baseURL: "string",
  headers: "object",
  params: "object",
  timeout: "number",
  responseType: "string",
  validateStatus: "function",
  withCredentials: "boolean",
  fetch: "function",
  hold: "boolean",
} as Record<string, any>;

/** The methods that a client has, by what they take. */
export const WITHOUT_DATA = ["get", "delete", "head", "options"];
export const WITH_DATA = ["post", "put", "patch", "query"];

/** Members of `headers` that are no headers. */
const GROUPS = [
  "common",
  ...WITHOUT_DATA,
  ...WITH_DATA,
  "purge",
  "link",
  "unlink",
];

/** What a call says for itself alone. */
const OWN = ["url", "method"];

export const checkConfig = (config: any, where: string) => {
  if (config === undefined || config === null) return;
  if (typeof config !== "object") throw bad(where, "", config, "an object");
  for (const name of Object.keys(config)) {
    const type = TYPES[name];
    const value = config[name];
    if (type && value !== undefined && value !== null && typeof value !== type)
      throw bad(
        where,
        name,
        value,
        type === "object" ? "an object" : "a " + type,
      );
  }
  const { signal, timeout } = own(config);
  if (timeout < 0 || Number.isNaN(timeout))
    throw bad(where, "timeout", timeout, "milliseconds, 0 or more");
  if (
    signal &&
    typeof member(signal, "addEventListener") !== "function" &&
    typeof member(signal, "aborted") !== "boolean"
  )
    throw bad(where, "signal", signal, "an AbortSignal");
};

const bad = (where: string, name: string, got: any, takes: string) => {
  const shown =
    typeof got === "object"
      ? "an object"
      : typeof got === "string"
        ? // A word may be a slip of the keys; anything else may be a secret.
          /^[\w-]{0,24}$/.test(got) && name !== "headers"
          ? `"${got}"`
          : "a string"
        : typeof got === "function"
          ? "a function"
          : got;
  const path = name ? `${where}: ${name}` : where;
  return fail(
    "ERR_BAD_OPTION",
    `${path} got ${String(shown)}; it takes ${takes}`,
  );
};

/** The caller's config over the client's, as `response.config` shows it. Nothing of it is shared with either. */
export const mergeConfig = (defaults: any, config: any) => {
  config = own(config);
  const merged = merge(defaults, config, APART);
  // It may be large: who may change it, gets a copy (see client.js).
  merged.data = config.data;
  merged.method = (
    config.method ||
    own(defaults).method ||
    "get"
  ).toLowerCase();
  merged.headers = flatten(
    [own(defaults).headers, config.headers],
    merged.method,
  );
  return asConfig(merged);
};

/**
 * A config as interceptors and adapters see it. As in axios it has no prototype, and `hasOwnProperty` all the
 * same.
 */
export const asConfig = (config: any) =>
  Object.defineProperty(own(config), "hasOwnProperty", {
    __proto__: null,
    ...HIDDEN,
  });

const HIDDEN: any = {
  value: Object.prototype.hasOwnProperty,
  writable: true,
  configurable: true,
};

/** What a request merges in its own way. */
const APART = ["data", "headers"];

/** @param apart members that the caller sees to */
export const merge = (
  defaults: any,
  config: any,
  apart: string[] = ["data"],
) => {
  defaults = own(defaults);
  config = own(config);
  const merged = own({ ...defaults, ...config });
  for (const name of Object.keys(merged)) {
    // A signal is what it is, though a polyfill may make it of a plain object.
    if (name === "signal") merged.signal ??= defaults.signal;
    if (apart.includes(name) || name === "signal") continue;
    const base = OWN.includes(name) ? undefined : defaults[name];
    const value = config[name];
    // Said to be undefined, it takes every status.
    merged[name] =
      value === undefined &&
      !(
        name === "validateStatus" &&
        name in config &&
        own(merged.transitional).validateStatusUndefinedResolves !== false
      )
        ? copy(undefined, base)
        : copy(name === "paramsSerializer" ? undefined : base, value, name);
  }
  return merged;
};

/**
 * Plain objects are merged and arrays replaced, both as copies; anything else is what it is. Without recursion:
 * they may be nested however deeply.
 */
export const copy = (base: any, value: any, name: string = ""): any => {
  if (value === null || typeof value !== "object") return value;
  const whole: any = own({});
  const above: Set<any> = new Set();
  /** without `into`: all within the value is done */
  const due: [into: any, key: string, base: any, value: any][] = [
    [whole, "copy", base, value],
  ];
  for (let next; (next = due.pop());) {
    const [into, key, base, value] = next;
    if (!into) {
      above.delete(value);
      continue;
    }
    into[key] = Array.isArray(value) ? [...value] : value;
    if (!isPlain(value)) continue;
    if (above.has(value))
      throw fail(
        "ERR_BAD_OPTION_VALUE",
        "Circular reference detected in " + capped(name),
      );
    above.add(value);
    due.push([undefined, "", undefined, value]);
    const under = isPlain(base) ? base : own({});
    const all = (into[key] = { ...under, ...value });
    for (const key of Object.keys(all))
      due.push([
        all,
        key,
        Object.hasOwn(under, key) ? under[key] : undefined,
        all[key],
      ]);
  }
  return whole.copy;
};

/** The common ones, then the method's, then those that are for this one; the defaults' before the call's. */
const flatten = (levels: any[], method: string) => {
  const headers = new EverfetchHeaders();
  for (const group of ["common", method])
    for (const level of levels)
      if (isGroup(own(level)[group])) headers.set(level[group]);
  for (const level of levels)
    if (level)
      for (const [name, value] of entriesOf(level))
        if (!(GROUPS.includes(name) && (value === undefined || isGroup(value))))
          // The call's wins, also over a `false` of the defaults.
          put(headers, name, value, level === levels[1] || undefined);
  return headers;
};

const isGroup = (value: any) =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * A token as a header carries it (RFC 9110 §11.4): after its scheme, or bare where that is empty. Some servers
 * put the scheme in front of the token themselves.
 */
export const credentials = (scheme: string, token: string) =>
  !scheme || token.toLowerCase().startsWith(scheme.toLowerCase() + " ")
    ? token
    : scheme + " " + token;
