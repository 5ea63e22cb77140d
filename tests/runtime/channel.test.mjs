// The port to the channel between tabs, and the events of the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  connect,
  messageOf,
  readMessage,
} from "../../pkg-template/src/runtime/channel.ts";
import { MessageKind } from "../../pkg-template/src/protocol.ts";
import { whileHeld } from "../../pkg-template/src/runtime/disposables.ts";
import { onAwake, onStored } from "../../pkg-template/src/runtime/lifecycle.ts";
import { fakeChannels, install } from "./fakes.mjs";

const OLD = "0123456789abcdef";
const NEW = "fedcba9876543210";

test("a message arrives in the tabs that use the same name", (t) => {
  install(t, { BroadcastChannel: fakeChannels() });
  /** @type {unknown[]} */
  const received = [];
  const here = connect("a", () => assert.fail("its own message"), []);
  connect("a", (data) => received.push(readMessage(data)), []);
  connect("b", () => assert.fail("another session's message"), []);
  here?.postMessage(messageOf(MessageKind.Refreshed, OLD, NEW));
  assert.equal(received.length, 1);
  const { kind, token, next } = /** @type {any} */ (received[0]);
  assert.deepEqual([kind, token, next], [MessageKind.Refreshed, OLD, NEW]);
});

test("a session that is given up receives nothing more", (t) => {
  install(t, { BroadcastChannel: fakeChannels() });
  /** @type {(() => void)[]} */
  const disposables = [];
  const other = connect("a", () => {}, []);
  connect("a", () => assert.fail("it was closed"), disposables);
  for (const undo of disposables) undo();
  other?.postMessage(messageOf(MessageKind.SignedOut, OLD, ""));
});

test("where there is no BroadcastChannel, there is no channel", (t) => {
  install(t, { BroadcastChannel: undefined });
  assert.equal(
    connect("a", () => {}, []),
    undefined,
  );
});

test("a message of another version, of an unknown kind or with something that is no fingerprint is ignored", () => {
  const message = messageOf(MessageKind.Refreshed, OLD, NEW);
  assert.ok(readMessage(message));
  for (const wrong of [
    undefined,
    null,
    "refreshed",
    {},
    { ...message, everfetch: 2 },
    { ...message, everfetch: "1" },
    { ...message, kind: "elsewhere" },
    { ...message, token: "" },
    { ...message, token: OLD.toUpperCase() },
    { ...message, next: "a-token" },
    Object.create(message),
  ])
    assert.equal(readMessage(wrong), undefined, JSON.stringify(wrong));
});

test("a sign-out with an external credential names no token", () => {
  assert.ok(readMessage(messageOf(MessageKind.SignedOut, "", "")));
});

test("only writes to the session's keys, and a cleared store, are reported", (t) => {
  const page = new EventTarget();
  install(t, {
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  });
  let changes = 0;
  /** @type {(() => void)[]} */
  const disposables = [];
  onStored(["access", "refresh"], () => void changes++, disposables);
  const write = (/** @type {string | null} */ key) =>
    page.dispatchEvent(Object.assign(new Event("storage"), { key }));
  write("access");
  write("theme");
  assert.equal(changes, 1);
  write(null);
  assert.equal(changes, 2);
  for (const undo of disposables) undo();
  write("access");
  assert.equal(changes, 2);
});

test("a page is awake when it is online again or its visibility has changed", (t) => {
  const page = new EventTarget();
  const document = new EventTarget();
  install(t, {
    document,
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  });
  let wakes = 0;
  onAwake(() => void wakes++, []);
  page.dispatchEvent(new Event("online"));
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(wakes, 2);
});

test("a callback does nothing once the object is gone", (t) => {
  /** @type {object | undefined} */
  let held = { name: "session" };
  install(t, {
    WeakRef: class {
      deref() {
        return held;
      }
    },
  });
  /** @type {unknown[]} */
  const calls = [];
  const call = whileHeld(held, (value, more) => calls.push([value, more]));
  call("first");
  held = undefined;
  call("second");
  assert.deepEqual(calls, [[{ name: "session" }, "first"]]);
});
