// @ts-check
// What is sent again after a refresh: interceptors with `onRetry`, and headers of the defaults.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient as createLean } from "everfetch";
import { createClient } from "everfetch/axios";
import { failureOf, reply, serve, storage } from "./support.mjs";

/** A server that accepts the token `new` and grants it. */
const open = async () => {
  const server = await serve(({ url, headers }, response) => {
    if (url === "/refresh") return reply(response, { accessToken: "new" });
    reply(response, {}, headers.authorization === "Bearer new" ? 200 : 401);
  });
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: "/refresh",
      storage: storage({ accessToken: "old", refreshToken: "r1" }),
    },
  });
  /** What came at the path: body and type. */
  const at = (/** @type {string} */ path) =>
    server.received
      .filter(({ url }) => url.startsWith(path))
      .map(({ body, headers }) => [body, headers["content-type"]]);
  return { ...server, api, at };
};

test("an onRetry interceptor that sets or changes data has it sent, encoded like the rest", async () => {
  for (const change of [
    (/** @type {any} */ config, /** @type {number} */ time) => {
      config.data = { ...config.data, time };
    },
    (/** @type {any} */ config, /** @type {number} */ time) => {
      config.data.time = time;
    },
  ]) {
    const { api, at } = await open();
    let time = 0;
    api.interceptors.request.use(
      (config) => {
        change(config, ++time);
        return config;
      },
      undefined,
      { onRetry: true },
    );
    const { config } = await api.post("/pay", { amount: 5 });
    assert.deepEqual(at("/pay"), [
      ['{"amount":5,"time":1}', "application/json"],
      ['{"amount":5,"time":2}', "application/json"],
    ]);
    assert.equal(config.data, '{"amount":5,"time":2}');
  }
});

test("an onRetry interceptor may change the kind of the body, and take it away", async () => {
  const { api, at } = await open();
  /** @type {any[]} */
  const bodies = [new URLSearchParams({ a: "1" }), undefined];
  let first = true;
  api.interceptors.request.use(
    (config) => {
      if (!first) config.data = bodies.shift();
      first = !first;
      return config;
    },
    undefined,
    { onRetry: true },
  );
  await api.post("/form", { a: 1 });
  assert.deepEqual(at("/form"), [
    ['{"a":1}', "application/json"],
    ["a=1", "application/x-www-form-urlencoded;charset=utf-8"],
  ]);
});

test("an onRetry interceptor may change method, params and URL", async () => {
  const { api, lines } = await open();
  let times = 0;
  api.interceptors.request.use(
    (config) => {
      if (++times === 2)
        Object.assign(config, { method: "put", url: "/b", params: { v: 2 } });
      return config;
    },
    undefined,
    { onRetry: true },
  );
  const { request } = await api.post("/a", {}, { params: { v: 1 } });
  assert.deepEqual(lines, [
    "POST /a?v=1 Bearer old",
    "POST /refresh",
    "PUT /b?v=2 Bearer new",
  ]);
  assert.equal(request.method, "PUT");
});

/** A client that was moved from axios: its log-in sets a default header as well. */
const migrated = async () => {
  const server = await serve(({ url }, response) => {
    reply(response, url === "/refresh" ? { accessToken: "b" } : {});
  });
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: "/refresh",
      public: ["/login"],
      storage: storage(),
    },
  });
  api.session.signIn({ accessToken: "a", refreshToken: "r1" });
  api.defaults.headers.common.Authorization = "Bearer a";
  return { ...server, api };
};

test("a default Authorization with a token that the session has had is not sent after signOut", async () => {
  const { api, lines } = await migrated();
  await api.get("/one");
  await api.session.refresh();
  await api.get("/two");
  await api.post("/login");
  api.session.signOut();
  await api.get("/three");
  await api.create().get("/four");
  assert.deepEqual(lines, [
    "GET /one Bearer a",
    "POST /refresh",
    "GET /two Bearer b",
    "POST /login",
    "GET /three",
    "GET /four",
  ]);
});

test("any other default Authorization, and the caller's own, are sent when signed out", async () => {
  const { api, lines } = await migrated();
  api.session.signOut();
  const headers = { authorization: "Bearer a" };
  await api.post("/revoke", null, { headers });
  api.defaults.headers.common.Authorization = "Basic key";
  await api.get("/status");
  assert.deepEqual(lines, ["POST /revoke Bearer a", "GET /status Basic key"]);
});

test("an onRetry interceptor of `everfetch` sees the request again, and what it sets is sent", async () => {
  /** @type {string[]} */
  const bodies = [];
  let times = 0;
  const { origin } = await serve(({ url, headers, body }, response) => {
    if (url === "/refresh") return reply(response, { accessToken: "new" });
    bodies.push(body);
    reply(response, {}, headers.authorization === "Bearer new" ? 200 : 401);
  });
  const api = createLean({
    baseURL: origin,
    session: {
      refresh: "/refresh",
      storage: storage({ accessToken: "old", refreshToken: "r1" }),
    },
  });
  api.interceptors.request.use(
    (config) => ({ ...config, data: { ...config.data, time: ++times } }),
    null,
    { onRetry: true },
  );
  const data = { amount: 5 };
  const { config } = await api.post("/pay", data);
  assert.deepEqual(bodies, ['{"amount":5,"time":1}', '{"amount":5,"time":2}']);
  assert.deepEqual(
    [config.data, data],
    [{ amount: 5, time: 2 }, { amount: 5 }],
  );
});

test("an option that only `everfetch/axios` has throws ERR_BAD_OPTION in `everfetch`", async () => {
  const api = createLean();
  for (const options of [
    { transformRequest: [] },
    { onUploadProgress: () => {} },
    { adapter: "fetch" },
    { xsrfCookieName: "" },
    { responseType: "document" },
  ]) {
    const given = /** @type {any} */ (options);
    assert.throws(() => createLean(given), { code: "ERR_BAD_OPTION" });
    const [name] = Object.keys(options);
    const error = await failureOf(api.get("/a", given));
    assert.equal(error.code, "ERR_BAD_OPTION");
    assert.ok(error.message.includes(name), error.message);
  }
  createLean(/** @type {any} */ ({ transformRequest: undefined, mine: 1 }));
});
