// The port to Web Locks: the lock of a refresh, the notices that a token has been exchanged, and how many copies of
// a tab there are.

import { Limit, Rescue } from "../protocol.js";
import { own, platform } from "./own.js";

/** Frees a lock. */
export type Release = () => void;

/**
 * Waits for the lock, and takes it away from a tab that has frozen with it.
 * @param rescueOf what to do when the deadline has passed: has the holder been the same all the while, and in which
 *   round?
 * @returns Resolves to what frees it, or to undefined where there are no locks or it is not wanted any more.
 */
export const takeLock = async (
  name: string,
  ms: number,
  signal: AbortSignal,
  rescueOf: (sameHolder: boolean, round: number) => Rescue,
): Promise<Release | undefined> => {
  const locks = manager();
  if (!locks) return;
  const take = (which: string, options: LockOptions) =>
    new Promise<Release | undefined>((resolve, reject) => {
      // Rejects also when it is stolen from us, much later.
      locks
        .request(which, own(options), (lock) =>
          lock
            ? new Promise<void>((free) => resolve(free))
            : resolve(undefined),
        )
        .catch(reject);
    });
  const holderOf = async () =>
    (await locks.query()).held?.find((lock) => lock.name === name)?.clientId;
  try {
    let holder = await holderOf();
    for (let round = 0; ; round++) {
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
      const rescue = rescueOf(now === holder, round);
      const freeRescue =
        rescue !== Rescue.WaitAgain &&
        (await take(
          name + " rescue",
          rescue === Rescue.Steal ? { steal: true } : { ifAvailable: true },
        ));
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

// A lock is handed over faster than a write to the store arrives (guarantees.md: 44 ms at the worst). So the tab
// that exchanges a token takes a lock as well, whose name is what has been exchanged: locks are seen in the order
// in which they are taken. Nothing has to wait for that but the lock itself.

/** Says that these tokens have been exchanged. */
export const raiseNotices = (name: string, fingerprints: string[]) =>
  Promise.all(
    fingerprints.map((fingerprint) => raise(`${name} ${fingerprint}`)),
  );

/** Has another tab exchanged any of these tokens? */
export const seesNotice = async (name: string, fingerprints: string[]) => {
  const held = await heldLocks();
  return fingerprints.some((fingerprint) =>
    held.includes(`${name} ${fingerprint}`),
  );
};

const raise = (notice: string): Promise<void> =>
  new Promise((resolve) => {
    // The session's lock is held, so there are locks.
    manager()!
      .request(notice, own({ mode: "shared" }), () => {
        resolve();
        return new Promise((lower) => setTimeout(lower, Limit.NoticeMs));
      })
      .catch(() => resolve());
  });

/** Shows by a lock that this tab is one of those that share a name, until what is returned is called. */
export const join = (name: string): Release => {
  const left = new AbortController();
  const { signal } = left;
  manager()
    ?.request(
      name + " member",
      { mode: "shared", signal },
      () =>
        new Promise<void>((leave) =>
          signal.addEventListener("abort", () => leave()),
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
    const { held = [] } = await manager()!.query();
    return held.map((lock) => lock.name);
  } catch {
    // There are none, or they are not allowed here.
    return [];
  }
};

/** There are none outside of secure contexts. */
const manager = (): LockManager | undefined => platform("navigator")?.locks;
