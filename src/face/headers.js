// @ts-check
// Headers as axios has them: own members, in whatever case they were given, and methods that do not mind the
// case.

import { define, own } from "./own.js";

/** RFC 9110 §5.6.2: a name, where a string could also be lines of a whole head. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

export class EverfetchHeaders {
  /** @param {any} [headers] */
  constructor(headers) {
    if (headers) this.set(headers);
  }

  /**
   * @param {any} name a name; or an object, pairs or lines of them, and then the next is `rewrite`
   * @param {any} [value] null, undefined and false stand for none
   * @param {boolean} [rewrite] true always, false never over another value; without it, not over false
   */
  set(name, value, rewrite) {
    if (name === null || name === undefined) return this;
    if (typeof name === "object")
      for (const [key, item] of entriesOf(name)) put(this, key, item, value);
    else if (typeof name === "string" && name.trim() && !NAME.test(name.trim()))
      this.set(parse(name), value);
    else put(this, name, value, rewrite);
    return this;
  }

  /**
   * @param {any} name
   * @param {any} [parser] true for its tokens, a function or a regular expression
   */
  get(name, parser) {
    const key = find(this, name);
    if (key === undefined) return;
    const value = self(this)[key];
    if (!parser) return value;
    if (parser === true) return tokens(value);
    if (typeof parser === "function") return parser.call(this, value, key);
    if (parser instanceof RegExp) return parser.exec(value);
    throw new TypeError("parser must be boolean|regexp|function");
  }

  /**
   * @param {any} name
   * @param {any} [matcher]
   */
  has(name, matcher) {
    const key = find(this, name);
    if (key === undefined) return false;
    const value = self(this)[key];
    return value !== undefined && matches(this, matcher, value, key);
  }

  /**
   * @param {any} names
   * @param {any} [matcher]
   */
  delete(names, matcher) {
    let deleted = false;
    for (const name of [].concat(names)) {
      const key = find(this, name);
      if (key !== undefined && matches(this, matcher, self(this)[key], key))
        deleted = delete self(this)[key];
    }
    return deleted;
  }

  /** @param {any} [matcher] of names */
  clear(matcher) {
    let deleted = false;
    for (const key of Object.keys(this))
      if (matches(this, matcher, key, key)) deleted = delete self(this)[key];
    return deleted;
  }

  /** One member a header, and `Titled-Case` if wanted. @param {boolean} [format] */
  normalize(format) {
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

  /** @param {any[]} more */
  concat(...more) {
    return EverfetchHeaders.concat(this, ...more);
  }

  /** @param {boolean} [asStrings] */
  toJSON(asStrings) {
    /** @type {Record<string, any>} */
    const all = own({});
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

  /** @param {any} headers */
  static from(headers) {
    return headers instanceof EverfetchHeaders
      ? headers
      : new EverfetchHeaders(headers);
  }

  /** What fetch has received is clean, in lower case, and once. @param {Headers} native */
  static received(native) {
    const headers = new EverfetchHeaders();
    for (const [name, value] of native) define(headers, slot(name), value);
    return headers;
  }

  /**
   * @param {any} first
   * @param {any[]} more
   */
  static concat(first, ...more) {
    const all = new EverfetchHeaders(first);
    for (const headers of more) all.set(headers);
    return all;
  }

  /** `getContentType()` and the like. @param {string | string[]} names */
  static accessor(names) {
    for (const name of [].concat(/** @type {any} */ (names)))
      for (const method of ["get", "set", "has"])
        Object.defineProperty(
          EverfetchHeaders.prototype,
          method +
            String(name).replace(/(?:^|-)([a-z])/gi, (_, first) =>
              upper(first),
            ),
          /** @type {any} */ ({
            __proto__: null,
            value(/** @type {any[]} */ ...given) {
              return this[method](name, ...given);
            },
            configurable: true,
          }),
        );
    return this;
  }
}

/** @param {any} headers */
const self = (headers) => headers;

/** @param {string} text */
const upper = (text) => text.toUpperCase();

/**
 * The member that holds a header.
 * @param {any} headers
 * @param {any} name
 */
const find = (headers, name) => {
  if (!name) return;
  name = String(name).trim();
  if (Object.hasOwn(headers, name)) return name;
  name = name.toLowerCase();
  for (const key of Object.keys(headers))
    if (key.toLowerCase() === name) return key;
};

/**
 * @param {any} headers
 * @param {any} name
 * @param {any} value
 * @param {boolean} [rewrite]
 */
export const put = (headers, name, value, rewrite) => {
  if (!name || !String(name).trim() || name === "__proto__") return;
  const key = find(headers, name);
  const held = key === undefined ? key : headers[key];
  if (held === undefined || (rewrite ?? held !== false))
    define(headers, key ?? slot(String(name).trim()), clean(value));
};

/** Not over the methods: a header may be called `get`. @param {string} name */
const slot = (name) =>
  Object.hasOwn(EverfetchHeaders.prototype, name) || OF_OBJECTS.test(name)
    ? name.replace(/[a-z]/, upper)
    : name;

/** What an object inherits that nobody has polluted. */
const OF_OBJECTS =
  /^(constructor|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|__\w+__)$/;

/** What cannot be in a header is not; lists and gaps stay what they are. @param {any} value @returns {any} */
const clean = (value) =>
  Array.isArray(value)
    ? value.map(clean)
    : value === false || value === null || value === undefined
      ? value
      : trim(String(value).replace(/[\0-\x08\n-\x1f\x7f]+/g, ""));

/**
 * Less the blanks around it. (An expression such as `[\t ]+$` takes the square of the blanks within.)
 * @param {string} value
 */
const trim = (value) => {
  let end = value.length;
  while (value[end - 1] === " " || value[end - 1] === "\t") end--;
  return value.slice(0, end).replace(/^[\t ]+/, "");
};

/**
 * What comes more than once becomes a list.
 * @param {any} headers
 * @returns {[string, any][]}
 */
export const entriesOf = (headers) => {
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

/** The lines of a head. @param {string} head */
const parse = (head) => {
  const all = new Headers();
  for (const line of head.split("\n")) {
    const [name, ...value] = line.split(":");
    if (value[0] !== undefined && NAME.test(name.trim()))
      all.append(name.trim(), value.join(":").trim());
  }
  return all;
};

/** `a=1, b` as an object. @param {string} value */
const tokens = (value) => {
  const all = Object.create(null);
  for (const [, name, found] of String(value).matchAll(
    /([^\s,;=]+)\s*(?:=\s*([^,;]+))?/g,
  ))
    all[name] = found;
  return all;
};

/**
 * @param {any} headers
 * @param {any} matcher none, a function, a regular expression or a part
 * @param {any} value
 * @param {string} key
 */
const matches = (headers, matcher, value, key) =>
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
