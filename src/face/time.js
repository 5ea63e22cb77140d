// @ts-check
// Promises that somebody else has to settle, and may not.

/** A callback of the application's is waited for so long, in ms: requests wait for what it says. */
export const ANSWER_MS = 5000;

/**
 * What the promise resolves to, or undefined when it takes too long.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @returns {Promise<T | undefined>}
 */
export const within = (promise, ms) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
