// @ts-check
// What counts as a token, and how it is read and sent.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, jwt, reply, serve, storage } from "./support.mjs";

/** @param {string} baseURL @param {any} [session] */
const client = (baseURL, session) => {
  const store = storage();
  const api = createClient({
    baseURL,
    session: { refresh: "/auth/refresh", storage: store, ...session },
  });
  return { api, store };
};

test("blanks are no token", async () => {
  const { api, store } = client("http://a.test");
  assert.throws(() => api.session.signIn({ accessToken: " " }), {
    code: "ERR_BAD_OPTION",
  });
  assert.equal(store.items.size, 0);
});

test("a token that has its scheme in front is sent with one scheme", async () => {
  const server = await serve((_, response) => reply(response, {}));
  for (const [token, header] of [
    ["Bearer abc", "Bearer abc"],
    ["bearer abc", "bearer abc"],
    ["Bearerabc", "Bearer Bearerabc"],
    ["abc", "Bearer abc"],
  ]) {
    const { api } = client(server.origin);
    api.session.signIn({ accessToken: token });
    await api.get("/a");
    assert.equal(server.lines.at(-1), "GET /a " + header);
  }
});

test("the reply of a token endpoint is read no further than 1 MB", async () => {
  let sent = 0;
  const server = await serve(({ url }, response) => {
    if (url !== "/auth/refresh") return reply(response, {}, 401);
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"accessToken":"new","padding":"');
    const piece = "x".repeat(65_536);
    const pump = () => {
      if (response.destroyed || sent > 64e6) return response.end('"}');
      sent += piece.length;
      if (response.write(piece)) setImmediate(pump);
      else response.once("drain", pump);
    };
    pump();
  });
  const { api, store } = client(server.origin, {
    refresh: { url: "/auth/refresh", retries: 0 },
  });
  api.session.signIn({ accessToken: "old", refreshToken: "r" });
  const error = await failureOf(api.get("/a"));
  assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
  assert.equal(store.items.get("accessToken"), "old");
  assert.ok(sent < 32e6, `${sent} bytes were sent`);
});

test("the user of a JWT may have any letters", () => {
  const { api } = client("http://a.test");
  api.session.signIn({ accessToken: jwt({ sub: "Жанна 李 é" }) });
  assert.equal(api.session.user, "Жанна 李 é");
});

test("an exp in ms is a time like any other", async () => {
  /** @type {string[]} */
  const lines = [];
  const { api } = client("http://a.test", {
    debug: (/** @type {string} */ line) => void lines.push(line),
  });
  api.session.signIn({
    accessToken: jwt({ exp: Date.now() + 3_600_000 }),
    refreshToken: "r",
  });
  await new Promise((resolve) => setImmediate(resolve));
  const due = /due in (-?\d+) s/.exec(lines.join())?.[1];
  assert.ok(Number(due) > 3_500 && Number(due) <= 3_600, lines.join());
});
