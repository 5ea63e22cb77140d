// @ts-check
// The messages between tabs of one session. Node's BroadcastChannel is real.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "everfetch";
import { page } from "./support.mjs";

/** Remembers what each channel is called. @param {import("node:test").TestContext} t */
const channels = (t) => {
  const { BroadcastChannel } = globalThis;
  /** @type {string[]} */
  const names = [];
  globalThis.BroadcastChannel = class extends BroadcastChannel {
    /** @param {string} name */
    constructor(name) {
      super(name);
      names.push(name);
    }
  };
  t.after(() => void Object.assign(globalThis, { BroadcastChannel }));
  return names;
};

/**
 * Posts these, and resolves once they have been delivered.
 * @param {string} name
 * @param {unknown[]} messages
 */
const post = async (name, messages) => {
  const mouth = new BroadcastChannel(name);
  const channel = new BroadcastChannel(name);
  const delivered = new Promise((resolve) => {
    channel.onmessage = ({ data }) => data === "over" && resolve(undefined);
  });
  for (const message of [...messages, "over"]) mouth.postMessage(message);
  await delivered;
  mouth.close();
  channel.close();
};

/**
 * Another tab's listener. `received` resolves with every message that was sent before the call.
 * @param {import("node:test").TestContext} t
 * @param {string} name
 */
const listen = (t, name) => {
  /** @type {any[]} */
  const messages = [];
  let over = () => {};
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) =>
    data === "over" ? over() : messages.push(data);
  t.after(() => channel.close());
  return async () => {
    const reached = new Promise((resolve) => {
      over = () => resolve(undefined);
    });
    await post(name, []);
    await reached;
    return messages;
  };
};

test("messages that are unknown, of another version or malformed change nothing and throw nothing", async (t) => {
  page(t);
  const names = channels(t);
  const api = createClient({ session: { refresh: "/refresh" } });
  api.session.signIn({ accessToken: "a", refreshToken: "r" });
  /** @type {unknown[]} */
  const events = [];
  api.session.subscribe((event) => events.push(event));
  const [name] = names;
  const received = listen(t, name);
  const other = createClient({ session: { refresh: "/refresh" } });
  other.session.signIn({ accessToken: "b", refreshToken: "r" });
  const [real] = await received();
  assert.equal(real.kind, "signed-in");
  events.length = 0;
  const ended = { ...real, kind: "ended" };
  await post(name, [
    undefined,
    null,
    7,
    7n,
    "ended",
    {},
    [9, 1, 2],
    [3n, 4n, 5n],
    [[]],
    { ...ended, everfetch: real.everfetch + 1 },
    { ...ended, everfetch: String(real.everfetch) },
    { ...ended, kind: "over" },
    { ...ended, kind: ["ended"] },
    { ...ended, token: 7n },
    { ...ended, token: undefined },
    { ...ended, token: "" },
    { ...ended, token: { toString: 1 } },
    { ...ended, next: 5 },
  ]);
  assert.deepEqual(events, []);
  assert.equal(api.session.state, "signed-in");
  // The same message, unharmed, is accepted.
  await post(name, [ended]);
  assert.equal(api.session.state, "ended");
});

test("no token is in the messages between tabs", async (t) => {
  page(t);
  const names = channels(t);
  const keys = { accessToken: "a", refreshToken: "r" };
  const api = createClient({ session: { refresh: "/refresh", keys } });
  api.session.signIn({ accessToken: "s3cret-a", refreshToken: "s3cret-r" });
  const received = listen(t, names[0]);
  api.session.signIn({ accessToken: "s3cret-b", refreshToken: "s3cret-r" });
  await api.session.signOut();
  const messages = await received();
  assert.equal(messages.length, 2);
  assert.doesNotMatch(JSON.stringify(messages), /s3cret/);
});

test("sessions whose keys have blanks are kept apart", (t) => {
  page(t);
  const [one, other] = [
    { accessToken: "a b", refreshToken: "c" },
    { accessToken: "a", refreshToken: "b c" },
  ].map((keys) => createClient({ session: { refresh: "/refresh", keys } }));
  one.session.signIn({ accessToken: "alice", refreshToken: "r" });
  assert.equal(one.session.state, "signed-in");
  assert.equal(other.session.state, "signed-out");
});
