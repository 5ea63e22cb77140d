// @ts-check
// Third-party code that imports `axios`, unchanged, where `axios` is an alias of `everfetch/axios`.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import axios, { AxiosError, isAxiosError } from "axios";
import { setupCache } from "axios-cache-interceptor";
import MockAdapter from "axios-mock-adapter";
import axiosRetry from "axios-retry";
import { createSSRApp } from "vue";
import { Api } from "./swagger.ts";
import { serve, store } from "./support.mjs";

test("axios-retry sends a request again after a 503, and counts", async (t) => {
  let left = 2;
  const server = await serve(t, () =>
    left-- > 0 ? [503, {}] : [200, { ok: 1 }],
  );
  const api = axios.create({ baseURL: server.origin });
  /** @type {number[]} */
  const counts = [];
  axiosRetry(api, {
    retries: 3,
    retryDelay: () => 1,
    onRetry: (count) => void counts.push(count),
  });
  const { data } = await api.get("/a", { params: { b: 1 } });
  assert.deepEqual(data, { ok: 1 });
  assert.deepEqual(counts, [1, 2]);
  assert.deepEqual(server.lines, Array(3).fill("GET /a?b=1"));
});

test("axios-retry gives up with axios's error", async (t) => {
  const server = await serve(t, () => [503, { why: "busy" }]);
  const api = axios.create({ baseURL: server.origin });
  axiosRetry(api, { retries: 1, retryDelay: () => 1 });
  await assert.rejects(api.get("/a"), (/** @type {any} */ error) => {
    assert.ok(error instanceof AxiosError && isAxiosError(error));
    assert.equal(error.code, AxiosError.ERR_BAD_RESPONSE);
    assert.deepEqual(error.response?.data, { why: "busy" });
    return true;
  });
  assert.equal(server.lines.length, 2);
});

test("axios-retry on a client with a session waits for one refresh", async (t) => {
  let outages = 1;
  const server = await serve(t, (line, { headers }) => {
    if (line === "POST /refresh") return [200, { accessToken: "new" }];
    if (headers.authorization !== "Bearer new") return [401, {}];
    return outages-- > 0 ? [503, {}] : [200, { ok: 1 }];
  });
  const api = axios.create(
    /** @type {any} */ ({
      baseURL: server.origin,
      session: { refresh: "/refresh", storage: store() },
    }),
  );
  axiosRetry(api, { retries: 2, retryDelay: () => 1 });
  assert.deepEqual((await api.get("/a")).data, { ok: 1 });
  assert.deepEqual(server.lines, [
    "GET /a",
    "POST /refresh",
    "GET /a",
    "GET /a",
  ]);
});

test("axios-mock-adapter answers, fails, times out, and passes through", async (t) => {
  const server = await serve(t, () => [200, { real: true }]);
  const api = axios.create({ baseURL: server.origin });
  const mock = new MockAdapter(api, { onNoMatch: "passthrough" });
  mock
    .onGet("/a", { params: { b: 1 } })
    .reply(200, { mocked: true }, { "x-a": "1" });
  mock.onPost("/a").reply((config) => [201, JSON.parse(config.data)]);
  mock.onGet("/broken").networkError();
  mock.onGet("/late").timeout();
  mock.onGet("/gone").reply(404, { why: "gone" });
  const answer = await api.get("/a", { params: { b: 1 } });
  assert.deepEqual(
    [answer.data, answer.headers["x-a"]],
    [{ mocked: true }, "1"],
  );
  assert.deepEqual((await api.post("/a", { c: 2 })).data, { c: 2 });
  await assert.rejects(api.get("/broken"), { message: "Network Error" });
  await assert.rejects(api.get("/late"), { code: "ECONNABORTED" });
  await assert.rejects(api.get("/gone"), (/** @type {any} */ error) => {
    assert.equal(isAxiosError(error), true);
    assert.deepEqual(
      [error.response.status, error.response.data],
      [404, { why: "gone" }],
    );
    return true;
  });
  assert.deepEqual((await api.get("/real")).data, { real: true });
  assert.deepEqual(server.lines, ["GET /real"]);
  assert.equal(mock.history.get.length, 5);
  mock.restore();
  assert.deepEqual((await api.get("/a")).data, { real: true });
});

