// The errors about options. The development build explains; every other build names the option and the page that
// explains the error.

import { fail } from "../error.js";

/** Where ERR_BAD_OPTION is explained; the package contains its documentation. */
const PAGE = "everfetch/docs/en/errors.md#err_bad_option";

/**
 * @param path of the option, or the call that was wrong
 * @param explanation in the development build only
 */
export const badOption = (path: string, explanation: string | false) =>
  fail("ERR_BAD_OPTION", explanation || `\`${path}\`: see ${PAGE}`);

/** `` `session.storage` is "locl". Pass "local", "session", …. Did you mean "local"? `` */
export const wrong = (
  path: string,
  value: unknown,
  pass: string | false,
  words?: readonly unknown[],
) =>
  badOption(
    path,
    DEVELOPMENT &&
      `\`${path}\` is ${show(value)}. Pass ${pass}.${hint(value, words)}`,
  );

/** `` `session.refresh` is required. Pass the URL of the token endpoint, …. `` */
export const missing = (
  path: string,
  needed: readonly string[],
  pass: string | false,
) =>
  badOption(
    needed[1] ? path : `${path}.${needed[0]}`,
    DEVELOPMENT &&
      (needed[1]
        ? `\`${path}\` needs at least one of ${needed.map((name) => `\`${name}\``).join(" and ")}.`
        : `\`${path}.${needed[0]}\` is required. Pass ${pass}.`),
  );

/** `Unknown option "session.storege". The options are refresh, transport, …. Did you mean "storage"?` */
export const unknown = (
  path: string,
  name: string,
  known: readonly string[],
) => {
  const whole = `${path}.${name.length > LONGEST ? "…" : name}`;
  return badOption(
    whole,
    DEVELOPMENT &&
      `Unknown option "${whole}". The options are ${known.join(", ")}.${hint(name, known)}`,
  );
};

/** What a value is, in words. */
export const kindOf = (value: unknown) =>
  typeof value === "function"
    ? "a function"
    : Array.isArray(value)
      ? "an array"
      : // Not `instanceof`: an iframe has a RegExp of its own.
        {}.toString.call(value) === "[object RegExp]"
        ? "a regular expression"
        : value && typeof value === "object"
          ? "an object"
          : typeof value;

/** The longest string that an error repeats. A longer one may be a token in the wrong place. */
const LONGEST = 24;

/** Describes a value for an error. */
export const show = (value: unknown) => {
  const kind = kindOf(value);
  return typeof value === "string"
    ? value.length > LONGEST
      ? "a longer string"
      : `"${value}"`
    : kind === "symbol"
      ? "a symbol"
      : kind.includes(" ")
        ? kind
        : String(value);
};

/** The known word that the caller probably meant: at most two edits away, and no more edits than half its length. */
const hint = (word: unknown, known: readonly unknown[] = []) => {
  let best = "";
  let fewest = 3;
  if (typeof word === "string" && word.length <= LONGEST)
    for (const name of known.map(String)) {
      const edits = distance(word.toLowerCase(), name.toLowerCase());
      if (edits < fewest && edits <= name.length / 2) {
        best = ` Did you mean "${name}"?`;
        fewest = edits;
      }
    }
  return best;
};

/** Edits between two words (Levenshtein). */
const distance = (left: string, right: string) => {
  const row = [...right, ""].map((_, place) => place);
  for (const letter of left) {
    let diagonal = row[0]!++;
    for (let at = 0; at < right.length; at++) {
      const changed = diagonal + +(letter !== right[at]);
      diagonal = row[at + 1]!;
      row[at + 1] = Math.min(changed, diagonal + 1, row[at]! + 1);
    }
  }
  return row[right.length]!;
};
