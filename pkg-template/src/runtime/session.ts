// One session of the page. Every client of the same storage namespace shares it. The core decides. This class passes it
// the state of the platform and performs its commands.

import { connect } from "./channel.js";
import type { SessionContext } from "../client/context.js";
import {
  type InitiatingClient,
  Commands,
  type PendingGrant,
} from "./commands.js";
import type { Copies } from "./copies.js";
import { type Disposables, whileHeld } from "./disposables.js";
import { failure } from "../client/error.js";
import {
  type About,
  Call,
  EndKind,
  type Engine,
  Hold,
  Credential,
  Origin,
  STATES,
  SessionError,
  Sharing,
} from "../protocol.js";
import { introduce } from "./hook.js";
import { KeepFresh } from "./keep-fresh.js";
import { onAwake } from "./lifecycle.js";
import { opened } from "./living.js";
import { LogOut } from "./log-out.js";
import { Listeners } from "./listeners.js";
import type { Refresh } from "./refresh.js";
import type { Reply } from "./reply.js";
import type { Settings } from "../client/settings.js";
import { receive } from "./sharing.js";
import { isUnseen } from "./sign-in.js";
import { stamped, tokenOf } from "./stamps.js";
import type { Store } from "./store.js";
import { Numbers, Tokens } from "./tokens.js";
import { ENDED, TokenStore, signInOf } from "./token-store.js";

export class Session extends TokenStore {
  /** How many times the engine has failed. The stamps of an earlier engine mean nothing to the current one. */
  epoch = 0;
  /** The tokens, users and targets that the core knows by numbers. */
  tokens = new Tokens();
  users = new Numbers();
  signIns = new Numbers();
  targets = new Numbers();
  /** The nonces for `session.proof`, by the server's origin. */
  nonces = new Map<string | undefined, string>();
  listeners = new Listeners();
  commands = new Commands(this);
  /**
   * The default client: the newest, whose options apply if no client has initiated a change. After a hot reload, or in
   * StrictMode, older clients belong to components that no longer exist.
   */
  client: InitiatingClient = undefined;
  /** The waiters, by the core's numbers. */
  waiters = new Map<number, { settle(error?: unknown): void }>();
  /** How many waiters there have been so far. */
  enlisted = 0;
  /** The cause of the last failed attempt, which all waiters share. */
  cause: unknown = undefined;
  /** The refresh in flight. */
  currentRefresh: Refresh | undefined = undefined;
  /** The last log-out that the core has decided about. */
  leaving: LogOut | undefined = undefined;
  /** The tokens of the last reply, until the core decides whether to store them. */
  pendingGrant: PendingGrant | undefined = undefined;
  /** Whether the application's own refresh function is being called. */
  asking = false;
  /** How many requests were rejected, for `session.debug`. */
  refusals = 0;
  /** The name of the lock and the channel of all tabs with this store, if other tabs can have it. */
  name = "";
  /** Set if each tab has its own store. */
  copies: Copies | undefined = undefined;
  /** The name of the lock and the channel of all tabs with this cookie, if the cookie is all that they share. */
  cookie = "";
  sharing = Sharing.Nothing;
  channel: BroadcastChannel | undefined = undefined;
  /** Receives each decision as a line without a token; undefined without a listener. */
  trace: ((line: string) => void) | undefined = undefined;
  debug: ((line: string) => void) | undefined = undefined;
  /** The listeners of the devtools. */
  followers = new Set<(line: string) => void>();
  /** The view for the devtools, and the hook that was called with it. */
  facade: object | undefined = undefined;
  shownTo: unknown = undefined;
  /** The background-refresh client, which has `keepFresh` set, and its timer. */
  backgroundClient: SessionContext | undefined = undefined;
  timer: KeepFresh | undefined = undefined;
  disposables: Disposables = [];
  margin: number;
  declare id: number;

  /** @param settings the settings of the first client */
  constructor(
    readonly wasm: Engine,
    readonly settings: Settings,
    store: Store,
  ) {
    super(settings, store);
    this.margin = settings.expiryMargin! * 1000;
    this.id = opened(this);
    onAwake(
      whileHeld(this, (session) => session.wake()),
      this.disposables,
    );
  }

  // Other tabs.

  /** Sets what the session shares with other tabs. */
  shares(sharing: Sharing) {
    this.sharing = sharing;
    this.wasm[Call.share](this.id, sharing);
  }

