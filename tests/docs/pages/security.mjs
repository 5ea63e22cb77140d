// @ts-check
// What is asked of the snippets of security.md.

import assert from "node:assert/strict";

/** @typedef {typeof import("../stage.mjs").stage} Stage */

/** What the snippet has written to the console. @type {unknown[][]} */
const logged = [];

export const globals = () => {
  console.log = (...words) => logged.push(words);
};

/** The headers of requests to other servers. @type {Headers[]} */
const elsewhere = [];

export const routes = () => ({
  "GET https://weather.test/today": (/** @type {Request} */ { headers }) => {
    elsewhere.push(headers);
    return Response.json({ sun: true });
  },
});

/** By the word `check=…`. @type {Record<string, (stage: Stage, program: any) => Promise<void>>} */
export const checks = {
  origins: async ({ counts }) => {
    const { calls, refused } = await counts();
    assert.deepEqual([calls, refused], [1, 0]);
    assert.equal(elsewhere.length, 1);
    assert.equal(elsewhere[0].get("authorization"), null);
  },

  logs: async () => {
    const [[text]] = /** @type {string[][]} */ (logged);
    assert.match(text, /"code":"ERR_BAD_REQUEST"/);
    assert.doesNotMatch(text, /hunter2|Bearer|eyJ/);
  },

  engine: async () => {
    assert.deepEqual(logged, [[[]]], "it imports nothing");
  },
};
