// @ts-check
// The end of a session: the application's dialog, and the way to the log-in page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { failureOf, storage } from "./support.mjs";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Each page has keys of its own: a session is shared by all clients of one store. */
let pages = 0;
let keys = { accessToken: "", refreshToken: "" };

/**
 * Does this as if on a page, whose browser can be offline.
 * @param {(page: { assigned: string[], items: Map<string, string>, emit(type: string, members?: object): void, online: boolean }) => Promise<void>} work
 */
const onPage = async (work) => {
  const events = new EventTarget();
  keys = { accessToken: `access${++pages}`, refreshToken: `refresh${pages}` };
  const local = storage({
    [keys.accessToken]: "old",
    [keys.refreshToken]: "r",
  });
  const navigator = { onLine: true };
  /** @type {string[]} */
  const assigned = [];
  const location = new URL("https://app.test/orders");
  const page = {
    assigned,
    items: local.items,
    emit: (/** @type {string} */ type, members = {}) =>
      void events.dispatchEvent(Object.assign(new Event(type), members)),
    get online() {
      return navigator.onLine;
    },
    set online(online) {
      navigator.onLine = online;
      if (online) page.emit("online");
    },
  };
  /** @type {Record<string, any>} */
  const globals = {
    localStorage: local,
    navigator,
    document: { baseURI: location.href, cookie: "" },
    location: Object.assign(location, {
      assign: (/** @type {string} */ url) => void assigned.push(url),
    }),
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
  };
  const before = Object.keys(globals).map((name) => ({
    name,
    was: Object.getOwnPropertyDescriptor(globalThis, name),
  }));
  for (const name of Object.keys(globals))
    Object.defineProperty(globalThis, name, {
      value: globals[name],
      configurable: true,
      writable: true,
    });
  try {
    await work(page);
  } finally {
    for (const { name, was } of before)
      if (was) Object.defineProperty(globalThis, name, was);
      else Reflect.deleteProperty(globalThis, name);
  }
};

/** @typedef {Parameters<Parameters<typeof onPage>[0]>[0]} Page */

/** Another tab signs out. @param {Page} page */
const signOutElsewhere = async (page) => {
  page.items.clear();
  page.emit("storage", { key: null });
  await turn();
};

/** @param {any} [session] */
const client = (session) =>
  createClient({
    baseURL: "https://app.test",
    fetch: async () => new Response("{}", { status: 401 }),
    session: { refresh: "/refresh", keys, ...session },
  });

test("a sign-out in another tab while offline redirects once the browser is online again", () =>
  onPage(async (page) => {
    const api = client();
    page.online = false;
    await signOutElsewhere(page);
    assert.equal(api.session.state, "signed-out");
    assert.deepEqual(page.assigned, []);
    page.online = true;
    assert.deepEqual(page.assigned, ["/login"]);
    page.online = true;
    assert.deepEqual(page.assigned, ["/login"], "once");
  }));

test("a redirect that waits for the network is dropped when the user signs in meanwhile", () =>
  onPage(async (page) => {
    const api = client();
    page.online = false;
    await signOutElsewhere(page);
    api.session.signIn({ accessToken: "a", refreshToken: "r" });
    page.online = true;
    assert.deepEqual(page.assigned, []);
  }));

test("several ends while offline are one redirect", () =>
  onPage(async (page) => {
    const api = client();
    page.online = false;
    await signOutElsewhere(page);
    api.session.signIn({ accessToken: "a", refreshToken: "r" });
    await signOutElsewhere(page);
    page.online = true;
    assert.deepEqual(page.assigned, ["/login"]);
  }));

test("with navigate the application is asked at once, offline too", () =>
  onPage(async (page) => {
    /** @type {string[]} */
    const routed = [];
    const api = client({
      navigate: (/** @type {string} */ url) => routed.push(url),
    });
    page.online = false;
    await signOutElsewhere(page);
    assert.equal(api.session.state, "signed-out");
    assert.deepEqual(routed, ["/login"]);
  }));

test("a dialog in onEnd is waited for as long as it takes, and a waiter has its deadline", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  /** @type {string[]} */
  const routed = [];
  /** @type {((choice?: string) => void)[]} */
  const dialogs = [];
  const api = client({
    storage: storage({ a3: "old", r3: "r" }),
    keys: { accessToken: "a3", refreshToken: "r3" },
    waiterTimeout: 60_000,
    navigate: (/** @type {string} */ url) => routed.push(url),
    onEnd: () => new Promise((answer) => dialogs.push(answer)),
  });
  const waits = failureOf(api.get("/me"));
  while (!dialogs[0]) {
    t.mock.timers.tick(10);
    await turn();
  }
  t.mock.timers.tick(58_000);
  await turn();
  assert.equal(api.session.waiting, 1);
  t.mock.timers.tick(2_000);
  assert.equal((await waits).code, "ERR_WAITER_TIMEOUT");
  t.mock.timers.tick(3_600_000);
  await turn();
  assert.deepEqual(routed, [], "the user is still reading");
  dialogs[0]();
  await turn();
  assert.deepEqual(routed, ["/login"]);
});

test("an answer of onEnd that is no text means the redirect, and keeps no request waiting", async () => {
  for (const answer of [Object.create(null), Symbol("wait"), 7, ["stay"]]) {
    /** @type {string[]} */
    const routed = [];
    /** @type {string[]} */
    const lines = [];
    const api = client({
      storage: storage({ a4: "old", r4: "r" }),
      keys: { accessToken: "a4", refreshToken: "r4" },
      navigate: (/** @type {string} */ url) => routed.push(url),
      debug: (/** @type {string} */ line) => lines.push(line),
      // Such as a module: `async () => import("./dialog.js")`.
      onEnd: async () => answer,
    });
    assert.equal((await failureOf(api.get("/me"))).code, "ERR_SESSION_ENDED");
    assert.deepEqual(routed, ["/login"]);
    assert.ok(lines.includes("1 waiting → redirect"));
  }
});
