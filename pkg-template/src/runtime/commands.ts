// Performs the core's commands one by one, in order, each in its own method.

import { answerOf } from "./attempt.js";
import { attempt } from "./callbacks.js";
import { messageOf } from "./channel.js";
import type { SessionContext } from "../client/context.js";
import { ruleOf } from "./debug.js";
import { failure } from "../client/error.js";
import { OF_REQUESTS, eventOf } from "./event.js";
import {
  Call,
  Choice,
  Command,
  EndKind,
  type EndReason,
  type EventKind,
  Credential,
  type MessageKind,
  type Performer,
  REASONS,
  SessionError,
  type Taken,
  perform,
  take,
} from "../protocol.js";
import { redirect } from "./navigate.js";
import { apart } from "./own.js";
import { forget } from "./proof.js";
import { Refresh } from "./refresh.js";
import type { SessionEnd } from "../../index.js";
import type { Session } from "./session.js";
import { ENDED, signInEntryOf } from "./token-store.js";

/** The client whose options apply. Undefined if no client initiated the change, for example if another tab did. */
export type InitiatingClient = SessionContext | undefined;

/** The tokens of a reply, until the core decides whether to store them. */
export interface PendingGrant {
  access: string;
  refresh: string | undefined;
  signIn: string;
  /** When the access token expires, in ms since the epoch, if only the reply contained that. */
  until: number;
  /** Whether it came from a refresh. */
  kept: boolean;
}

/** The commands that are performed even if the engine has failed in the meantime. */
const KEPT: readonly Command[] = [
  Command.StoreTokens,
  Command.ClearTokens,
  Command.Broadcast,
  Command.DeferLogOut,
  Command.LogOut,
];

/** The answers of `session.onEnd` that prevent the redirect. Any other, even one that is not a text, means none. */
const CHOICES: readonly unknown[] = ["stay", "wait"];

export class Commands implements Performer {
  /** The client for which the core is deciding something. */
  initiatingClient: InitiatingClient = undefined;
  /** The client for which the core decided the command that is being performed. */
  decidedFor: InitiatingClient = undefined;
  /** The commands to perform, in order, each with the client for which it was decided. */
  todo: { client: InitiatingClient; command: Taken }[] = [];
  /** Is a run scheduled for when the stack is empty? */
  isLate = false;
  /** Is that run in progress? */
  isLast = false;
  /** The refreshes in progress, by the core's numbers. */
  refreshes = new Map<number, Refresh>();

  constructor(private readonly session: Session) {}

  /** Performs all commands that follow from the core's last decision, which was for this client. */
  perform(client: InitiatingClient) {
    const { initiatingClient } = this;
    this.initiatingClient = client;
    try {
      this.take();
      this.initiatingClient = initiatingClient;
      this.work();
    } catch (error) {
      this.initiatingClient = initiatingClient;
      this.performLater(client);
      throw error;
    }
    this.session.watch();
    this.session.listeners.announce();
  }

  /** Takes all commands from the core before performing any (G22). */
  take() {
    const { wasm, id } = this.session;
    for (let command; (command = take(wasm, id));)
      this.todo.push({ client: this.initiatingClient, command });
  }

  /** Called when the stack is exhausted: performs the remaining commands once the stack is empty. */
  performLater(client: InitiatingClient) {
    if (this.isLate) return;
    queueMicrotask(() => {
      this.isLate = false;
      this.isLast = true;
      attempt("the session", () => this.perform(client));
      this.isLast = false;
    });
    // Set last, because the stack may have no room for `queueMicrotask` either.
    this.isLate = true;
  }

  work() {
    for (let next; (next = this.todo[0]);) {
      this.todo.shift();
      this.decidedFor = next.client;
      try {
        perform(next.command, this);
      } catch (error) {
        // It failed with the entire stack available, so it would fail again.
        if (!this.isLast) this.todo.unshift(next);
        throw error;
      }
    }
  }

  /** The engine has failed: performs only those of its commands that keep the tokens consistent. */
  abandon() {
    this.refreshes.clear();
    this.todo = this.todo.filter(({ command }) => KEPT.includes(command[0]));
    this.work();
  }

  storeTokens() {
    const { session } = this;
    const { access, refresh, signIn, until, kept } = session.pendingGrant!;
    session.signedIn = signIn;
    session.write({
      access,
      refresh,
      signInEntry: signInEntryOf(signIn, access),
      until,
    });
    session.copies?.granted(kept);
  }

  storeMarker() {
    this.clearTokens(EndKind.SignOut, this.session.marker);
  }

  /** @param marker the entry that is left in their place */
  clearTokens(end: EndKind, marker?: string) {
    const { session } = this;
    session.signedIn = "";
    session.write({
      access: undefined,
      refresh: marker,
      signInEntry: end === EndKind.Refusal ? ENDED : undefined,
      until: undefined,
    });
    session.copies?.sync();
    if (!marker) forget(this.decidedFor ?? session.client);
  }

