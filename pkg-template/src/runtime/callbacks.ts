// Calls the application's callbacks. An error or a rejection in one changes no outcome (G16).

/** Writes to the console, which may be missing, may throw, and may not be able to print a value. */
const write = (
  level: "log" | "warn" | "error",
  line: string,
  ...values: unknown[]
) => {
  for (const words of [[line, ...values], [line]])
    try {
      return console[level]("everfetch: " + words[0], ...words.slice(1));
    } catch {
      // Then write the line without the value, or not at all.
    }
};

export const log = (line: string) => write("log", line);

export const warning = (line: string) => write("warn", line);

export const complain = (line: string) => write("error", line);

export const report = (what: string) => (error: unknown) =>
  write("error", what + " threw", error);

/** Is the value a promise, from any library? */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === "function";

/**
 * Calls a callback of the application. An error is reported once on the console, and the result is `undefined`. If the
 * callback returns a promise, so does this function; a rejection is reported and becomes `undefined` as well.
 */
export function attempt<T>(what: string, call: () => T): T | undefined;
export function attempt(what: string, call: () => unknown): unknown {
  try {
    const answer = call();
    return isThenable(answer)
      ? Promise.resolve(answer).catch(report(what))
      : answer;
  } catch (error) {
    report(what)(error);
  }
}
