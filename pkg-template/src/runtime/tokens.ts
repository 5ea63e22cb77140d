// What can be known about a token without a server: whether a header can carry it, whether it equals another, whose it
// is, and when it expires.

import { Limit } from "../protocol.js";
import { apart, own } from "./own.js";

/** Returns `undefined` if a header can carry the token; otherwise why not, without the token. */
export const usable = (token: string) =>
  !token.trim()
    ? "is empty"
    : // The result of `setItem(key, undefined)`.
      /^(undefined|null)$/.test(token)
      ? 'is the word "undefined" or "null"'
      : // RFC 6749 appendix A.12; a line break would end the header that carries it.
        /^[ -~]+$/.test(token)
        ? undefined
        : "has a line break or another character that no header can carry";

/**
 * Identifies a token in messages and locks between tabs without revealing it: 64 bits as text, "" for no token. Two
 * tokens of one session with the same fingerprint would make a tab wait for a refresh that has not been made, or
 * believe a sign-out that was not its own; by chance, that is one in 2^64 pairs. The decision which request is sent
 * with which token never relies on fingerprints: within a page, `Numbers` and `Tokens` compare exactly.
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
 * The name of a user, from the token or `session.userOf`: a string or a number, compared exactly. Any other value (an
 * object, a promise, NaN, a boolean) identifies no user.
 */
export const userName = (name: unknown): string | undefined =>
  typeof name === "string" || Number.isFinite(name)
    ? String(name) || undefined
    : undefined;

/**
 * Gives each name its own number, which the engine compares: equal numbers mean equal names. A name that has not been
 * used for a long time gets a new number, and so counts as a different name.
 */
export class Numbers {
  /** The least recently used first. */
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

/** How many tokens are kept for exact comparison: the session's, and those of pending grants. */
const KEPT = 4;

/** The same for tokens. Former tokens are remembered by their fingerprints only. */
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
      // Another token has the same fingerprint.
      if ([...kept.values()].includes(byFingerprint.of(name)))
        byFingerprint.forget(name);
      number = byFingerprint.of(name);
    }
    kept.delete(token);
    kept.set(token, number);
    if (kept.size > KEPT) kept.delete([...kept.keys()][0]!);
    return number;
  }

  /** The number of a token that another tab has named by its fingerprint. */
  named(name?: string) {
    return this.byFingerprint.of(name);
  }

  fingerprintOf(number: number) {
    return this.byFingerprint.nameOf(number);
  }
}

apart(Tokens);

/** The claims of a JWT (RFC 7519 §4.1); empty for any other token. Times are in seconds. */
export const claimsOf = (token: string | undefined) => {
  let claims: unknown;
  let text = "";
  try {
    text = decode(token!.split(".")[1]!);
    claims = JSON.parse(text);
  } catch {
    // The token is opaque or missing, which is not an error.
  }
  const { sub, user_id, exp, iat } = own(claims);
  // A string (RFC 7519 §4.1.2), but many back ends use a number, and SimpleJWT has only `user_id`.
  const user = [sub, user_id].find((id) => /^(string|number)$/.test(typeof id));
  return {
    sub:
      typeof user === "number"
        ? digitsOf(text, user)
        : (user as string | undefined),
    exp: time(exp),
    iat: time(iat),
  };
};

/**
 * Returns the number as it is written, because a user's number may have more digits than `JSON.parse` can distinguish
 * (G10).
 */
const digitsOf = (text: string, user: number) =>
  (!Number.isSafeInteger(user) &&
    [...text.matchAll(/"(?:sub|user_id)"\s*:\s*([-+.\dEe]+)/g)]
      .map(([, digits]) => digits)
      // Not the `sub` inside another claim, such as `act`.
      .filter((digits) => Number(digits) === user)
      .join()) ||
  String(user);

/** Reads a time in seconds. Some back ends write ms, which would be after the year 5000 in seconds. */
const time = (value: unknown) =>
  isFinite(value) ? (value > 1e11 ? value / 1000 : value) : undefined;

/** Unlike the global of this name, it does not convert its argument. */
export const isFinite = (value: unknown): value is number =>
  Number.isFinite(value);

/** Decodes base64url (RFC 4648 §5) of UTF-8. */
const decode = (text: string) => {
  const bytes = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return new TextDecoder().decode(
    Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
  );
};
