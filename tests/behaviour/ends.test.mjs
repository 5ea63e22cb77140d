// @ts-check
// `session.ends`: an answer that ends the session at once, without a refresh.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, jwt, reply, serve, storage } from "./support.mjs";

const KICKED_OUT = { code: 50008, msg: "Signed in on another device" };

/**
 * A back end that answers everything with 200 and a code, and a client of it.
 * @param {object} [options] more of `session`
 * @param {(token: string, url: string) => { code: number }} [judge]
 */
const scene = async (options, judge = () => KICKED_OUT) => {
  const server = await serve(({ url, headers }, response) => {
    const token = (headers.authorization ?? "").replace("Bearer ", "");
    reply(
      response,
      url === "/refresh"
        ? { code: 20000, data: { accessToken: "new" } }
        : judge(token, url),
    );
  });
  const store = storage({ accessToken: "old", refreshToken: "r1" });
  /** @type {any[]} */
  const ends = [];
  /** @type {string[]} */
  const lines = [];
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: "/refresh",
      storage: store,
      expired: { status: 200, code: 50014 },
      ends: { code: [50008, 50012] },
      loginURL: false,
      onEnd: (end) => void ends.push(end),
      debug: (line) => void lines.push(line),
      ...options,
    },
  });
  return { api, ends, lines, server, store };
};

test("20 such answers are one end, without a refresh, and with the server's words", async () => {
  const { api, ends, lines, server, store } = await scene();
  const failures = await Promise.all(
    Array.from({ length: 20 }, (_, name) => failureOf(api.get("/" + name))),
  );
  for (const error of failures) {
    assert.equal(error.code, "ERR_SESSION_ENDED");
    assert.deepEqual(error.response.data, KICKED_OUT);
  }
  assert.equal(ends.length, 1);
  const [{ reason, response, error }] = ends;
  assert.equal(reason, "revoked");
  assert.equal(response.status, 200);
  assert.deepEqual({ ...response.data }, KICKED_OUT);
  assert.match(error.cause.message, /matches session\.ends: "Signed in on/);
  assert.equal(server.lines.filter((line) => /refresh/.test(line)).length, 0);
  assert.equal(store.items.size, 0);
  assert.equal(api.session.state, "ended");
  assert.ok(lines.some((line) => /says that the session is over/.test(line)));
});

test("it is tested before `expired`", async () => {
  const { api, ends, server } = await scene({
    expired: { status: 200, code: [50008, 50014] },
  });
  assert.equal((await failureOf(api.get("/me"))).code, "ERR_SESSION_ENDED");
  assert.equal(ends[0].reason, "revoked");
  assert.equal(server.received.length, 1);
});

test("a function may say so, and one that throws has not", async () => {
  const codes = [50008];
  const ends = async (/** @type {Response} */ response) =>
    codes.includes((await response.json()).code);
  const good = await scene({ ends });
  assert.equal(
    (await failureOf(good.api.get("/me"))).code,
    "ERR_SESSION_ENDED",
  );
  assert.deepEqual({ ...good.ends[0].response.data }, KICKED_OUT);
  const error = console.error;
  /** @type {string[]} */
  const reported = [];
  console.error = (line) => void reported.push(line);
  try {
    const bad = await scene({
      ends: () => {
        throw new Error("no");
      },
    });
    assert.deepEqual((await bad.api.get("/me")).data, KICKED_OUT);
    await bad.api.get("/me");
  } finally {
    console.error = error;
  }
  assert.deepEqual(reported, ["everfetch: session.ends threw"]);
});

test("an old token's answer is retried with the current one, and ends no newer sign-in", async () => {
  /** @type {(() => void)[]} */
  const held = [];
  const server = await serve(({ url, headers }, response) => {
    const isOld = headers.authorization === "Bearer " + ADA;
    const answer = () => reply(response, isOld ? KICKED_OUT : { url });
    if (url === "/late") held.push(answer);
    else answer();
  });
  const [ADA, AGAIN, BOB] = ["ada", "ada", "bob"].map((sub, jti) =>
    jwt({ sub, jti }),
  );
  for (const [next, result] of [
    [AGAIN, 200],
    [BOB, "ERR_SESSION_CHANGED"],
  ]) {
    const session = {
      refresh: "/refresh",
      storage: storage({ accessToken: ADA, refreshToken: "r" }),
      ends: { code: 50008 },
    };
    const api = createClient({ baseURL: server.origin, session });
    const late = api.get("/late").then(
      ({ status }) => status,
      ({ code }) => code,
    );
    while (!held.length) await new Promise(setImmediate);
    api.session.signIn({ accessToken: String(next), refreshToken: "r" });
    held.pop()?.();
    if (next === AGAIN) {
      while (!held.length) await new Promise(setImmediate);
      held.pop()?.();
    }
    assert.equal(await late, result);
    assert.equal(api.session.state, "signed-in");
  }
});

test("what carries no token, is public, or is another origin's ends nothing", async () => {
  const { api, ends, server, store } = await scene({ public: ["/login"] });
  const other = await serve((_, response) => reply(response, KICKED_OUT));
  assert.deepEqual((await api.get("/login")).data, KICKED_OUT);
  assert.deepEqual((await api.get(other.origin + "/me")).data, KICKED_OUT);
  store.items.clear();
  assert.deepEqual((await api.get("/me")).data, KICKED_OUT);
  assert.deepEqual(ends, []);
  assert.equal(server.received.length, 2);
});

test("what is parked is sent once the same user has signed in again", async () => {
  const [first, second] = [1, 2].map((jti) => jwt({ sub: "ada", jti }));
  const { api, ends, store } = await scene(
    {
      onEnd: () => {
        queueMicrotask(() =>
          api.session.signIn({ accessToken: second, refreshToken: "r2" }),
        );
        return "wait";
      },
    },
    (token) => (token === second ? { code: 20000 } : KICKED_OUT),
  );
  store.setItem("accessToken", first);
  assert.deepEqual((await api.get("/me")).data, { code: 20000 });
  assert.deepEqual(ends, []);
});

test("a stream, which cannot be sent again, rejects with the end of the session", async () => {
  const { api } = await scene();
  const body = new Blob(["x"]).stream();
  const error = await failureOf(api.post("/upload", body));
  assert.equal(error.code, "ERR_SESSION_ENDED");
  assert.match(error.cause.message, /session\.ends/);
});

test("api.fetch rejects as well", async () => {
  const { api, ends } = await scene();
  const error = await failureOf(api.fetch(api.getUri({ url: "/me" })));
  assert.equal(error.code, "ERR_SESSION_ENDED");
  assert.equal(ends.length, 1);
});

test("no token that the answer quotes is shown", async () => {
  const secret = "old-and-long-enough";
  const { api, ends, store } = await scene({}, () => ({
    code: 50008,
    msg: `${secret} is not valid any more`,
  }));
  store.setItem("accessToken", secret);
  await failureOf(api.get("/me"));
  assert.equal(ends[0].response.data.msg, "… is not valid any more");
});

test("an empty array, which every answer would match, is ERR_BAD_OPTION", () => {
  for (const rule of [{ code: [] }, { status: [] }, { status: 403, code: [] }])
    for (const session of [
      { refresh: "/refresh", ends: rule },
      { refresh: "/refresh", expired: rule },
      { refresh: { url: "/refresh", refused: rule } },
    ])
      assert.throws(() => createClient({ session }), {
        code: "ERR_BAD_OPTION",
        message: /is an array\. Pass/,
      });
});
