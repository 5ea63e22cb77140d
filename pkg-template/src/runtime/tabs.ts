// @ts-nocheck
// The other tabs of a session: the lock that they share, what is said between them, and how one sees what
// another stores. Nothing here holds a session: one that nobody uses any more is to be collected.

import { member, own, platform } from "./own.js";
import { isFingerprint } from "./tokens.js";

/**
 * The version of what tabs say to each other. Raise it with every change of the messages: a tab that was opened
 * before an update of the application goes on with the former version.
 */
const VERSION = 1;

/** What is said, as src/bindings.rs numbers it, and then between copies of a tab. */
const KINDS = ["signed-in", "refreshed", "signed-out", "ended", "asked", "had"];
export const REFRESHED = 1;
export const SIGNED_OUT = 2;
export const ENDED = 3;
export const ASKED = 4;
export const HAD = 5;

/** What was exchanged is told for so long, in ms: many times what a write takes to arrive. */
const BEACON_MS = 3000;

/**
 * @typedef {import("./session.js").Session} Session
 * @typedef {{ closers: (() => void)[] }} Wires what is to be undone once nobody uses the session
 */

/**
 * What a tab says to the others. No token is in it, only fingerprints.
 * @param next the one that it was exchanged for
 */
export const messageOf = (kind: number, token: string, next: string) => ({
  everfetch: VERSION,
  kind: KINDS[kind],
  token,
  next,
});

/**
 * What another tab has said. Undefined if it is no message of this version: everything of the same origin can
 * write to the channel.
 */
export const readMessage = (data: unknown) => {
  const { everfetch, kind: word, token, next, copy } = own(data);
  const kind = KINDS.indexOf(word);
  return everfetch === VERSION &&
    kind >= 0 &&
    // Without a token, it is about an external credential, or between copies of a tab.
    (isFingerprint(token) || (token === "" && (copy || kind >= SIGNED_OUT))) &&
    (isFingerprint(next) || next === "")
    ? { kind, token, next, copy: own(copy) }
    : undefined;
};

/**
 * A reference that lets go of what nobody else holds, where there is such a thing: not in every edge runtime.
 * @template {object} T
 * @param {T} value
 * @returns {{ deref(): T | undefined }}
 */
export const weakly = <T>(value: T): { deref(): T | undefined } =>
  typeof WeakRef === "undefined" ? { deref: () => value } : new WeakRef(value);

/** Hears what the other tabs write. */
export const watch = (session: Session, wires: Wires) => {
  const ref = weakly(session);
  const { keys } = session;
  listen(wires, globalThis, "storage", ({ key }) => {
    // No key: all of it was cleared.
    if (key === null || keys.includes(key))
      ref.deref()?.look(undefined, true, true);
  });
};

/** Hears what the other tabs say, by the channel, which it returns. */
export const connect = (session: Session, name: string, wires: Wires) => {
  const ref = weakly(session);
  const channel = platform("BroadcastChannel")
    ? new BroadcastChannel(name)
    : undefined;
  if (channel) {
    channel.onmessage = ({ data }) => ref.deref()?.hear(data);
    // In Node, it would keep the process alive.
    (channel as any).unref?.();
    wires.closers.push(() => channel.close());
  }
  return channel;
};

/** Back from sleep, or online again: a timer has slept as well. */
export const wake = (session: Session, wires: Wires) => {
  const ref = weakly(session);
  const tick = () => ref.deref()?.wake();
  listen(wires, globalThis, "online", tick);
  listen(wires, platform("document"), "visibilitychange", tick);
};

/**
 * By the platform's own methods: an element of the name `addEventListener` hides that of the document (DOM
 * clobbering).
 */
