// Objects as form fields, `a[b][]=1`, and back.

import { EverfetchError, capped, fail } from "../client/error.js";
import { member, own } from "../runtime/own.js";

/** No object is nested so deeply on purpose. */
const DEEPEST = 100;

export const isPlain = (value: any) => {
  if (value === null || typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return (
    // Also one of another window.
    (!prototype || !Object.getPrototypeOf(prototype)) &&
    !(Symbol.toStringTag in value) &&
    !(Symbol.iterator in value)
  );
};

export const isFileList = (value: any) =>
  ({}).toString.call(value) === "[object FileList]";

const isBranch = (value: any) => isPlain(value) || Array.isArray(value);

/**
 * @param form what has an `append`
 * @param options `formSerializer`
 */
export const toFormData = (object: any, form?: any, options?: any) => {
  if (object === null || typeof object !== "object")
    throw new TypeError("target must be an object");
  form ||= new FormData();
  const {
    visitor = visit,
    metaTokens = true,
    dots = false,
    indexes = false,
    maxDepth = DEEPEST,
  } = own(options);

  const convertValue = (value: any) =>
    value === null
      ? ""
      : value instanceof Date
        ? value.toISOString()
        : typeof value === "boolean"
          ? String(value)
          : bytes(value);

  /** Only a FormData carries them. */
  const bytes = (value: any) => {
    const raw = value instanceof ArrayBuffer || ArrayBuffer.isView(value);
    if (form instanceof FormData) return raw ? new Blob([value as any]) : value;
    if (raw || value instanceof Blob)
      throw fail(
        "ERR_NOT_SUPPORT",
        "Blob is not supported. Use a string instead.",
      );
    return value;
  };

  function visit(value: any, key: any, path?: any[]) {
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
        [...value].forEach((item, index) => {
          if (item !== undefined && item !== null)
            form.append(
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
    form.append(path ? render([...path, key], dots) : key, convertValue(value));
    return false;
  }

  const helpers = {
    defaultVisitor: visit,
    convertValue,
    isVisitable: isBranch,
  };
  const above: any[] = [];
  const build = (value: any, path?: any[]) => {
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
        visitor.call(form, item, trimmed, path, helpers) === true
      )
        build(item, [...(path ?? []), key]);
    }
    above.pop();
  };
  try {
    build(object);
  } catch (error) {
    // With `maxDepth: Infinity`, the stack is the limit.
    throw error instanceof RangeError ? tooDeep(error) : error;
  }
  return form;
};

const tooDeep = (cause: unknown) =>
  fail("ERR_FORM_DATA_DEPTH_EXCEEDED", "Object is too deeply nested", cause);

/** JSON, or an error that says why there is none: what leads back to itself, is nested too deeply, or throws. */
export const stringify = (value: any) => {
  try {
    return JSON.stringify(value);
  } catch (error: any) {
    // The platform's message names the members that lead back.
    const message = capped(String(member(error, "message") ?? error));
    const typed = fail("ERR_BAD_OPTION_VALUE", message, error);
    typed.name = member(error, "name") ?? typed.name;
    throw typed;
  }
};

const bare = (key: any) => String(key).replace(/\[\]$/, "");

const render = (path: any[], dots: boolean) =>
  dots
    ? path.map(bare).join(".")
    : path.map((key, at) => (at ? `[${bare(key)}]` : bare(key))).join("");

/**
 * The fields of a form as an object: what `a[b][]` names is nested.
 * @param form a FormData or a form element
 */
export const formToJSON = (form: any) => {
  const object = own({});
  for (const [name, value] of form.entries?.() ?? new FormData(form)) {
    const path = [];
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
  return withoutGaps(object);
};

const plant = (into: any, [key, ...rest]: string[], value: any) => {
  const name = key || !Array.isArray(into) ? key : into.length;
  const held = Object.hasOwn(into, name) ? into[name] : undefined;
  if (!rest.length) {
    // Added in place: a copy for each would take the square of their number.
    if (Array.isArray(held)) held.push(value);
    else into[name] = held === undefined ? value : [held, value];
    return;
  }
  // A list as long as its keys are those of one.
  const list = rest[0] === "" || /^\d+$/.test(rest[0]);
  into[name] =
    held === null || typeof held !== "object"
      ? list
        ? []
        : own({})
      : Array.isArray(held) && !list
        ? own(held)
        : held;
  plant(into[name], rest, value);
};

/** A list that has gaps is an object. @param value @returns {any} */
const withoutGaps = (value: any): any => {
  if (!isBranch(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    withoutGaps(item),
  ]);
  return entries.length === value.length
    ? entries.map(([, item]) => item)
    : Object.fromEntries(entries);
};
