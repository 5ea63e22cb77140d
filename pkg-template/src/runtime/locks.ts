// The port to Web Locks: the lock of a refresh, the exchanged-token notices, and the number of copies of a tab.

import { Limit, Rescue } from "../protocol.js";
import { own, platform } from "./own.js";

/** Frees a lock. */
export type Release = () => void;

/**
 * Waits for the lock, and steals it from a tab that has frozen while holding it.
 * @param rescueOf decides what to do when the deadline has passed, by the round and by whether the holder was the same
 *   all the time
 * @returns a function that releases the lock, or undefined if there are no locks or the lock is no longer wanted
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
      // Also rejects if the lock is stolen from this tab, much later.
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
    // Locks are not allowed here, for example in a sandboxed frame.
  }
};

// A lock is handed over faster than a write to the store arrives in another tab (which takes up to 44 ms). Therefore
// the tab that exchanges a token also takes a second lock, whose name identifies the token: other tabs see locks in the
// order in which they were taken. Only the release of the refresh's lock has to wait for that.

/** Announces that these tokens have been exchanged. */
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
    // This tab holds the session's lock, so locks exist.
    manager()!
      .request(notice, own({ mode: "shared" }), () => {
        resolve();
        return new Promise((lower) => setTimeout(lower, Limit.NoticeMs));
      })
      .catch(() => resolve());
  });

/** Takes a shared lock, which counts this tab among those with this name, until the returned function is called. */
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

/** How many tabs have joined; 0 without locks. */
export const holdersOf = async (name: string) =>
  (await heldLocks()).filter((held) => held === name + " member").length;

/** The names of all held locks. */
const heldLocks = async (): Promise<(string | undefined)[]> => {
  try {
    const { held = [] } = await manager()!.query();
    return held.map((lock) => lock.name);
  } catch {
    // There are no locks, or they are not allowed here.
    return [];
  }
};

/** The lock manager, which exists in secure contexts only. */
const manager = (): LockManager | undefined => platform("navigator")?.locks;
