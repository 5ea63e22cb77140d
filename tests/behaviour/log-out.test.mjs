// @ts-check
// `session.logout`: `signOut()` tells the server, as well as possible, and takes effect whatever becomes of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import {
  Locks,
  failureOf,
  jwt,
  page,
  reply,
  serve,
  storage,
} from "./support.mjs";

const HOUR = 3_600_000;

/** @param {string} name @param {number} [ms] until it expires */
const access = (name, ms = HOUR) =>
  jwt({ sub: "ada", jti: name, exp: Math.floor((Date.now() + ms) / 1000) });

const EXPIRED = access("expired", -2000);

/**
 * A server that rotates refresh tokens, accepts a log-out only with an access token that has not expired, and revokes
 * what it is shown.
 * @param {any} [options] of the session
 * @param {string} [first] the access token in the store
 */
const scene = async (options, first = access("first")) => {
  const tokens = { current: "r1", revoked: "", grants: 0 };
  /** @type {(() => void)[]} */
  const held = [];
  const state = { ...tokens, held, holds: "", closed: false };
  const server = await serve(({ method, url, headers, body }, response) => {
    const answer = () => {
      const bearer = headers.authorization?.replace("Bearer ", "");
      if (url === "/refresh") {
        if (JSON.parse(body).refreshToken !== state.current)
          return reply(response, {}, 400);
        state.current = "r" + (++state.grants + 1);
        const granted = access("granted" + state.grants);
        return reply(response, {
          accessToken: granted,
          refreshToken: state.current,
        });
      }
      const isGood = bearer && bearer !== EXPIRED && bearer !== "stale";
      if (!isGood) return reply(response, {}, 401);
      if (method === "POST" && url === "/logout")
        state.revoked = JSON.parse(body).refreshToken;
      reply(response, {});
    };
    if (url === state.holds) state.held.push(answer);
    else answer();
  });
  /** @type {string[]} */
  const lines = [];
  /** @type {unknown[]} */
  const ends = [];
  const store = storage({ accessToken: first, refreshToken: "r1" });
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: "/refresh",
      logout: "/logout",
      storage: store,
      loginURL: false,
      onEnd: (end) => void ends.push(end),
      debug: (line) => void lines.push(line),
      ...options,
    },
  });
  /** The paths that were asked for. */
  const paths = () => server.received.map(({ url }) => url);
  return { api, ends, lines, paths, server, state, store };
};

const until = async (/** @type {() => unknown} */ holds) => {
  while (!holds()) await new Promise(setImmediate);
};

test("the session is over at once, and the server has revoked it once the promise resolves", async () => {
  const { api, paths, server, state, store } = await scene();
  const token = store.getItem("accessToken");
  const done = api.session.signOut();
  assert.equal(api.session.state, "signed-out");
  assert.equal(store.items.size, 0);
  assert.equal(await done, undefined);
  assert.deepEqual(paths(), ["/logout"]);
  assert.equal(state.revoked, "r1");
  assert.equal(server.received[0]?.headers.authorization, "Bearer " + token);
});

test("an expired access token is refreshed first, and the newest refresh token is revoked", async () => {
  const { api, ends, lines, paths, state, store } = await scene({}, EXPIRED);
  const done = api.session.signOut();
  assert.equal(api.session.state, "signed-out");
  await done;
  assert.deepEqual(paths(), ["/refresh", "/logout"]);
  assert.equal(state.current, "r2");
  assert.equal(state.revoked, "r2");
  assert.equal(store.items.size, 0);
  assert.deepEqual(ends, []);
  await new Promise(setImmediate);
  assert.ok(lines.includes("the log-out waits for a refresh"));
  assert.ok(
    lines.some((line) => /^the log-out .* answered with 200$/.test(line)),
  );
});

test("a log-out that is rejected like an expired token is sent once more, after a refresh", async () => {
  const { api, paths, state, store } = await scene({ expiryMargin: 0 });
  store.setItem("accessToken", "stale");
  await api.session.signOut();
  assert.deepEqual(paths(), ["/logout", "/refresh", "/logout"]);
  assert.equal(state.revoked, "r2");
});

test("a log-out that is rejected after a refresh is not sent again", async () => {
  const { api, paths, store } = await scene({
    expired: { status: [200, 401] },
  });
  store.setItem("accessToken", "stale");
  await api.session.signOut();
  assert.deepEqual(paths(), ["/logout", "/refresh", "/logout"]);
});

