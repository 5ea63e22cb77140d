// @ts-check
// A duplicated tab: its sessionStorage is a copy, with the same refresh token in it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { Locks, page, reply, serve, storage } from "./support.mjs";

/** A server that exchanges each refresh token once, and ends everything when one is sent again. */
const rotating = async () => {
  let version = 0;
  let reused = 0;
  const server = await serve(({ url, body, headers }, response) => {
    if (url !== "/refresh")
      return reply(
        response,
        {},
        headers.authorization === "Bearer a" + version ? 200 : 401,
      );
    if (JSON.parse(body).refreshToken !== "r" + version) {
      reused++;
      return reply(response, {}, 401);
    }
    version++;
    reply(response, {
      accessToken: "a" + version,
      refreshToken: "r" + version,
    });
  });
  return {
    ...server,
    get refreshes() {
      return server.lines.filter((line) => line === "POST /refresh").length;
    },
    get reused() {
      return reused;
    },
  };
};

/**
 * A tab with this sessionStorage.
 * @param {{ origin: string }} server
 * @param {Record<string, string>} items
 * @param {{ accessToken: string, refreshToken: string }} keys
 */
const tab = (server, items, keys) => {
  const store = storage(items);
  Object.assign(globalThis, { sessionStorage: store });
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: server.origin + "/refresh",
      storage: "session",
      keys,
      loginURL: false,
    },
  });
  return {
    api,
    items: store.items,
    copy: () => Object.fromEntries(store.items),
  };
};

/** Lets every message arrive. */
const settle = async () => {
  for (let turn = 0; turn < 5; turn++)
    await new Promise((next) => setImmediate(next));
};

let count = 0;
/** Keys of this test alone. */
const keysOf = () => ({
  accessToken: "access" + ++count,
  refreshToken: "refresh" + count,
});

for (const locks of [new Locks(), undefined])
  test(`copies of a tab exchange their token once, ${locks ? "with" : "without"} locks`, async (t) => {
    page(t, { navigator: { locks } });
    const server = await rotating();
    const keys = keysOf();
    const first = tab(server, {}, keys);
    first.api.session.signIn({ accessToken: "old", refreshToken: "r0" });
    const second = tab(server, first.copy(), keys);
    assert.equal(second.api.session.state, "signed-in");
    if (locks) {
      const answers = await Promise.all([
        first.api.get("/1"),
        second.api.get("/2"),
      ]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      );
    } else {
      await first.api.get("/1");
      await settle();
      await second.api.get("/2");
    }
    assert.equal(server.refreshes, 1);
    assert.equal(server.reused, 0);
    assert.equal(second.items.get(keys.refreshToken), "r1");
    assert.equal(second.items.get(keys.accessToken), "a1");
  });

test("a copy that has missed an exchange reads the store before it sends the token", async (t) => {
  page(t, { navigator: { locks: new Locks() } });
  const server = await rotating();
  const keys = keysOf();
  const first = tab(server, {}, keys);
  first.api.session.signIn({ accessToken: "old", refreshToken: "r0" });
  const before = first.copy();
  await first.api.get("/1");
  // A tab that was closed, and is restored with what it had.
  const restored = tab(server, before, keys);
  assert.equal((await restored.api.get("/2")).status, 200);
  assert.equal(server.refreshes, 1);
  assert.equal(server.reused, 0);
  assert.equal(restored.items.get(keys.refreshToken), "r1");
});

test("a sign-out in a copy is one in the other", async (t) => {
  page(t, { navigator: { locks: new Locks() } });
  const server = await rotating();
  const keys = keysOf();
  const first = tab(server, {}, keys);
  first.api.session.signIn({ accessToken: "a0", refreshToken: "r0" });
  const second = tab(server, first.copy(), keys);
  await first.api.session.signOut();
  await settle();
  assert.equal(second.api.session.state, "signed-out");
  assert.equal(second.items.get(keys.refreshToken), undefined);
});

test("a tab that signs in afresh is no copy any more, and changes nothing in the other", async (t) => {
  page(t, { navigator: { locks: new Locks() } });
  const server = await rotating();
  const keys = keysOf();
  const first = tab(server, {}, keys);
  first.api.session.signIn({ accessToken: "a0", refreshToken: "r0" });
  const second = tab(server, first.copy(), keys);
  first.api.session.signIn({ accessToken: "b0", refreshToken: "s0" });
  await first.api.session.signOut();
  await settle();
  assert.equal(second.api.session.state, "signed-in");
  assert.equal((await second.api.get("/2")).status, 200);
  assert.equal(second.items.get(keys.refreshToken), "r0");
});

test("tabs whose sessionStorage is not copied know nothing of each other", async (t) => {
  page(t, { navigator: { locks: new Locks() } });
  const server = await rotating();
  const keys = keysOf();
  const first = tab(server, {}, keys);
  const second = tab(server, {}, keys);
  first.api.session.signIn({ accessToken: "old", refreshToken: "r0" });
  await first.api.get("/1");
  await settle();
  assert.equal(second.api.session.state, "signed-out");
  assert.equal(second.items.size, 0);
});
