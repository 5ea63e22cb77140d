// @ts-check
// The double-submit mark: a cookie that comes back as a header, as it is at the moment of sending (G25).

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient as createLean } from "everfetch";
import { createClient } from "everfetch/axios";
import { reply, serve, storage } from "./support.mjs";

/**
 * A page with this origin and these cookies, until the end of the test.
 * @param {import("node:test").TestContext} t
 * @param {string} origin
 * @param {string} cookie
 */
const page = (t, origin, cookie) => {
  const shown = { cookie };
  const { href } = new URL(origin);
  Object.assign(globalThis, {
    document: shown,
    location: { href, origin, protocol: "http:" },
  });
  t.after(() => {
    delete (/** @type {any} */ (globalThis).document);
    delete (/** @type {any} */ (globalThis).location);
  });
  return shown;
};

/** @param {string} origin */
const clientOf = (origin) =>
  createClient({
    baseURL: origin,
    session: {
      refresh: "/refresh",
      storage: storage({ accessToken: "old", refreshToken: "r1" }),
    },
  });

test("a request that is sent again after a refresh carries the new mark", async (t) => {
  /** @type {unknown[]} */
  const tokens = [];
  const server = await serve(({ url, headers }, response) => {
    if (url === "/refresh") {
      // As a server does that issues a new mark with each access token.
      shown.cookie = "XSRF-TOKEN=two";
      return reply(response, { accessToken: "new", refreshToken: "r2" });
    }
    tokens.push(headers["x-xsrf-token"]);
    reply(response, {}, headers.authorization === "Bearer new" ? 200 : 401);
  });
  const shown = page(t, server.origin, "XSRF-TOKEN=one");
  await clientOf(server.origin).post("/pay", {});
  assert.deepEqual(tokens, ["one", "two"]);
});

test("a request that waited for a refresh carries the new mark", async (t) => {
  /** @type {unknown[]} */
  const tokens = [];
  /** @type {() => void} */
  let release = () => {};
  const server = await serve(({ url, headers }, response) => {
    if (url === "/refresh") {
      release = () => {
        shown.cookie = "XSRF-TOKEN=two";
        reply(response, { accessToken: "new", refreshToken: "r2" });
      };
      refreshing();
      return;
    }
    if (url === "/pay") tokens.push(headers["x-xsrf-token"]);
    reply(response, {}, headers.authorization === "Bearer new" ? 200 : 401);
  });
  /** @type {(_?: unknown) => void} */
  let refreshing = () => {};
  const refresh = new Promise((resolve) => (refreshing = resolve));
  const shown = page(t, server.origin, "XSRF-TOKEN=one");
  const api = clientOf(server.origin);
  const first = api.get("/me");
  await refresh;
  const held = api.post("/pay", {});
  release();
  await Promise.all([first, held]);
  assert.deepEqual(tokens, ["two"]);
});

test("a mark that is gone by the second sending is not sent", async (t) => {
  /** @type {unknown[]} */
  const tokens = [];
  const server = await serve(({ url, headers }, response) => {
    if (url === "/refresh") {
      shown.cookie = "";
      return reply(response, { accessToken: "new" });
    }
    tokens.push(headers["x-xsrf-token"]);
    reply(response, {}, headers.authorization === "Bearer new" ? 200 : 401);
  });
  const shown = page(t, server.origin, "XSRF-TOKEN=one");
  await clientOf(server.origin).post("/pay", {});
  assert.deepEqual(tokens, ["one", undefined]);
});

for (const [what, foreign] of [
  ["a NUL", "%00"],
  ["a line break", "a%0D%0AX-Evil:%201"],
  ["letters beyond Latin-1", "%E4%BD%A0"],
  ["raw letters beyond Latin-1", "你"],
])
  test(`a cookie with ${what} from a sibling domain fails no request, and the server's own is sent`, async (t) => {
    const server = await serve((_, response) => reply(response, {}));
    const shown = page(t, server.origin, `XSRF-TOKEN=${foreign}`);
    const api = clientOf(server.origin);
    await api.post("/pay", {});
    shown.cookie = `XSRF-TOKEN=${foreign}; XSRF-TOKEN=own`;
    await api.post("/pay", {});
    assert.deepEqual(
      server.received.map(({ headers }) => headers["x-xsrf-token"]),
      [undefined, "own"],
    );
  });

test("`xsrf` sends the cookie of the moment in the header that it names, to the page's own origin", async (t) => {
  /** @type {unknown[]} */
  const tokens = [];
  const server = await serve(({ headers }, response) => {
    tokens.push(headers["x-csrf"]);
    reply(response, {});
  });
  const shown = page(t, server.origin, "csrf=one");
  const xsrf = { cookie: "csrf", header: "X-CSRF" };
  const api = createLean({ baseURL: server.origin, xsrf });
  await api.post("/pay", {});
  shown.cookie = "csrf=two";
  await api.post("/pay", {});
  await createLean({ baseURL: server.origin }).post("/pay", {});
  assert.deepEqual(tokens, ["one", "two", undefined]);
});
