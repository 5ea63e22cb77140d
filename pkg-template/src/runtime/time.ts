// The port to timers: what is called when a time is up, and promises that someone else has to settle, and may not.

/** A timer that runs this much late, in ms, was held up: the page was frozen, or busy. */
const LATE_MS = 100;

/** What has arrived while the page was held up is seen within this time, in ms. */
const GRACE_MS = 1000;

/**
 * Calls `run` when the time is up, after what had arrived by then: a page that was held up runs its timers before
 * it sees the answers that are there. Returns what stops the timer.
 */
export const after = (ms: number, run: () => void): (() => void) => {
  const due = Date.now() + ms;
  let timer = setTimeout(() => {
    timer = setTimeout(run, Date.now() - due < LATE_MS ? 0 : GRACE_MS);
  }, ms);
  return () => clearTimeout(timer);
};

/** What the promise resolves to, or undefined when it takes too long. */
export const within = <T>(
  promise: Promise<T>,
  ms: number,
): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const stop = after(ms, () => resolve(undefined));
    promise.then(resolve, reject).finally(stop);
  });
