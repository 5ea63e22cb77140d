// @ts-check
// What can be told of a token without a server: may it travel, is it the same as another, whose is it and
// until when.

/**
 * `undefined` when it can travel; otherwise why it cannot, without the token.
 * @param {string} token
 */
export const usable = (token) =>
  !token
    ? "is empty"
    : // What `setItem(key, undefined)` leaves behind.
      /^(undefined|null)$/.test(token)
      ? 'is the word "undefined" or "null"'
      : // RFC 6749 appendix A.12; a line break would end the header that carries it.
        /^[ -~]+$/.test(token)
        ? undefined
        : "has a line break or another character that no header can carry";

/**
 * A number to compare by: the same in every tab, and of no use to whoever reads it. 0 stands for nothing.
 * (FNV-1a, by UTF-16 units.)
 * @param {string | undefined} text
 */
export const fingerprint = (text) => {
  if (!text) return 0;
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
};

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
  return {
    // A string (RFC 7519 §4.1.2), and with many back ends a number.
    sub: /^(string|number)$/.test(typeof claims?.sub)
      ? String(claims.sub)
      : undefined,
    exp: finite(claims?.exp),
    iat: finite(claims?.iat),
  };
};

/** @param {any} value @returns {number | undefined} */
const finite = (value) => (Number.isFinite(value) ? value : undefined);

/**
 * base64url (RFC 4648 §5). What is not ASCII comes out garbled, and every time alike: that is enough to compare
 * by.
 * @param {string} text
 */
const decode = (text) => atob(text.replace(/-/g, "+").replace(/_/g, "/"));
