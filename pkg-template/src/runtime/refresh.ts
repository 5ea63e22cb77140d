// One refresh in the browser. The core commands its steps one by one; each method here performs a step and reports its
// result.

import { Attempt } from "./attempt.js";
import type { SessionContext } from "../client/context.js";
import { raiseNotices, seesNotice, takeLock } from "./locks.js";
import type { LogOut } from "./log-out.js";
import { apart } from "./own.js";
import { Call, type Engine, Lock, Outcome } from "../protocol.js";
import type { Session } from "./session.js";
import { fingerprint } from "./tokens.js";
import { unanswered } from "./unanswered.js";

export class Refresh {
  declare session: Session;
  declare client: SessionContext;
  /** The core's number for this refresh. */
  declare number: number;
  declare epoch: number;
  declare cancelled: AbortController;
  /** The last attempt at the token endpoint. */
  declare attempt: Attempt | undefined;
  declare outcome: Outcome | undefined;
  declare lock: Lock;
  /** The fingerprints of the tokens that the store contained when the lock was acquired. */
  declare shown: string[];
  /** Releases the lock. */
  declare release: () => void;
  /** The log-out that follows, if the session was signed out. */
  declare leaving: LogOut | undefined;

  constructor(session: Session, client: SessionContext, number: number) {
    this.session = session;
    this.client = client;
    this.number = number;
    this.epoch = session.epoch;
    this.cancelled = new AbortController();
    this.attempt = undefined;
    this.outcome = undefined;
    this.lock = Lock.Held;
    this.shown = [];
    this.release = () => {};
    this.leaving = undefined;
  }

  /** The tokens that it is granted are for the log-out. */
  defer(leaving: LogOut) {
    const { attempt } = this;
    this.leaving = leaving;
    if (!attempt) return;
    attempt.leaving = leaving;
    if (attempt.granted) leaving.take(attempt.granted);
  }

  /**
   * Performs a step and reports its result. The step belongs to the session, because the request that started the
   * refresh may be aborted (G11). It does not run on the caller's stack, because an exhausted stack would end the
   * refresh.
   */
  async step(work: () => unknown, report: (engine: Engine) => void) {
    const { session } = this;
    try {
      await undefined;
      await work();
      if (this.epoch === session.epoch) {
        report(session.wasm);
        return session.perform(this.client);
      }
      // A new engine decides now, but the token that was sent has been used up, so its replacement is kept.
      if (this.leaving) void this.leaving.send(true);
      else if (this.outcome === Outcome.Granted) session.commands.storeTokens();
    } catch (error) {
      // Release the lock in any case, so that other tabs can continue.
      this.release();
      throw error;
    }
    this.release();
  }

  acquireLock() {
    const { client, number, session } = this;
    void this.step(
      () => this.acquire(),
      (engine) =>
        engine[Call.locked](
          session.id,
          number,
          this.lock,
          client.credential,
          client.settings.refresh.retries,
          Date.now(),
        ),
    );
  }

  async acquire() {
    const { cancelled, client, session } = this;
    const { name } = session;
    // All tabs share a cookie, and two concurrent refreshes would send one token twice.
    const shared = name || session.cookie;
    if (shared) {
      if (DEVELOPMENT) session.trace?.("refresh waits for the lock");
      const release = await takeLock(
        shared,
        client.lockTimeout,
        cancelled.signal,
        (sameHolder, round) => session.wasm[Call.rescue](sameHolder, round),
      );
      if (release) this.release = release;
      else if (name) this.lock = Lock.Missing;
      const left = this.cookie ? unanswered(this.cookie) : 0;
      if (left) await this.wait(left);
      if (!this.leaving) await session.copies?.ask(cancelled.signal);
    }
    session.syncFromStore(client);
    this.shown = fingerprintsOf(this.leaving ?? session, session.marker);
    const isHeld = name && this.lock === Lock.Held;
    if (isHeld && (await seesNotice(name, this.shown)))
      this.lock = Lock.HeldAfterExchange;
    // In the meantime, the store may have received the new token.
    session.syncFromStore(client);
  }

  awaitStore(patience: number, interval: number) {
    const { cancelled, client, number, session } = this;
    const late = Date.now() + patience;
    void this.step(
      async () => {
        while (!cancelled.signal.aborted && Date.now() < late) {
          await this.wait(interval);
          session.syncFromStore(client);
        }
      },
      (engine) => engine[Call.arrived](session.id, number, Date.now()),
    );
  }

  exchange() {
    const { client, number, session } = this;
    const attempt = new Attempt(client, this.cookie, this.leaving);
    this.attempt = attempt;
    void this.step(
      async () => {
        this.outcome = await attempt.run();
        if (DEVELOPMENT && this.outcome) session.trace?.(attempt.failed);
      },
      (engine) =>
        this.leaving
          ? engine[Call.parted](session.id, number)
          : engine[Call.answered](
              session.id,
              number,
              this.outcome as Outcome,
              attempt.status,
              attempt.retryAfter,
              Math.random(),
              Date.now(),
            ),
    );
  }

  pause(ms: number) {
    const { number, session } = this;
    if (DEVELOPMENT) session.trace?.(`refresh is retried in ${ms} ms`);
    void this.step(
      () => this.wait(ms),
      (engine) => engine[Call.paused](session.id, number),
    );
  }

  confirmStore(ms: number) {
    const { client, number, session } = this;
    void this.step(
      async () => {
        if (ms) await this.wait(ms);
        session.syncFromStore(client);
      },
      (engine) => engine[Call.confirmed](session.id, number, Date.now()),
    );
  }

  announceExchanged() {
    const { number, session } = this;
    // The grant has been stored by now.
    this.outcome = undefined;
    void this.step(
      async () => {
        if (!session.name || this.lock === Lock.Missing) return;
        // Except tokens that the server granted again unchanged.
        const held = fingerprintsOf(session, session.marker);
        const exchanged = this.shown.filter(
          (fingerprint) => !held.includes(fingerprint),
        );
        await raiseNotices(session.name, exchanged);
      },
      (engine) => engine[Call.announced](session.id, number),
    );
  }

  /** Cancels the refresh: the session no longer needs it. */
  cancel() {
    this.attempt?.controller.abort();
    this.cancelled.abort();
  }

  wait(ms: number) {
    const { signal } = this.cancelled;
    return new Promise<void>((resolve) => {
      // Removed again, because one refresh may wait hundreds of times (G20).
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done);
    });
  }

  /** The name of the lock of all tabs with this cookie; empty if the refresh token is not a cookie. */
  get cookie() {
    const { client, session } = this;
    return client.settings.refresh.send === "cookie"
      ? session.name || session.cookie
      : "";
  }
}

apart(Refresh);

/**
 * The fingerprints of a session's tokens: one per token, because a new token may appear beside an old one, and because
 * writes arrive one by one.
 */
const fingerprintsOf = (
  { access, refresh }: Session | LogOut,
  marker: string | undefined,
) =>
  [access, refresh]
    // A marker stands for whatever cookie there is.
    .filter((token) => token !== marker)
    .map(fingerprint)
    .filter(Boolean);
