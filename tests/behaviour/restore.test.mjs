// @ts-check
// The refresh token is a cookie, and the access token is in memory or in this tab's store: a marker in `localStorage`
// says that there is a session, so that a reload and a new tab restore it.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createClient } from "everfetch";
import { browser } from "./browser.mjs";
import { Locks, failureOf, reply, serve, storage } from "./support.mjs";

// A channel keeps no process alive, and here nothing else would.
const alive = setInterval(() => {}, 1000);
after(() => clearInterval(alive));

/** A back end such as Directus: what a visitor may not see is answered with 403, which is no refusal of a token. */
const backEnd = async () => {
  const state = { number: 0, signedIn: false, down: false };
  const grant = () => {
    const number = ++state.number;
    const cookie = `refresh=r${number}; Path=/auth; HttpOnly`;
    return /** @type {const} */ ([
      { data: { access_token: `a${number}`, expires: 900_000 } },
      200,
      { "set-cookie": cookie },
    ]);
  };
  const server = await serve(({ url, headers }, answer) => {
    const cookie = headers.cookie ?? "";
    if (url === "/auth/login") {
      state.signedIn = true;
      return reply(answer, ...grant());
    }
    if (url === "/auth/refresh") {
      if (state.down) return reply(answer, {}, 503);
      const known = state.signedIn && cookie === `refresh=r${state.number}`;
      return known ? reply(answer, ...grant()) : reply(answer, {}, 401);
    }
    if (url === "/open") return reply(answer, {});
    const token = headers.authorization;
    if (!token) return reply(answer, {}, 403);
    reply(answer, {}, token === `Bearer a${state.number}` ? 200 : 401);
  });
  const calls = (/** @type {string} */ path) =>
    server.received.filter(({ url }) => url === path).length;
  return { ...server, calls, state };
};

/**
 * @param {import("node:test").TestContext} t
 * @param {any} [session]
 */
const setUp = async (t, session) => {
  const server = await backEnd();
  const { fetch, stored, tab } = browser(t, server.origin, {
    navigator: { locks: new Locks() },
  });
  /** A page is opened: `sessionStorage` is that of a new tab. */
  const open = () =>
    tab(() => {
      Object.assign(globalThis, { sessionStorage: storage() });
      /** @type {string[]} */
      const ends = [];
      const api = createClient({
        baseURL: server.origin,
        fetch,
        session: {
          storage: "memory",
          refresh: { url: "/auth/refresh", send: "cookie", retries: 0 },
          public: ["/auth/login"],
          loginURL: false,
          onEnd: (/** @type {any} */ { reason }) => void ends.push(reason),
          ...session,
        },
      });
      return { api, ends };
    });
  const logIn = async (/** @type {any} */ { api }) =>
    api.session.signIn((await api.post("/auth/login")).data);
  return { ...server, logIn, open, stored };
};

/** @param {any} api @param {string} type */
const eventOf = (api, type) =>
  new Promise((resolve) =>
    api.session.subscribe(
      (/** @type {any} */ event) => event.type === type && resolve(undefined),
    ),
  );

for (const kept of ["memory", "session"])
  test(`a reload restores the session with one refresh before its first requests: "${kept}"`, async (t) => {
    /** @type {string[]} */
    const lines = [];
    const { calls, logIn, open, received, stored } = await setUp(t, {
      storage: kept,
      debug: (/** @type {string} */ line) => void lines.push(line),
    });
    await logIn(open());
    assert.doesNotMatch(JSON.stringify([...stored]), /a1|r1/);
    lines.length = 0;
    const { api } = open();
    assert.equal(api.session.state, "signed-in");
    const before = received.length;
    await Promise.all([api.get("/me"), api.get("/me"), api.fetch("/me")]);
    assert.equal(calls("/auth/refresh"), 1);
    const urls = received.slice(before).map(({ url }) => url);
    assert.deepEqual(urls, ["/auth/refresh", "/me", "/me", "/me"]);
    const told = lines.filter((line) => /marker says/.test(line));
    assert.equal(told.length, 1);
    assert.ok(await api.session.accessToken());
    assert.equal(calls("/auth/refresh"), 1);
  });

test("tabs that are restored at once refresh one after the other, once each", async (t) => {
  const { calls, logIn, open } = await setUp(t);
  await logIn(open());
  const tabs = [open(), open(), open()];
  const answers = await Promise.all(
    tabs.flatMap(({ api }) => [api.get("/me"), api.get("/open")]),
  );
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(calls("/auth/refresh"), 3);
});

