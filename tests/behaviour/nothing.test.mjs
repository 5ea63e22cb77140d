// @ts-check
// `session.refresh: false`: there is nothing to refresh with, so an expired token is the end of the session.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, jwt, reply, serve, storage } from "./support.mjs";

const HOUR = 3600;
const inSeconds = (/** @type {number} */ ms) => Math.floor(ms / 1000);

/**
 * A server that rejects every token but "good" and a JWT, and a client without a refresh.
 * @param {Record<string, string>} items
 * @param {object} [options]
 */
const scene = async (items, options) => {
  const server = await serve(({ headers }, response) => {
    const good = /^Bearer (good|ey.*)$/.test(headers.authorization ?? "");
    reply(response, {}, good ? 200 : 401);
  });
  const store = storage(items);
  /** @type {any[]} */
  const ends = [];
  /** @type {string[]} */
  const routed = [];
  const api = createClient({
    baseURL: server.origin + "/api",
    session: {
      refresh: false,
      storage: store,
      onEnd: (end) => void ends.push(end),
      navigate: (url) => void routed.push(url),
      ...options,
    },
  });
  return { api, ends, routed, server, store };
};

const NAMES = Array.from({ length: 20 }, (_, index) => "/" + index);

test("20 rejected requests are one end, without a call of any other endpoint", async () => {
  const { api, ends, routed, server, store } = await scene({
    accessToken: "old",
  });
  const failures = await Promise.all(
    NAMES.map((name) => failureOf(api.get(name))),
  );
  for (const { code, status } of failures)
    assert.deepEqual(
      { code, status },
      { code: "ERR_SESSION_ENDED", status: 401 },
    );
  assert.equal(server.received.length, 20);
  assert.deepEqual(
    ends.map(({ reason }) => reason),
    ["no-refresh-token"],
  );
  assert.deepEqual(routed, ["/login"]);
  assert.equal(store.items.size, 0);
  assert.equal(api.session.state, "ended");
});

test("an expired token is neither sent nor handed out, and ends the session", async () => {
  const expired = { sub: "ada", exp: inSeconds(Date.now()) - 1 };
  for (const ask of ["get", "accessToken"]) {
    const { api, ends, server } = await scene({ accessToken: jwt(expired) });
    const error = await failureOf(
      ask === "get" ? api.get("/me") : api.session.accessToken(),
    );
    assert.equal(error.code, "ERR_SESSION_ENDED");
    assert.equal(ends[0].reason, "no-refresh-token");
    assert.deepEqual(server.lines, []);
  }
});

test("a token that is about to expire is used until it has", async () => {
  const token = jwt({ sub: "ada", exp: inSeconds(Date.now()) + HOUR });
  const { api, ends } = await scene(
    { accessToken: token },
    { expiryMargin: 2 * HOUR },
  );
  assert.equal((await api.get("/me")).status, 200);
  assert.equal(await api.session.accessToken(), token);
  assert.deepEqual(ends, []);
});

test("an opaque token ends with the time that the log-in's answer gave it", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const { api, ends } = await scene({});
  api.session.signIn({ accessToken: "good", expiresIn: HOUR });
  assert.equal((await api.get("/me")).status, 200);
  t.mock.timers.setTime(Date.now() + HOUR * 1000);
  const error = await failureOf(api.get("/me"));
  assert.equal(error.code, "ERR_SESSION_ENDED");
  assert.equal(ends.length, 1);
});

test("a parked request is sent once the same user has signed in again", async () => {
  const old = jwt({ sub: "ada", exp: inSeconds(Date.now()) - 1 });
  const { api } = await scene(
    { accessToken: old },
    {
      onEnd: () => {
        queueMicrotask(() =>
          api.session.signIn({ accessToken: jwt({ sub: "ada" }) }),
        );
        return "wait";
      },
    },
  );
  assert.equal((await api.get("/me")).status, 200);
});

test("a rejection of a request without a token, and a path equal to that of the base URL, are nothing special", async () => {
  const { api, ends, server } = await scene({});
  assert.equal((await failureOf(api.get("/me"))).status, 401);
  assert.deepEqual(ends, []);
  api.session.signIn({ accessToken: "good" });
  assert.equal((await api.post("")).status, 200);
  assert.equal(server.lines.at(-1), "POST /api Bearer good");
});

test("what needs something to refresh with is rejected by name", async () => {
  const { api } = await scene({ accessToken: "good" });
  const error = await failureOf(api.session.refresh());
  assert.equal(error.code, "ERR_BAD_OPTION");
  assert.match(error.message, /nothing to refresh with/);
  assert.throws(
    () => createClient({ session: { refresh: false, keepFresh: true } }),
    { code: "ERR_BAD_OPTION", message: /session\.keepFresh/ },
  );
  assert.equal(api.session.state, "signed-in");
});
