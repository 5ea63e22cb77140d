// Request configs, merged with the defaults as axios merges them.

import { AxiosHeaders, clean, entriesOf } from "./headers.js";
import { checkTypes } from "../client/config.js";
import { capped, fail } from "../client/error.js";
import { put } from "../client/headers.js";
import type { Defaults, MergedConfig } from "../client/request.js";
import { isPlain } from "../client/url.js";
import { isObject, own, type Unknowns } from "../runtime/own.js";

/** The methods of a client, grouped by their parameters. */
export const WITHOUT_DATA = ["get", "delete", "head", "options"];
export const WITH_DATA = ["post", "put", "patch", "query"];

/** The members of `headers` that are not headers. */
const GROUPS = [
  "common",
  ...WITHOUT_DATA,
  ...WITH_DATA,
  "purge",
  "link",
  "unlink",
];

/** The options that apply to a single call and have no default. */
const OWN = ["url", "method"];

/**
 * Merges the caller's config over the client's, as `response.config` shows it. The result shares nothing with either.
 */
export const mergeConfig = (
  base: object | undefined,
  given: object | undefined,
): MergedConfig => {
  const defaults: Unknowns = own(base as unknown);
  const config: Unknowns = own(given as unknown);
  const merged = merge(defaults, config, APART);
  // Not copied, because it may be large. call.ts copies it where a handler may change it.
  merged.data = config.data;
  const method = String(
    config.method || defaults.method || "get",
  ).toLowerCase();
  merged.method = method;
  merged.headers = flatten([defaults.headers, config.headers], method);
  return asConfig(merged);
};

/** A config as interceptors and adapters see it. As in axios, it has no prototype but does have `hasOwnProperty`. */
export const asConfig = (config: object): MergedConfig =>
  Object.defineProperty(own(config), "hasOwnProperty", HIDDEN) as MergedConfig;

const HIDDEN = own<PropertyDescriptor>({
  value: Object.prototype.hasOwnProperty,
  writable: true,
  configurable: true,
});

/** The options that are merged in a special way. */
const APART = ["data", "headers"];

/** The options of `createClient()` as the client's defaults. */
export const configure = (base: object, options: object): Defaults => {
  checkTypes(options, "createClient(options)");
  const { session: _, fetch: __, ...rest } = own(options as Unknowns);
  return merge(base, rest, ["data"]) as unknown as Defaults;
};

/** @param apart members that the caller merges itself */
const merge = (base: object, given: object, apart: string[]): Unknowns => {
  const defaults: Unknowns = own(base as unknown);
  const config: Unknowns = own(given as unknown);
  const merged: Unknowns = own({ ...defaults, ...config });
  for (const name of Object.keys(merged)) {
    // A signal is never copied, even if a polyfill implements it as a plain object.
    if (name === "signal") merged.signal ??= defaults.signal;
    if (apart.includes(name) || name === "signal") continue;
    const base = OWN.includes(name) ? undefined : defaults[name];
    const value = config[name];
    // An explicit `undefined` accepts every status.
    merged[name] =
      value === undefined &&
      !(
        name === "validateStatus" &&
        name in config &&
        own(merged.transitional as object as Unknowns)
          .validateStatusUndefinedResolves !== false
      )
        ? copy(undefined, base)
        : copy(name === "paramsSerializer" ? undefined : base, value, name);
  }
  return merged;
};

/** An object that receives a copy of a value. Without `into`, everything inside the value has been copied. */
interface Due {
  into: Unknowns | undefined;
  key: string;
  base: unknown;
  value: unknown;
}

/**
 * Merges plain objects and replaces arrays, both as copies; every other value is used as it is. It does not recurse,
 * because values may be nested to any depth.
 */
export const copy = (base: unknown, given: unknown, name = ""): unknown => {
  if (given === null || typeof given !== "object") return given;
  const whole: Unknowns = own({});
  const above = new Set<unknown>();
  const due: Due[] = [{ into: whole, key: "copy", base, value: given }];
  for (let next; (next = due.pop());) {
    const { into, key, base, value } = next;
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
    due.push({ into: undefined, key, base, value });
    const under: Unknowns = isPlain(base) ? base : own({});
    const all: Unknowns = (into[key] = { ...under, ...value });
    for (const key of Object.keys(all))
      due.push({
        into: all,
        key,
        base: Object.hasOwn(under, key) ? under[key] : undefined,
        value: all[key],
      });
  }
  return whole.copy;
};

/**
 * The common headers, then the method's, then those of this request; in each group, the defaults come before the
 * call's.
 */
const flatten = (levels: unknown[], method: string) => {
  const headers = new AxiosHeaders();
  for (const group of ["common", method])
    for (const level of levels) {
      const some = own(level)[group];
      if (isGroup(some)) headers.set(some);
    }
  for (const level of levels)
    if (isObject(level))
      for (const [name, value] of entriesOf(level))
        if (!(GROUPS.includes(name) && (value === undefined || isGroup(value))))
          // The call's value wins, even over a `false` in the defaults.
          put(headers, name, clean(value), level === levels[1] || undefined);
  return headers;
};

const isGroup = (value: unknown) =>
  isObject(value) && !Array.isArray(value) && typeof value === "object";
