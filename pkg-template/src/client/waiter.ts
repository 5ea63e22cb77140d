// What may have to wait for a refresh: a request, or a call of `session.refresh()`.

import type { SessionContext } from "./context.js";
import { Call, Hold, Leaving, waitingStamp, waits } from "../protocol.js";
import { apart, member } from "../runtime/own.js";
import { stamped } from "../runtime/stamps.js";
import { after } from "../runtime/time.js";

/** The wasm gives it a place in the queue and settles it, once. */
export class Waiter {
  declare client: SessionContext;
  declare signal: AbortSignal | undefined;
  /** Called once, when the refresh has ended. */
  declare settle: (error?: unknown) => void;
  /** That of the engine which has stamped it last. */
  declare epoch: number;
  constructor(client: SessionContext, signal?: AbortSignal) {
    this.client = client;
    this.signal = signal;
    this.settle = () => {};
  }

  /** Its stamp, if it may be sent now; otherwise a promise of the one to `resume` with. */
  admit(hold: boolean): number | Promise<number> {
    const { client } = this;
    const { session, credential } = client;
    session.syncFromStore(client);
    const { wasm, id } = session;
    const stamp = wasm[Call.admit](
      id,
      hold ? Hold.DuringRefresh : Hold.Never,
      credential,
      Date.now(),
    );
    this.epoch = session.epoch;
    if (!waits(stamp)) return stamp;
    if (DEVELOPMENT)
      session.trace?.(
        this +
          " waits, refresh " +
          (session.currentRefresh ? "started" : "due"),
      );
    return this.wait(waitingStamp(stamp));
  }

  /** Who it is, in a line of `session.debug`. */
  toString() {
    return "the application";
  }

  async wait(stamp: number) {
    const { client } = this;
    const { session } = client;
    const turn = this.queue();
    // At the end of the stack, the next line throws, and nobody comes to wait for this.
    turn.catch((error) => {
      if (DEVELOPMENT) traceFailure(this, error);
    });
    session.perform(client);
    await turn;
    return stamp;
  }

  /**
   * The stamp with which it goes out now. To be called in the same task as the sending, with nothing awaited
   * between them: whatever was awaited before, another user may have signed in meanwhile (G10).
   */
  resume(stamp: number) {
    const { client } = this;
    const { session } = client;
    session.syncFromStore(client);
    const resumed = session.wasm[Call.resume](session.id, stamp);
    session.perform(client);
    if (!DEVELOPMENT) return stamped(resumed);
    try {
      return stamped(resumed);
    } catch (error) {
      traceFailure(this, error);
      throw error;
    }
  }

  queue() {
    return new Promise((resolve, reject) => {
      const { client, signal } = this;
      const { session } = client;
      const { wasm, id } = session;
      const number = wasm[Call.wait](id);
      session.enlist(number, this);
      const leave = (leaving: Leaving) => {
        try {
          wasm[Call.leave](id, number, leaving);
          session.perform(client);
        } catch (broken) {
          // Whatever has become of the wasm, nobody waits for ever.
          this.settle(broken);
        }
      };
      const aborted = () => {
        leave(Leaving.Aborted);
        session.waiters.delete(number);
        this.settle(signal?.reason);
      };
      const stop = after(client.waiterTimeout, () => leave(Leaving.TimedOut));
      this.settle = (error: unknown) => {
        stop();
        signal?.removeEventListener("abort", aborted);
        error === undefined ? resolve(undefined) : reject(error);
      };
      signal?.addEventListener("abort", aborted);
      // Not at once: whoever asks has not yet performed what began.
      if (signal?.aborted) queueMicrotask(aborted);
    });
  }
}

apart(Waiter);

/** A line of `session.debug`. */
const traceFailure = (waiter: Waiter, error: unknown) => {
  const code = member(error, "code") ?? "aborted";
  waiter.client.session.trace?.(`${waiter} fails: ${code}`);
};
