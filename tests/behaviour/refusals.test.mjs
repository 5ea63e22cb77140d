// @ts-check
// Refusals whose bodies never end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, reply, serve, storage } from "./support.mjs";

/**
 * Every request is refused, with a body that begins and never ends.
 * @param {number} status of the token endpoint's answer
 * @param {object} [session]
 */
const endless = async (status, session) => {
  /** @type {Promise<unknown>[]} */
  const closed = [];
  const server = await serve(({ url }, response) => {
    if (url === "/refresh") return reply(response, {}, status);
    closed.push(new Promise((resolve) => response.on("close", resolve)));
    response.writeHead(401, { "content-type": "application/json" });
    response.write('{"code":401,"more":"');
  });
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: { url: "/refresh", retries: 0 },
      storage: storage({ accessToken: "old", refreshToken: "r1" }),
      ...session,
    },
  });
  return { api, closed };
};

test("eight requests whose refusals never end settle whatever becomes of the refresh", async () => {
  for (const [status, code] of [
    [401, "ERR_SESSION_ENDED"],
    [503, "ERR_REFRESH_UNAVAILABLE"],
  ]) {
    const { api, closed } = await endless(/** @type {number} */ (status));
    const errors = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        failureOf(api.get("/" + n, { timeout: 1000 })),
      ),
    );
    for (const error of errors) {
      assert.equal(error.code, code);
      assert.equal(error.response.status, 401);
      assert.match(String(error.response.data), /^\{"code":401/);
    }
    // Their connections are free again.
    assert.equal((await Promise.all(closed)).length, 8);
  }
});

test("a refusal that never ends is bounded by the timeout under a rule that reads the body", async () => {
  const { api } = await endless(401, { expired: { status: 401, code: 401 } });
  const error = await failureOf(api.get("/", { timeout: 300 }));
  assert.match(error.code, /ECONNABORTED|ERR_SESSION_ENDED/);
});

test("a refusal that is the caller's to see is bounded by the timeout", async () => {
  const { api } = await endless(401);
  api.session.signOut();
  const error = await failureOf(api.get("/", { timeout: 300 }));
  assert.equal(error.code, "ECONNABORTED");
});

test("a refusal of more than a megabyte is read no further", async () => {
  let written = 0;
  const server = await serve(({ url }, response) => {
    if (url === "/refresh") return reply(response, {}, 401);
    response.writeHead(401, { "content-type": "text/plain" });
    const more = () => {
      for (;;) {
        written += 65_536;
        if (written > 1 << 26 || !response.write("x".repeat(65_536))) break;
      }
    };
    response.on("drain", more);
    more();
  });
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: "/refresh",
      storage: storage({ accessToken: "old", refreshToken: "r1" }),
    },
  });
  const error = await failureOf(api.get("/"));
  assert.equal(error.code, "ERR_SESSION_ENDED");
  assert.ok(error.response.data.length < 1 << 21);
  assert.ok(written < 1 << 25, `${written} bytes`);
});
