// @ts-check
// A session that lives in cookies: the refresh is a function or a request by cookie, and no tab stores anything.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, page, storage } from "./support.mjs";

// A channel keeps no process alive, and here nothing else would.
const alive = setInterval(() => {}, 1000);
after(() => clearInterval(alive));

/** A back end that has one session in a cookie, and the function that refreshes it. */
const backEnd = () => {
  const server = {
    signedIn: true,
    expired: false,
    refreshes: 0,
    /** @type {Promise<void> | undefined} what a refresh waits for */
    held: undefined,
    /** @type {string[]} */
    lines: [],
    fetch: async (/** @type {any} */ input) => {
      const { pathname } = new URL(input.url ?? input);
      server.lines.push(pathname);
      const known = server.signedIn && !server.expired;
      const status = pathname === "/open" || known ? 200 : 401;
      return new Response("{}", { status });
    },
    /** @returns {Promise<any>} */
    refresh: async () => {
      server.refreshes++;
      await server.held;
      if (!server.signedIn) throw { status: 401 };
      server.expired = false;
      return { accessToken: `a${server.refreshes}` };
    },
  };
  return server;
};

/**
 * A tab: its memory is its own.
 * @param {{ fetch: any, refresh: any }} server
 * @param {any} [session]
 */
const tab = ({ fetch, refresh }, session) => {
  /** @type {string[]} */
  const ends = [];
  const api = createClient({
    baseURL: "http://api.test",
    fetch,
    session: {
      refresh: () => refresh(),
      storage: "memory",
      loginURL: false,
      onEnd: (/** @type {any} */ { reason }) => void ends.push(reason),
      ...session,
    },
  });
  /** Resolves at the next event of this type. @param {string} type */
  const event = (type) =>
    new Promise((resolve) => {
      const leave = api.session.subscribe((each) => {
        if (each.type !== type) return;
        leave();
        resolve(undefined);
      });
    });
  return { api, ends, event };
};

/** Resolves once the messages that tabs have sent before have arrived. */
const delivered = async () => {
  const [mouth, ear] = [0, 1].map(() => new BroadcastChannel("cookies"));
  const over = new Promise((resolve) => void (ear.onmessage = resolve));
  mouth.postMessage("over");
  await over;
  mouth.close();
  ear.close();
};

test("with a refresh function and no store, a sign-out in another tab takes effect", async (t) => {
  page(t);
  const server = backEnd();
  const [one, other] = [tab(server), tab(server)];
  for (const { api } of [one, other]) await api.session.refresh();
  const over = other.event("signed-out");
  one.api.session.signOut();
  await over;
  assert.equal(other.api.session.state, "signed-out");
  assert.deepEqual(other.ends, ["signed-out-elsewhere"]);
  assert.deepEqual(one.ends, []);
});

test("with a refresh function and no store, an end in another tab takes effect", async (t) => {
  page(t);
  const server = backEnd();
  const [one, other] = [tab(server), tab(server)];
  for (const { api } of [one, other]) await api.session.refresh();
  const over = other.event("ended");
  server.signedIn = false;
  assert.equal((await failureOf(one.api.get("/me"))).code, "ERR_SESSION_ENDED");
  await over;
  assert.equal(other.api.session.state, "ended");
  assert.deepEqual(other.ends, ["refused"]);
});

test("a sign-out in another tab wins over the first refresh of this one", async (t) => {
  page(t);
  const server = backEnd();
  const [one, other] = [tab(server), tab(server)];
  server.expired = true;
  let release = () => {};
  server.held = new Promise((resolve) => (release = () => resolve()));
  const started = other.event("refresh-started");
  const waiting = failureOf(other.api.get("/me"));
  await started;
  one.api.session.signOut();
  assert.equal((await waiting).code, "ERR_SESSION_ENDED");
  release();
  await delivered();
  assert.equal(other.api.session.state, "signed-out");
  assert.equal(await other.api.session.accessToken(), null);
});

test("a sign-out ends neither a session with a refresh token of its own nor one of another function", async (t) => {
  page(t);
  const server = backEnd();
  const own = tab(server);
  const foreign = tab(server, { refresh: async () => server.refresh() });
  const one = tab(server);
  own.api.session.signIn({ accessToken: "mine", refreshToken: "r" });
  for (const { api } of [foreign, one]) await api.session.refresh();
  one.api.session.signOut();
  own.api.session.signOut();
  await delivered();
  assert.equal(foreign.api.session.state, "signed-in");
  own.api.session.signIn({ accessToken: "mine", refreshToken: "r" });
  one.api.session.signOut();
  await delivered();
  assert.equal(own.api.session.state, "signed-in");
});

test("on a server, a sign-out reaches no other client", async () => {
  const server = backEnd();
  const [one, other] = [tab(server), tab(server)];
  for (const { api } of [one, other]) await api.session.refresh();
  one.api.session.signOut();
  await delivered();
  assert.equal(other.api.session.state, "signed-in");
});

