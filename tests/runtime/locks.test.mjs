// The port to Web Locks.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  holdersOf,
  join,
  raiseNotices,
  seesNotice,
  takeLock,
} from "../../pkg-template/src/runtime/locks.ts";
import { Rescue } from "../../pkg-template/src/protocol.ts";
import { FakeLocks, install, settled } from "./fakes.mjs";

const NAME = "everfetch test";
const DEADLINE_MS = 1000;

/** As the core has it (src/session/lock.rs), in short. */
const rescueOf = (/** @type {boolean} */ sameHolder) =>
  sameHolder ? Rescue.IfAvailable : Rescue.WaitAgain;

/** Each tab in turn is the one whose globals the port sees when it is called. */
const origin = (/** @type {import("node:test").TestContext} */ t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const locks = new FakeLocks();
  const in_ = (/** @type {string} */ id) =>
    install(t, { navigator: { locks: locks.tab(id) } });
  const take = (
    /** @type {string} */ id,
    signal = new AbortController().signal,
  ) => {
    in_(id);
    /** @type {{ release?: (() => void) | undefined, done: boolean }} */
    const taken = { done: false };
    takeLock(NAME, DEADLINE_MS, signal, rescueOf).then((release) =>
      Object.assign(taken, { release, done: true }),
    );
    return taken;
  };
  return { locks, in_, take };
};

test("a tab gets the lock when the one before it has released it", async (t) => {
  const { take } = origin(t);
  const first = take("a");
  await settled();
  const second = take("b");
  await settled();
  assert.equal(typeof first.release, "function");
  assert.equal(second.done, false);
  first.release?.();
  await settled();
  assert.equal(typeof second.release, "function");
});

test("a tab that has held the lock for the whole deadline loses it, to one tab only", async (t) => {
  const { locks, take } = origin(t);
  take("frozen");
  await settled();
  const [one, other] = [take("b"), take("c")];
  await settled();
  t.mock.timers.tick(DEADLINE_MS);
  await settled();
  const holders = locks.held.filter(({ name }) => name === NAME);
  assert.equal(holders.length, 1);
  assert.notEqual(holders[0].clientId, "frozen");
  assert.deepEqual([one.done, other.done].sort(), [false, true]);
  (one.release ?? other.release)?.();
  await settled();
  assert.deepEqual([one.done, other.done], [true, true]);
});

test("a lock that has changed hands meanwhile is not stolen", async (t) => {
  const { locks, take } = origin(t);
  const first = take("a");
  await settled();
  take("b");
  await settled();
  const third = take("c");
  await settled();
  t.mock.timers.tick(DEADLINE_MS - 1);
  first.release?.();
  await settled();
  t.mock.timers.tick(1);
  await settled();
  assert.equal(third.done, false);
  assert.equal(locks.held.find(({ name }) => name === NAME).clientId, "b");
});

test("a refresh that is no longer wanted stops waiting", async (t) => {
  const { locks, take } = origin(t);
  take("a");
  await settled();
  const unwanted = new AbortController();
  const second = take("b", unwanted.signal);
  await settled();
  unwanted.abort();
  await settled();
  assert.deepEqual(second, { release: undefined, done: true });
  assert.equal(locks.pending.length, 0);
});

test("where there are no locks, nothing is waited for", async (t) => {
  install(t, { navigator: {} });
  const { signal } = new AbortController();
  assert.equal(await takeLock(NAME, DEADLINE_MS, signal, rescueOf), undefined);
  assert.equal(await seesNotice(NAME, ["0123456789abcdef"]), false);
  assert.equal(await holdersOf(NAME), 0);
});

test("a notice is seen by every tab, for its token only, and goes by itself", async (t) => {
  const { in_ } = origin(t);
  in_("a");
  await raiseNotices(NAME, ["aaaaaaaaaaaaaaaa"]);
  in_("b");
  assert.equal(await seesNotice(NAME, ["bbbbbbbbbbbbbbbb"]), false);
  assert.equal(
    await seesNotice(NAME, ["bbbbbbbbbbbbbbbb", "aaaaaaaaaaaaaaaa"]),
    true,
  );
  t.mock.timers.tick(3000);
  await settled();
  assert.equal(await seesNotice(NAME, ["aaaaaaaaaaaaaaaa"]), false);
});

test("tabs that have joined are counted until they leave", async (t) => {
  const { in_ } = origin(t);
  in_("a");
  const leave = join(NAME);
  in_("b");
  join(NAME);
  assert.equal(await holdersOf(NAME), 2);
  leave();
  await settled();
  assert.equal(await holdersOf(NAME), 1);
});
