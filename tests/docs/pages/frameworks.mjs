// @ts-check
// What the snippets of frameworks.md find, and what is asked of them.

import assert from "node:assert/strict";

/** @typedef {typeof import("../stage.mjs").stage} Stage */

/** Where the page is opened. */
export const path = "/notes/7";

/** The fallbacks are the login, and what is sent meanwhile waits. */
export const session = { loginURL: false, onEnd: () => "wait" };

/** @param {Stage} stage */
const logIn = async ({ dom, user }) => {
  await dom.type("[autocomplete=username]", user.username);
  await dom.type("[autocomplete=current-password]", user.password);
  await dom.press("Log in");
};

/** The next request finds that the session has ended. @param {Stage} stage */
const end = async ({ control, expire, user }) => {
  await expire();
  await control(`${user.username}/refresh`, { action: "refuse" });
};

/** By the word `check=…`. @type {Record<string, (stage: Stage, program: any) => Promise<void>>} */
export const checks = {
  guard: async (stage, { $client: api }) => {
    const { dom } = stage;
    await dom.arrives("/login");
    assert.equal(location.search, "?redirect=/notes/7");
    await logIn(stage);
    await dom.arrives(path);
    await dom.shows("note 7");

    await end(stage);
    await assert.rejects(api.get("/me"), { code: "ERR_SESSION_ENDED" });
    await dom.arrives("/login");
    assert.equal(location.search, "?redirect=/notes/7");
  },

  logIn: async (stage, { $client: api }) => {
    api.session.signOut();
    await logIn(stage);
    await stage.dom.until(() => api.session.state === "signed-in", "a session");
    assert.equal(api.session.user, stage.user.username);
  },

  logOut: async ({ dom, user }) => {
    await dom.shows(user.username);
    await dom.press("Log out");
    await dom.hides(user.username);
  },

  account: async (stage) => {
    await logIn(stage);
    await checks.logOut(stage, undefined);
    await stage.dom.shows("Log in");
  },

  /** What is open stays so while the login lies over it. */
  edit: async (stage, { $client: api }) => {
    const { dom } = stage;
    await end(stage);
    const saved = api.put("/items/3", { text: "of an hour" });
    await dom.shows("Log in");
    await dom.shows("a page");
    await logIn(stage);
    assert.equal((await saved).status, 200);
    await dom.hides("Log in");
    await dom.shows("a page");
  },

  /** The login knows the way back at the end of a session, and not after a log-out. */
  signedIn: async (stage, { $client: api }) => {
    const { dom } = stage;
    await dom.shows("a page");
    await end(stage);
    const saved = api.put("/items/3", { text: "of an hour" });
    await dom.arrives("/login");
    assert.equal(history.state.usr.from.pathname, path);
    api.session.signIn(await stage.login());
    await saved;

    history.pushState(null, "", path);
    window.dispatchEvent(new PopStateEvent("popstate"));
    await dom.shows("a page");
    api.session.signOut();
    await dom.arrives("/login");
    assert.equal(history.state.usr, null);
  },
};
