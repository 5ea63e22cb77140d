// @ts-check
// When a token expires, where only the reply said so: a reload still knows it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { reply, serve, storage } from "./support.mjs";

/** @type {any} */
const globals = globalThis;

let loads = 0;

/**
 * The page is loaded: a new copy of the package, and what is in the store.
 * @param {string} origin
 * @param {object} [session]
 */
const load = async (origin, session) => {
  const entry = new URL(import.meta.resolve("everfetch"));
  entry.search = `load=${++loads}`;
  const { createClient } = await import(entry.href);
  return createClient({
    baseURL: origin,
    session: { refresh: "/refresh", ...session },
  });
};

/** @param {import("node:test").TestContext} t @param {object} granted */
const page = async (t, granted) => {
  const server = await serve(({ url }, response) =>
    reply(
      response,
      url === "/refresh"
        ? { accessToken: "b", refreshToken: "r2", ...granted }
        : {},
    ),
  );
  const { href } = new URL(server.origin);
  const stores = { localStorage: storage(), sessionStorage: storage() };
  const kept = Object.keys(stores).map((name) => [
    name,
    Object.getOwnPropertyDescriptor(globalThis, name),
  ]);
  for (const [name, value] of Object.entries(stores))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  Object.assign(globals, {
    document: { cookie: "" },
    location: { href, origin: server.origin, protocol: "http:" },
  });
  t.after(() => {
    delete globals.document;
    delete globals.location;
    for (const [name, descriptor] of kept) {
      delete globals[/** @type {string} */ (name)];
      if (descriptor)
        Object.defineProperty(
          globalThis,
          /** @type {any} */ (name),
          /** @type {any} */ (descriptor),
        );
    }
  });
  return { ...server, ...stores };
};

for (const storage of /** @type {const} */ (["local", "session"]))
  for (const says of [
    { expiresIn: 3600 },
    { expiresAt: Date.now() + 3_600_000 },
  ])
    test(`after a reload, an opaque token with ${Object.keys(says)} in ${storage} storage is refreshed before it expires`, async (t) => {
      const { lines, origin } = await page(t, { expires_in: 3600 });
      t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
      const first = await load(origin, { storage });
      first.session.signIn({ accessToken: "a", refreshToken: "r1", ...says });
      await (await load(origin, { storage })).get("/early");
      t.mock.timers.tick(3_590_000);
      await (await load(origin, { storage })).get("/late");
      // What the refresh said is known after another reload as well.
      await (await load(origin, { storage })).get("/fresh");
      t.mock.timers.tick(3_601_000);
      await (await load(origin, { storage })).get("/expired");
      assert.deepEqual(lines, [
        "GET /early Bearer a",
        "POST /refresh",
        "GET /late Bearer b",
        "GET /fresh Bearer b",
        "POST /refresh",
        "GET /expired Bearer b",
      ]);
    });

test("what was said of one token is not believed of another, and is gone after signOut", async (t) => {
  const { lines, localStorage, origin } = await page(t, {});
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const api = await load(origin);
  const tokens = { accessToken: "a", refreshToken: "r1", expiresIn: 60 };
  api.session.signIn(tokens);
  localStorage.setItem("accessToken", "written by the application");
  t.mock.timers.tick(120_000);
  await (await load(origin)).get("/me");
  assert.deepEqual(lines, ["GET /me Bearer written by the application"]);
  api.session.signOut();
  assert.deepEqual([...localStorage.items.keys()], []);
});
