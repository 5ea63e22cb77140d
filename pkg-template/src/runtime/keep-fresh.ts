// The port to the timer of `session.keepFresh`: when the next refresh in the background is due.

import type { Disposables } from "./disposables.js";
import { apart } from "./own.js";

/** The longest that `setTimeout` takes, in ms. */
const LONGEST_MS = 2 ** 31 - 1;

export class KeepFresh {
  /** In ms since the epoch; NaN where that is not known. */
  due: number | undefined = undefined;
  /** Apart, so that what clears it holds no session. */
  timer: { id?: ReturnType<typeof setTimeout> } = {};

  /** @param tick called when the time has come */
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
    // In Node, it would keep the process alive.
    (timer.id as { unref?(): void }).unref?.();
  }
}

apart(KeepFresh);
