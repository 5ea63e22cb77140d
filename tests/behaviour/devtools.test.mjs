// @ts-check
// What the devtools hook is shown of a session.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { reply, serve, storage } from "./support.mjs";

const HOOK = Symbol.for("everfetch");
const page = /** @type {any} */ (globalThis);

/** @param {import("node:test").TestContext} t @param {(session: any) => void} hook */
const install = (t, hook) => {
  page[HOOK] = hook;
  t.after(() => delete page[HOOK]);
};

/** All that can be reached from a value, as one text. @param {unknown} value */
const reachable = (value) => {
  /** @type {unknown[]} */
  const all = [];
  const walk = (/** @type {any} */ each) => {
    if (all.includes(each)) return;
    all.push(each);
    if (each && /^(object|function)$/.test(typeof each))
      for (const name of Reflect.ownKeys(each)) walk(each[name]);
  };
  walk(value);
  return all.map((each) => String(each)).join("\n");
};

test("the hook is shown each session once, without a token, and cannot change it", async (t) => {
  const server = await serve((_, response) => reply(response, {}));
  /** @type {any[]} */
  const shown = [];
  install(t, (session) => shown.push(session));
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: "/refresh",
      storage: storage({ accessToken: "s3cret-a", refreshToken: "s3cret-r" }),
    },
  });
  assert.equal(shown.length, 0, "not while something is under way");
  await null;
  for (let each = 0; each < 3; each++) await api.get("/me?s3cret-q");
  assert.equal(shown.length, 1);
  const [session] = shown;
  assert.ok(Object.isFrozen(session));
  assert.equal(session.state, "signed-in");
  assert.equal(session.name, "accessToken, refreshToken");
  assert.match(session.token, /^token #\d+$/);
  assert.doesNotMatch(reachable(session), /s3cret/);
  /** @type {string[]} */
  const lines = [];
  const stop = session.trace((/** @type {string} */ line) => lines.push(line));
  await api.get("/me?s3cret-q");
  assert.ok(lines.some((line) => /GET .*\/me sent with token #/.test(line)));
  assert.doesNotMatch(lines.join(), /s3cret/);
  stop();
  const count = lines.length;
  await api.get("/me");
  assert.equal(lines.length, count);
});

test("a hook that throws breaks nothing", async (t) => {
  const server = await serve((_, response) => reply(response, {}));
  const logged = t.mock.method(console, "error", () => {});
  install(t, () => {
    throw new Error("broken");
  });
  const api = createClient({
    baseURL: server.origin,
    session: { refresh: "/refresh", storage: "memory" },
  });
  assert.equal((await api.get("/me")).status, 200);
  assert.equal(logged.mock.callCount(), 1);
});

test("a hook that is not a function, or is of a polluted prototype, is not called", async (t) => {
  let called = 0;
  const polluted = /** @type {any} */ (Object.prototype);
  polluted[HOOK] = () => called++;
  t.after(() => delete polluted[HOOK]);
  const session = { refresh: "/refresh", storage: storage() };
  createClient({ session });
  install(t, /** @type {any} */ ({}));
  createClient({ session: { ...session, storage: storage() } });
  await null;
  assert.equal(called, 0);
});