test("the answer of a refresh in flight is revoked, and is not stored", async () => {
  const { api, paths, state, store } = await scene({}, EXPIRED);
  state.holds = "/refresh";
  const waiting = failureOf(api.get("/me"));
  await until(() => state.held.length);
  const done = api.session.signOut();
  assert.equal((await waiting).code, "ERR_SESSION_ENDED");
  assert.equal(api.session.state, "signed-out");
  state.held.pop()?.();
  await done;
  assert.deepEqual(paths(), ["/refresh", "/logout"]);
  assert.equal(state.revoked, "r2");
  assert.equal(store.items.size, 0);
});

test("the next user's session is not touched by the last one's log-out", async () => {
  const { api, state, store } = await scene({}, EXPIRED);
  state.holds = "/refresh";
  const done = api.session.signOut();
  await until(() => state.held.length);
  api.session.signIn({ accessToken: "bob", refreshToken: "bob-r" });
  state.held.pop()?.();
  await done;
  assert.equal(state.revoked, "r2");
  assert.equal(await api.session.accessToken(), "bob");
  assert.equal(store.getItem("refreshToken"), "bob-r");
});

test("a refresh that fails does not prevent the log-out, which goes without an access token", async () => {
  const { api, server, state, store } = await scene();
  state.current = "another";
  store.setItem("accessToken", EXPIRED);
  await api.session.signOut();
  const last = server.received.at(-1);
  assert.equal(last?.url, "/logout");
  assert.equal(last?.headers.authorization, undefined);
  assert.deepEqual(JSON.parse(last?.body ?? ""), { refreshToken: "r1" });
});

test("the promise never rejects: offline, against an endpoint that hangs, or with a function that throws", async () => {
  const offline = async () => {
    throw new TypeError("offline");
  };
  for (const [options, fetch] of /** @type {any[]} */ ([
    [{}, offline],
    [
      { refresh: { url: "/refresh", timeout: 20 } },
      () => new Promise(() => {}),
    ],
    [
      {
        logout: {
          url: "/logout",
          headers: () => {
            throw new Error("no");
          },
        },
      },
      offline,
    ],
  ])) {
    const store = storage({ accessToken: "a", refreshToken: "r" });
    const api = createClient({
      baseURL: "https://api.example.com",
      fetch,
      session: {
        refresh: "/refresh",
        logout: "/logout",
        storage: store,
        ...options,
      },
    });
    assert.equal(await api.session.signOut(), undefined);
    assert.equal(store.items.size, 0);
  }
});

test("a visitor, and a session that has ended, are logged out of nothing", async () => {
  const { api, paths, store } = await scene();
  await api.session.signOut();
  await api.session.signOut();
  assert.deepEqual(paths(), ["/logout"]);
  api.session.signIn({ accessToken: "stale", refreshToken: "bad" });
  await failureOf(api.get("/me"));
  assert.equal(api.session.state, "ended");
  await api.session.signOut();
  assert.equal(paths().filter((path) => path === "/logout").length, 1);
  assert.equal(store.items.size, 0);
});

/**
 * The one request that `signOut()` sends with these options.
 * @param {any} session
 */
const sentBy = async (session) => {
  /** @type {{ url: string, init: any }[]} */
  const sent = [];
  const api = createClient({
    baseURL: "https://api.example.com/v1",
    fetch: async (/** @type {any} */ url, init) => {
      sent.push({ url, init });
      return new Response(null, { status: 204 });
    },
    session: {
      storage: storage({ accessToken: "a", refreshToken: "r" }),
      ...session,
    },
  });
  const done = api.session.signOut();
  assert.equal(sent.length, 1, "sent in the same task: the page may be gone");
  await done;
  const [{ url, init }] = /** @type {any} */ (sent);
  const { method, body, credentials, keepalive, redirect } = init;
  assert.equal(keepalive, true);
  assert.equal(redirect, "manual");
  const headers = Object.fromEntries(init.headers);
  return { url, method, body, credentials, headers };
};

const URL = "https://api.example.com/v1/logout";
const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };

