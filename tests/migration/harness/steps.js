// @ts-check
// The scenario: situations that every application meets sooner or later, one per step, each with its own user and
// page. A check is named after what goes wrong if it fails.

import { until } from "./wait.js";

/** Fewer than the connections that a browser opens per host, so that the server rejects all of them at once. */
const BURST = 4;

/** More refreshes than any step needs. */
const ENDLESS = 5;

/** @param {import("./tab.js").Request[]} requests */
const every = (requests) => requests.every(({ outcome }) => outcome?.ok);

/** @type {Record<string, (world: import("./world.js").World) => Promise<void>>} */
export const steps = {
  async "a request after log-in"(world) {
    const { user, tab } = await world.signedIn();
    const me = tab.request({ url: "/me" });
    await world.settle();
    const { username } = user.credentials;
    world.check("fails", () => me.outcome?.data?.user === username);
  },

  async "a request with an expired token"(world) {
    const { user, tab } = await world.signedIn();
    const requests = await world.burst(user, [tab], 1);
    await world.settle();
    const { refreshes } = await user.counts();
    world.check("fails", () => every(requests));
    world.check("more than one refresh", () => refreshes === 1);
  },

  async "a POST with an expired token"(world) {
    const { user, tab } = await world.signedIn();
    const data = { text: "an hour's edit" };
    const config = { url: "/echo", method: "post", data };
    const [edit] = await world.burst(user, [tab], 1, config);
    await world.settle();
    const { calls } = await user.counts();
    world.check(
      "the body is changed",
      () => edit.outcome?.data?.body === JSON.stringify(data),
    );
    world.check("it is sent too often", () => calls === 2);
  },

  async "several requests with an expired token"(world) {
    const { user, tab } = await world.signedIn();
    const requests = await world.burst(user, [tab], BURST);
    await world.settle();
    const counts = await user.counts();
    world.check("one refresh per request", () => counts.refreshes === 1);
    world.check("a refresh token is used twice", () => counts.reuse === 0);
    world.check("some requests fail", () => every(requests));
  },

  async "the next expiry"(world) {
    const { user, tab } = await world.signedIn();
    await world.burst(user, [tab], BURST);
    await world.settle();
    const requests = await world.burst(user, [tab], BURST);
    await world.settle();
    await world.rest();
    const { calls } = await user.counts();
    world.check("some requests fail", () => every(requests));
    world.check("old requests are sent again", () => calls <= 4 * BURST);
  },

  async "a 401 that arrives after the refresh"(world) {
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

  async "two pages with an expired token"(world) {
    const { user, tab } = await world.signedIn();
    const tabs = [tab, await world.open()];
    const requests = await world.burst(user, tabs, 1);
    await world.settle();
    const counts = await user.counts();
    world.check("one refresh per request", () => counts.refreshes === 1);
    world.check("a refresh token is used twice", () => counts.reuse === 0);
    world.check("some requests fail", () => every(requests));
  },

  async "the server rejects the refresh"(world) {
    const { user, tab } = await world.signedIn();
    await user.order("refresh", { action: "refuse", times: BURST });
    await world.burst(user, [tab], BURST);
    await world.settle();
    await world.eventually(() => world.messages(tab) > 0);
    world.check("no message", () => world.messages(tab) > 0);
    world.check("one message per request", () => world.messages(tab) <= 1);
    world.check("the tokens are kept", () => world.stored().length === 0);
  },

  async "the next user after a rejected refresh"(world) {
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
    world.check("the previous user's requests are sent", () => calls <= 2);
  },

  async "the refresh is briefly unavailable"(world) {
    const { user, tab } = await world.signedIn();
    await user.order("refresh", { action: "status", status: 503 });
    const requests = await world.burst(user, [tab], 1);
    await world.settle();
    world.check("fails", () => every(requests));
    world.check(
      "the user is logged out",
      () => world.messages(tab) === 0 && world.stored().length === 2,
    );
  },

  async "the refresh answer has no token"(world) {
    const { user, tab } = await world.signedIn();
    await user.order("refresh", { action: "no-token" });
    await world.burst(user, [tab], 1);
    await world.settle();
    await world.rest();
    const tokens = world.stored();
    world.check("an invalid token is stored", () =>
      tokens.every((token) => token !== "" && token !== "undefined"),
    );
  },

  async "the server rejects the new token too"(world) {
    const { user, tab } = await world.signedIn();
    await user.order("refuse-access", { on: true });
    // In the end, the server rejects the refresh, because one of the apps would never stop.
    await user.order("refresh", { action: "delay", times: ENDLESS });
    await user.order("refresh", { action: "refuse", times: ENDLESS * BURST });
    await world.burst(user, [tab], BURST);
    await world.settled();
    const { refreshes } = await user.counts();
    world.check("endless refreshes", () => refreshes <= ENDLESS);
    world.check(
      "one refresh per request",
      () => refreshes <= 2 || refreshes > ENDLESS,
    );
  },

  async "a wrong password"(world) {
    const [user, tab] = [await world.newUser(), await world.open()];
    const login = tab.follow(
      tab.app.login({ ...user.credentials, password: "wrong" }),
    );
    await world.settle();
    world.check("a refresh", () => tab.sent("refresh") === 0);
    world.check("the page is left", () => tab.page.left.length === 0);
    world.check(
      "the error of the refresh is shown",
      () => !login.outcome || login.outcome.url?.includes("login"),
    );
  },

  async "a missing permission"(world) {
    const { user, tab } = await world.signedIn();
    /** @type {Record<string, string>} */
    const paths = { a: "/admin", c: "/forbidden" };
    const url = paths[world.app] ?? "/open/status/403";
    const request = tab.request({ url });
    await world.settle();
    const { refreshes } = await user.counts();
    world.check("a refresh", () => refreshes === 0);
    world.check("resolves", () => !request.outcome?.resolved);
  },

  async "a 500 that arrives during a refresh"(world) {
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
    world.check("resolves", () => !request.outcome?.resolved);
  },

  async "the network is down"(world) {
    const { tab } = await world.signedIn();
    const request = tab.request({ url: world.foreign + "/hang-up" });
    await world.settle();
    world.check("a TypeError", () => request.outcome?.code === "ERR_NETWORK");
  },

  async "a request to a third party"(world) {
    const { app, foreign } = world;
    const { user, tab } = await world.signedIn();
    const path = `/${app}/${user.credentials.username}`;
    const request = tab.request({ url: foreign + path });
    // The third party answers every request with 401, and one of the apps never stops.
    await until(() => request.outcome || tab.sent(path) > ENDLESS);
    const seen = await (await fetch(foreign + "/seen" + path)).json();
    const { refreshes } = await user.counts();
    world.check("it gets the token", () => !seen.token);
    world.check("its 401 causes a refresh", () => refreshes === 0);
    world.check("endless requests", () => tab.sent(path) <= ENDLESS);
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
    world.check("it is undone", () => world.stored().length === 0);
  },

  async "a sign-out in another page"(world) {
    const { tab } = await world.signedIn();
    const other = await world.open();
    const before = other.request({ url: "/me" });
    await world.settle();
    tab.app.logout();
    const after = other.request({ url: "/me" });
    await world.settle();
    world.check("a request before it fails", () => before.outcome?.ok);
    world.check("it has no effect", () => !after.outcome?.ok);
  },
};
