// @ts-check
// Signals that are not the platform's, against a fetch that takes no others, as that of Node 25 does.

import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, reply, serve, storage } from "./support.mjs";

const platform = { AbortController, AbortSignal, Request, fetch };

/** @param {any} init */
const check = (init) => {
  const { signal } = init ?? {};
  if (signal && !(signal instanceof platform.AbortSignal))
    throw new TypeError(
      "RequestInit: Expected signal to be an instance of AbortSignal.",
    );
};
class StrictRequest extends platform.Request {
  /**
   * @param {any} input
   * @param {any} [init]
   */
  constructor(input, init) {
    check(init);
    super(input, init);
  }
}
const strictly = async (/** @type {any} */ input, /** @type {any} */ init) => {
  check(init);
  return platform.fetch(input, init);
};
Object.assign(globalThis, { Request: StrictRequest, fetch: strictly });
after(() => void Object.assign(globalThis, platform));
afterEach(() => {
  const { AbortController, AbortSignal } = platform;
  Object.assign(globalThis, { AbortController, AbortSignal });
});

/** jsdom's, and that of most polyfills: an EventTarget of its own. */
class ForeignSignal {
  aborted = false;
  /** @type {any} */
  reason = undefined;
  /** @type {Set<() => void>} */
  listeners = new Set();
  /**
   * @param {string} _
   * @param {() => void} listener
   */
  addEventListener(_, listener) {
    this.listeners.add(listener);
  }
  /**
   * @param {string} _
   * @param {() => void} listener
   */
  removeEventListener(_, listener) {
    this.listeners.delete(listener);
  }
}
class ForeignController {
  signal = new ForeignSignal();
  /** @param {any} [reason] */
  abort(reason = new DOMException("aborted", "AbortError")) {
    this.signal.aborted = true;
    this.signal.reason = reason;
    for (const listener of this.signal.listeners) listener();
  }
}

/** The first polyfills have nothing but `onabort`. */
class BareController {
  /** @type {{ aborted: boolean, onabort: (() => void) | null }} */
  signal = { aborted: false, onabort: null };
  abort() {
    this.signal.aborted = true;
    this.signal.onabort?.();
  }
}

/** The page's own classes are the polyfill's as well, as under jsdom. */
const page = () => {
  Object.assign(globalThis, {
    AbortController: ForeignController,
    AbortSignal: ForeignSignal,
  });
  return new ForeignController();
};

const KINDS = /** @type {[string, () => any][]} */ ([
  ["the platform's", () => new platform.AbortController()],
  ["one with listeners", () => new ForeignController()],
  ["one with onabort only", () => new BareController()],
  ["that of a page whose classes are foreign", page],
]);

/** Answers, or stays silent at /slow; the refresh waits until the test lets it go on. */
let release = () => {};
let reached = () => {};
const server = await serve(({ url, headers }, response) => {
  reached();
  if (url === "/slow") return;
  if (url === "/auth/refresh")
    release = () => reply(response, { accessToken: "new" });
  else
    headers.authorization === "Bearer old"
      ? reply(response, {}, 401)
      : reply(response, { url });
});

const client = () => {
  const api = createClient({
    baseURL: server.origin,
    session: { refresh: "/auth/refresh", storage: storage() },
  });
  api.session.signIn({ accessToken: "valid", refreshToken: "r" });
  return api;
};

/** Calls a function as soon as the server has got this request. @param {() => void} then */
const onceReached = (then) => {
  reached = () => {
    reached = () => {};
    setImmediate(then);
  };
};

for (const [kind, open] of KINDS) {
  test(`a request with a signal that is never aborted is answered: ${kind}`, async () => {
    const { signal } = open();
    const api = client();
    const { data } = await api.get("/a", { signal });
    assert.deepEqual(data, { url: "/a" });
    assert.equal((await api.get("/a", { signal, timeout: 5000 })).status, 200);
    assert.equal(
      (await createClient().get(server.origin, { signal })).status,
      200,
    );
    assert.equal(
      (await api.fetch(server.origin + "/b", { signal })).status,
      200,
    );
    assert.equal(
      (await createClient().fetch(server.origin, { signal })).status,
      200,
    );
  });

  test(`an abort ends a request under way: ${kind}`, async () => {
    for (const timeout of [0, 5000]) {
      const controller = open();
      const { signal } = controller;
      onceReached(() => controller.abort());
      const error = await failureOf(client().get("/slow", { signal, timeout }));
      assert.equal(error.code, "ERR_CANCELED", error.stack);
    }
    // Node 20's own `Request` makes its signal of the page's class, and does not listen to it.
    if (open === page) return;
    const controller = open();
    onceReached(() => controller.abort());
    const { signal } = controller;
    const error = await failureOf(
      client().fetch(server.origin + "/slow", { signal }),
    );
    assert.equal(error.name, "AbortError");
  });

  test(`a signal that is aborted already sends nothing: ${kind}`, async () => {
    const controller = open();
    controller.abort();
    const { signal } = controller;
    const before = server.lines.length;
    const error = await failureOf(client().get("/a", { signal }));
    assert.equal(error.code, "ERR_CANCELED");
    await failureOf(client().fetch(server.origin, { signal }));
    assert.equal(server.lines.length, before);
  });

  test(`an abort ends a wait for the refresh: ${kind}`, async () => {
    const controller = open();
    const { signal } = controller;
    const api = client();
    api.session.signIn({ accessToken: "old", refreshToken: "r" });
    const refreshing = api.get("/first");
    const waiting = failureOf(api.get("/a", { signal }));
    reached = () => {
      if (server.lines.at(-1) !== "POST /auth/refresh") return;
      reached = () => {};
      setImmediate(() => controller.abort());
    };
    assert.equal((await waiting).code, "ERR_CANCELED");
    release();
    assert.equal((await refreshing).status, 200);
  });

  test(`a timeout ends a request: ${kind}`, async () => {
    open();
    const error = await failureOf(client().get("/slow", { timeout: 20 }));
    assert.equal(error.code, "ECONNABORTED", error.stack);
  });
}

test("a handler that a signal has already is still called", async () => {
  const controller = new BareController();
  const { signal } = controller;
  let called = 0;
  signal.onabort = () => void called++;
  onceReached(() => controller.abort());
  await failureOf(
    client().get("/slow", { signal: /** @type {any} */ (signal) }),
  );
  assert.equal(called, 1);
});

test("a signal of the application's own gets one listener, however many requests it is for", async () => {
  const { signal } = new ForeignController();
  const api = client();
  for (let sent = 0; sent < 5; sent++)
    await api.get("/a", { signal: /** @type {any} */ (signal) });
  assert.equal(signal.listeners.size, 1);
});
