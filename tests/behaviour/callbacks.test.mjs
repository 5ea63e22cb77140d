// @ts-check
// The application's own code around the session: listeners, callbacks and stores that throw, reject or call
// the session again, and a console that cannot report it.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, reply, serve, storage } from "./support.mjs";

/** Unhandled errors and rejections. @type {unknown[]} */
let unhandled = [];
const note = (/** @type {unknown} */ error) => void unhandled.push(error);

beforeEach(() => {
  unhandled = [];
  process.on("unhandledRejection", note);
});
afterEach(async () => {
  await turn();
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, []);
});

const turn = () => new Promise((resolve) => setTimeout(resolve));

/** Keys of their own: clients with equal keys receive each other's messages. */
const keys = () => ({ accessToken: `a${++made}`, refreshToken: `r${made}` });
let made = 0;

/** @param {any} [session] */
const client = (session) =>
  createClient({
    baseURL: "http://api.test",
    fetch: async () => new Response("{}", { status: 200 }),
    session: {
      refresh: "http://api.test/refresh",
      storage: storage(),
      keys: keys(),
      loginURL: false,
      ...session,
    },
  });

/** A value that no console can print. */
const unprintable = () => ({
  [Symbol.for("nodejs.util.inspect.custom")]() {
    throw new Error("not to be printed");
  },
});

/**
 * Runs this with another console.
 * @template T
 * @param {any} replaced
 * @param {() => T} work
 */
const withConsole = (replaced, work) => {
  const { console } = globalThis;
  globalThis.console = replaced;
  try {
    return work();
  } finally {
    globalThis.console = console;
  }
};

const throws = () => {
  throw new Error("no console");
};

test("listeners that sign in and out at each other's events leave the session alive, and the console says so once", async (t) => {
  const error = t.mock.method(console, "error", () => {});
  const api = client();
  let left = 20_000;
  api.session.subscribe(({ type }) => {
    if (left-- <= 0) return;
    if (type === "signed-in") api.session.signOut();
    if (type === "signed-out") api.session.signIn({ accessToken: "a" });
  });
  api.session.signIn({ accessToken: "a", refreshToken: "r" });
  assert.ok(left > 19_000, "the page has its turn again");
  while (left > 0) await turn();
  assert.match(
    error.mock.calls.map(({ arguments: [line] }) => line).join("\n"),
    /^everfetch: session listeners caused 100 events in a row[^\n]*$/,
  );
  api.session.signIn({ accessToken: "b", refreshToken: "r" });
  assert.equal(await api.session.accessToken(), "b");
  assert.equal((await api.get("http://api.test/")).status, 200);
});

test("a listener is called after the call that caused its event has taken effect, and never inside another", () => {
  const store = storage();
  const api = client({ storage: store });
  /** @type {string[]} */
  const log = [];
  let depth = 0;
  api.session.subscribe(({ type }) => {
    log.push(`${type} at depth ${depth++}`);
    if (type === "signed-in") {
      api.session.signOut();
      assert.equal(api.session.state, "signed-out");
      assert.equal(store.items.size, 0);
    }
    depth--;
  });
  api.session.signIn({ accessToken: "a", refreshToken: "r" });
  assert.deepEqual(log, ["signed-in at depth 0", "signed-out at depth 0"]);
});

for (const [what, replaced] of /** @type {[string, () => any][]} */ ([
  ["there is no console", () => undefined],
  ["console.error is missing", () => ({})],
  [
    "console.error throws",
    () => ({ error: throws, warn: throws, log: throws }),
  ],
  ["the console is the real one", () => quiet],
]))
  test(`what a callback throws breaks nothing, printable or not: ${what}`, async (t) => {
    t.mock.method(quiet, "error");
    for (const thrown of [
      new Error("mine"),
      unprintable(),
      Symbol("s"),
      null,
    ]) {
      const store = storage();
      const angry = () => {
        throw thrown;
      };
      withConsole(replaced(), () => {
        const api = client({ storage: store, userOf: angry, debug: angry });
        api.session.subscribe(angry);
        api.session.signIn({ accessToken: "a", refreshToken: "r" });
        assert.equal(api.session.state, "signed-in");
        api.session.signOut();
      });
      assert.equal(store.items.size, 0, "both tokens are cleared");
    }
  });

