// @ts-check
// A refresh function that uses its own client, and answers that are slow to be seen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, reply, serve, storage } from "./support.mjs";

/**
 * A client whose refresh is a function.
 * @param {(context: any, api: any) => any} call
 */
const refreshing = async (call) => {
  const server = await serve(({ url, headers }, response) =>
    url === "/auth"
      ? reply(response, { accessToken: "new" })
      : reply(response, {}, headers.authorization === "Bearer new" ? 200 : 401),
  );
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: (context) => call(context, api),
      storage: storage({ accessToken: "old", refreshToken: "r1" }),
    },
  });
  return { api, server };
};

/** @type {Record<string, (context: any, api: any) => any>} */
const WAYS = {
  "at once": (_, api) => api.post("/auth"),
  "with the context's signal": async ({ signal }, api) => {
    await null;
    return api.post("/auth", {}, { signal });
  },
  "with session: false": async (_, api) => {
    await null;
    return api.post("/auth", {}, { session: false });
  },
  "with api.fetch and the context's signal": async ({ signal }, api) => {
    await null;
    const answer = await api.fetch(api.defaults.baseURL + "/auth", { signal });
    return { data: await answer.json() };
  },
  "with the context's fetch": async ({ fetch }, api) => {
    await null;
    const answer = await fetch(api.defaults.baseURL + "/auth");
    return { data: await answer.json() };
  },
};

for (const [way, call] of Object.entries(WAYS))
  test(`a refresh function may send its request through its own client, ${way}, behind an asynchronous interceptor`, async () => {
    const { api, server } = await refreshing(async (context, client) => {
      const { data } = await call(context, client);
      return data;
    });
    api.interceptors.request.use(async (config) => {
      await new Promise((resolve) => setImmediate(resolve));
      return config;
    });
    assert.equal((await api.get("/me")).status, 200);
    assert.equal(
      server.lines.filter((line) => line.includes("/auth")).length,
      1,
    );
  });

test("a refresh function that waits for itself ends by its timeout, and the error says what to use", async (t) => {
  for (const late of [
    (/** @type {any} */ api) => api.post("/auth"),
    (/** @type {any} */ api) => api.session.accessToken(),
    (/** @type {any} */ api) => api.session.refresh(),
  ]) {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
    /** @type {(value?: unknown) => void} */
    let waits = () => {};
    const waiting = new Promise((resolve) => {
      waits = resolve;
    });
    const { api, server } = await refreshing(async (_, client) => {
      await null;
      const own = late(client);
      setImmediate(waits);
      return (await own).data;
    });
    const pending = failureOf(api.get("/me"));
    await waiting;
    t.mock.timers.tick(10_001);
    const error = await pending;
    assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
    assert.match(
      error.cause.message,
      /context\.fetch.*context\.signal.*session: false/,
    );
    assert.equal(api.session.state, "signed-in");
    assert.equal(server.lines.length, 1);
    t.mock.timers.reset();
  }
});

test("the refresh function is given the access token, expired or not", async () => {
  const { api } = await refreshing(({ accessToken }) => {
    assert.equal(accessToken, "old");
    return { accessToken: "new" };
  });
  assert.equal((await api.get("/me")).status, 200);
});

test("session.accessToken() and session.refresh() reject inside the refresh function and name the context", async () => {
  for (const method of ["accessToken", "refresh"]) {
    /** @type {any} */
    let error;
    const { api } = await refreshing(async (_, client) => {
      error = await failureOf(client.session[method]());
      return { accessToken: "new" };
    });
    assert.equal((await api.get("/me")).status, 200);
    assert.equal(error.code, "ERR_BAD_OPTION");
    assert.match(error.message, /context\.accessToken/);
  }
});

test("an answer that has arrived wins over the timer of a page that was held up", async () => {
  const server = await serve(({ url, headers }, response) => {
    if (url === "/auth") {
      reply(response, { accessToken: "new" });
      // The answer is on its way; then nothing runs until the timer is overdue.
      setImmediate(() => {
        for (const end = performance.now() + 600; performance.now() < end;);
      });
    } else
      reply(response, {}, headers.authorization === "Bearer new" ? 200 : 401);
  });
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: { url: "/auth", timeout: 300, retries: 0 },
      waiterTimeout: 350,
      storage: storage({ accessToken: "old", refreshToken: "r1" }),
    },
  });
  assert.equal((await api.get("/me")).status, 200);
  assert.deepEqual(server.lines, [
    "GET /me Bearer old",
    "POST /auth",
    "GET /me Bearer new",
  ]);
});
