// @ts-check
// Promises that somebody else has to settle, and may not.

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
