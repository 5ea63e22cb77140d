// The port to the token endpoint, with a fake fetch and a fake core.

import "../support/development.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Attempt,
  isOfRefresh,
} from "../../pkg-template/src/runtime/attempt.ts";
import { readOptions } from "../../pkg-template/src/client/options/read.ts";
import {
  Call,
  Named,
  Outcome,
  TokenBody,
} from "../../pkg-template/src/protocol.ts";
import { fakeLocation, install } from "./fakes.mjs";

const TOKENS = { accessToken: "new-access", refreshToken: "new-refresh" };

/**
 * A client whose core gives this outcome to whatever it is asked to judge.
 * @param {import("node:test").TestContext} t
 * @param {any} refresh
 * @param {(url: string, init: any) => Promise<Response>} fetch
 */
const clientOf = (t, refresh, fetch, outcome = Outcome.Granted) => {
  install(t, { location: fakeLocation("https://app.example.com/") });
  /** @type {unknown[][]} */
  const judged = [];
  /** @type {any[]} */
  const granted = [];
  const session = {
    access: "old-access",
    refresh: "old-refresh",
    asking: false,
    enlisted: 0,
    cause: /** @type {any} */ (undefined),
    setPendingGrant: (/** @type {any} */ reply) => granted.push(reply),
    wasm: {
      [Call.judge]: (/** @type {unknown[]} */ ...facts) => {
        judged.push(facts);
        return outcome;
      },
    },
  };
  const settings = readOptions({ refresh });
  const client = /** @type {any} */ ({
    fetch,
    defaults: {},
    settings,
    session,
  });
  client.owner = client;
  return { client, judged, granted, session };
};

/** @param {unknown} body @param {ResponseInit} [init] */
const json = (body, init) => Response.json(body, init);

test("the refresh token is sent where the options say, and follows no redirect", async (t) => {
  /** @type {any[]} */
  const sent = [];
  const { client, granted } = clientOf(t, "/auth/refresh", async (...args) => {
    sent.push(args);
    return json(TOKENS);
  });
  const attempt = new Attempt(client, "");
  assert.equal(await attempt.run(), Outcome.Granted);
  const [[url, init]] = sent;
  assert.match(url, /\/auth\/refresh$/);
  assert.equal(init.method, "POST");
  assert.equal(init.redirect, "manual");
  assert.deepEqual(JSON.parse(init.body), { refreshToken: "old-refresh" });
  assert.equal(granted[0].access, "new-access");
});

test("the core is given the facts of an answer", async (t) => {
  const refused = { status: 400, code: "invalid_grant", codePath: "error" };
  const refresh = { url: "/refresh", refused, unavailable: { status: 418 } };
  for (const [
    answer,
    named,
    body,
  ] of /** @type {[Response, number, number][]} */ ([
    [json(TOKENS), Named.Nothing, TokenBody.Tokens],
    [
      json({ error: "invalid_grant" }, { status: 400 }),
      Named.Refused,
      TokenBody.Other,
    ],
    [json({ error: "other" }, { status: 400 }), Named.Nothing, TokenBody.Other],
    [new Response("", { status: 418 }), Named.Unavailable, TokenBody.Empty],
    [new Response(" \n"), Named.Nothing, TokenBody.Empty],
    [new Response("<html>"), Named.Nothing, TokenBody.NotJson],
  ])) {
    const { client, judged } = clientOf(t, refresh, async () => answer);
    await new Attempt(client, "").run();
    assert.deepEqual(judged, [[answer.status, false, named, body]]);
  }
});

test("what the core does not grant is the cause, in words and without a token", async (t) => {
  const body = { message: "the token old-refresh has expired" };
  const { client, granted, session } = clientOf(
    t,
    "/refresh",
    async () => json(body, { status: 401 }),
    Outcome.Status,
  );
  const attempt = new Attempt(client, "");
  assert.equal(await attempt.run(), Outcome.Status);
  assert.equal(attempt.status, 401);
  assert.deepEqual(granted, []);
  assert.equal(session.cause.status, 401);
  assert.match(
    session.cause.message,
    /answered with 401: "the token … has expired"/,
  );
});

test("a pause that the server asks for is reported in ms", async (t) => {
  const { client } = clientOf(
    t,
    "/refresh",
    async () =>
      new Response("", { status: 503, headers: { "retry-after": "7" } }),
    Outcome.Status,
  );
  const attempt = new Attempt(client, "");
  await attempt.run();
  assert.equal(attempt.retryAfter, 7000);
});

test("a server that cannot be reached has no status", async (t) => {
  const { client, session } = clientOf(t, "/refresh", () =>
    Promise.reject(new TypeError("Failed to fetch")),
  );
  const attempt = new Attempt(client, "");
  assert.equal(await attempt.run(), Outcome.Status);
  assert.equal(attempt.status, 0);
  assert.equal(session.cause.code, "ERR_NETWORK");
});

test("an attempt ends with its timeout, and the request is aborted", async (t) => {
  /** @type {AbortSignal | undefined} */
  let signal;
  const { client, session } = clientOf(
    t,
    { url: "/refresh", timeout: 1 },
    (_, init) => {
      signal = init.signal;
      return new Promise(() => {});
    },
  );
  assert.equal(await new Attempt(client, "").run(), Outcome.Status);
  assert.equal(session.cause.code, "ETIMEDOUT");
  assert.equal(signal?.aborted, true);
});

test("a function is given the tokens, and its requests are the refresh's own", async (t) => {
  /** @type {any} */
  let context;
  const { client, granted } = clientOf(
    t,
    async (/** @type {any} */ given) => {
      context = given;
      return TOKENS;
    },
    async () => assert.fail("nothing is sent"),
  );
  assert.equal(await new Attempt(client, "").run(), Outcome.Granted);
  assert.deepEqual(
    [context.refreshToken, context.accessToken],
    ["old-refresh", "old-access"],
  );
  assert.equal(isOfRefresh(context.signal), true);
  assert.equal(isOfRefresh(new AbortController().signal), false);
  assert.equal(granted.length, 1);
});

test("what a function throws has the status of its answer, and is the cause", async (t) => {
  const thrown = { response: { status: 403 } };
  const { client, session } = clientOf(
    t,
    () => Promise.reject(thrown),
    async () => assert.fail("nothing is sent"),
  );
  const attempt = new Attempt(client, "");
  assert.equal(await attempt.run(), Outcome.Status);
  assert.equal(attempt.status, 403);
  assert.equal(session.cause, thrown);
});

test("a function that returns no tokens is no grant", async (t) => {
  const { client, session } = clientOf(
    t,
    () => ({ ok: true }),
    async () => assert.fail("nothing is sent"),
  );
  assert.equal(await new Attempt(client, "").run(), Outcome.NoTokens);
  assert.match(session.cause.message, /what session.refresh returned/);
});

test("a token endpoint outside of the session's origins gets nothing", async (t) => {
  const { client } = clientOf(
    t,
    "https://elsewhere.example.com/refresh",
    async () => assert.fail("nothing is sent"),
  );
  assert.equal(await new Attempt(client, "").run(), Outcome.OutOfScope);
});
