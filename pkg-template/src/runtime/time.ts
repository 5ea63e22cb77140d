// The port to timers, and time limits for promises that other code must settle.

/** A timer that runs this late, in ms, was delayed because the page was frozen or busy. */
const LATE_MS = 100;

/** How long a page takes at most, in ms, to process the answers that arrived while it was frozen or busy. */
const GRACE_MS = 1000;

/**
 * Calls `run` when the time is up, but after the answers that had arrived by then: a page that was frozen runs its
 * timers before it processes those answers. Returns a function that stops the timer.
 */
export const after = (ms: number, run: () => void): (() => void) => {
  const due = Date.now() + ms;
  let timer = setTimeout(() => {
    timer = setTimeout(run, Date.now() - due < LATE_MS ? 0 : GRACE_MS);
  }, ms);
  return () => clearTimeout(timer);
};

/** Returns the result of the promise, or undefined if it takes too long. */
export const within = <T>(
  promise: Promise<T>,
  ms: number,
): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const stop = after(ms, () => resolve(undefined));
    promise.then(resolve, reject).finally(stop);
  });
