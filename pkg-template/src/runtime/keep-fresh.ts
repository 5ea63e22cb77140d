// The port to the timer of `session.keepFresh`, which runs when the next background refresh is due.

import type { Disposables } from "./disposables.js";
import { apart } from "./own.js";

/** The longest delay that `setTimeout` supports, in ms. */
const LONGEST_MS = 2 ** 31 - 1;

export class KeepFresh {
  /** In ms since the epoch; NaN if it is unknown. */
  due: number | undefined = undefined;
  /** A separate object, so that the function that clears it holds no session. */
  timer: { id?: ReturnType<typeof setTimeout> } = {};

  /** @param tick called when the refresh is due */
  constructor(
    private readonly tick: () => void,
    disposables: Disposables,
  ) {
    const { timer } = this;
    disposables.push(() => clearTimeout(timer.id));
  }

  set(due: number) {
    if (Object.is(due, this.due)) return;
    this.due = due;
    const { timer } = this;
    clearTimeout(timer.id);
    if (Number.isNaN(due)) return;
    timer.id = setTimeout(
      this.tick,
      Math.min(Math.max(due - Date.now(), 0), LONGEST_MS),
    );
    // Otherwise, the timer would keep a Node process alive.
    (timer.id as { unref?(): void }).unref?.();
  }
}

apart(KeepFresh);
