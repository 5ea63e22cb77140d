// @ts-check
// A trap in WebAssembly: what waits is rejected, and a new instance goes on from the store (G22).

import assert from "node:assert/strict";
import { test } from "node:test";
import { failureOf, reply, serve, storage } from "./support.mjs";

/** How many instances there have been, and what becomes of the next call into the current one. */
let instances = 0;
let trap = false;

// An instance that traps on demand, and from then on at every call, as one does whose memory is in disorder.
const { Instance } = WebAssembly;
Object.assign(WebAssembly, {
  /**
   * @param {WebAssembly.Module} module
   * @param {WebAssembly.Imports} imports
   */
  Instance: function (module, imports) {
    instances++;
    let dead = false;
    const { exports } = new Instance(module, imports);
    const fragile = Object.entries(exports).map(([name, value]) => [
      name,
      typeof value !== "function"
        ? value
        : (/** @type {any[]} */ ...details) => {
            if (dead || trap) {
              dead = true;
              trap = false;
              throw new WebAssembly.RuntimeError("unreachable");
            }
            return value(...details);
          },
    ]);
    return { exports: Object.fromEntries(fragile) };
  },
});
const { createClient } = await import("everfetch");

const turn = () => new Promise((resolve) => setTimeout(resolve));

let made = 0;

/** A signed-in client, and the server to which it talks: it accepts one token and never answers a refresh. */
const scene = async () => {
  const server = await serve(({ url, headers }, response) => {
    if (url === "/refresh") return;
    headers.authorization === "Bearer good"
      ? reply(response, { name: "Ada" })
      : reply(response, {}, 401);
  });
  const keys = { accessToken: `a${++made}`, refreshToken: `r${made}` };
  const store = storage({
    [keys.accessToken]: "old",
    [keys.refreshToken]: "r",
  });
  const api = createClient({
    baseURL: server.origin,
    session: { refresh: "/refresh", storage: store, keys, loginURL: false },
  });
  const write = (/** @type {string} */ token) =>
    store.items.set(keys.accessToken, token);
  return { api, store, write };
};

test("a trap rejects what waits with ERR_REFRESH_UNAVAILABLE, and the session goes on from the store", async () => {
  const { api, store, write } = await scene();
  const other = await scene();
  const waits = failureOf(api.get("/me"));
  while (api.session.waiting === 0) await turn();
  const before = instances;
  trap = true;
  assert.throws(
    () => api.session.state,
    (/** @type {any} */ error) =>
      error.code === "ERR_REFRESH_UNAVAILABLE" &&
      error.cause instanceof WebAssembly.RuntimeError,
  );
  const error = await waits;
  assert.equal(error.code, "ERR_REFRESH_UNAVAILABLE");
  assert.match(String(error.cause), /unreachable/);
  assert.equal(instances, before + 1);
  write("good");
  assert.deepEqual((await api.get("/me")).data, { name: "Ada" });
  assert.equal(api.session.state, "signed-in");
  other.write("good");
  assert.deepEqual((await other.api.get("/me")).data, { name: "Ada" });
  api.session.signOut();
  assert.equal(store.items.size, 0);
  assert.equal(other.api.session.state, "signed-in");
});

test("a call in the same turn as the trap finds the new instance at work", async () => {
  const { api, write } = await scene();
  trap = true;
  assert.throws(() => api.session.state);
  assert.equal(api.session.state, "signed-in");
  write("good");
  assert.equal(await api.session.accessToken(), "good");
});

test("a sign-out clears both tokens, also when the engine traps in it", async () => {
  const { api, store } = await scene();
  trap = true;
  await api.session.signOut();
  assert.equal(store.items.size, 0);
  assert.equal(api.session.state, "signed-out");
});

test("a refusal of what was sent before the trap is the caller's, and is not sent again", async () => {
  const { api, store } = await scene();
  const sent = failureOf(api.get("/me"));
  await turn();
  trap = true;
  assert.throws(() => api.session.state);
  api.session.signIn({ accessToken: "good" });
  const error = await sent;
  assert.equal(error.status, 401);
  assert.equal(error.code, "ERR_BAD_REQUEST");
  assert.equal(store.items.size, 1);
});
