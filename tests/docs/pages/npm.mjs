// @ts-check
// What is asked of the snippets of the package's README.

/** @typedef {typeof import("../stage.mjs").stage} Stage */

/** By the word `check=…`. @type {Record<string, (stage: Stage, program: any) => Promise<void>>} */
export const checks = {
  app: async ({ dom, user }) => {
    await dom.shows(user.username);
    await dom.shows("home");
  },

  account: async ({ dom, user }) => {
    await dom.press(`Log out ${user.username}`);
    await dom.shows("Log in");
  },
};
