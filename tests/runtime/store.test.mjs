// The port to the store of the tokens, and the record of a refresh that a reload has interrupted.

import "../support/development.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import "../support/development.mjs";
import {
  Memory,
  atOnce,
  probe,
  storeOf,
} from "../../pkg-template/src/runtime/store.ts";
import {
  closed,
  opened,
  unanswered,
} from "../../pkg-template/src/runtime/unanswered.ts";
import { install } from "./fakes.mjs";

test("a page has its own stores, and a server has memory", (t) => {
  const [local, session] = [new Memory(), new Memory()];
  install(t, { localStorage: local, sessionStorage: session });
  assert.equal(storeOf("local"), undefined);
  install(t, { document: {} });
  assert.equal(storeOf("local"), local);
  assert.equal(storeOf("session"), session);
  assert.equal(storeOf("memory"), undefined);
  const custom = new Memory();
  assert.equal(storeOf(custom), custom);
});

test("a blocked store is null", (t) => {
  install(t, { document: {}, localStorage: undefined });
  Object.defineProperty(globalThis, "localStorage", {
    get() {
      throw new DOMException("denied", "SecurityError");
    },
    configurable: true,
  });
  assert.equal(storeOf("local"), null);
});

test("an asynchronous store is refused, and one that throws is not", () => {
  const store = new Memory();
  const slow = { ...store, getItem: async () => "token" };
  assert.throws(
    () => probe(/** @type {any} */ (slow), "key"),
    /must be synchronous/,
  );
  const broken = {
    ...store,
    getItem() {
      throw new Error("broken");
    },
  };
  probe(/** @type {any} */ (broken), "key");
  assert.equal(atOnce("token"), "token");
});

test("the next page waits for the answer of a refresh that the last one has not seen", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  install(t, { localStorage: new Memory() });
  assert.equal(unanswered("lock"), 0);
  opened("lock");
  t.mock.timers.tick(500);
  assert.equal(unanswered("lock"), 1500);
  t.mock.timers.tick(2000);
  assert.equal(unanswered("lock"), 0);
});

test("nothing is waited for once the answer was there", (t) => {
  install(t, { localStorage: new Memory() });
  opened("lock");
  closed("lock");
  assert.equal(unanswered("lock"), 0);
});

test("a clock that was set back makes no wait longer", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  install(t, { localStorage: new Memory() });
  opened("lock");
  t.mock.timers.setTime(0);
  assert.equal(unanswered("lock"), 2000);
});