  /** Opens the channel to other tabs, which does not keep the session alive. */
  connect(name: string, disposables = this.disposables) {
    const onMessage = whileHeld<this, [unknown]>(this, receive);
    this.channel = connect(name, onMessage, disposables);
  }

  // Questions to the core.

  /**
   * Reads the store, because other tabs and the application's own code write to it too (G19), and passes changes to the
   * core.
   * @param client the client whose options apply to the consequences
   * @param origin who has changed the store, if it has changed
   */
  syncFromStore(
    client?: InitiatingClient,
    origin = Origin.Unknown,
    sync = Sync.Changed,
  ) {
    introduce(this);
    const access = this.read(this.keys[0]);
    const refresh = this.read(this.keys[1]);
    const changed = access !== this.snapshot[0] || refresh !== this.snapshot[1];
    if (!changed && sync !== Sync.Always) return;
    this.setSnapshot(access, refresh);
    if (changed) this.copies?.sync();
    const { user, exp, iat } = this.facts(this.access);
    const signInEntry = this.signInEntry();
    this.signedIn = signInOf(signInEntry, user, this.access);
    this.wasm[Call.syncFromStore](
      this.id,
      origin,
      Date.now(),
      !!this.refresh,
      this.tokens.of(this.access),
      this.users.of(user),
      this.signIns.of(this.signedIn),
      exp,
      iat,
      // A JWT contains its expiry.
      exp === undefined ? this.left() : undefined,
      sync === Sync.AfterEnd || signInEntry === ENDED,
    );
    if (DEVELOPMENT && changed)
      this.trace?.(`store${origin ? " of another tab" : ""}: ${this.token}`);
    this.perform(client);
  }

  /**
   * Passes the tokens of a reply to the core, which decides whether to store them.
   * @param granted by a sign-in, or by a refresh, which keeps the tokens that it does not replace
   * @param date the server's clock, in ms
   */
  setPendingGrant(
    reply: Reply,
    granted: "by sign-in" | "by refresh",
    date?: number,
  ) {
    const kept = granted === "by refresh";
    const { access, expiresIn, expiresAt } = reply;
    const held = kept ? this.refresh : undefined;
    const refresh = reply.refresh ?? held ?? this.marker;
    const { user, exp, iat } = this.facts(access);
    const newSignIn = user ? "" : String(Math.random());
    const signIn = kept ? this.signedIn : newSignIn;
    const now = Date.now();
    const left =
      expiresIn === undefined ? expiresAt! - (date ?? now) : expiresIn * 1000;
    // By this device's clock, because it is compared with the same clock later.
    const until = exp === undefined ? now + left : NaN;
    this.pendingGrant = { access, refresh, signIn, until, kept };
    this.wasm[Call.setPendingGrant](
      this.id,
      !!refresh,
      this.tokens.of(access),
      this.users.of(user),
      this.signIns.of(signIn),
      expiresAt ?? exp,
      iat,
      expiresIn! * 1000,
      date,
    );
  }

  /**
   * Reports that a request was answered and not rejected.
   * @param request its text is the target; computed only if needed
   */
  accepted(
    stamp: number,
    request: object,
    client: SessionContext,
    ok: boolean,
  ) {
    const { wasm, id } = this;
    if (wasm[Call.accepted](id, stamp))
      wasm[Call.acceptedAt](id, this.targets.of(String(request)));
    // Not after every answer, because only an external credential with an access token can start a session without
    // `signIn()`.
    const { credential } = client;
    const asks = ok && isUnseen(credential) && !this.byCookie;
    if (asks && wasm[Call.acceptedExternally](id, stamp, credential))
      this.perform(client);
  }

  /** Reports the server's time from an answer. Both times are in ms. */
  learn(date: number, now: number) {
    this.wasm[Call.learn](this.id, date, now);
    this.watch();
  }

  /**
   * Reports that a request was rejected. Returns the core's verdict, for `waits` and `fails`.
   * @param target the method and the URL, without the query
   * @param cause the content of the answer, if it should end the session
   */
  refused(
    client: SessionContext,
    stamp: number,
    target: string,
    status: number,
    about: About,
    cause?: unknown,
  ): number {
    const { id, wasm } = this;
    if (DEVELOPMENT) this.refusals++;
    this.syncFromStore(client);
    const before = wasm[Call.lastEnd](id);
    const verdict = wasm[Call.refused](
      id,
      stamp,
      this.targets.of(target),
      status,
      about,
      client.credential,
      Date.now(),
    );
    // It must not be the cause if the session had already ended, or if the request belongs to another session.
    if (cause && wasm[Call.lastEnd](id) !== before) this.cause = cause;
    return verdict;
  }

