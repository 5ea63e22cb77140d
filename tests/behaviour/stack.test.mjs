// @ts-check
// Calls at the very end of the stack, as in a recursion of the application's own that has no end (G1, G22).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClient } from "everfetch";
import { jwt, storage } from "./support.mjs";

/** More than any of the calls needs. */
const FRAMES = 1200;

/** Unhandled errors and rejections. @type {unknown[]} */
const unhandled = [];
const note = (/** @type {unknown} */ error) => void unhandled.push(error);
before(() => void process.on("unhandledRejection", note));
after(() => void process.off("unhandledRejection", note));

let made = 0;

/** A client whose token has expired. */
const client = () => {
  const exp = Date.now() / 1000 - 60;
  const api = createClient({
    baseURL: "https://api.test",
    fetch: async (/** @type {any} */ input) =>
      Response.json(
        String(input).endsWith("/refresh") ? { accessToken: "new" } : {},
      ),
    session: {
      refresh: { url: "/refresh", retries: 0 },
      storage: storage({
        [`a${++made}`]: jwt({ sub: "u", exp }),
        [`r${made}`]: "r",
      }),
      keys: { accessToken: `a${made}`, refreshToken: `r${made}` },
      waiterTimeout: 2000,
      loginURL: false,
    },
  });
  return api;
};

/**
 * Calls each of these in one of the last frames of the stack, with more room each time.
 * @param {(() => any)[]} calls
 */
const atTheEnd = (calls) => {
  /** @type {Promise<any>[]} */
  const outcomes = [];
  let next = 0;
  const dive = () => {
    try {
      dive();
    } catch (error) {
      if (next === calls.length) return;
      const call = calls[next++];
      try {
        outcomes.push(call());
      } catch {
        // It has settled.
      }
      throw error;
    }
  };
  try {
    dive();
  } catch {
    // The test runner's own frames came first.
  }
  return outcomes;
};

/** @param {Promise<any>} promise */
const hangs = (promise) =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), 1000);
    promise
      .catch(() => {})
      .then(() => {
        clearTimeout(timer);
        resolve(false);
      });
  });

test("a call at the end of the stack settles, and the session goes on", async () => {
  for (const [what, call] of /** @type {[string, (api: any) => any][]} */ ([
    ["api.get", (api) => api.get("/a")],
    ["api.fetch", (api) => api.fetch("https://api.test/a")],
    ["session.accessToken", (api) => api.session.accessToken()],
    ["session.refresh", (api) => api.session.refresh()],
    ["session.state", (api) => api.session.state],
  ])) {
    const clients = Array.from({ length: FRAMES }, client);
    // Whatever is set up at a first call has been.
    await call(client());
    const outcomes = atTheEnd(clients.map((api) => () => call(api)));
    assert.ok(outcomes.length > 100, what);
    const hanging = await Promise.all(
      outcomes.map((each) => hangs(Promise.resolve(each))),
    );
    assert.equal(hanging.filter(Boolean).length, 0, `${what}: calls hang`);
    const later = await Promise.all(
      clients.map((api) => hangs(api.get("/later"))),
    );
    assert.equal(later.filter(Boolean).length, 0, `${what}: stuck sessions`);
    assert.deepEqual(unhandled, [], what);
  }
});
