// @ts-check
// Which answers are refusals: by status, by a code in the body, and not by lack of permission.

/**
 * @typedef {{ status?: number | number[], code?: any, codePath?: string }} Rule of `session.expired` and
 *   `session.refresh.refused`
 */

/** One, several or none. @param {any} value @returns {any[]} */
const items = (value) => [].concat(value ?? []);

/**
 * Could an answer with this status be a refusal? A rule without one covers `otherwise`, or any.
 * @param {Rule} rule
 * @param {number} status
 * @param {number} [otherwise]
 */
export const covers = (rule, status, otherwise = status) =>
  rule.status === status ||
  (items(rule.status)[0] ? items(rule.status) : [otherwise]).includes(status);

/**
 * Is the body needed to tell? Reading it costs a copy.
 * @param {Rule} rule
 */
export const needsBody = (rule) => items(rule.code).length > 0;

/**
 * Does the body carry one of the codes? 401 and "401" are different codes.
 * @param {Rule} rule
 * @param {any} body
 */
export const findsCode = (rule, body) =>
  items(rule.code).includes(at(body, rule.codePath ?? "code"));

/**
 * Does WWW-Authenticate say that the token is good, but not for this (RFC 6750 §3.1)? No refresh helps.
 * @param {string | null | undefined} challenge
 */
export const isScopeFailure = (challenge) => {
  let bearer = false;
  // Parts between commas, save those in quotes.
  for (const part of challenge?.match(/("(\\.|[^"])*"?|[^",])+/gs) ?? []) {
    // A scheme opens a challenge: a word that no `=` follows.
    const [, scheme, rest] = /** @type {RegExpExecArray} */ (
      /^\s*(?:([^\s="]+)(?:\s+(?![\s=])|$))?(.*)/s.exec(part)
    );
    if (scheme) bearer = /^bearer$/i.test(scheme);
    if (bearer && /^error\s*=\s*("?)insufficient_scope\1(?!\S)/i.test(rest))
      return true;
  }
  return false;
};

/**
 * What a path such as "data.token" or "tokens.0" leads to, by the value's own members.
 * @param {any} value
 * @param {string} path
 */
export const at = (value, path) =>
  path
    .split(".")
    .reduce(
      (found, key) =>
        typeof found === "object" &&
        found &&
        {}.propertyIsEnumerable.call(found, key)
          ? found[key]
          : undefined,
      value,
    );
