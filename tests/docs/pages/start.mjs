// @ts-check
// What is asked of the snippets of start.md.

import assert from "node:assert/strict";

/** @typedef {typeof import("../stage.mjs").stage} Stage */

/** By the word `check=…`. @type {Record<string, (stage: Stage, program: any) => Promise<void>>} */
export const checks = {
  signOut: async ({ dom, login, user }, { $client: api }) => {
    api.session.signIn(await login());
    await dom.press(`Sign out ${user.username}`);
    await dom.hides("Sign out");
    assert.equal(api.session.state, "signed-out");
  },

  guard: async (stage, program) => {
    const { dom } = stage;
    await dom.arrives("/login");
    await dom.shows("please log in");
    assert.equal(location.search, "?redirect=/");
    await checks.signOut(stage, program);
  },
};
