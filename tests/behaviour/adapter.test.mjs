// @ts-check
// An adapter in the place of fetch: the refresh goes through it as well, so that a test of an application
// needs no server. The adapter is axios-mock-adapter from npm.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { createClient } from "everfetch/axios";
import { failureOf, storage } from "./support.mjs";

const require = createRequire(
  new URL("../../xtask/npm/package.json", import.meta.url),
);
const MockAdapter = require("axios-mock-adapter");

/** Fails a test whose request leaves the mock. */
const fetch = () => assert.fail("a request went to the network");

/** @param {object} [options] @param {object} [session] */
const mocked = (options, session) => {
  const store = storage({ accessToken: "old", refreshToken: "r1" });
  const api = createClient({
    fetch,
    ...options,
    session: { refresh: "/auth/refresh", storage: store, ...session },
  });
  const mock = new MockAdapter(api);
  mock
    .onGet("/me")
    .reply((/** @type {any} */ { headers }) =>
      headers.Authorization === "Bearer new" ||
      headers.authorization === "Bearer new"
        ? [200, { name: "Ada" }]
        : [401, {}],
    );
  return { api, mock, store };
};

for (const baseURL of [undefined, "/api", "https://api.example/v1/"])
  test(`axios-mock-adapter answers the refresh with the base ${baseURL}`, async () => {
    const { api, mock, store } = mocked({ baseURL });
    mock
      .onPost("/auth/refresh", { refreshToken: "r1" })
      .reply(200, { accessToken: "new", refreshToken: "r2" });
    const { data } = await api.get("/me");
    assert.deepEqual(data, { name: "Ada" });
    assert.equal(mock.history.post.length, 1);
    assert.deepEqual(Object.fromEntries(store.items), {
      accessToken: "new",
      refreshToken: "r2",
    });
  });

test("a refresh that an adapter refuses ends the session", async () => {
  const { api, mock, store } = mocked();
  mock.onPost("/auth/refresh").reply(401, { message: "used twice" });
  const error = await failureOf(api.get("/me"));
  assert.equal(error.code, "ERR_SESSION_ENDED");
  assert.equal(error.cause.status, 401);
  assert.equal(store.items.get("refreshToken"), undefined);
});

test("a refresh that an adapter cannot reach keeps the session", async () => {
  for (const broken of ["networkError", "timeout"]) {
    const { api, mock, store } = mocked(undefined, {
      refresh: { url: "/auth/refresh", retries: 0 },
    });
    mock.onPost("/auth/refresh")[broken]();
    const error = await failureOf(api.get("/me"));
    assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
    assert.equal(mock.history.post.length, 1);
    assert.equal(store.items.get("refreshToken"), "r1");
  }
});

test("an adapter gets the refresh in each of its forms, and nothing of the client's own", async () => {
  for (const [refresh, wanted] of /** @type {[object, object][]} */ ([
    [
      { url: "/auth/refresh", send: "form" },
      {
        method: "post",
        url: "/auth/refresh",
        data: "grant_type=refresh_token&refresh_token=r1",
      },
    ],
    [
      { url: "/auth/refresh", send: "query" },
      { method: "get", url: "/auth/refresh?refreshToken=r1", data: undefined },
    ],
    [
      { url: "/auth/refresh", send: "header", name: "X-Refresh" },
      { method: "post", url: "/auth/refresh", data: undefined },
    ],
    [
      { url: "/auth/refresh", send: "cookie" },
      { method: "post", withCredentials: true },
    ],
  ])) {
    /** @type {any[]} */
    const seen = [];
    const api = createClient({
      fetch,
      headers: { "X-Tenant": "a" },
      adapter: async (/** @type {any} */ config) => {
        seen.push(config);
        const { url } = config;
        const data = url.startsWith("/auth") ? { accessToken: "new" } : {};
        const status =
          url.startsWith("/auth") ||
          config.headers.get("authorization") === "Bearer new"
            ? 200
            : 401;
        return { data, status, statusText: "", headers: {}, config };
      },
      session: {
        refresh,
        storage: storage({ accessToken: "old", refreshToken: "r1" }),
      },
    });
    await api.get("/me");
    const [, sent] = seen;
    assert.equal(seen.length, 3);
    for (const [name, value] of Object.entries(wanted))
      assert.deepEqual(sent[name], value);
    assert.equal(sent.headers.has("X-Tenant"), false);
    assert.equal(sent.headers.has("Authorization"), false);
  }
});

test("a code in the data of an adapter is recognised as in a body", async () => {
  const { api, mock } = mocked(undefined, {
    expired: { status: 200, code: 50014 },
  });
  mock.onPost("/auth/refresh").reply(200, { accessToken: "new" });
  mock
    .onGet("/envelope")
    .replyOnce(200, { code: 50014 })
    .onGet("/envelope")
    .reply(200, { code: 20000 });
  const { data } = await api.get("/envelope");
  assert.equal(data.code, 20000);
  assert.equal(mock.history.get.length, 2);
});
