// @ts-nocheck
// One refresh, as the browser sees it: the lock, the store, and the token endpoint, reached by a request or
// by the application's own function. The wasm says which step comes next; how it is done is here.

import { Attempt } from "./attempt.js";
import { apart } from "./own.js";
import { raiseNotices, seesNotice, takeLock } from "./locks.js";
import { Call, Lock, Outcome, StepKind } from "../protocol.js";
import { fingerprint } from "./tokens.js";
import { unanswered } from "./unanswered.js";

/** What another tab has stored arrives within so many ms, or not at all. */
const ARRIVAL_MS = 5000;

export class Flight {
  declare session: import("./session.js").Session;
  declare client: any;
  declare number: number;
  declare epoch: any;
  declare options: any;
  declare unwanted: AbortController;
  declare attempt: Attempt | undefined;
  declare shown: string[];
  declare free: any;
  /** @param number the wasm's, of its walk */
  constructor(
    session: import("./session.js").Session,
    client: any,
    number: number,
  ) {
    this.session = session;
    this.client = client;
    this.number = number;
    this.epoch = session.epoch;
    this.options = client.settings.refresh;
    this.unwanted = new AbortController();
    /** The last one at the token endpoint. */
    this.attempt = undefined;
    /** what the store showed when the lock was got */
    this.shown = [];
  }

  /** It belongs to the session: whoever started it may be aborted (G11). */
  async go() {
    try {
      await this.walk();
    } finally {
      // Whatever has become of it, the other tabs go on.
      this.free?.();
      const { session } = this;
      if (session.flight === this) session.flight = undefined;
    }
  }

  /** Walks to the end. */
  async walk() {
    const { session, client } = this;
    const { retries } = this.options;
    const { wasm, id } = session;
    let ms = 0;
    for (let step = StepKind.Lock; step;) {
      let result = 0;
      switch (step) {
        case StepKind.Lock:
          result = await this.lock();
          break;
        case StepKind.Await:
          await this.arrival();
          break;
        case StepKind.Exchange:
          this.attempt = new Attempt(client, this.cookie);
          result = await this.attempt.run();
          if (result) session.trace?.(this.attempt.failed);
          break;
        case StepKind.Pause:
          session.trace?.(`refresh is retried in ${ms} ms`);
          await this.pause(ms);
          break;
        case StepKind.Confirm:
          if (ms) await this.pause(ms);
          session.look(client);
          break;
        case StepKind.Announce:
          if (this.free && session.name) {
            // Unless the same was granted again.
            const held = prints(session);
            const spent = this.shown.filter((print) => !held.includes(print));
            await raiseNotices(session.name, spent);
          }
      }
      if (this.epoch !== session.epoch) {
        // Another wasm decides by now, but the token that was sent is spent: what came for it is kept.
        if (step === StepKind.Exchange && result === Outcome.Granted)
          session.storeTokens();
        return;
      }
      step = wasm[Call.advance](
        id,
        this.number,
        client.means,
        retries,
        result,
        this.attempt?.status ?? 0,
        this.attempt?.retryAfter,
        Math.random(),
        Date.now(),
      );
      ms = wasm[Call.detail](id, 0);
      session.perform(client);
    }
  }

  async lock() {
    const { session, client } = this;
    const { name } = session;
    let lock = Lock.Held;
    // A cookie is every tab's: two at once would spend one token twice.
    const shared = name || session.cookie;
    if (shared) {
      session.trace?.("refresh waits for the lock");
      this.free = await takeLock(
        shared,
        client.lockTimeout,
        this.unwanted.signal,
        (sameHolder, round) => session.wasm[Call.rescue](sameHolder, round),
      );
      if (name && !this.free) lock = Lock.Missing;
      const left = this.cookie ? unanswered(this.cookie) : 0;
      if (left) await this.pause(left);
      await session.copies?.ask(this.unwanted.signal);
    }
    session.look(client);
    this.shown = prints(session);
    if (name && this.free && (await seesNotice(name, this.shown)))
      lock = Lock.HeldAfterExchange;
    // Meanwhile the store may have come to show it.
    session.look(client);
    return lock;
  }

  async arrival() {
    const { session, client } = this;
    const late = Date.now() + ARRIVAL_MS;
    while (!this.unwanted.signal.aborted && Date.now() < late) {
      await this.pause(10);
      session.look(client);
    }
  }

  pause(ms: number) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.unwanted.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve(undefined);
      });
    });
  }

  /** The lock of all tabs with this cookie; empty where the refresh token is none. */
  get cookie() {
    const { cookie, name } = this.session;
    return this.options.send === "cookie" ? name || cookie : "";
  }

  /** The refresh is not wanted any more: somebody has signed in or out, or another tab was faster. */
  cancel() {
    this.attempt?.controller.abort();
    this.unwanted.abort();
  }
}

apart(Flight);

/**
 * What a session holds, to compare by: each token for itself, since a new one may come beside an old one, and
 * since their writes arrive one by one.
 */
const prints = ({ access, refresh }: { access?: string; refresh?: string }) =>
  [access, refresh].map(fingerprint).filter(Boolean);