const listen = (
  wires: Wires,
  target: any,
  type: string,
  listener: (event: any) => void,
) => {
  const { addEventListener: add, removeEventListener: remove } =
    target instanceof EventTarget
      ? EventTarget.prototype
      : {
          addEventListener: member(target, "addEventListener"),
          removeEventListener: member(target, "removeEventListener"),
        };
  add?.call(target, type, listener);
  wires.closers.push(() => remove?.call(target, type, listener));
};

/**
 * Waits for the lock, and takes it away from a tab that has frozen with it: one that has held it for all of
 * our time. Resolves to what frees it, or to undefined where there are no locks or nobody wants it any more.
 */
export const takeLock = async (
  name: string,
  ms: number,
  signal: AbortSignal,
): Promise<(() => void) | undefined> => {
  const locks = platform("navigator")?.locks;
  if (!locks) return;
  const take = (
    which: string,
    options: LockOptions,
  ): Promise<(() => void) | undefined> =>
    new Promise((resolve, reject) => {
      // Rejects also when it is stolen from us, much later.
      locks
        .request(which, own(options), (lock: any) =>
          lock
            ? new Promise((free) => resolve(() => free(undefined)))
            : resolve(undefined),
        )
        .catch(reject);
    });
  const holderOf = async () =>
    (await locks.query()).held?.find((lock: any) => lock.name === name)
      ?.clientId;
  try {
    let holder = await holderOf();
    for (
      let rescue = { ifAvailable: true };
      ;
      rescue = { steal: true } as any
    ) {
      const bound = new AbortController();
      const stop = () => bound.abort();
      const timer = setTimeout(stop, ms);
      signal.addEventListener("abort", stop);
      if (signal.aborted) stop();
      try {
        return await take(name, { signal: bound.signal });
      } catch {
        if (!bound.signal.aborted || signal.aborted) return;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
      }
      const now = await holderOf();
      // All are late at the same moment. One of them steals, the others go on waiting, for that one.
      const freeRescue =
        now === holder && (await take(name + " rescue", rescue));
      if (freeRescue) {
        const free = await take(name, { steal: true });
        return () => {
          free?.();
          freeRescue();
        };
      }
      holder = now;
    }
  } catch {
    // Not allowed here, as in a sandboxed frame.
  }
};

// A lock is handed over faster than a write to the store arrives (guarantees.md: 44 ms at the worst). So
// whoever exchanges a token says so by a lock as well, whose name is what has been replaced: locks are seen in
// the order in which they are taken. Nothing has to wait for that but the lock itself.

export const raiseBeacons = (name: string, spent: string[]) =>
  Promise.all(spent.map((print) => raise(`${name} ${print}`)));

/** Has another tab replaced any of this? */
export const seesBeacon = async (name: string, shown: string[]) => {
  const held = await heldLocks();
  return shown.some((print) => held.includes(`${name} ${print}`));
};

const raise = (beacon: string): Promise<void> =>
  new Promise((resolve) => {
    platform("navigator")
      ?.locks.request(beacon, own({ mode: "shared" }), () => {
        resolve();
        return new Promise((lower) => setTimeout(lower, BEACON_MS));
      })
      .catch(() => resolve());
  });

/** Shows by a lock that this tab is one of those that share a name, until what is returned is called. */
export const join = (name: string): (() => void) => {
  const left = new AbortController();
  const { signal } = left;
  platform("navigator")
    ?.locks?.request(
      name + " member",
      { mode: "shared", signal },
      () =>
        new Promise((leave) =>
          signal.addEventListener("abort", () => leave(undefined)),
        ),
    )
    .catch(() => {});
  return () => left.abort();
};

/** How many tabs have joined; 0 where there are no locks. */
export const holdersOf = async (name: string) =>
  (await heldLocks()).filter((held) => held === name + " member").length;

/** Their names. */
const heldLocks = async (): Promise<(string | undefined)[]> => {
  try {
    const { held } = await platform("navigator").locks.query();
    return (held ?? []).map((lock: any) => lock.name);
  } catch {
    // There are none, or they are not allowed here.
    return [];
  }
};
