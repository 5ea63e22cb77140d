// What can be told of a token without a server: may it travel, is it the same as another, whose is it and
// until when.

import { Limit } from "../protocol.js";
import { apart, own } from "./own.js";

/** `undefined` when it can travel; otherwise why it cannot, without the token. */
export const usable = (token: string) =>
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
 */
export const fingerprint = (text: string | undefined) => {
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

export const isFingerprint = (value: unknown): value is string =>
  typeof value === "string" && /^[\da-f]{16}$/.test(value);

/**
 * A user by the name that the token or `session.userOf` gives: a string or a number, compared exactly.
 * Anything else (an object, a promise, NaN, a boolean) identifies nobody.
 */
export const userName = (name: unknown): string | undefined =>
  typeof name === "string" || Number.isFinite(name)
    ? String(name) || undefined
    : undefined;

/**
 * Gives each name a number of its own, by which the wasm compares it: equal numbers are equal names. A name
 * that has not been used for long is given a new number, so that it counts as another one.
 */
export class Numbers {
  /** the least recently used first */
  numbers: Map<string, number> = new Map();
  last = 0;

  /** 0 for no name. */
  of(name: string | undefined) {
    if (!name) return 0;
    const { numbers } = this;
    const number = numbers.get(name) ?? ++this.last;
    numbers.delete(name);
    numbers.set(name, number);
    if (numbers.size > Limit.Names) numbers.delete([...numbers.keys()][0]!);
    return number;
  }

  forget(name: string) {
    this.numbers.delete(name);
  }

  nameOf(wanted: number) {
    for (const [name, number] of this.numbers)
      if (number === wanted) return name;
    return "";
  }
}

/** So many tokens are kept to be compared exactly: the session's, and those that it is offered. */
const KEPT = 4;

/** The same for tokens: former ones are remembered by their fingerprints only. */
export class Tokens {
  declare hash: (text: string | undefined) => string;
  declare byFingerprint: Numbers;
  declare kept: Map<string, number>;
  constructor(hash: typeof fingerprint = fingerprint) {
    this.hash = hash;
    this.byFingerprint = new Numbers();
    this.kept = new Map();
  }

  of(token: string | undefined) {
    const { kept, byFingerprint } = this;
    if (!token) {
      kept.clear();
      return 0;
    }
    let number = kept.get(token);
    if (!number) {
      const name = this.hash(token);
      // Another token with the same fingerprint.
      if ([...kept.values()].includes(byFingerprint.of(name)))
        byFingerprint.forget(name);
      number = byFingerprint.of(name);
    }
    kept.delete(token);
    kept.set(token, number);
    if (kept.size > KEPT) kept.delete([...kept.keys()][0]!);
    return number;
  }

  /** One that another tab has named. */
  named(name?: string) {
    return this.byFingerprint.of(name);
  }

  fingerprintOf(number: number) {
    return this.byFingerprint.nameOf(number);
  }
}

apart(Tokens);

/** What a JWT says of itself (RFC 7519 §4.1); nothing, for whatever is no JWT. Times are in seconds. */
export const claimsOf = (token: string | undefined) => {
  let claims: unknown;
  try {
    claims = JSON.parse(decode(token!.split(".")[1]!));
  } catch {
    // Opaque, which is its right. So is a token that is not there.
  }
  const { sub, exp, iat } = own(claims);
  return {
    // A string (RFC 7519 §4.1.2), and with many back ends a number.
    sub: /^(string|number)$/.test(typeof sub) ? String(sub) : undefined,
    exp: time(exp),
    iat: time(iat),
  };
};

/** A time in seconds. Some back ends write ms, which as seconds would lie after the year 5000. */
const time = (value: unknown) =>
  isFinite(value) ? (value > 1e11 ? value / 1000 : value) : undefined;

/** Unlike the global of this name, it converts nothing. */
export const isFinite = (value: unknown): value is number =>
  Number.isFinite(value);

/** base64url (RFC 4648 §5) of UTF-8. */
const decode = (text: string) => {
  const bytes = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return new TextDecoder().decode(
    Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
  );
};
