// @ts-check
// What can be told of a token without a server: may it travel, is it the same as another, whose is it and
// until when.

import { apart, own } from "./own.js";

/**
 * `undefined` when it can travel; otherwise why it cannot, without the token.
 * @param {string} token
 */
export const usable = (token) =>
  !token.trim()
    ? "is empty"
    : // What `setItem(key, undefined)` leaves behind.
      /^(undefined|null)$/.test(token)
      ? 'is the word "undefined" or "null"'
      : // RFC 6749 appendix A.12; a line break would end the header that carries it.
        /^[ -~]+$/.test(token)
        ? undefined
        : "has a line break or another character that no header can carry";

/**
 * Names a token between tabs, in messages and locks, without giving it away: 64 bits as text, "" for no token.
 * Two tokens of one session with the same fingerprint would make a tab wait for a refresh that has not been
 * made, or believe a sign-out that was not its own; by chance, that is one in 2^64 pairs. What decides whose
 * request is sent with which token never goes by this: within a page `Numbers` and `Tokens` compare exactly.
 * @param {string | undefined} text
 */
export const fingerprint = (text) => {
  if (!text) return "";
  let high = 0x811c9dc5;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
    // The high bits of a product depend on all bits of its factors, and the low ones do not.
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  return [high, low]
    .map((half) => (half >>> 0).toString(16).padStart(8, "0"))
    .join("");
};

/** @param {unknown} value */
export const isFingerprint = (value) =>
  typeof value === "string" && /^[\da-f]{16}$/.test(value);

/**
 * A user by the name that the token or `session.userOf` gives: a string or a number, compared exactly.
 * Anything else (an object, a promise, NaN, a boolean) identifies nobody.
 * @param {unknown} name
 * @returns {string | undefined}
 */
export const userName = (name) =>
  typeof name === "string" || Number.isFinite(name)
    ? String(name) || undefined
    : undefined;

/** So many names keep their numbers: more than the wasm remembers of any kind. */
const REMEMBERED = 64;

/**
 * Gives each name a number of its own, by which the wasm compares it: equal numbers are equal names. A name
 * that has not been used for long is given a new number, so that it counts as another one.
 */
export class Numbers {
  /** @type {Map<string, number>} the least recently used first */
  numbers = new Map();
  last = 0;

  /**
   * 0 for no name.
   * @param {string | undefined} name
   */
  of(name) {
    if (!name) return 0;
    const { numbers } = this;
    const number = numbers.get(name) ?? ++this.last;
    numbers.delete(name);
    numbers.set(name, number);
    if (numbers.size > REMEMBERED) numbers.delete([...numbers.keys()][0]);
    return number;
  }

  /** @param {string} name */
  forget(name) {
    this.numbers.delete(name);
  }

  /** @param {number} wanted */
  nameOf(wanted) {
    for (const [name, number] of this.numbers)
      if (number === wanted) return name;
    return "";
  }
}

/** So many tokens are kept to be compared exactly: the session's, and those that it is offered. */
const KEPT = 4;

/** The same for tokens: former ones are remembered by their fingerprints only. */
export class Tokens {
  /** @param {typeof fingerprint} [print] */
  constructor(print = fingerprint) {
    this.print = print;
    this.prints = new Numbers();
    /** @type {Map<string, number>} */
    this.kept = new Map();
  }

  /** @param {string | undefined} token */
  of(token) {
    const { kept, prints } = this;
    if (!token) {
      kept.clear();
      return 0;
    }
    let number = kept.get(token);
    if (!number) {
      const print = this.print(token);
      // Another token with the same fingerprint.
      if ([...kept.values()].includes(prints.of(print))) prints.forget(print);
      number = prints.of(print);
    }
    kept.delete(token);
    kept.set(token, number);
    if (kept.size > KEPT) kept.delete([...kept.keys()][0]);
    return number;
  }

  /**
   * One that another tab has named.
   * @param {string} print
   */
  named(print) {
    return this.prints.of(print);
  }

  /** @param {number} number */
  printOf(number) {
    return this.prints.nameOf(number);
  }
}

apart(Tokens);

/**
 * What a JWT says of itself (RFC 7519 §4.1); nothing, for whatever is no JWT. Times are in seconds.
 * @param {string | undefined} token
 */
export const claimsOf = (token) => {
  let claims;
  try {
    claims = JSON.parse(decode(/** @type {any} */ (token).split(".")[1]));
  } catch {
    // Opaque, which is its right.
  }
  claims = own(claims);
  return {
    // A string (RFC 7519 §4.1.2), and with many back ends a number.
    sub: /^(string|number)$/.test(typeof claims.sub)
      ? String(claims.sub)
      : undefined,
    exp: time(claims.exp),
    iat: time(claims.iat),
  };
};

/**
 * A time in seconds. Some back ends write ms, which as seconds would lie after the year 5000.
 * @param {any} value
 * @returns {number | undefined}
 */
const time = (value) =>
  Number.isFinite(value) ? (value > 1e11 ? value / 1000 : value) : undefined;

/**
 * base64url (RFC 4648 §5) of UTF-8.
 * @param {string} text
 */
const decode = (text) => {
  const bytes = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return new TextDecoder().decode(
    Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
  );
};
