// Objects as form fields, `a[b][]=1`, and back.

import type { FormSerializerOptions } from "../../axios.js";
import { EverfetchError, capped, fail } from "../client/error.js";
import { isPlain } from "../client/url.js";
import { member, own, type Unknowns } from "../runtime/own.js";

/** The default of `maxDepth`: no object is intentionally nested this deeply. */
const DEEPEST = 100;

/** The target of fields: a FormData, a URLSearchParams, or Node's form-data. */
export interface Form {
  append(name: never, value: never): unknown;
}

type Key = string | number;

type Visitor = (
  value: unknown,
  key: Key,
  path: Key[] | undefined,
  helpers: object,
) => unknown;

/** The options of `formSerializer`, some of which `paramsSerializer` has too. */
export type FormOptions = Pick<
  FormSerializerOptions,
  "dots" | "indexes" | "maxDepth" | "metaTokens" | "visitor"
>;

export const isFileList = (value: unknown): value is FileList =>
  ({}).toString.call(value) === "[object FileList]";

const isBranch = (value: unknown): value is Unknowns | unknown[] =>
  isPlain(value) || Array.isArray(value);

/**
 * @param form an object with `append`
 * @param options `formSerializer`
 */
export const toFormData = (
  object: unknown,
  given?: Form | null,
  options?: FormOptions | null,
): Form => {
  if (object === null || typeof object !== "object")
    throw new TypeError("target must be an object");
  const form = given || new FormData();
  const append = (name: unknown, value: unknown) =>
    form.append(name as never, value as never);
  const {
    visitor = visit,
    metaTokens = true,
    dots = false,
    indexes = false,
    maxDepth = DEEPEST,
  } = own(options);

  const convertValue = (value: unknown) =>
    value === null
      ? ""
      : value instanceof Date
        ? value.toISOString()
        : typeof value === "boolean"
          ? String(value)
          : bytes(value);

  /** Only a FormData can carry bytes and files. */
  const bytes = (value: unknown) => {
    const raw = value instanceof ArrayBuffer || ArrayBuffer.isView(value);
    if (form instanceof FormData)
      return raw ? new Blob([value as BlobPart]) : value;
    if (raw || value instanceof Blob)
      throw fail(
        "ERR_NOT_SUPPORT",
        "Blob is not supported. Use a string instead.",
      );
    return value;
  };

  function visit(value: unknown, key: Key, path?: Key[]) {
    if (value && !path && typeof value === "object") {
      const name = String(key);
      if (name.endsWith("{}")) {
        if (!metaTokens) key = name.slice(0, -2);
        value = stringify(value);
      } else if (
        Array.isArray(value)
          ? name.endsWith("[]") || !value.some(isBranch)
          : isFileList(value)
      ) {
        key = bare(name);
        [...(value as Iterable<unknown>)].forEach((item, index) => {
          if (item !== undefined && item !== null)
            append(
              indexes
                ? render([key, index], dots)
                : indexes === null
                  ? key
                  : key + "[]",
              convertValue(item),
            );
        });
        return false;
      }
    }
    if (isBranch(value)) return true;
    append(path ? render([...path, key], dots) : key, convertValue(value));
    return false;
  }

  const helpers = {
    defaultVisitor: visit,
    convertValue,
    isVisitable: isBranch,
  };
  const above: object[] = [];
  const build = (value: object, path?: Key[]) => {
    if (above.length > maxDepth)
      throw fail(
        "ERR_FORM_DATA_DEPTH_EXCEEDED",
        `Object is too deeply nested (${above.length} levels). Max depth: ${maxDepth}`,
      );
    if (above.includes(value))
      throw fail(
        "ERR_BAD_OPTION_VALUE",
        "Circular reference detected in " + capped(path?.join(".") ?? ""),
      );
    above.push(value);
    for (const [name, item] of Object.entries(value)) {
      const key = Array.isArray(value) ? +name : name;
      const trimmed = Array.isArray(value) ? key : name.trim();
      if (
        item !== undefined &&
        item !== null &&
        (visitor as Visitor).call(form, item, trimmed, path, helpers) === true
      )
        build(item, [...(path ?? []), key]);
    }
    above.pop();
  };
  try {
    build(object);
  } catch (error) {
    // With `maxDepth: Infinity`, the stack size is the limit.
    throw error instanceof RangeError ? tooDeep(error) : error;
  }
  return form;
};

const tooDeep = (cause: unknown) =>
  fail("ERR_FORM_DATA_DEPTH_EXCEEDED", "Object is too deeply nested", cause);

/**
 * Returns JSON, or throws an error that gives the reason: a circular reference, too deep a nesting, or a getter that
 * throws.
 */
export const stringify = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // The platform's message names the members of the cycle.
    const message = capped(String(member(error, "message") ?? error));
    const typed = fail("ERR_BAD_OPTION_VALUE", message, error);
    typed.name = String(member(error, "name") ?? typed.name);
    throw typed;
  }
};

const bare = (key: Key) => String(key).replace(/\[\]$/, "");

const render = (path: Key[], dots: boolean) =>
  dots
    ? path.map(bare).join(".")
    : path.map((key, at) => (at ? `[${bare(key)}]` : bare(key))).join("");

/**
 * Converts the fields of a form to an object, in which a name such as `a[b][]` is nested.
 * @param form a FormData or a form element
 */
export const formToJSON = (
  form: FormData | HTMLFormElement | { entries(): Iterable<[string, unknown]> },
): Unknowns => {
  const object: Unknowns = own({});
  const fields =
    "entries" in form
      ? (form.entries as () => Iterable<[string, unknown]>)()
      : new FormData(form);
  for (const [name, value] of fields) {
    const path: string[] = [];
    for (const [whole, inner] of name.matchAll(/[^.[\]]+|\[([^.[\]]*)]/g)) {
      path.push(whole === "[]" ? "" : inner || whole);
      if (path.length > DEEPEST + 1)
        throw fail(
          "ERR_FORM_DATA_DEPTH_EXCEEDED",
          `FormData field is too deeply nested (${path.length - 1} levels). Max depth: ${DEEPEST}`,
        );
    }
    if (!path.includes("__proto__")) plant(object, path, value);
  }
  return withoutGaps(object) as Unknowns;
};

const plant = (
  into: Unknowns | unknown[],
  // As in axios, a field without a name gets this one.
  [key = "undefined", ...rest]: string[],
  value: unknown,
) => {
  const name = key || !Array.isArray(into) ? key : into.length;
  const members = into as Unknowns;
  const held = Object.hasOwn(into, name) ? members[name] : undefined;
  if (!rest.length) {
    // Added in place, because a copy per value would take quadratic time.
    if (Array.isArray(held)) held.push(value);
    else members[name] = held === undefined ? value : [held, value];
    return;
  }
  // It is a list as long as its keys are list indexes.
  const list = rest[0] === "" || /^\d+$/.test(rest[0] as string);
  const under: Unknowns | unknown[] =
    held === null || typeof held !== "object"
      ? list
        ? []
        : own({})
      : Array.isArray(held) && !list
        ? (own(held) as unknown as Unknowns)
        : (held as Unknowns);
  members[name] = under;
  plant(under, rest, value);
};

/** A list with gaps becomes an object. */
const withoutGaps = (value: unknown): unknown => {
  if (!isBranch(value)) return value;
  const entries = Object.entries(value).map(
    ([key, item]): [string, unknown] => [key, withoutGaps(item)],
  );
  return entries.length === value.length
    ? entries.map(([, item]) => item)
    : Object.fromEntries(entries);
};