  broadcast(kind: MessageKind, first: number, second: number) {
    const { tokens, copies, channel } = this.session;
    const token = tokens.fingerprintOf(first);
    const next = tokens.fingerprintOf(second);
    if (copies) copies.broadcast(kind, token, next);
    else channel?.postMessage(messageOf(kind, token, next));
  }

  /** Passes an event to the listeners, in order. */
  emit(kind: EventKind, detail: number) {
    const { session } = this;
    // Events of a single request are logged where they occur.
    if (DEVELOPMENT && !OF_REQUESTS.includes(kind))
      session.trace?.(
        Object.values(eventOf(kind, detail)).join(" ") + ", " + session.token,
      );
    session.listeners.emit(() => eventOf(kind, detail));
  }

  settle(
    number: number,
    error: SessionError | undefined,
    refresh: number | undefined,
  ) {
    const { waiters } = this.session;
    // Each waiter gets its own error, because each has its own request and response.
    waiters
      .get(number)
      ?.settle(
        error === undefined ? undefined : failure(error, this.causeOf(refresh)),
      );
    waiters.delete(number);
  }

  /** The cause of a refresh's failure. */
  causeOf(refresh: number | undefined) {
    return refresh === undefined ? undefined : this.session.cause;
  }

  acquireLock(number: number) {
    const { session } = this;
    const client = this.decidedFor!;
    if (DEVELOPMENT && !session.refusals++ && session.access)
      session.trace?.(
        "early refresh; an expired token would be recognised by " +
          ruleOf(client.settings.expired),
      );
    if (DEVELOPMENT && session.marker && session.refresh && !session.access)
      session.trace?.("the marker says that there is a cookie");
    if (DEVELOPMENT && client.credential === Credential.Nothing)
      session.trace?.("nothing to refresh with: session.refresh is false");
    const refresh = (session.currentRefresh = new Refresh(
      session,
      client,
      number,
    ));
    this.refreshes.set(number, refresh);
    refresh.acquireLock();
  }

  awaitStore(refresh: number, patience: number, interval: number) {
    this.refreshes.get(refresh)?.awaitStore(patience, interval);
  }

  exchange(refresh: number) {
    this.refreshes.get(refresh)?.exchange();
  }

  pause(refresh: number, ms: number) {
    this.refreshes.get(refresh)?.pause(ms);
  }

  confirmStore(refresh: number, ms: number) {
    this.refreshes.get(refresh)?.confirmStore(ms);
  }

  announceExchanged(refresh: number) {
    this.refreshes.get(refresh)?.announceExchanged();
  }

  releaseLock(refresh: number) {
    const { session } = this;
    const over = this.refreshes.get(refresh);
    over?.release();
    this.refreshes.delete(refresh);
    if (session.currentRefresh === over) session.currentRefresh = undefined;
  }

  cancelRefresh(refresh: number) {
    this.refreshes.get(refresh)?.cancel();
  }

  deferLogOut(number: number) {
    const { session } = this;
    const refresh = this.refreshes.get(number);
    const leaving = session.leaving!;
    if (DEVELOPMENT) session.trace?.("the log-out waits for a refresh");
    if (refresh) refresh.defer(leaving);
    // The engine has failed in the meantime.
    else void leaving.send(true);
  }

  logOut(number: number | undefined, wanted: boolean) {
    const leaving =
      number === undefined
        ? this.session.leaving
        : this.refreshes.get(number)?.leaving;
    if (wanted) void leaving?.send(number !== undefined);
    else leaving?.settle();
  }

  askApplication(
    reason: EndReason,
    waiting: number,
    refresh: number | undefined,
  ) {
    const { session } = this;
    const client = this.decidedFor!;
    const cause = this.causeOf(refresh);
    const end = {
      reason: REASONS[reason],
      error: failure(SessionError.SessionEnded, cause),
      waiting,
      response: cause ? answerOf(cause) : undefined,
    } as SessionEnd;
    const which = session.wasm[Call.lastEnd](session.id);
    session.listeners.news.push(() => this.ask(client, end, which));
  }

  /**
   * Asks the application what happens to the waiters. It waits as long as necessary, because the application may show a
   * dialog.
   */
  async ask(client: SessionContext, end: SessionEnd, which: number) {
    const { session } = this;
    const { wasm, id } = session;
    const { settings } = client;
    const { onEnd, loginURL } = settings;
    const choice = onEnd && (await attempt("session.onEnd", () => onEnd(end)));
    if (DEVELOPMENT)
      session.trace?.(
        `${end.waiting} waiting → ${CHOICES.find((word) => word === choice) ?? (loginURL ? "redirect" : "stay")}`,
      );
    const waits = choice === "wait";
    wasm[Call.resolveEnd](id, which, waits ? Choice.Park : Choice.Reject);
    this.perform(client);
    if (choice === "stay" || waits) return;
    const wanted = () => wasm[Call.wantsRedirect](id, which);
    attempt("session.navigate", () => redirect(settings, wanted));
  }
}

apart(Commands);
