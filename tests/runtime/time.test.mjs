// The port to timers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { after, within } from "../../pkg-template/src/runtime/time.ts";
import { install, settled } from "./fakes.mjs";

test("a timer runs after what had arrived by then", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  /** @type {string[]} */
  const order = [];
  after(1000, () => order.push("timer"));
  setTimeout(() => order.push("answer"), 1000);
  t.mock.timers.tick(1001);
  assert.deepEqual(order, ["answer", "timer"]);
});

test("a page that was frozen gets a second to see what has arrived meanwhile", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  install(t, { Date: { now: () => now } });
  let ran = false;
  after(1000, () => (ran = true));
  now = 10_000;
  t.mock.timers.tick(1000);
  t.mock.timers.tick(999);
  assert.equal(ran, false);
  t.mock.timers.tick(1);
  assert.equal(ran, true);
});

test("a timer that was stopped does not run", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const stop = after(1000, () => assert.fail("it was stopped"));
  t.mock.timers.tick(999);
  stop();
  t.mock.timers.tick(5000);
});

test("a promise counts when it settles in time", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  assert.equal(await within(Promise.resolve("in time"), 1000), "in time");
  await assert.rejects(within(Promise.reject(new Error("no")), 1000), /no/);
});

test("a promise that does not settle in time comes to nothing", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const late = within(new Promise(() => {}), 1000);
  t.mock.timers.tick(1001);
  await settled();
  assert.equal(await late, undefined);
});
