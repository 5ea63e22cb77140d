// @ts-check
// Which clients share a session, and whose options count in it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, page, reply, serve, storage } from "./support.mjs";

/** @param {() => unknown} call @returns {any} */
const thrownBy = (call) => {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("it did not throw");
};

/** Another copy of the package. @returns {Promise<typeof import("everfetch")>} */
const secondCopy = () =>
  import(import.meta.resolve("everfetch") + "?another-copy");

/** @param {object} options @param {typeof createClient} [create] */
const open = (options, create = createClient) =>
  create({ session: /** @type {any} */ ({ refresh: "/refresh", ...options }) });

const TOKENS = { accessToken: "a", refreshToken: "r" };

/** @param {import("node:test").TestContext} t @param {PropertyDescriptor} descriptor */
const globalStore = (t, descriptor) => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    ...descriptor,
  });
  t.after(() => {
    if (before) Object.defineProperty(globalThis, "localStorage", before);
    else delete (/** @type {any} */ (globalThis).localStorage);
  });
};

test("without a page, a client sees no other client's session, though the runtime has localStorage", (t) => {
  const store = storage();
  globalStore(t, { value: store });
  for (const options of [{}, { storage: "local" }]) {
    const [one, other] = [open(options), open(options)];
    one.session.signIn(TOKENS);
    assert.equal(one.session.state, "signed-in");
    assert.equal(other.session.state, "signed-out");
    assert.equal(store.items.size, 0);
  }
});

test("without a page, a localStorage that is blocked is not touched", (t) => {
  let touched = 0;
  globalStore(t, {
    get() {
      touched++;
      throw new DOMException("", "SecurityError");
    },
  });
  const [one, other] = [open({}), open({})];
  one.session.signIn(TOKENS);
  assert.equal(one.session.state, "signed-in");
  assert.equal(other.session.state, "signed-out");
  assert.equal(touched, 0);
});

test("on a page whose localStorage is blocked, the clients share a session in memory", (t) => {
  page(t);
  t.mock.method(console, "warn", () => {});
  globalStore(t, {
    get() {
      throw new DOMException("", "SecurityError");
    },
  });
  const [one, other] = [open({}), open({})];
  one.session.signIn(TOKENS);
  assert.equal(other.session.state, "signed-in");
});

test("clients with the same store object share a session, and clients with stores of their own share none", (t) => {
  const store = storage();
  const [one, other] = [open({ storage: store }), open({ storage: store })];
  one.session.signIn(TOKENS);
  assert.equal(other.session.state, "signed-in");
  assert.equal(open({ storage: storage() }).session.state, "signed-out");
});

for (const on of ["a server", "a page"])
  test(`on ${on}, a slow refresh of one store delays no refresh of another`, async (t) => {
    if (on === "a page") page(t);
    // One lock after another, as Web Locks have them.
    const held = new Map();
    const locks = {
      query: async () => ({ held: [], pending: [] }),
      request: (
        /** @type {string} */ name,
        /** @type {any} */ _,
        /** @type {any} */ callback,
      ) => {
        const turn = (held.get(name) ?? Promise.resolve()).then(() =>
          callback({ name }),
        );
        held.set(name, turn);
        return turn;
      },
    };
    const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
    Object.defineProperty(globalThis, "navigator", {
      value: { locks },
      configurable: true,
    });
    t.after(() => {
      if (before) Object.defineProperty(globalThis, "navigator", before);
      else delete (/** @type {any} */ (globalThis).navigator);
    });
    /** @type {() => void} */
    let finish = () => {};
    const server = await serve(({ url, body, headers }, response) => {
      if (url !== "/refresh")
        reply(
          response,
          {},
          /old/.test(headers.authorization ?? "") ? 401 : 200,
        );
      else if (/slow/.test(body))
        finish = () => reply(response, { accessToken: "new" });
      else reply(response, { accessToken: "new" });
    });
    const [slow, quick] = ["slow", "quick"].map((refreshToken) =>
      createClient({
        baseURL: server.origin,
        session: {
          refresh: server.origin + "/refresh",
          storage: storage({
            accessToken: "old " + refreshToken,
            refreshToken,
          }),
        },
      }),
    );
    const first = slow.get("/slow");
    while (!server.lines.includes("POST /refresh"))
      await new Promise((turn) => setImmediate(turn));
    assert.equal((await quick.get("/quick")).status, 200);
    finish();
    assert.equal((await first).status, 200);
  });

