// What options are declared with (see declared.ts): a declaration gives an option's checks, its default, the text
// of its error, and its type. Every value that may have getters is copied, so that each getter runs once.

import { own } from "../../runtime/own.js";
import { kindOf, missing, unknown, wrong } from "./explain.js";

/**
 * Returns the value, or what the code uses in its place, or `undefined` if the value does not fit.
 * `In` is what the caller writes, `Out` what the code reads.
 */
export interface Check<Out, In = Out> {
  (value: unknown, path: string): Out | undefined;
  readonly given?: In;
}

/** One kind of value that an option takes: a check, or a list of words. */
export type Kind<Out = unknown, In = unknown> = Check<Out, In> | readonly Out[];

/** An option: its default, what to pass (for the error, in the development build), and the kinds of value it takes. */
export type Option<Out = unknown, In = unknown> = readonly [
  fallback: unknown,
  pass: string | false,
  kinds: readonly Kind<Out>[],
] & { readonly given?: In };

/** The options of one object, by name. */
export type Schema = Readonly<Record<string, Option>>;

/** What the caller writes. */
export type Given<S extends Schema> = {
  [Name in keyof S]?: S[Name] extends Option<infer _, infer In> ? In : never;
};

/** What the code reads: always the same members, in the order of the schema. */
export type Read<S extends Schema> = {
  [Name in keyof S]: S[Name] extends Option<infer Out> ? Out : never;
};

type OutOf<K> =
  K extends Check<infer Out, infer _>
    ? Out
    : K extends readonly (infer W)[]
      ? W
      : never;
type InOf<K> =
  K extends Check<infer _, infer In>
    ? In
    : K extends readonly (infer W)[]
      ? W
      : never;

/** An option with a default, which is checked and copied like a value that the caller passes. */
export const option = <const K extends readonly Kind[]>(
  fallback: InOf<K[number]>,
  pass: string | false,
  ...kinds: K
) => [fallback, pass, kinds] as Option<OutOf<K[number]>, InOf<K[number]>>;

/** An option without a default. */
export const optional = <const K extends readonly Kind[]>(
  pass: string | false,
  ...kinds: K
) =>
  [undefined, pass, kinds] as Option<
    OutOf<K[number]> | undefined,
    InOf<K[number]>
  >;

/** An object with these options. At least one of those in `needed` must be present, if there are any. */
export const level =
  <S extends Schema>(
    schema: S,
    ...needed: (keyof S & string)[]
  ): Check<Read<S>, Given<S>> =>
  (value, path) => {
    if (kindOf(value) !== "an object") return;
    const given = own(value);
    // JSON.parse may have left one of the name `constructor`, as it does `__proto__`; neither is a mistake.
    for (const name of Object.keys(given))
      if (name !== "constructor" && !Object.hasOwn(schema, name))
        throw unknown(path, name, Object.keys(schema));
    if (needed[0] && needed.every((name) => given[name] === undefined))
      throw missing(path, needed, schema[needed[0]]![1]);
    return fill(schema, given, path);
  };

/** Checks each member and fills in the defaults. */
export const fill = <S extends Schema>(
  schema: S,
  given: Record<string, unknown>,
  path: string,
) => {
  const read: Record<string, unknown> = own({});
  for (const name of Object.keys(schema))
    read[name] = take(`${path}.${name}`, given[name], schema[name]!);
  return read as Read<S>;
};

/** Reads one option. */
export const take = <Out>(
  path: string,
  value: unknown,
  [fallback, pass, kinds]: Option<Out>,
): Out => {
  const used = value === undefined ? fallback : value;
  const read = fit(kinds, used, path);
  if (read === undefined && used !== undefined)
    throw wrong(path, value, pass, kinds.find(isWords));
  return read as Out;
};

/** What the first kind that fits returns. */
const fit = <Out>(
  kinds: readonly Kind<Out>[],
  value: unknown,
  path: string,
): Out | undefined => {
  for (const kind of kinds) {
    const read = isWords(kind)
      ? kind.find((word) => word === value)
      : kind(value, path);
    if (read !== undefined) return read;
  }
};

const isWords = <Out>(kind: Kind<Out>): kind is readonly Out[] =>
  Array.isArray(kind);

// ------------------------------------------------------------------------------------------ kinds of value

export const text =
  (pattern: RegExp): Check<string> =>
  (value) =>
    typeof value === "string" && pattern.test(value) ? value : undefined;

export const number =
  (fits: (value: number) => boolean): Check<number> =>
  (value) =>
    typeof value === "number" && Number.isFinite(value) && fits(value)
      ? value
      : undefined;

export const boolean: Check<boolean> = (value) =>
  typeof value === "boolean" ? value : undefined;

/** A function, of this type as far as TypeScript checks it. */
export const callback =
  <F extends (...parameters: never[]) => unknown>(): Check<F> =>
  (value) =>
    typeof value === "function" ? (value as F) : undefined;

/** An object of the application's own, which is not copied. */
export const instance =
  <T extends object>(kind: "an object" | "a regular expression"): Check<T> =>
  (value) =>
    kindOf(value) === kind ? (value as T) : undefined;

export const list =
  <const K extends readonly Kind[]>(
    ...kinds: K
  ): Check<OutOf<K[number]>[], InOf<K[number]>[]> =>
  (value, path) => {
    if (!Array.isArray(value)) return;
    const items = value.map((item) => fit(kinds, item, path));
    return items.includes(undefined)
      ? undefined
      : (items as OutOf<K[number]>[]);
  };

/** An object of strings under names of the application's own. */
export const record =
  (
    name: Check<string>,
    content: Check<string>,
  ): Check<Record<string, string>> =>
  (value, path) => {
    if (kindOf(value) !== "an object") return;
    const copy = own(value);
    return Object.keys(copy).every(
      (key) =>
        name(key, path) !== undefined && content(copy[key], path) !== undefined,
    )
      ? (copy as Record<string, string>)
      : undefined;
  };
