// @ts-check
// The session underneath: what becomes of a request whose token is refused, or that has to wait.

import bodies from "./session/bodies.js";
import endings from "./session/endings.js";
import others from "./session/others.js";
import reach from "./session/reach.js";
import waiting from "./session/waiting.js";

/** @typedef {[string, () => Promise<void>]} Case what holds, and what throws where it does not */

const CASES = { bodies, endings, others, reach, waiting };

/** The longest that a case may take; it bounds a failure and orders nothing. */
const PATIENCE_MS = 30_000;

/** Runs them all; returns how many there are, and which do not hold. */
export const session = async () => {
  const failures = [];
  let cases = 0;
  for (const [group, list] of Object.entries(CASES))
    for (const [name, attempt] of list) {
      cases++;
      try {
        await Promise.race([attempt(), never()]);
      } catch (error) {
        const { stack, message } = /** @type {any} */ (error);
        failures.push(`${group}: ${name}: ${message}\n${stack}`);
      }
    }
  return { cases, failures };
};

const never = () =>
  new Promise((_, reject) =>
    setTimeout(() => reject(new Error("it never ended")), PATIENCE_MS),
  );
