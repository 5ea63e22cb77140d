// @ts-check
// Calls the application's callbacks. What one throws, or rejects with, changes no outcome (G16).

/**
 * Writes to the console, which may be missing, may throw, and may not be able to print a value.
 * @param {"log" | "warn" | "error"} level
 * @param {string} line
 * @param {unknown[]} values
 */
const print = (level, line, ...values) => {
  for (const words of [[line, ...values], [line]])
    try {
      return console[level]("everfetch: " + words[0], ...words.slice(1));
    } catch {
      // Without the value then, or not at all.
    }
};

/** @param {string} line */
export const log = (line) => print("log", line);

/** @param {string} line */
export const warning = (line) => print("warn", line);

/** @param {string} line */
export const complain = (line) => print("error", line);

/** @param {string} what */
export const report = (what) => (/** @type {unknown} */ error) =>
  print("error", what + " threw", error);

/**
 * Calls the application. What it throws is reported once on the console and becomes `undefined`; so is what it
 * rejects with, and so becomes what its promise resolves to.
 * @param {string} what
 * @param {() => any} call
 * @returns {any}
 */
export const attempt = (what, call) => {
  try {
    const answer = call();
    return typeof answer?.then === "function"
      ? Promise.resolve(answer).catch(report(what))
      : answer;
  } catch (error) {
    report(what)(error);
  }
};
