// @ts-check
// G26: depth and cost. Whatever is nested deeply or repeated often ends in a result or a typed error, in a time
// that grows with the input and not with its square.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AxiosHeaders,
  createClient,
  formToJSON,
  isEverfetchError,
  toFormData,
} from "everfetch/axios";
import { failureOf, reply, serve } from "./support.mjs";

/** An object that is nested so deeply. @param {number} depth */
const nested = (depth) => {
  /** @type {any} */
  let value = { leaf: 1 };
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
};

const circular = () => {
  /** @type {any} */
  const value = { a: { b: 1 } };
  value.a.c = value;
  return value;
};

const server = await serve(({ body }, response) => reply(response, { body }));

/** One client that hands its data on as it is, and one whose interceptors get a copy. */
const clients = () => {
  const plain = createClient({ baseURL: server.origin });
  const intercepted = plain.create();
  intercepted.interceptors.request.use((config) => config);
  return [plain, intercepted];
};

test("params and forms that are nested too deeply fail with ERR_FORM_DATA_DEPTH_EXCEEDED", async () => {
  for (const api of clients())
    for (const call of [
      () => api.get("/", { params: nested(10_000) }),
      () => api.postForm("/", nested(10_000)),
      async () => api.getUri({ params: nested(10_000) }),
      async () => toFormData(nested(10_000)),
      async () =>
        toFormData(nested(100_000), undefined, { maxDepth: Infinity }),
      () =>
        api.get("/", {
          params: nested(100_000),
          paramsSerializer: { maxDepth: Infinity },
        }),
    ]) {
      const error = await failureOf(call());
      assert.equal(error.code, "ERR_FORM_DATA_DEPTH_EXCEEDED", error.stack);
      assert.ok(isEverfetchError(error));
    }
});

test("a serializer of the application's own gets params however deeply they are nested", async () => {
  const [api] = clients();
  const { config } = await api.get("/", {
    params: nested(10_000),
    paramsSerializer: () => "deep=1",
  });
  let depth = 0;
  for (let at = config.params; at.a; at = at.a) depth++;
  assert.equal(depth, 10_000);
});

test("data that leads back to itself, or is nested too deeply for JSON, is a typed error", async () => {
  for (const api of clients()) {
    for (const data of [circular(), nested(1_000_000)]) {
      const error = await failureOf(api.post("/", data));
      assert.equal(error.code, "ERR_BAD_OPTION_VALUE", error.stack);
      assert.ok(isEverfetchError(error));
    }
    for (const call of [
      () => api.postForm("/", circular()),
      () => api.get("/", { params: circular() }),
      () => api.postForm("/", { "a{}": circular() }),
    ]) {
      const error = await failureOf(call());
      assert.equal(error.code, "ERR_BAD_OPTION_VALUE", error.stack);
    }
  }
});

test("an object that stands in two places is no circle", async () => {
  const twice = { b: 1 };
  for (const api of clients()) {
    const { data } = await api.post("/", { one: twice, two: [twice] });
    assert.deepEqual(JSON.parse(data.body), { one: twice, two: [twice] });
    assert.equal(
      api.getUri({ params: { one: twice, two: twice } }),
      server.origin + "?one%5Bb%5D=1&two%5Bb%5D=1",
    );
  }
});

/**
 * How much longer a call takes with eight times the input: 8 where the time grows with it, 64 with its square.
 * @param {(size: number) => unknown} call
 */
const growth = (call) => {
  const time = (/** @type {number} */ size) => {
    let best = Infinity;
    for (let round = 0; round < 3; round++) {
      const start = process.cpuUsage();
      call(size);
      const { user } = process.cpuUsage(start);
      best = Math.min(best, user);
    }
    return best;
  };
  time(1_000);
  // A floor, for what takes no time at all.
  return time(160_000) / Math.max(time(20_000), 5_000);
};

for (const [
  what,
  call,
] of /** @type {[string, (size: number) => unknown][]} */ ([
  [
    "a header's value with blanks within",
    (size) => new AxiosHeaders({ a: `a${" ".repeat(size)}b` }),
  ],
  [
    "a baseURL with slashes within",
    (size) =>
      createClient({ baseURL: `/${"/".repeat(size)}x` }).getUri({ url: "/a" }),
  ],
  [
    "a client's baseURL with slashes within, under a session",
    (size) =>
      createClient({
        baseURL: `http://a.test/${"/".repeat(size)}x`,
        session: { refresh: "/r", storage: "memory" },
      }),
  ],
  [
    "a form of equal names",
    (size) => {
      const form = new URLSearchParams("a=1&".repeat(size));
      formToJSON(/** @type {any} */ (form));
    },
  ],
  [
    "headers of equal names",
    (size) => new AxiosHeaders(/** @type {any} */ (pairs(size))),
  ],
  ["a brackets' name", (size) => formToJSON(formOf("[".repeat(size)))],
]))
  test(`the time does not grow with the square of the input: ${what}`, () => {
    const times = growth(call);
    assert.ok(times < 30, `${times} times as long`);
  });

/** @param {string} name */
const formOf = (name) =>
  /** @type {any} */ (new URLSearchParams([[name, "1"]]));

/** @param {number} size */
const pairs = (size) => Array.from({ length: size }, () => ["a", "b"]);

test("equal names of a form become a list in their order, whatever else has their name", () => {
  const of = (/** @type {string} */ query) =>
    formToJSON(/** @type {any} */ (new URLSearchParams(query)));
  assert.deepEqual(of("a=1&a=2&a=3"), { a: ["1", "2", "3"] });
  assert.deepEqual(of("a[]=1&a=2&a[]=3"), { a: ["1", "2", "3"] });
  assert.deepEqual(of("a[b]=1&a[b]=2"), { a: { b: ["1", "2"] } });
});
