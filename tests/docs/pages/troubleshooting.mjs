// @ts-check
// What the snippets of troubleshooting.md find, and what is asked of them.

import assert from "node:assert/strict";

/** @typedef {typeof import("../stage.mjs").stage} Stage */

/** What was shown to the user. @type {string[]} */
const toasts = [];

/** What the snippet has warned of. @type {unknown[][]} */
const warned = [];

export const globals = () => {
  console.warn = (...words) => warned.push(words);
  return { toast: (/** @type {string} */ message) => toasts.push(message) };
};

/** By the word `check=…`. @type {Record<string, (stage: Stage, program: any) => Promise<void>>} */
export const checks = {
  why: async (stage, { $client: api }) => {
    api.session.signIn(await stage.login());
    await stage.expire();
    await stage.control(`${stage.user.username}/refresh`, { action: "refuse" });
    await assert.rejects(api.get("/me"), { code: "ERR_SESSION_ENDED" });
    assert.deepEqual(warned, [
      [
        "refused",
        'the refresh (POST /api/auth/refresh) was answered with 401: "the refresh token is no good"',
      ],
    ]);
  },

  toasts: async (stage) => {
    const { api } = /** @type {any} */ (globalThis);
    await assert.rejects(api.get("/items/none"), { status: 400 });
    assert.deepEqual(toasts, ["Request failed with status code 400"]);
    await stage.expire();
    await stage.control(`${stage.user.username}/refresh`, { action: "refuse" });
    const requests = [1, 2, 3].map(() => api.get("/me"));
    for (const { reason } of await Promise.allSettled(requests))
      assert.equal(reason.code, "ERR_SESSION_ENDED");
    assert.equal(toasts.length, 1);
  },
};