for (const [how, refresh] of /** @type {[string, any][]} */ ([
  ["a function", undefined],
  ["a cookie", { url: "/refresh", send: "cookie" }],
]))
  test(`after an end, an accepted request counts as signed in, and the next expiry starts a refresh: ${how}`, async (t) => {
    page(t);
    const server = backEnd();
    const { fetch } = server;
    server.fetch = async (input) => {
      if (new URL(input.url ?? input).pathname !== "/refresh")
        return fetch(input);
      const granted = await server.refresh().catch(() => undefined);
      const status = granted ? 200 : 401;
      return new Response(JSON.stringify(granted ?? {}), { status });
    };
    const { api, ends } = tab(server, refresh && { refresh });
    api.session.signIn();
    server.signedIn = false;
    assert.equal((await failureOf(api.get("/me"))).code, "ERR_SESSION_ENDED");
    assert.equal(api.session.state, "ended");
    // Not an answer without success.
    assert.equal((await failureOf(api.get("/me"))).status, 401);
    assert.equal(api.session.state, "ended");
    server.signedIn = true;
    await api.get("/me");
    assert.equal(api.session.state, "signed-in");
    server.expired = true;
    const before = server.refreshes;
    assert.equal((await api.get("/me")).status, 200);
    assert.equal(server.refreshes, before + 1);
    assert.deepEqual(ends, ["refused"]);
  });

test("after a sign-out, an accepted request does not count as signed in", async (t) => {
  page(t);
  const { api } = tab(backEnd());
  await api.session.refresh();
  api.session.signOut();
  // Such as the server's own log-out.
  await api.get("/open");
  assert.equal(api.session.state, "signed-out");
});

test("signIn() without a token signs in where the session is in a cookie, and its sign-out reaches other tabs", async (t) => {
  page(t);
  const server = backEnd();
  const [one, other] = [tab(server), tab(server)];
  for (const { api } of [one, other]) {
    api.session.signIn();
    assert.equal(api.session.state, "signed-in");
    assert.equal(api.session.user, null);
  }
  const over = other.event("signed-out");
  one.api.session.signOut();
  await over;
  assert.deepEqual(other.ends, ["signed-out-elsewhere"]);
  other.api.session.signIn();
  server.expired = true;
  assert.equal((await other.api.get("/me")).status, 200);
  assert.equal(server.refreshes, 1);
});

test("signIn() without a token leaves nothing of the former user, whose requests are not sent", async (t) => {
  page(t);
  const server = backEnd();
  const { api, event } = tab(server);
  await api.session.refresh();
  let release = () => {};
  server.held = new Promise((resolve) => (release = () => resolve()));
  server.expired = true;
  const started = event("refresh-started");
  const waiting = failureOf(api.post("/orders"));
  await started;
  api.session.signIn();
  assert.equal((await waiting).code, "ERR_SESSION_CHANGED");
  release();
  assert.equal(await api.session.accessToken(), null);
  assert.deepEqual(server.lines, ["/orders"]);
});

test("signIn() without a token is ERR_BAD_OPTION where tokens are stored, and says what to do", (t) => {
  page(t);
  const server = backEnd();
  for (const session of [
    { storage: "local" },
    { storage: storage() },
    { refresh: "http://api.test/refresh" },
    { refresh: false },
  ]) {
    const { api } = tab(server, session);
    assert.throws(
      () => api.session.signIn(),
      (/** @type {any} */ error) =>
        error.code === "ERR_BAD_OPTION" &&
        /pass it the log-in's answer/.test(error.message) &&
        /storage: "memory"/.test(error.message),
    );
  }
});

/** Lets everything happen that needs no timer. */
const turns = async () => {
  for (let turn = 0; turn < 20; turn++)
    await new Promise((resolve) => setImmediate(resolve));
};

test("a page waits for the answer to a refresh by cookie that a reload has cut off from the page before", async (t) => {
  const { localStorage } = page(t);
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  /** @type {string[]} */
  const sent = [];
  const open = (/** @type {string} */ name, /** @type {any} */ answer) =>
    createClient({
      baseURL: "http://api.test",
      fetch: async () => {
        sent.push(name);
        return answer();
      },
      session: {
        refresh: { url: "/refresh", send: "cookie", retries: 0 },
        storage: "memory",
        loginURL: false,
      },
    });
  // The page before: it will never see the answer.
  open("before", () => new Promise(() => {})).session.refresh();
  await turns();
  assert.deepEqual(sent, ["before"]);
  const next = open("next", () => Response.json({ accessToken: "a" }));
  const refreshed = next.session.refresh();
  await turns();
  t.mock.timers.tick(1999);
  await turns();
  assert.deepEqual(sent, ["before"]);
  t.mock.timers.tick(1);
  await refreshed;
  assert.deepEqual(sent, ["before", "next"]);
  const kept = [...localStorage.items.keys()];
  assert.ok(!kept.some((key) => / sent$/.test(key)), "the answer is noted");
});
