// @ts-check
// Whose session it is: one user's request is never sent as another user.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, jwt, reply, serve, storage } from "./support.mjs";

/** @param {string | number} sub @param {number} [version] distinguishes two tokens of one user */
const tokenOf = (sub, version = 0) => jwt({ sub, exp: 4_000_000_000, version });

/**
 * A server that refuses one token and accepts every other. The test answers each refresh.
 * @param {string} refused
 */
const refusing = async (refused) => {
  /** @type {((tokens: object) => void)[]} */
  const answers = [];
  /** @type {(() => void)[]} */
  const arrivals = [];
  const server = await serve(({ url, headers }, response) => {
    if (url === "/refresh") {
      answers.push((tokens) => reply(response, tokens));
      arrivals.shift()?.();
    } else
      reply(
        response,
        {},
        headers.authorization === "Bearer " + refused ? 401 : 200,
      );
  });
  /** Resolves once a refresh has reached the server. @returns {Promise<void>} */
  const refreshed = () =>
    answers[0]
      ? Promise.resolve()
      : new Promise((resolve) => arrivals.push(resolve));
  return { ...server, answers, refreshed };
};

/** @param {{ origin: string }} server @param {object} [session] */
const clientOf = ({ origin }, session) =>
  createClient({
    baseURL: origin,
    session: { refresh: "/refresh", storage: "memory", ...session },
  });

/**
 * A POST of the first token's user waits for a refresh; meanwhile the second token signs in.
 * @param {string} first
 * @param {string} second
 * @param {object} [session]
 */
const overtaken = async (first, second, session) => {
  const server = await refusing(first);
  const api = clientOf(server, session);
  api.session.signIn({ accessToken: first, refreshToken: "r1" });
  const post = failureOf(api.post("/transfer", {}));
  await server.refreshed();
  api.session.signIn({ accessToken: second, refreshToken: "r2" });
  const error = await post;
  server.answers[0]({ accessToken: "late" });
  assert.equal(error.code, "ERR_SESSION_CHANGED");
  assert.deepEqual(server.lines, [
    "POST /transfer Bearer " + first,
    "POST /refresh",
  ]);
  return api;
};

test("a request that an asynchronous onRetry interceptor holds is not sent as the user who signs in meanwhile", async () => {
  const [alice, bob] = [tokenOf("alice"), tokenOf("bob")];
  const server = await refusing(alice);
  const api = clientOf(server);
  api.session.signIn({ accessToken: alice, refreshToken: "r1" });
  let calls = 0;
  api.interceptors.request.use(
    async (config) => {
      if (++calls === 2) {
        await null;
        api.session.signIn({ accessToken: bob, refreshToken: "r9" });
        await null;
      }
      return config;
    },
    undefined,
    { onRetry: true },
  );
  const post = failureOf(api.post("/transfer", {}));
  await server.refreshed();
  server.answers[0]({ accessToken: tokenOf("alice", 1) });
  assert.equal((await post).code, "ERR_SESSION_CHANGED");
  assert.deepEqual(server.lines, [
    "POST /transfer Bearer " + alice,
    "POST /refresh",
  ]);
});

test("a request that was released is not sent as the user who signs in before it goes out", async () => {
  const [alice, next, bob] = [
    tokenOf("alice"),
    tokenOf("alice", 1),
    tokenOf("bob"),
  ];
  for (let turns = 0; turns < 10; turns++) {
    const server = await refusing(alice);
    const api = clientOf(server);
    api.session.signIn({ accessToken: alice, refreshToken: "r1" });
    api.session.subscribe(async ({ type }) => {
      if (type !== "refreshed") return;
      for (let turn = 0; turn < turns; turn++) await null;
      api.session.signIn({ accessToken: bob, refreshToken: "r9" });
    });
    const given = Promise.allSettled([
      api.post("/transfer", {}),
      api.session.accessToken(),
    ]);
    await server.refreshed();
    const late = api.session.accessToken().catch(() => null);
    server.answers[0]({ accessToken: next });
    await given;
    assert.notEqual(await late, bob, `after ${turns} turns`);
    assert.ok(
      !server.lines.includes("POST /transfer Bearer " + bob),
      `after ${turns} turns`,
    );
  }
});

for (const [one, other] of [
  ["40189", "797186"],
  ["liquid", "costarring"],
])
  test(`users ${one} and ${other} are two users`, async () => {
    const api = await overtaken(tokenOf(one), tokenOf(other));
    assert.equal(api.session.user, other);
  });

for (const [what, userOf] of Object.entries({
  "an object": () => ({ id: 7 }),
  "a promise": async () => "ada",
  "an array": () => ["ada"],
  NaN: () => NaN,
  "a boolean": () => true,
}))
  test(`a userOf that answers ${what} identifies no user`, async () => {
    const api = await overtaken("opaque-1", "opaque-2", { userOf });
    assert.equal(api.session.user, null);
  });

test("a number that userOf answers is a user, and equals itself", async () => {
  const server = await refusing("opaque-1");
  const api = clientOf(server, { userOf: () => 40189 });
  api.session.signIn({ accessToken: "opaque-1", refreshToken: "r1" });
  const post = api.post("/transfer", {});
  await server.refreshed();
  api.session.signIn({ accessToken: "opaque-2", refreshToken: "r2" });
  await post;
  assert.equal(api.session.user, "40189");
  assert.ok(server.lines.includes("POST /transfer Bearer opaque-2"));
});

test("a user who becomes known through the session's own refresh is the same user", async () => {
  const alice = tokenOf("alice");
  /** @type {string[]} */
  const ends = [];
  for (const session of [
    {},
    { storage: storage() },
    // It knows the user only later.
    {
      userOf: (/** @type {string} */ token) =>
        token === alice ? "alice" : null,
    },
  ]) {
    const server = await refusing("opaque");
    const api = clientOf(server, {
      onEnd: (/** @type {any} */ { reason }) => void ends.push(reason),
      ...session,
    });
    api.session.signIn({ accessToken: "opaque", refreshToken: "r1" });
    const post = api.post("/transfer", {});
    await server.refreshed();
    server.answers[0]({ accessToken: alice, refreshToken: "r2" });
    assert.equal((await post).status, 200);
    assert.equal(api.session.user, "alice");
    // From now on, no other user is.
    api.session.signIn({ accessToken: "opaque", refreshToken: "r3" });
    assert.equal(api.session.user, null);
  }
  assert.deepEqual(ends, []);
});