test("axios-mock-adapter mocks the default instance", async () => {
  const mock = new MockAdapter(axios);
  mock.onGet("/a").reply(200, 7);
  assert.equal((await axios.get("/a")).data, 7);
  mock.restore();
});

test("axios-cache-interceptor answers the second request from its cache", async (t) => {
  const server = await serve(t, () => [200, { at: server.lines.length }]);
  const api = setupCache(axios.create({ baseURL: server.origin }));
  const first = await api.get("/a");
  const second = await api.get("/a");
  assert.deepEqual([first.cached, second.cached], [false, true]);
  assert.deepEqual(second.data, { at: 1 });
  const [third, fourth] = await Promise.all([api.get("/b"), api.get("/b")]);
  assert.deepEqual([third.data, fourth.data], [{ at: 2 }, { at: 2 }]);
  assert.deepEqual(server.lines, ["GET /a", "GET /b"]);
});

test("vue-axios gives an application axios", async (t) => {
  // It looks for a Vue that a script has put there.
  Object.assign(globalThis, { window: {} });
  t.after(() => Reflect.deleteProperty(globalThis, "window"));
  const { default: VueAxios } = await import("vue-axios");
  const app = createSSRApp({});
  app.use(VueAxios, axios);
  assert.equal(app.config.globalProperties.$http, axios);
  assert.equal(app.config.globalProperties.axios, axios);
});

test("a client that swagger-typescript-api generated runs", async (t) => {
  /** @type {string[]} */
  const bodies = [];
  const server = await serve(t, (line, { headers }, body) => {
    bodies.push(
      `${String(headers["content-type"]).split(";")[0]} ${body.includes("hello") ? "hello" : body}`,
    );
    if (line.startsWith("GET")) return [200, [{ id: 1, text: "a" }]];
    if (line.startsWith("PUT")) return [204, undefined];
    return JSON.parse(body).text
      ? [201, JSON.parse(body)]
      : [422, { title: "empty" }];
  });
  const { notes } = new Api({ baseURL: server.origin });
  assert.deepEqual((await notes.listNotes({ tag: ["x", "y"] })).data, [
    { id: 1, text: "a" },
  ]);
  assert.deepEqual((await notes.addNote({ id: 2, text: "b" })).data, {
    id: 2,
    text: "b",
  });
  await assert.rejects(
    notes.addNote({ id: 3, text: "" }),
    (/** @type {any} */ error) => {
      assert.deepEqual(error.response.data, { title: "empty" });
      return true;
    },
  );
  const file = new File(["hello"], "a.txt");
  assert.equal((await notes.attach(1, { title: "t", file })).status, 204);
  assert.deepEqual(server.lines, [
    "GET /notes?tag[]=x&tag[]=y".replaceAll("[]", "%5B%5D"),
    "POST /notes",
    "POST /notes",
    "PUT /notes/1/file",
  ]);
  assert.deepEqual(bodies.slice(1), [
    'application/json {"id":2,"text":"b"}',
    'application/json {"id":3,"text":""}',
    "multipart/form-data hello",
  ]);
});

test("require() returns what import does as the default", async () => {
  const required = createRequire(import.meta.url)("axios");
  assert.equal(typeof required, "function");
  assert.equal(required.default, required);
  for (const name of [
    "create",
    "get",
    "CancelToken",
    "isAxiosError",
    "HttpStatusCode",
  ])
    assert.equal(
      typeof required[name],
      typeof (/** @type {any} */ (axios)[name]),
      name,
    );
});
