// axios's header class: everfetch's class with the rest of axios's methods.

import { EverfetchHeaders, find, put } from "../client/headers.js";

/** A header name (RFC 9110 §5.6.2). Any other string may be the lines of a whole header section. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

type Matcher =
  | string
  | RegExp
  | ((this: unknown, value: unknown, name: string) => unknown)
  | null
  | undefined;

type Parser =
  | true
  | RegExp
  | ((this: unknown, value: unknown, name: string) => unknown)
  | null
  | undefined;

export class AxiosHeaders extends EverfetchHeaders {
  /** Cleans values as they are set: removes what a header cannot carry. */
  override set(name: unknown, value?: unknown, rewrite?: unknown): this {
    if (name === null || name === undefined) return this;
    if (typeof name === "object")
      for (const [key, item] of entriesOf(name))
        put(this, key, clean(item), value);
    else if (typeof name === "string" && name.trim() && !NAME.test(name.trim()))
      this.set(parse(name), value);
    else put(this, name, clean(value), rewrite);
    return this;
  }

  /** @param parser `true` for the header's tokens, a function, or a regular expression */
  override get(name: unknown, parser?: Parser): unknown {
    const key = find(this, name);
    if (key === undefined) return;
    const value = this[key];
    if (!parser) return value;
    if (parser === true) return tokens(value);
    if (typeof parser === "function") return parser.call(this, value, key);
    if (parser instanceof RegExp) return parser.exec(String(value));
    throw new TypeError("parser must be boolean|regexp|function");
  }

  override has(name: unknown, matcher?: Matcher): boolean {
    const key = find(this, name);
    if (key === undefined) return false;
    const value = this[key];
    return value !== undefined && matches(this, matcher, value, key);
  }

  override delete(names: unknown, matcher?: Matcher): boolean {
    let deleted = false;
    for (const name of [names].flat()) {
      const key = find(this, name);
      if (key !== undefined && matches(this, matcher, this[key], key))
        deleted = delete this[key];
    }
    return deleted;
  }

  /** @param matcher for names */
  clear(matcher?: Matcher): boolean {
    let deleted = false;
    for (const key of Object.keys(this))
      if (matches(this, matcher, key, key)) deleted = delete this[key];
    return deleted;
  }

  /** Leaves one member per header, in `Titled-Case` if `format` is set. */
  normalize(format?: boolean): this {
    const all = Object.entries(this);
    this.clear();
    for (const [name, value] of all)
      put(
        this,
        format
          ? name.toLowerCase().replace(/(?<![a-z\d])[a-z]/g, upper)
          : name.trim(),
        value,
        true,
      );
    return this;
  }

  concat(...more: (object | string | null | undefined)[]): AxiosHeaders {
    return AxiosHeaders.concat(this, ...more);
  }

  override toJSON(asStrings?: boolean): Record<string, unknown> {
    const all = super.toJSON();
    if (asStrings)
      for (const name of Object.keys(all))
        if (Array.isArray(all[name])) all[name] = all[name].join(", ");
    return all;
  }

  override toString(): string {
    return [...this].map((pair) => pair.join(": ")).join("\n");
  }

  getSetCookie(): unknown[] {
    return [this.get("set-cookie") || []].flat();
  }

  get [Symbol.toStringTag](): string {
    return "AxiosHeaders";
  }

  static from(headers?: object | string | null): AxiosHeaders {
    return headers instanceof AxiosHeaders
      ? headers
      : new AxiosHeaders(headers);
  }

  static concat(
    first?: object | string | null,
    ...more: (object | string | null | undefined)[]
  ): AxiosHeaders {
    const all = new AxiosHeaders(first);
    for (const headers of more) all.set(headers);
    return all;
  }

  /** Adds accessors such as `getContentType()`. */
  static accessor(names: string | string[]): typeof AxiosHeaders {
    for (const name of [names].flat())
      for (const method of ["get", "set", "has"] as const)
        Object.defineProperty(
          AxiosHeaders.prototype,
          method +
            String(name).replace(/(?:^|-)([a-z])/gi, (_, first) =>
              upper(first),
            ),
          {
            value(this: AxiosHeaders, value?: unknown, more?: unknown) {
              return method === "set"
                ? this.set(name, value, more)
                : this[method](name, value as Parser & Matcher);
            },
            configurable: true,
            __proto__: null,
          } as PropertyDescriptor,
        );
    return this;
  }
}

const upper = (text: string) => text.toUpperCase();

/**
 * Removes the characters that a header cannot carry. Lists are cleaned item by item; `false`, `null` and `undefined`
 * stay as they are.
 */
export const clean = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(clean)
    : value === false || value === null || value === undefined
      ? value
      : trim(String(value).replace(/[\0-\x08\n-\x1f\x7f]+/g, ""));

/** Trims white space. (An expression such as `[\t ]+$` would take quadratic time for white space inside the text.) */
const trim = (value: string) => {
  let end = value.length;
  while (value[end - 1] === " " || value[end - 1] === "\t") end--;
  return value.slice(0, end).replace(/^[\t ]+/, "");
};

/** A header that occurs more than once becomes a list. */
export const entriesOf = (headers: object): [string, unknown][] => {
  if (headers instanceof EverfetchHeaders || !(Symbol.iterator in headers))
    return Object.entries(headers);
  const all = new Map<string, unknown[]>();
  for (const pair of headers as Iterable<unknown>) {
    if (!Array.isArray(pair))
      throw new TypeError("Object iterator must return a key-value pair");
    const [name, value] = pair as [string, unknown];
    const held = all.get(name);
    if (held) held.push(value);
    else all.set(name, [value]);
  }
  return [...all].map(([name, values]) => [
    name,
    values.length > 1 ? values.flat() : values[0],
  ]);
};

/** Parses the lines of a header section. */
const parse = (head: string) => {
  const all = new Headers();
  for (const line of head.split("\n")) {
    const [name = "", ...value] = line.split(":");
    if (value[0] !== undefined && NAME.test(name.trim()))
      all.append(name.trim(), value.join(":").trim());
  }
  return all;
};

/** Parses `a=1, b` into an object. */
const tokens = (value: unknown) => {
  const all = Object.create(null);
  for (const [, name, found] of String(value).matchAll(
    /([^\s,;=]+)\s*(?:=\s*([^,;]+))?/g,
  ))
    all[name as string] = found;
  return all;
};

/** @param matcher a function, a regular expression or a substring; without one, every header matches */
const matches = (
  headers: AxiosHeaders,
  matcher: Matcher,
  value: unknown,
  key: string,
): boolean =>
  !matcher ||
  !!(typeof matcher === "function"
    ? matcher.call(headers, headers[key], key)
    : typeof value === "string" &&
      (matcher instanceof RegExp
        ? matcher.test(value)
        : value.includes(matcher)));

AxiosHeaders.accessor([
  "Content-Type",
  "Content-Length",
  "Accept",
  "Accept-Encoding",
  "Content-Encoding",
  "User-Agent",
  "Authorization",
]);
