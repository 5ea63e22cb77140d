// Headers as axios has them: own members, in whatever case they were given, and methods that do not mind the
// case.

import { define, own } from "../runtime/own.js";

/** RFC 9110 §5.6.2: a name, where a string could also be lines of a whole head. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

export class EverfetchHeaders {
  constructor(headers?: any) {
    if (headers) this.set(headers);
  }

  /**
   * @param name a name; or an object, pairs or lines of them, and then the next is `rewrite`
   * @param value null, undefined and false stand for none
   * @param rewrite true always, false never over another value; without it, not over false
   */
  set(name: any, value?: any, rewrite?: boolean) {
    if (name === null || name === undefined) return this;
    if (typeof name === "object")
      for (const [key, item] of entriesOf(name)) put(this, key, item, value);
    else if (typeof name === "string" && name.trim() && !NAME.test(name.trim()))
      this.set(parse(name), value);
    else put(this, name, value, rewrite);
    return this;
  }

  /** @param parser true for its tokens, a function or a regular expression */
  get(name: any, parser?: any) {
    const key = find(this, name);
    if (key === undefined) return;
    const value = self(this)[key];
    if (!parser) return value;
    if (parser === true) return tokens(value);
    if (typeof parser === "function") return parser.call(this, value, key);
    if (parser instanceof RegExp) return parser.exec(value);
    throw new TypeError("parser must be boolean|regexp|function");
  }

  has(name: any, matcher?: any) {
    const key = find(this, name);
    if (key === undefined) return false;
    const value = self(this)[key];
    return value !== undefined && matches(this, matcher, value, key);
  }

  delete(names: any, matcher?: any) {
    let deleted = false;
    for (const name of [].concat(names)) {
      const key = find(this, name);
      if (key !== undefined && matches(this, matcher, self(this)[key], key))
        deleted = delete self(this)[key];
    }
    return deleted;
  }

  /** @param matcher of names */
  clear(matcher?: any) {
    let deleted = false;
    for (const key of Object.keys(this))
      if (matches(this, matcher, key, key)) deleted = delete self(this)[key];
    return deleted;
  }

  /** One member a header, and `Titled-Case` if wanted. */
  normalize(format?: boolean) {
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

  concat(...more: any[]) {
    return EverfetchHeaders.concat(this, ...more);
  }

  toJSON(asStrings?: boolean) {
    const all: Record<string, any> = own({});
    for (const [name, value] of Object.entries(this))
      if (value !== undefined && value !== null && value !== false)
        all[name] =
          asStrings && Array.isArray(value) ? value.join(", ") : value;
    // Whoever gets it may call the methods of an object.
    return { ...all };
  }

  [Symbol.iterator]() {
    return Object.entries(this.toJSON())[Symbol.iterator]();
  }

  toString() {
    return [...this].map((pair) => pair.join(": ")).join("\n");
  }

  getSetCookie() {
    return [].concat(this.get("set-cookie") || []);
  }

  get [Symbol.toStringTag]() {
    return "AxiosHeaders";
  }

  static from(headers: any) {
    return headers instanceof EverfetchHeaders
      ? headers
      : new EverfetchHeaders(headers);
  }

  /** What fetch has received is clean, in lower case, and once. */
  static received(native: Headers) {
    const headers = new EverfetchHeaders();
    for (const [name, value] of native) define(headers, slot(name), value);
    return headers;
  }

  static concat(first: any, ...more: any[]) {
    const all = new EverfetchHeaders(first);
    for (const headers of more) all.set(headers);
    return all;
  }

  /** `getContentType()` and the like. */
  static accessor(names: string | string[]) {
    for (const name of [].concat(names as any))
      for (const method of ["get", "set", "has"])
        Object.defineProperty(
          EverfetchHeaders.prototype,
          method +
            String(name).replace(/(?:^|-)([a-z])/gi, (_, first) =>
              upper(first),
            ),
          {
            __proto__: null,
            value(...given: any[]) {
              return this[method](name, ...given);
            },
            configurable: true,
          } as any,
        );
    return this;
  }
}

const self = (headers: any) => headers;

const upper = (text: string) => text.toUpperCase();

/** The member that holds a header. */
const find = (headers: any, name: any) => {
  if (!name) return;
  name = String(name).trim();
  if (Object.hasOwn(headers, name)) return name;
  name = name.toLowerCase();
  for (const key of Object.keys(headers))
    if (key.toLowerCase() === name) return key;
};

export const put = (headers: any, name: any, value: any, rewrite?: boolean) => {
  if (!name || !String(name).trim() || name === "__proto__") return;
  const key = find(headers, name);
  const held = key === undefined ? key : headers[key];
  if (held === undefined || (rewrite ?? held !== false))
    define(headers, key ?? slot(String(name).trim()), clean(value));
};

/** Not over the methods: a header may be called `get`. */
const slot = (name: string) =>
  Object.hasOwn(EverfetchHeaders.prototype, name) || OF_OBJECTS.test(name)
    ? name.replace(/[a-z]/, upper)
    : name;

/** What an object inherits that nobody has polluted. */
const OF_OBJECTS =
  /^(constructor|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|__\w+__)$/;

/** What cannot be in a header is not; lists and gaps stay what they are. @param value @returns {any} */
const clean = (value: any): any =>
  Array.isArray(value)
    ? value.map(clean)
    : value === false || value === null || value === undefined
      ? value
      : trim(String(value).replace(/[\0-\x08\n-\x1f\x7f]+/g, ""));

/** Less the blanks around it. (An expression such as `[\t ]+$` takes the square of the blanks within.) */
const trim = (value: string) => {
  let end = value.length;
  while (value[end - 1] === " " || value[end - 1] === "\t") end--;
  return value.slice(0, end).replace(/^[\t ]+/, "");
};

/** What comes more than once becomes a list. */
export const entriesOf = (headers: any): [string, any][] => {
  if (!headers[Symbol.iterator] || headers instanceof EverfetchHeaders)
    return Object.entries(headers);
  const all = new Map();
  for (const pair of headers) {
    if (!Array.isArray(pair))
      throw new TypeError("Object iterator must return a key-value pair");
    const [name, value] = pair;
    const held = all.get(name);
    if (held) held.push(value);
    else all.set(name, [value]);
  }
  return [...all].map(([name, values]) => [
    name,
    values.length > 1 ? values.flat() : values[0],
  ]);
};

/** The lines of a head. */
const parse = (head: string) => {
  const all = new Headers();
  for (const line of head.split("\n")) {
    const [name, ...value] = line.split(":");
    if (value[0] !== undefined && NAME.test(name.trim()))
      all.append(name.trim(), value.join(":").trim());
  }
  return all;
};

/** `a=1, b` as an object. */
const tokens = (value: string) => {
  const all = Object.create(null);
  for (const [, name, found] of String(value).matchAll(
    /([^\s,;=]+)\s*(?:=\s*([^,;]+))?/g,
  ))
    all[name] = found;
  return all;
};

/** @param matcher none, a function, a regular expression or a part */
const matches = (headers: any, matcher: any, value: any, key: string) =>
  !matcher ||
  !!(typeof matcher === "function"
    ? matcher.call(headers, headers[key], key)
    : typeof value === "string" &&
      (matcher instanceof RegExp
        ? matcher.test(value)
        : value.includes(matcher)));

EverfetchHeaders.accessor([
  "Content-Type",
  "Content-Length",
  "Accept",
  "Accept-Encoding",
  "Content-Encoding",
  "User-Agent",
  "Authorization",
]);
