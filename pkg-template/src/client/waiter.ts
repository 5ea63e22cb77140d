// Something that may wait for a refresh: a request, or a call of `session.refresh()`.

import type { SessionContext } from "./context.js";
import { Call, Hold, Leaving, waitingStamp, waits } from "../protocol.js";
import { apart, member } from "../runtime/own.js";
import { stamped } from "../runtime/stamps.js";
import { after } from "../runtime/time.js";

/** The engine adds it to the queue and settles it once. */
export class Waiter {
  declare client: SessionContext;
  declare signal: AbortSignal | undefined;
  /** Called once, when the refresh has ended. */
  declare settle: (error?: unknown) => void;
  /** The epoch of the engine that stamped it last. */
  declare epoch: number;
  constructor(client: SessionContext, signal?: AbortSignal) {
    this.client = client;
    this.signal = signal;
    this.settle = () => {};
  }

  /** Returns its stamp if it may be sent now; otherwise a promise of the stamp to `resume` with. */
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

  /** Its name in a line of `session.debug`. */
  toString() {
    return "the application";
  }

  async wait(stamp: number) {
    const { client } = this;
    const { session } = client;
    const turn = this.queue();
    // If the stack is exhausted, the next line throws, and nothing awaits this promise.
    turn.catch((error) => {
      if (DEVELOPMENT) traceFailure(this, error);
    });
    session.perform(client);
    await turn;
    return stamp;
  }

  /**
   * Returns the stamp to send with. Call it in the same task that sends the request, without awaiting anything in
   * between: during any await, another user may sign in (G10).
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
          // Even if the engine has failed, no waiter waits for ever.
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
      // Deferred to a microtask: the caller still has commands to perform.
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
