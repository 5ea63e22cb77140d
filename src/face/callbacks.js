// @ts-check
// Calls the application's callbacks. An exception in one of them changes no outcome (G16).

/** @param {string} line */
export const log = (line) => console.log("everfetch: " + line);

/** @param {string} what */
export const report = (what) => (/** @type {unknown} */ error) =>
  console.error(`everfetch: ${what} threw`, error);

/**
 * Calls the application: what it throws changes no outcome (G16).
 * @template T
 * @param {string} what
 * @param {() => T} call
 */
export const attempt = (what, call) => {
  try {
    return call();
  } catch (error) {
    report(what)(error);
  }
};