  /**
   * Starts `session.refresh()`. Returns the stamp with which the caller waits.
   * @param known whether to leave out a cookie without a marker
   */
  refreshNow(client: SessionContext, known: boolean) {
    if (DEVELOPMENT) this.trace?.("session.refresh()");
    this.syncFromStore(client);
    const { credential } = client;
    const asks =
      known && credential === Credential.Marked
        ? Credential.Stored
        : credential;
    return stamped(this.wasm[Call.refreshNow](this.id, asks));
  }

  get state() {
    this.syncFromStore();
    return STATES[this.wasm[Call.state](this.id)]!;
  }

  get user() {
    this.syncFromStore();
    return this.facts(this.access).user ?? null;
  }

  /** The current token in words: its number, and when it is due for a refresh. */
  get token() {
    const { wasm, id } = this;
    const due = wasm[Call.due](id) - Date.now();
    // The stamp that a request sent now would get.
    const stamp = wasm[Call.admit](id, Hold.Never, Credential.Stored, 0);
    const when = due ? `, due in ${(due / 1000) | 0} s` : "";
    return tokenOf(wasm, stamp) + when;
  }

  /** Does a header contain a former token of the session? */
  hasFormerToken(header: unknown) {
    this.syncFromStore();
    return this.isFormer(String(header).split(" ").pop());
  }

  /** Returns a promise of the server's log-out, if there is one. */
  signOut(client: SessionContext) {
    const { id, wasm } = this;
    try {
      this.syncFromStore(client);
      if (client.settings.logout) {
        const { credential } = client;
        const parting = wasm[Call.logOut](id, credential, Date.now());
        if (parting) this.leaving = new LogOut(client, parting);
      } else wasm[Call.signOut](id);
    } catch (error) {
      // Clear the tokens even if the engine has failed.
      this.commands.clearTokens(EndKind.SignOut);
      throw error;
    }
    // A second call waits for the log-out of the first.
    const { leaving } = this;
    this.perform(client);
    return leaving?.done;
  }

  /** `session.keepFresh`: refreshes in the background, with this client's options. */
  keep(client: SessionContext) {
    this.backgroundClient = client;
    this.timer ??= new KeepFresh(
      whileHeld(this, (session) => session.tick()),
      this.disposables,
    );
    this.syncFromStore(client);
    this.watch();
  }

  /** Sets the timer to when the next refresh is due. */
  watch() {
    this.timer?.set(this.wasm[Call.due](this.id));
  }

  /** The page woke from sleep or came back online: a refresh that failed before may succeed now (G14). */
  wake() {
    this.wasm[Call.wake](this.id);
    this.tick();
  }

  /** The timer has fired. */
  tick() {
    const { backgroundClient, timer } = this;
    if (!backgroundClient) return;
    this.syncFromStore(backgroundClient);
    this.wasm[Call.tick](this.id, backgroundClient.credential, Date.now());
    timer!.due = undefined;
    this.perform(backgroundClient);
  }

  /** Performs all commands that follow from the core's last decision. */
  perform(client: InitiatingClient = this.client) {
    this.commands.perform(client);
  }

  /** Registers a waiter under the core's number. */
  enlist(number: number, waiter: { settle(error?: unknown): void }) {
    this.waiters.set(number, waiter);
    this.enlisted++;
  }

  /** The engine has failed, and a new one continues from the store. */
  revive(cause: unknown) {
    this.epoch++;
    this.currentRefresh = undefined;
    this.commands.abandon();
    for (const [number, waiter] of this.waiters) {
      waiter.settle(failure(SessionError.RefreshUnavailable, cause));
      this.waiters.delete(number);
    }
    this.snapshot = [];
    this.shares(this.sharing);
    this.syncFromStore();
  }
}

/** When to pass the content of the store to the core. */
export const enum Sync {
  /** If it has changed. */
  Changed,
  /** If it has changed. If the tokens are gone, the session has ended and the user has not signed out. */
  AfterEnd,
  /** Even if a request has already passed it on. */
  Always,
}