test("where no client has caused an end, the callbacks of the newest client are called", async (t) => {
  const { localStorage } = page(t);
  /** @type {string[]} */
  const called = [];
  const clients = ["first", "newest"].map((name) =>
    open({
      onEnd: () => void called.push(name + " onEnd"),
      navigate: () => void called.push(name + " navigate"),
    }),
  );
  clients[0].session.signIn(TOKENS);
  localStorage.items.clear();
  // It happened in another tab.
  const event = Object.assign(new Event("storage"), { key: null });
  for (const listener of listeners) listener(event);
  await new Promise((turn) => setImmediate(turn));
  assert.deepEqual(called, ["newest onEnd", "newest navigate"]);
});

test("the callbacks of the client that caused an end are called", async () => {
  const server = await serve((_, response) => reply(response, {}, 401));
  /** @type {string[]} */
  const called = [];
  const store = storage({ accessToken: "a", refreshToken: "r" });
  const [first] = ["first", "newest"].map((name) =>
    createClient({
      baseURL: server.origin,
      session: {
        refresh: "/refresh",
        storage: store,
        onEnd: () => void called.push(name),
      },
    }),
  );
  await failureOf(first.get("/me"));
  assert.deepEqual(called, ["first"]);
});

test("clients of one session agree on the options that belong to all of it", () => {
  const make = () => (/** @type {string} */ token) => token;
  for (const [name, one, other] of /** @type {[string, any, any][]} */ ([
    ["expiryMargin", 10, 20],
    ["expiryMargin", 10, undefined],
    ["userOf", make(), () => "ada"],
    ["userOf", undefined, make()],
    ["userOf", make().bind(null), make().bind(null)],
  ])) {
    const store = storage();
    const first = open({ storage: store, [name]: one });
    const error = thrownBy(() => open({ storage: store, [name]: other }));
    assert.equal(error.code, "ERR_BAD_OPTION");
    assert.match(error.message, new RegExp("session\\." + name));
    assert.equal(first.session.state, "signed-out");
  }
  // Hot reload makes every function anew.
  const store = storage();
  open({ storage: store, userOf: make(), expiryMargin: 10 });
  open({ storage: store, userOf: make(), expiryMargin: 10 });
});

test("two sessions of one store have no key in common", () => {
  const store = storage();
  const first = open({ storage: store });
  for (const keys of [
    { refreshToken: "another" },
    { accessToken: "another" },
    { accessToken: "refreshToken", refreshToken: "accessToken" },
  ]) {
    const error = thrownBy(() => open({ storage: store, keys }));
    assert.equal(error.code, "ERR_BAD_OPTION");
    assert.match(error.message, /session\.keys/);
  }
  open({ storage: store, keys: { accessToken: "a", refreshToken: "b" } });
  assert.equal(first.session.state, "signed-out");
});

test("two copies of the package on one page share a session: one end, one redirect", async (t) => {
  page(t);
  const { createClient: another } = await secondCopy();
  assert.notEqual(another, createClient);
  const server = await serve((_, response) => reply(response, {}, 401));
  /** @type {string[]} */
  const called = [];
  const clients = [createClient, another].map((create, copy) =>
    create({
      baseURL: server.origin,
      session: {
        refresh: server.origin + "/refresh",
        onEnd: () => void called.push("onEnd"),
        navigate: () => void called.push("navigate"),
        waiterTimeout: 1000 * (copy + 5),
      },
    }),
  );
  clients[0].session.signIn(TOKENS);
  assert.equal(clients[1].session.state, "signed-in");
  const errors = await Promise.all(
    clients.map((api) => failureOf(api.get("/me"))),
  );
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["ERR_SESSION_ENDED", "ERR_SESSION_ENDED"],
  );
  await new Promise((turn) => setImmediate(turn));
  assert.deepEqual(called, ["onEnd", "navigate"]);
  const refreshes = server.lines.filter((line) => line === "POST /refresh");
  assert.equal(refreshes.length, 1);
});

/** What listens to the page. @type {Set<(event: any) => void>} */
const listeners = new Set();
Object.assign(globalThis, {
  addEventListener: (/** @type {string} */ type, /** @type {any} */ listener) =>
    type === "storage" && listeners.add(listener),
  removeEventListener: () => {},
});

test("`session: false` is no session, also for a child of a client with one", () => {
  const parent = open({ storage: storage() });
  for (const api of [
    createClient({ session: false }),
    parent.create({ session: false }),
  ])
    assert.throws(() => api.session.signOut(), { code: "ERR_BAD_OPTION" });
  parent.create({}).session.signOut();
});