/** Prints, and throws where a value cannot be printed, as the console of Node does. */
const quiet = new console.Console({
  stdout: process.stderr,
  stderr: /** @type {any} */ ({
    write: () => true,
    on() {},
    once() {},
    removeListener() {},
  }),
});

test("a store that throws does not break createClient, with any console", () => {
  for (const replaced of [undefined, {}, { warn: throws }])
    withConsole(replaced, () => {
      const api = client({
        storage: { getItem: throws, setItem: throws, removeItem: throws },
      });
      api.session.signIn({ accessToken: "a", refreshToken: "r" });
      assert.equal(api.session.state, "signed-in");
      api.session.signOut();
      assert.equal(api.session.state, "signed-out");
    });
});

test("a listener or callback that rejects is reported once with its cause, and is never unhandled", async (t) => {
  const error = t.mock.method(console, "error", () => {});
  const cause = new Error("the cause");
  const rejects = async () => {
    throw cause;
  };
  const api = client();
  api.session.subscribe(rejects);
  api.session.signIn({ accessToken: "a" });
  await turn();
  assert.deepEqual(
    error.mock.calls.map((call) => call.arguments),
    [["everfetch: a session listener threw", cause]],
  );
});

test("an asynchronous debug, navigate, onEnd or store that rejects is reported and is never unhandled", async (t) => {
  const error = t.mock.method(console, "error", () => {});
  const rejects = async () => {
    throw new Error("mine");
  };
  const names = keys();
  const { getItem } = storage({
    [names.accessToken]: "old",
    [names.refreshToken]: "r",
  });
  const server = await serve((_, response) => reply(response, {}, 401));
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: "/refresh",
      keys: names,
      storage: { getItem, setItem: rejects, removeItem: rejects },
      onEnd: rejects,
      navigate: rejects,
      debug: rejects,
    },
  });
  assert.equal((await failureOf(api.get("/"))).code, "ERR_SESSION_ENDED");
  await turn();
  const reported = new Set(
    error.mock.calls.map(({ arguments: [line] }) => line),
  );
  for (const what of ["debug", "navigate", "onEnd", "storage"])
    assert.ok(reported.has(`everfetch: session.${what} threw`), what);
});

test("a store whose getItem returns a promise is ERR_BAD_OPTION at createClient", async () => {
  for (const answer of [
    Promise.resolve("a"),
    Promise.reject(new Error("mine")),
    { then: () => {} },
  ])
    assert.throws(
      () => client({ storage: { ...storage(), getItem: () => answer } }),
      (/** @type {any} */ error) =>
        error.code === "ERR_BAD_OPTION" &&
        /session\.storage.*promise/.test(error.message),
    );
});

for (const [how, expired] of /** @type {[string, any][]} */ ([
  ["throws", throws],
  ["rejects", async () => throws()],
]))
  test(`an expired function that ${how} is reported once with its cause, and has not said yes`, async (t) => {
    const error = t.mock.method(console, "error", () => {});
    const api = client({ expired });
    api.session.signIn({ accessToken: "a", refreshToken: "r" });
    for (const path of ["/a", "/b"])
      assert.equal((await api.get(path)).status, 200);
    const calls = error.mock.calls.map((call) => call.arguments);
    assert.equal(calls.length, 1);
    assert.equal(calls[0][0], "everfetch: session.expired threw");
    assert.equal(calls[0][1].message, "no console");
  });

test("an expired function that reads the body of an aborted request is not reported", async (t) => {
  const error = t.mock.method(console, "error", () => {});
  const aborting = new AbortController();
  const server = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write("{");
    setTimeout(() => aborting.abort());
  });
  const api = createClient({
    baseURL: server.origin,
    session: {
      refresh: "/refresh",
      storage: storage(),
      keys: keys(),
      expired: async (answer) => (await answer.json()).code === 401,
    },
  });
  const failure = await failureOf(api.get("/a", { signal: aborting.signal }));
  assert.equal(failure.code, "ERR_CANCELED");
  assert.deepEqual(error.mock.calls, []);
});
