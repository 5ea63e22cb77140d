// @ts-check
// G14: the server's clock is learned from the `Date` of answers that no cache has kept.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { jwt, storage } from "./support.mjs";

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;

let made = 0;

/**
 * A server whose clock is ahead of this device's, and whose tokens are valid for 10 minutes. `answers` has headers by
 * path, and the ms that an answer takes.
 * @param {import("node:test").TestContext} t
 * @param {number} ahead
 * @param {Record<string, { headers?: Record<string, string>, ms?: number }>} [answers]
 */
const scene = (t, ahead, answers = {}) => {
  t.mock.timers.enable({ apis: ["Date"], now: NOW });
  const serverNow = () => Date.now() + ahead;
  const token = () => {
    const iat = serverNow() / 1000;
    return jwt({ sub: "u", iat, exp: iat + 600 });
  };
  let refreshes = 0;
  const api = createClient({
    baseURL: "https://api.test",
    fetch: async (/** @type {any} */ input) => {
      const { pathname } = new URL(input.url ?? input);
      if (pathname === "/refresh") {
        refreshes++;
        return Response.json({ accessToken: token() });
      }
      const { headers, ms = 0 } = answers[pathname] ?? {};
      const date = new Date(serverNow()).toUTCString();
      if (ms) t.mock.timers.tick(ms);
      return Response.json({}, { headers: { date, ...headers } });
    },
    session: {
      refresh: { url: "/refresh", retries: 0 },
      public: ["/login"],
      storage: storage(),
      keys: { accessToken: `a${++made}`, refreshToken: `r${made}` },
      loginURL: false,
    },
  });
  return {
    api,
    signIn: () =>
      api.session.signIn({ accessToken: token(), refreshToken: "r" }),
    /** Is the token refreshed in its last seconds by the server's clock, and not before? */
    isAheadOfTime: async () => {
      await api.session.accessToken();
      const early = refreshes;
      t.mock.timers.tick(590_000);
      await api.session.accessToken();
      return early === 0 && refreshes === 1;
    },
    count: () => refreshes,
  };
};

const old = { date: new Date(NOW - 2 * HOUR).toUTCString() };

for (const ahead of [-2 * HOUR, 2 * HOUR]) {
  const clock = ahead < 0 ? "fast" : "slow";

  test(`with a clock that is ${clock}, a token is refreshed ahead of time after a public log-in`, async (t) => {
    const { api, signIn, isAheadOfTime } = scene(t, ahead);
    await api.post("/login");
    signIn();
    assert.ok(await isAheadOfTime());
  });

  test(`with a clock that is ${clock}, a token that is there is read anew after an answer to a POST`, async (t) => {
    const { api, signIn, isAheadOfTime } = scene(t, ahead);
    signIn();
    await api.post("/items");
    assert.ok(await isAheadOfTime());
  });

  test(`with a clock that is ${clock}, so does api.fetch, and a GET that no cache may keep`, async (t) => {
    for (const call of [
      (/** @type {any} */ api) =>
        api.fetch("https://api.test/a", { method: "POST" }),
      (/** @type {any} */ api) =>
        api.fetch("https://api.test/a", { cache: "no-store" }),
      (/** @type {any} */ api) => api.get("/a", { cache: "no-store" }),
    ]) {
      const { api, signIn, isAheadOfTime } = scene(t, ahead);
      signIn();
      await call(api);
      assert.ok(await isAheadOfTime(), String(call));
      t.mock.timers.reset();
    }
  });
}

for (const [
  what,
  call,
  answer,
] of /** @type {[string, (api: any) => any, any][]} */ ([
  [
    "a GET, which a cache may have kept",
    (api) => api.get("/a"),
    { headers: old },
  ],
  [
    "an answer with an Age",
    (api) => api.post("/a"),
    { headers: { ...old, age: "7200" } },
  ],
  [
    "an answer that took long",
    (api) => api.post("/a"),
    { headers: old, ms: 6000 },
  ],
  [
    "an answer of another origin",
    (api) => api.post("https://b.test/a"),
    { headers: old },
  ],
  [
    "a Date that is none",
    (api) => api.post("/a"),
    { headers: { date: "soon" } },
  ],
]))
  test(`nothing is learned of the clock from ${what}`, async (t) => {
    const { api, signIn, isAheadOfTime } = scene(t, 0, { "/a": answer });
    await call(api);
    signIn();
    assert.ok(await isAheadOfTime());
  });

test("a server whose clock differs from that of the token endpoint causes no refresh per request", async (t) => {
  const ahead = { date: new Date(NOW + HOUR).toUTCString() };
  const { api, signIn, count } = scene(t, 0, { "/a": { headers: ahead } });
  signIn();
  for (let i = 0; i < 20; i++) {
    await api.post("/a");
    t.mock.timers.tick(1000);
  }
  assert.equal(count(), 0);
});
