// @ts-check
// Waiting for what comes about by itself.

import assert from "node:assert/strict";

/** The longest, in ms, however busy the machine is. */
const PATIENCE = 60_000;

/**
 * Until something is so; what it is then.
 * @template T
 * @param {() => T | Promise<T>} condition
 * @param {string} what
 * @returns {Promise<NonNullable<T>>}
 */
export const until = async (condition, what) => {
  for (const end = Date.now() + PATIENCE; ;) {
    const now = await condition();
    if (now) return now;
    assert.ok(Date.now() < end, `for ${PATIENCE / 1000} s, not: ${what}`);
    await new Promise((done) => setTimeout(done, 5));
  }
};