for (const kept of ["memory", "session", "local"])
  test(`a visitor causes no refresh: "${kept}"`, async (t) => {
    const { calls, open, state } = await setUp(t, {
      storage: kept,
      expired: { status: [401, 403] },
    });
    const { api, ends } = open();
    assert.equal(api.session.state, "signed-out");
    assert.equal(await api.session.accessToken(), null);
    assert.equal((await failureOf(api.get("/me"))).status, 403);
    assert.deepEqual([calls("/auth/refresh"), ends], [0, []]);
    // The application's own call tries the cookie: the server may have signed the user in.
    assert.equal(
      (await failureOf(api.session.refresh())).code,
      "ERR_SESSION_ENDED",
    );
    assert.equal(calls("/auth/refresh"), 1);
    assert.equal(state.number, 0);
  });

test("signIn() without a token leaves the marker, where the log-in has set the cookie alone", async (t) => {
  const { calls, logIn, open } = await setUp(t);
  const tab = open();
  await logIn(tab);
  tab.api.session.signIn();
  await tab.api.get("/me");
  assert.equal(calls("/auth/refresh"), 1);
  await open().api.get("/me");
  assert.equal(calls("/auth/refresh"), 2);
});

test("a sign-out removes the marker, and what another tab was yet to restore", async (t) => {
  const { calls, logIn, open, stored } = await setUp(t);
  const one = open();
  await logIn(one);
  const other = open();
  assert.equal(other.api.session.state, "signed-in");
  const over = eventOf(other.api, "signed-out");
  one.api.session.signOut();
  await over;
  assert.deepEqual(other.ends, ["signed-out-elsewhere"]);
  assert.deepEqual([...stored], []);
  assert.equal((await failureOf(other.api.get("/me"))).status, 403);
  assert.equal(open().api.session.state, "signed-out");
  assert.equal(calls("/auth/refresh"), 0);
});

test("a tab that was signed out is signed in again by a sign-in in another tab", async (t) => {
  const { logIn, open } = await setUp(t);
  const [one, other] = [open(), open()];
  await logIn(one);
  await other.api.get("/me");
  const over = eventOf(other.api, "signed-out");
  one.api.session.signOut();
  await over;
  await logIn(one);
  assert.equal(other.api.session.state, "signed-in");
  assert.equal((await other.api.get("/me")).status, 200);
});

test("a session that has ended while no page was open ends at its restoring, once, and leaves no marker", async (t) => {
  const { calls, logIn, open, state, stored } = await setUp(t);
  await logIn(open());
  state.signedIn = false;
  const { api, ends } = open();
  const errors = await Promise.all(
    [1, 2].map(() => failureOf(api.get("/open"))),
  );
  assert.ok(errors.every(({ code }) => code === "ERR_SESSION_ENDED"));
  assert.deepEqual(ends, ["refused"]);
  assert.deepEqual([...stored], []);
  const next = open();
  assert.equal((await next.api.get("/open")).status, 200);
  assert.equal(calls("/auth/refresh"), 1);
});

test("an outage at the restoring keeps the marker", async (t) => {
  const { logIn, open, state } = await setUp(t);
  await logIn(open());
  state.down = true;
  const { api, ends } = open();
  const error = await failureOf(api.get("/me"));
  assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
  state.down = false;
  assert.equal((await open().api.get("/me")).status, 200);
  assert.deepEqual(ends, []);
});

test("an access token that the application removes from sessionStorage is a sign-out, marker or not", async (t) => {
  const { logIn, open, stored } = await setUp(t, { storage: "session" });
  const { api } = open();
  await logIn({ api });
  sessionStorage.removeItem("accessToken");
  assert.equal(api.session.state, "signed-out");
  assert.deepEqual([...stored], []);
});

test("with the access token in localStorage, that is the marker, and the application's own code may write it", async (t) => {
  const { calls, logIn, open, stored, state } = await setUp(t, {
    storage: "local",
  });
  const tab = open();
  await logIn(tab);
  const own = /** @type {string} */ (stored.get("accessToken"));
  tab.api.session.signOut();
  assert.deepEqual([...stored], []);
  stored.set("accessToken", own);
  state.number++;
  const again = open();
  assert.equal(again.api.session.state, "signed-in");
  assert.equal(
    (await failureOf(again.api.get("/me"))).code,
    "ERR_SESSION_ENDED",
  );
  assert.equal(calls("/auth/refresh"), 1);
});