test("the refresh token travels as the refresh sends it, or as the log-out says", async () => {
  const authorization = "Bearer a";
  const cases = /** @type {any[]} */ ([
    [
      { url: "/refresh", name: "refresh" },
      "/logout",
      { body: '{"refresh":"r"}', headers: { authorization, ...JSON_TYPE } },
    ],
    [
      { url: "/token", send: "form", extra: { client_id: "app" } },
      { url: "/logout", extra: { client_id: "app" } },
      {
        body: "client_id=app&refresh_token=r",
        headers: { authorization, ...FORM_TYPE },
      },
    ],
    [
      "/refresh",
      {
        url: "/logout",
        send: "form",
        name: "token",
        headers: { Authorization: "" },
      },
      { body: "token=r", headers: FORM_TYPE },
    ],
    [
      { url: "/refresh", send: "query" },
      "/logout",
      {
        method: "GET",
        url: URL + "?refreshToken=r",
        headers: { authorization },
      },
    ],
    [
      { url: "/refresh", send: "header" },
      "/logout",
      { headers: { authorization: "Bearer r" } },
    ],
    [
      "/refresh",
      { url: "/logout", method: "delete", send: "header", name: "X-Refresh" },
      { method: "DELETE", headers: { authorization, "x-refresh": "r" } },
    ],
    [
      { url: "/refresh", send: "cookie" },
      { url: "/logout", headers: () => ({ "X-CSRF": "1" }) },
      { credentials: "include", headers: { authorization, "x-csrf": "1" } },
    ],
    [
      false,
      "/logout",
      {
        body: '{"refreshToken":"r"}',
        headers: { authorization, ...JSON_TYPE },
      },
    ],
  ]);
  for (const [refresh, logout, expected] of cases)
    assert.deepEqual(await sentBy({ refresh, logout }), {
      url: URL,
      method: "POST",
      body: undefined,
      credentials: undefined,
      ...expected,
    });
});

test("a session without a refresh token is logged out with its access token", async () => {
  const tokens = storage({ accessToken: "a" });
  const { body, headers } = await sentBy({
    refresh: false,
    logout: "/logout",
    storage: tokens,
    header: "X-Token",
    scheme: "",
  });
  assert.equal(body, "{}");
  assert.equal(headers["x-token"], "a");
});

test("a log-out on another origin is rejected when the client is made", () => {
  const session = {
    refresh: "/refresh",
    logout: "https://elsewhere.example/logout",
  };
  assert.throws(
    () => createClient({ baseURL: "https://api.example.com", session }),
    { code: "ERR_BAD_OPTION", message: /session\.logout` would send/ },
  );
});

test("in another tab the session is over at once, and only one log-out is sent", async (t) => {
  const stores = page(t, {
    navigator: { locks: new Locks(), onLine: true },
  });
  stores.localStorage.setItem("accessToken", EXPIRED);
  stores.localStorage.setItem("refreshToken", "r1");
  const { api, paths, state } = await scene({ storage: "local" });
  const done = api.session.signOut();
  assert.equal(stores.localStorage.getItem("refreshToken"), null);
  await done;
  assert.deepEqual(paths(), ["/refresh", "/logout"]);
  assert.equal(state.revoked, "r2");
});

test("a second signOut() waits for the log-out of the first, and sends none", async () => {
  const { api, paths, state } = await scene();
  state.holds = "/logout";
  /** @type {number[]} */
  const done = [];
  const all = [1, 2, 3].map((which) =>
    api.session.signOut().then(() => done.push(which)),
  );
  await until(() => state.held.length);
  assert.deepEqual(done, []);
  state.held.pop()?.();
  await Promise.all(all);
  assert.deepEqual(paths(), ["/logout"]);
});

test("an answer that never ends leaves no unhandled rejection behind", async (t) => {
  /** @type {unknown[]} */
  const unhandled = [];
  const note = (/** @type {unknown} */ error) => void unhandled.push(error);
  process.on("unhandledRejection", note);
  t.after(() => process.off("unhandledRejection", note));
  const { origin } = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write("{");
  });
  const session = {
    refresh: "/refresh",
    logout: "/logout",
    storage: storage({ accessToken: "a", refreshToken: "r" }),
    expired: { status: 200, code: 50014 },
  };
  const api = createClient({ baseURL: origin, session });
  await api.session.signOut();
  await new Promise(setImmediate);
  assert.deepEqual(unhandled, []);
});
