// @ts-check
// The scenario: what happens to an app's users sooner or later, one step each, every one with a user and a
// page of its own. What a check is called is what goes wrong where it fails.

import { until } from "./wait.js";

/** Fewer than the connections that a browser opens to a host: all of them are refused at once. */
const BURST = 4;

/** More refreshes than any of them needs. */
const ENDLESS = 5;

/** @param {import("./tab.js").Request[]} requests */
const every = (requests) => requests.every(({ outcome }) => outcome?.ok);

/** @type {Record<string, (world: import("./world.js").World) => Promise<void>>} */
export const steps = {
  async "a request after the login"(world) {
    const { user, tab } = await world.signedIn();
    const me = tab.request({ url: "/me" });
    await world.settle();
    const { username } = user.credentials;
    world.check("fails", () => me.outcome?.data?.user === username);
  },

  async "a request at an expired token"(world) {
    const { user, tab } = await world.signedIn();
    const requests = await world.burst(user, [tab], 1);
    await world.settle();
    const { refreshes } = await user.counts();
    world.check("fails", () => every(requests));
    world.check("more than one refresh", () => refreshes === 1);
  },

  async "a POST at an expired token"(world) {
    const { user, tab } = await world.signedIn();
    const data = { text: "an hour's edit" };
    const config = { url: "/echo", method: "post", data };
    const [edit] = await world.burst(user, [tab], 1, config);
    await world.settle();
    const { calls } = await user.counts();
    world.check(
      "arrives changed",
      () => edit.outcome?.data?.body === JSON.stringify(data),
    );
    world.check("is sent too often", () => calls === 2);
  },

  async "several requests at an expired token"(world) {
    const { user, tab } = await world.signedIn();
    const requests = await world.burst(user, [tab], BURST);
    await world.settle();
    const counts = await user.counts();
    world.check("a refresh each", () => counts.refreshes === 1);
    world.check("a token spent twice", () => counts.reuse === 0);
    world.check("some fail", () => every(requests));
  },

  async "the next expiry"(world) {
    const { user, tab } = await world.signedIn();
    await world.burst(user, [tab], BURST);
    await world.settle();
    const requests = await world.burst(user, [tab], BURST);
    await world.settle();
    await world.rest();
    const { calls } = await user.counts();
    world.check("some fail", () => every(requests));
    world.check("sends the old requests again", () => calls <= 4 * BURST);
  },

  async "a refusal that comes after the refresh"(world) {
    const { user, tab } = await world.signedIn();
    const arrive = tab.delay("/items/99");
    const late = tab.request({ url: "/items/99" });
    await until(() => tab.sent("/items/99"));
    const early = await world.burst(user, [tab], 1);
    await until(() => early[0].outcome);
    arrive();
    await world.settle();
    const { refreshes } = await user.counts();
    world.check("fails", () => late.outcome?.ok);
    world.check("a second refresh", () => refreshes === 1);
  },

  async "two pages at an expired token"(world) {
    const { user, tab } = await world.signedIn();
    const tabs = [tab, await world.open()];
    const requests = await world.burst(user, tabs, 1);
    await world.settle();
    const counts = await user.counts();
    world.check("a refresh each", () => counts.refreshes === 1);
    world.check("a token spent twice", () => counts.reuse === 0);
    world.check("some fail", () => every(requests));
  },

  async "the refresh is refused"(world) {
    const { user, tab } = await world.signedIn();
    await user.order("refresh", { action: "refuse", times: BURST });
    await world.burst(user, [tab], BURST);
    await world.settle();
    await world.eventually(() => world.told(tab) > 0);
    world.check("the user is not told", () => world.told(tab) > 0);
    world.check("the user is told each time", () => world.told(tab) <= 1);
    world.check("the tokens stay", () => world.stored().length === 0);
  },

  async "the next user after a refused refresh"(world) {
    const { user, tab } = await world.signedIn();
    await user.order("refresh", { action: "refuse", times: BURST });
    await world.burst(user, [tab], BURST);
    await world.settled();
    tab.requests = [];
    const next = await world.newUser();
    await tab.app.login(next.credentials);
    await next.order("expire");
    const me = tab.request({ url: "/me" });
    await world.settle();
    await world.rest();
    const { calls } = await next.counts();
    world.check(
      "fails",
      () => me.outcome?.data?.user === next.credentials.username,
    );
    world.check("sends the last user's requests", () => calls <= 2);
  },

  async "the refresh is unavailable for a moment"(world) {
    const { user, tab } = await world.signedIn();
    await user.order("refresh", { action: "status", status: 503 });
    const requests = await world.burst(user, [tab], 1);
    await world.settle();
    world.check("fails", () => every(requests));
    world.check(
      "logs the user out",
      () => world.told(tab) === 0 && world.stored().length === 2,
    );
  },

  async "the refresh answers without a token"(world) {
    const { user, tab } = await world.signedIn();
    await user.order("refresh", { action: "no-token" });
    await world.burst(user, [tab], 1);
    await world.settle();
    await world.rest();
    const tokens = world.stored();
    world.check("stores what is no token", () =>
      tokens.every((token) => token !== "" && token !== "undefined"),
    );
  },

  async "a fresh token is refused as well"(world) {
    const { user, tab } = await world.signedIn();
    await user.order("refuse-access", { on: true });
    // A brake, since one of the apps has none: in the end the refresh is refused.
    await user.order("refresh", { action: "delay", times: ENDLESS });
    await user.order("refresh", { action: "refuse", times: ENDLESS * BURST });
    await world.burst(user, [tab], BURST);
    await world.settled();
    const { refreshes } = await user.counts();
    world.check("refreshes without end", () => refreshes <= ENDLESS);
    world.check("a refresh each", () => refreshes <= 2 || refreshes > ENDLESS);
  },

  async "a wrong password"(world) {
    const [user, tab] = [await world.newUser(), await world.open()];
    const login = tab.follow(
      tab.app.login({ ...user.credentials, password: "wrong" }),
    );
    await world.settle();
    world.check("a refresh", () => tab.sent("refresh") === 0);
    world.check("leaves the page", () => tab.page.left.length === 0);
    world.check(
      "shows the refresh's error",
      () => !login.outcome || login.outcome.url?.includes("login"),
    );
  },

  async "a permission that is missing"(world) {
    const { user, tab } = await world.signedIn();
    /** @type {Record<string, string>} */
    const paths = { a: "/admin", c: "/forbidden" };
    const url = paths[world.app] ?? "/open/status/403";
    const request = tab.request({ url });
    await world.settle();
    const { refreshes } = await user.counts();
    world.check("a refresh", () => refreshes === 0);
    world.check("comes as an answer", () => !request.outcome?.resolved);
  },

  async "a 500 that comes during a refresh"(world) {
    const { user, tab } = await world.signedIn();
    const arrive = tab.delay("/open/status/500");
    const request = tab.request({ url: "/open/status/500", method: "post" });
    await until(() => tab.sent("/open/status/500"));
    await user.order("expire");
    await user.order("hold");
    tab.request({ url: "/items/1" });
    await user.counts("held=1");
    arrive();
    await until(() => tab.page.line.some(({ status }) => status === 500));
    await user.order("release");
    await world.settle();
    await world.rest();
    world.check("sent twice", () => tab.sent("/open/status/500") === 1);
    world.check("comes as an answer", () => !request.outcome?.resolved);
  },

  async "the network is down"(world) {
    const { tab } = await world.signedIn();
    const request = tab.request({ url: world.stranger + "/hang-up" });
    await world.settle();
    world.check(
      "is a TypeError",
      () => request.outcome?.code === "ERR_NETWORK",
    );
  },

  async "a request to somebody else's server"(world) {
    const { app, stranger } = world;
    const { user, tab } = await world.signedIn();
    const path = `/${app}/${user.credentials.username}`;
    const request = tab.request({ url: stranger + path });
    // It refuses every request, and one of the apps does not give up.
    await until(() => request.outcome || tab.sent(path) > ENDLESS);
    const seen = await (await fetch(stranger + "/seen" + path)).json();
    const { refreshes } = await user.counts();
    world.check("gets the token", () => !seen.token);
    world.check("has the session refreshed", () => refreshes === 0);
    world.check("is asked without end", () => tab.sent(path) <= ENDLESS);
  },

  async "a sign-out during a refresh"(world) {
    const { user, tab } = await world.signedIn();
    await user.order("expire");
    await user.order("hold");
    tab.request({ url: "/items/1" });
    await user.counts("held=1");
    tab.app.logout();
    await user.order("release");
    await world.settle();
    await world.rest();
    world.check("is undone", () => world.stored().length === 0);
  },

  async "a sign-out in another page"(world) {
    const { tab } = await world.signedIn();
    const other = await world.open();
    const before = other.request({ url: "/me" });
    await world.settle();
    tab.app.logout();
    const after = other.request({ url: "/me" });
    await world.settle();
    world.check("fails before it", () => before.outcome?.ok);
    world.check("is not heard of", () => !after.outcome?.ok);
  },
};
