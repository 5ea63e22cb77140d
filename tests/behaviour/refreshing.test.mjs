// @ts-check
// How often a token is refreshed: after failures, on demand, and where a server's terms are odd.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, jwt, storage } from "./support.mjs";

const turn = () => new Promise((resolve) => setImmediate(resolve));

let made = 0;

/**
 * A client whose server counts the refreshes, answers each by `grant`, and accepts every token but those in
 * `refused`.
 * @param {(count: number) => Response} grant
 * @param {any} [tokens]
 * @param {any} [session]
 */
const scene = (
  grant,
  tokens = { accessToken: "a0", refreshToken: "r" },
  session,
) => {
  const refused = new Set();
  let refreshes = 0;
  const api = createClient({
    baseURL: "https://api.test",
    fetch: /** @type {any} */ (
      async (/** @type {any} */ url, /** @type {any} */ { headers }) => {
        if (String(url).endsWith("/refresh")) return grant(++refreshes);
        const { authorization } = headers;
        return Response.json(
          { authorization },
          { status: refused.has(authorization) ? 401 : 200 },
        );
      }
    ),
    session: {
      refresh: { url: "/refresh", retries: 0 },
      storage: storage(),
      keys: { accessToken: `a${++made}`, refreshToken: `r${made}` },
      loginURL: false,
      ...session,
    },
  });
  api.session.signIn(tokens);
  return {
    api,
    refuse: (/** @type {string} */ token) => refused.add(`Bearer ${token}`),
    count: () => refreshes,
  };
};

const numbered = (/** @type {number} */ count) =>
  Response.json({ accessToken: `t${count}` });

test("refreshes on demand with no request between count for nothing: a later 401 refreshes", async () => {
  const { api, refuse, count } = scene(numbered);
  for (let i = 0; i < 4; i++) await api.session.refresh();
  refuse("t4");
  const { data } = await api.get("/me");
  assert.equal(data.authorization, "Bearer t5");
  assert.equal(count(), 5);
});

test("an expired token is not handed out after a refresh that failed: accessToken() refreshes or rejects", async (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  let works = false;
  const { api, count } = scene(
    (n) => (works ? numbered(n) : Response.json({}, { status: 503 })),
    { accessToken: "a0", refreshToken: "r", expires_in: 60 },
  );
  t.mock.timers.tick(61_000);
  for (let i = 1; i <= 3; i++) {
    const error = await failureOf(api.session.accessToken());
    assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
    assert.equal(count(), i);
  }
  works = true;
  assert.equal(await api.session.accessToken(), "t4");
});

test("coming back online cancels the cool-down of a refresh that failed before the token expired", async (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  const events = new EventTarget();
  const { addEventListener } = /** @type {any} */ (globalThis);
  Object.assign(globalThis, {
    addEventListener: events.addEventListener.bind(events),
  });
  try {
    let works = false;
    const { api, count } = scene(
      (n) => (works ? numbered(n) : Response.json({}, { status: 503 })),
      { accessToken: "a0", refreshToken: "r", expires_in: 600 },
    );
    t.mock.timers.tick(580_000);
    assert.equal(await api.session.accessToken(), "a0", "it still works");
    assert.equal(await api.session.accessToken(), "a0");
    assert.equal(count(), 1, "and cools down");
    works = true;
    events.dispatchEvent(new Event("online"));
    assert.equal(await api.session.accessToken(), "t2");
  } finally {
    Object.assign(globalThis, { addEventListener });
  }
});

for (const [
  what,
  grant,
] of /** @type {[string, (n: number) => Response][]} */ ([
  [
    "expires_in: 0.001",
    (n) => Response.json({ accessToken: `t${n}`, expires_in: 0.001 }),
  ],
  [
    "the same token again",
    () => Response.json({ accessToken: "a0", expires_in: 0.001 }),
  ],
]))
  test(`${what} causes no refresh per request, and no storm with keepFresh`, async (t) => {
    t.mock.timers.enable({ apis: ["Date", "setTimeout"] });
    for (const keepFresh of [false, true]) {
      const { api, count } = scene(
        grant,
        { accessToken: "a0", refreshToken: "r", expires_in: 0.001 },
        { keepFresh },
      );
      await api.session.refresh();
      for (let i = 0; i < 50; i++) {
        t.mock.timers.tick(10);
        await api.get("/me");
        await turn();
      }
      assert.equal(count(), 1, `in half a second, keepFresh: ${keepFresh}`);
      for (let i = 0; i < 60; i++) {
        t.mock.timers.tick(100);
        await api.get("/me");
        await turn();
      }
      assert.ok(count() <= 8, `one a second at most, not ${count()}`);
      if (what !== "expires_in: 0.001") assert.equal(count(), 1, "30 s");
      api.session.signOut();
    }
  });

test("a token that signIn gets an hour after it was issued is refreshed ahead of time", async (t) => {
  const now = 1_800_000_000_000;
  t.mock.timers.enable({ apis: ["Date"], now });
  const iat = now / 1000 - 3600;
  const { api, count } = scene(numbered, {
    accessToken: jwt({ sub: "u", iat, exp: iat + 3600 + 300 }),
    refreshToken: "r",
  });
  t.mock.timers.tick(299_000);
  assert.equal(await api.session.accessToken(), "t1");
  assert.equal(count(), 1);
});
