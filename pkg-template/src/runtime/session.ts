// @ts-nocheck
// One session of the page: the store of its tokens, its listeners, its other tabs, and the way to the login
// at its end. Every client of the same storage namespace shares it. The wasm decides; what it calls is here.

import { attempt, complain, log, report } from "./callbacks.js";
import { connect, messageOf, readMessage } from "./channel.js";
import { Copies } from "./copies.js";
import { type Disposables, weakly, whileHeld } from "./disposables.js";
import { failure } from "../client/error.js";
import { badOption } from "../client/options/explain.js";
import { OF_REQUESTS, eventOf } from "./event.js";
import {
  type About,
  Call,
  Choice,
  Command,
  EndKind,
  type Engine,
  type EventKind,
  Hold,
  MessageKind,
  Means,
  Origin,
  REASONS,
  type EndReason,
  type Performer,
  STATES,
  SessionError,
  type Taken,
  errorOf,
  fails,
  perform,
  take,
  Sharing,
} from "../protocol.js";
import { introduce } from "./hook.js";
import { onAwake, onStored } from "./lifecycle.js";
import { redirect } from "./navigate.js";
import { apart } from "./own.js";
import { answerOf } from "./attempt.js";
import { Refresh } from "./refresh.js";
import { needsBody } from "./refusal.js";
import {
  checkAgreement,
  keysOf,
  nameOf,
  remember,
  sessionsOf,
} from "./registry.js";
import { readReply } from "./reply.js";
import { Memory, atOnce, probe, storeOf, warn } from "./store.js";
import {
  Numbers,
  Tokens,
  claimsOf,
  fingerprint,
  usable,
  userName,
} from "./tokens.js";

/** So many access tokens are remembered by their fingerprints: those of some days. */
const MOST_HAD = 1000;

/** The longest that `setTimeout` takes. */
const LONGEST_MS = 2 ** 31 - 1;

/** The stamp in an answer, if it is not an error. */
export const stamped = (answer: number) => {
  if (fails(answer)) throw failure(errorOf(answer));
  return answer;
};

/** A stamp's token by its number, in words. */
export const tokenOf = (wasm: Engine, stamp: number) =>
  wasm[Call.carriesToken](stamp)
    ? "token #" + wasm[Call.tokenNumber](stamp)
    : "no token";

/** By their numbers in the wasm. */
const open: { deref(): Session | undefined }[] = [];

/** What a session would leave behind: a channel, listeners, a timer (G20). */
const leftovers =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry((wires: any) => {
        clearTimeout(wires.timer);
        for (const close of wires.closers) close();
        wires.forget?.();
      });

/** What an ended session leaves in the place of its mark. */
const ENDED_MARK = "ended";

/** The only line of `session.debug` in other builds. */
const NO_LINES =
  "session.debug needs the development build: see everfetch/docs/en/devtools.md#the-development-build";

/** So many events in a row may be caused by the listeners of one, before the page has its turn again. */
const MOST_IN_A_ROW = 100;

/** What of that is done even if the wasm has broken down since. */
const KEPT = [Command.StoreTokens, Command.ClearTokens, Command.Broadcast];

/** A new wasm has taken the place of one that broke down (G22): its sessions get the numbers that they had. */
export const revive = (wasm: Engine, cause: unknown) => {
  const sessions = open.map((ref) => ref.deref());
  for (const session of sessions)
    wasm[Call.open](session ? session.margin : NaN);
  sessions.forEach((session, id) => {
    if (session) session.revive(cause);
    else wasm[Call.close](id);
  });
};

/** The session of this namespace: the one that another client of the page has opened, or a new one. */
export const openSession = (wasm: Engine, settings: any): Session => {
  const { storage, accessKey } = settings;
  const store = storeOf(storage);
  // Memory belongs to its client alone: on a server, another's is another user's.
  if (store === undefined) return new Session(wasm, settings, new Memory());
  if (typeof storage === "object") probe(storage, settings.accessKey);
  const sessions = sessionsOf(store, storage);
  checkAgreement(sessions, settings);
  const shared = sessions.get(keysOf(settings))?.deref();
  if (shared) return shared;
  if (!store) warn();
  const session = new Session(wasm, settings, store ?? new Memory());
  const name = nameOf(settings);
  session.wires.forget = remember(sessions, settings, name, weakly(session));
  if (storage === "session") {
    session.shares(Sharing.Copies);
    session.copies = new Copies(session, settings);
  }
  if (storage === "local") session.markKey = accessKey + " everfetch";
  if (typeof storage === "string") session.expiryKey = accessKey + " expires";
  if (name) session.join(name);
  return session;
};

export class Session implements Performer {
  declare wasm: Engine;
  declare margin: number;
  declare id: any;
  declare epoch: number;
  declare storage: any;
  declare keys: any[];
  declare markKey: string;
  declare expiryKey: string;
  declare settings: any;
  declare userOf: any;
  declare tokens: Tokens;
  declare users: Numbers;
  declare signIns: Numbers;
  declare targets: Numbers;
  declare signedIn: string;
  declare seen: (string | null | undefined)[];
  declare access: string | undefined;
  declare refresh: string | undefined;
  declare had: Set<string>;
  declare listeners: Set<{ listener: (event: any) => void }>;
  declare asker: any;
  declare decidedFor: any;
  declare todo: { client: any; command: Taken }[];
  declare news: (() => void)[];
  declare telling: boolean;
  declare tired: boolean;
  declare late: boolean;
  declare last: boolean;
  declare client: any;
  declare waiters: Map<number, { settle(error?: unknown): void }>;
  declare enlisted: number;
  declare cause: any;
  declare inFlight: Refresh | undefined;
  declare refreshes: Map<number, Refresh>;
  declare asking: boolean;
  declare refusals: number;
  declare name: string;
  declare copies: Copies | undefined;
  declare cookie: string;
  declare sharing: Sharing;
  declare trace: ((line: string) => void) | undefined;
  declare debug: ((line: string) => void) | undefined;
  declare followers: Set<(line: string) => void>;
  declare facade: object | undefined;
  declare shownTo: unknown;
  declare channel: BroadcastChannel | undefined;
  declare wires: any;
  declare keeper: any;
  declare offered: {
    access: any;
    refresh: any;
    signIn: string;
    until: number;
    kept: boolean;
  };
  declare due: any;
  /**
   * @param settings those of the first client
   * @param store where the tokens are
   */
  constructor(wasm: Engine, settings: any, store: any) {
    const { accessKey, refreshKey, expiryMargin, userOf } = settings;
    this.wasm = wasm;
    this.margin = expiryMargin * 1000;
    this.id = wasm[Call.open](this.margin);
    /** How often the wasm has broken down: what an earlier one has stamped says nothing to this one. */
    this.epoch = 0;
    open[this.id] = weakly(this);
    this.storage = store;
    this.keys = [accessKey, refreshKey];
    this.markKey = "";
    /** Of when the access token expires, in a store of the platform's. */
    this.expiryKey = "";
    this.settings = settings;
    this.userOf = userOf;
    // What the wasm knows by numbers.
    this.tokens = new Tokens();
    this.users = new Numbers();
    this.signIns = new Numbers();
    this.targets = new Numbers();
    /** Which sign-in the tokens come from, where they may not tell whose they are. */
    this.signedIn = "";
    /** What the store held when last looked at. */
    this.seen = [];
    /** The same, as tokens. */
    this.access = undefined;
    this.refresh = undefined;
    /**
     * Fingerprints of the access tokens that it has had. Where two tokens collide, a request goes out without
     * a default header, never with one.
     */
    this.had = new Set();
    this.listeners = new Set();
    /** the client for which the wasm decides something */
    this.asker = undefined;
    /** the client for which it has decided what is performed now */
    this.decidedFor = undefined;
    /** What the wasm wants done, in order, and the client for which it has decided. */
    this.todo = [];
    /** What the application is to be told, in order. */
    this.news = [];
    /** Is it being told? */
    this.telling = false;
    /** Has the console been told that the listeners cause events without end? */
    this.tired = false;
    /** Is there something left to do for when the stack is empty? */
    this.late = false;
    /** Is that being done? */
    this.last = false;
    /**
     * The newest, whose options count where no client has asked: when another tab has done something. After a
     * hot reload, or in StrictMode, older ones are of components that are gone.
     */
    this.client = undefined;
    /** By the numbers that the wasm knows them by. */
    this.waiters = new Map();
    /** How many there have been. */
    this.enlisted = 0;
    /** what went wrong with the last try of a refresh: the one cause that all share */
    this.cause = undefined;
    /** The refresh in flight. */
    this.inFlight = undefined;
    /** The refreshes that are not over, by the core's numbers. */
    this.refreshes = new Map();
    /** Is the application's own refresh being called? */
    this.asking = false;
    /** How many requests were refused, so far as anyone has to know: for `session.debug`. */
    this.refusals = 0;
    /** Of the lock and the channel of all tabs with this store, if it can have others. */
    this.name = "";
    /** Where each tab has a store of its own. */
    this.copies = undefined;
    /** Of those of all tabs with this cookie, where that is all that they have in common. */
    this.cookie = "";
    this.sharing = Sharing.Nothing;
    /** Told each decision, in a line without a token. Where nobody listens nothing is put into words. */
    this.trace = undefined;
    this.debug = undefined;
    /** What the devtools listen with. */
    this.followers = new Set();
    /** What the devtools are shown, and the hook that was called with it. */
    this.facade = undefined;
    this.shownTo = undefined;
    this.channel = undefined;
    const { id } = this;
    /** what does not go away by itself */
    this.wires = {
      __proto__: null,
      closers: [() => wasm[Call.close](id)],
    };
    leftovers?.register(this, this.wires);
    onAwake(
      whileHeld(this, (session) => session.wake()),
      this.wires.closers,
    );
  }

  /** What the session has in common with other tabs. */
  shares(sharing: Sharing) {
    this.sharing = sharing;
    this.wasm[Call.share](this.id, sharing);
  }

  join(name: string) {
    this.shares(Sharing.Store);
    this.name = name;
    onStored(
      this.keys,
      whileHeld(this, (session) =>
        session.look(undefined, Origin.OtherTab, true),
      ),
      this.wires.closers,
    );
    this.connect(name);
  }

  /** The refresh token is a cookie, which every tab has, whatever store its tokens are in. */
  share(tokenURL: string) {
    if (this.name || this.cookie) return;
    // Then that is what the tabs have in common, and not only the copies of one.
    this.copies = undefined;
    this.shares(Sharing.Cookie);
    this.cookie = "everfetch cookie " + tokenURL;
    this.connect(this.cookie);
  }

  /**
   * The refresh is a function, and no tab stores anything: what it sends is the browser's, as a cookie is. It takes
   * a lock of its own.
   */
  shareFunction(settings: any, baseURL?: string) {
    if (this.channel) return;
    this.shares(Sharing.Function);
    // Clients of other back ends on the same page have another function or another base.
    const which = [keysOf(settings), baseURL, String(settings.refresh.call)];
    const name = "everfetch function " + JSON.stringify(which);
    this.connect(name);
  }

  /** Opens the channel to the other tabs; the session is not held by it. */
  connect(name: string, disposables: Disposables = this.wires.closers) {
    const hear = whileHeld(this, (session, data: unknown) =>
      session.hear(data),
    );
    this.channel = connect(name, hear, disposables);
  }

  /** What another tab says. */
  hear(data: unknown) {
    const message = readMessage(data);
    if (!message) return;
    const { tokens } = this;
    const { kind, token, next } = message;
    if (
      (this.copies && kind < MessageKind.SignedOut) ||
      kind > MessageKind.Ended
    )
      return this.copies?.onMessage(message);
    this.wasm[Call.onMessage](
      this.id,
      kind,
      tokens.named(token),
      tokens.named(next),
    );
    this.perform();
    this.look(undefined, Origin.OtherTab, false, kind === MessageKind.Ended);
  }

  /**
   * Looks at the store, which other tabs and the application's own code write to as well (G19).
   * @param client whose options count in what follows
   * @param origin if something has changed, who has done it
   * @param certainly something has, even if a request has seen it already
   * @param ended if there is nothing any more, nobody has signed out
   */
  look(
    client?: any,
    origin: Origin = Origin.Unknown,
    certainly: boolean = false,
    ended: boolean = false,
  ) {
    introduce(this);
    const access = this.read(this.keys[0]);
    const refresh = this.read(this.keys[1]);
    const changed = access !== this.seen[0] || refresh !== this.seen[1];
    if (!changed && !certainly) return;
    this.know(access, refresh);
    if (changed) this.copies?.seen();
    const { user, exp, iat } = this.facts(this.access);
    const mark = this.mark();
    this.signedIn = signInOf(mark, user, this.access);
    // A JWT says it itself.
    const left = exp === undefined ? this.left() : undefined;
    this.wasm[Call.observe](
      this.id,
      origin,
      Date.now(),
      !!this.refresh,
      this.tokens.of(this.access),
      this.users.of(user),
      this.signIns.of(this.signedIn),
      exp,
      iat,
      left,
      ended || mark === ENDED_MARK,
    );
    if (DEVELOPMENT && changed)
      this.trace?.(`store${origin ? " of another tab" : ""}: ${this.token}`);
    this.perform(client);
  }

  /** Has the wasm perform what follows from its last decision. */
  perform(client: any = this.client) {
    const { asker } = this;
    this.asker = client;
    try {
      this.take();
      this.asker = asker;
      this.work();
    } catch (error) {
      this.asker = asker;
      this.performLater(client);
      throw error;
    }
    if (this.keeper) this.watch();
    this.announce();
  }

  /** Takes what is to be done from the wasm: all of it, before any of it is done (G22). */
  take() {
    const { wasm, id, asker } = this;
    for (let command; (command = take(wasm, id));)
      this.todo.push({ client: asker, command });
  }

  /** Called at the very end of the stack: what there was no room for is done once it is empty. */
  performLater(client?: any) {
    if (this.late) return;
    queueMicrotask(() => {
      this.late = false;
      this.last = true;
      attempt("the session", () => this.perform(client));
      this.last = false;
    });
    // Not before: there may be no room for that either.
    this.late = true;
  }

  work() {
    for (let next; (next = this.todo[0]);) {
      this.todo.shift();
      this.decidedFor = next.client;
      try {
        perform(next.command, this);
      } catch (error) {
        // With all of the stack, it would fail again.
        if (!this.last) this.todo.unshift(next);
        throw error;
      }
    }
  }

  /** The wasm has broken down, and a new one goes on from the store. */
  revive(cause: unknown) {
    this.epoch++;
    this.inFlight = undefined;
    this.refreshes.clear();
    this.todo = this.todo.filter(({ command }) => KEPT.includes(command[0]));
    this.work();
    for (const [ticket, waiter] of this.waiters) {
      waiter.settle(failure(SessionError.RefreshUnavailable, cause));
      this.waiters.delete(ticket);
    }
    this.seen = [];
    this.shares(this.sharing);
    this.look();
  }

  /**
   * Tells the application what has happened: outside the wasm and one after another, so that a listener may call
   * anything. What that causes is told after it.
   */
  announce() {
    if (this.telling) return;
    this.telling = true;
    let told = 0;
    try {
      for (; this.news[0] && told < MOST_IN_A_ROW; told++)
        (this.news.shift() as any)();
    } finally {
      this.telling = false;
    }
    if (this.news[0]) this.rest();
  }

  /** Listeners that cause one event after another go on after the page has had its turn. */
  rest() {
    if (!this.tired)
      complain(
        `session listeners caused ${MOST_IN_A_ROW} events in a row; look for one that calls signIn() or signOut() at each event`,
      );
    this.tired = true;
    // What happens meanwhile is told after it.
    this.telling = true;
    setTimeout(() => {
      this.telling = false;
      this.announce();
    });
  }

  /**
   * A reply with tokens, which may come to be stored.
   * @param reply as `readReply` gives it
   * @param keep the refresh token that there is, where none is granted
   * @param date the server's clock, in ms
   */
  offer(reply: any, keep?: boolean, date?: number) {
    const { access, expiresIn, expiresAt } = reply;
    const refresh = reply.refresh ?? (keep ? this.refresh : undefined);
    const { user, exp, iat } = this.facts(access);
    const begun = user ? "" : String(Math.random());
    const signIn = keep ? this.signedIn : begun;
    const now = Date.now();
    const left =
      expiresIn === undefined ? expiresAt - (date ?? now) : expiresIn * 1000;
    // By this device's clock, which is the one that looks at it again.
    const until = exp === undefined ? now + left : NaN;
    this.offered = { access, refresh, signIn, until, kept: keep };
    this.wasm[Call.offer](
      this.id,
      !!refresh,
      this.tokens.of(access),
      this.users.of(user),
      this.signIns.of(signIn),
      expiresAt ?? exp,
      iat,
      (expiresIn as any) * 1000,
      date,
    );
  }

  /**
   * A request was answered, and not refused.
   * @param request which says its target when it is asked
   */
  accepted(stamp: number, request: object, client: any, ok: boolean) {
    const { wasm, id } = this;
    if (wasm[Call.accepted](id, stamp))
      wasm[Call.acceptedAt](id, this.targets.of(String(request)));
    if (ok && client.means && wasm[Call.acceptedExternally](id, stamp, true))
      this.perform(client);
  }

  /**
   * An answer of the session's servers says what time it is.
   * @param date in ms
   */
  learn(date: number, now: number) {
    this.wasm[Call.learn](this.id, date, now);
    if (this.keeper) this.watch();
  }

  /**
   * A request was refused: 0 when the caller shall see that, the stamp with which it is sent again, or, with
   * every bit turned, that with which it waits.
   * @param target what was asked for: method and address, less the query
   */
  refused(
    client: any,
    stamp: number,
    target: string,
    status: number,
    about: About,
  ): number {
    this.refusals++;
    this.look(client);
    return this.wasm[Call.refused](
      this.id,
      stamp,
      this.targets.of(target),
      status,
      about,
      client.means,
      Date.now(),
    );
  }

  /** `session.refresh()`: the stamp with which the caller waits. */
  demand(client: any) {
    if (DEVELOPMENT) this.trace?.("session.refresh()");
    this.look(client);
    return stamped(this.wasm[Call.demand](this.id, client.means));
  }

  get state() {
    this.look();
    return STATES[this.wasm[Call.state](this.id)];
  }

  get user() {
    this.look();
    return this.facts(this.access).user ?? null;
  }

  /** The current token in words: its number, and when it is to be refreshed. */
  get token() {
    const due = this.wasm[Call.due](this.id) - Date.now();
    return (
      // The stamp of a request that were sent now.
      tokenOf(
        this.wasm,
        this.wasm[Call.admit](this.id, Hold.Never, Means.Token, 0),
      ) + (due ? `, due in ${(due / 1000) | 0} s` : "")
    );
  }

  tell(debug: true | ((line: string) => void)) {
    const listener = debug === true ? log : debug;
    if (DEVELOPMENT) this.debug = listener;
    else attempt("session.debug", () => listener(NO_LINES));
    this.retrace();
  }

  follow(listener: (line: string) => void) {
    this.followers.add(listener);
    this.retrace();
    return () => {
      this.followers.delete(listener);
      this.retrace();
    };
  }

  retrace() {
    const { debug, followers } = this;
    this.trace =
      DEVELOPMENT && (debug || followers.size)
        ? (line) =>
            // Not at once: it may call the session, which is in the middle of something.
            queueMicrotask(() => {
              if (debug) attempt("session.debug", () => debug(line));
              for (const listener of followers)
                attempt("the devtools", () => listener(line));
            })
        : undefined;
  }

  signIn(client: any, tokens: any) {
    if (tokens === undefined) return this.signInExternally(client);
    const reply = readReply(tokens, client.settings.refresh.reply, true);
    if (typeof reply === "string")
      throw badOption(
        "session.signIn()",
        DEVELOPMENT && "what session.signIn(tokens) got " + reply,
      );
    this.look(client);
    this.offer(reply);
    this.wasm[Call.signIn](this.id, Date.now());
    this.perform(client);
  }

  /** By a cookie, say. */
  signInExternally(client: any) {
    // With a store, the tokens in it say whether anyone is signed in.
    if (client.means !== Means.Ambient || this.name)
      throw badOption(
        "session.signIn()",
        DEVELOPMENT &&
          '`session.signIn()` got no tokens: pass it the log-in\'s answer. If the session is in a cookie, set `storage: "memory"`, and `send: "cookie"` or a function as `refresh`.',
      );
    this.look(client);
    this.wasm[Call.signInExternally](this.id);
    this.perform(client);
  }

  signOut(client: any) {
    try {
      this.look(client);
      this.wasm[Call.signOut](this.id);
    } catch (error) {
      // Whatever has broken down, the tokens go.
      this.clearTokens(EndKind.SignOut);
      throw error;
    }
    this.perform(client);
  }

  subscribe(listener: (event: any) => void) {
    const entry = { listener };
    this.listeners.add(entry);
    return () => void this.listeners.delete(entry);
  }

  /** `session.keepFresh`: refreshes in the background, with this client's options. */
  keep(client: any) {
    this.keeper = client;
    this.look(client);
    this.watch();
  }

  /** Sets the timer to when the next refresh is due. */
  watch() {
    const { wires } = this;
    const due = this.wasm[Call.due](this.id);
    if (Object.is(due, this.due)) return;
    this.due = due;
    clearTimeout(wires.timer);
    if (Number.isNaN(due)) return;
    const ref = weakly(this);
    wires.timer = setTimeout(
      () => ref.deref()?.tick(),
      Math.min(Math.max(due - Date.now(), 0), LONGEST_MS),
    ) as any;
    // Nothing that keeps a process alive.
    (wires.timer as any).unref?.();
  }

  /** The page is back from sleep, with its timer, or online: what has failed before may succeed now (G14). */
  wake() {
    this.wasm[Call.wake](this.id);
    this.tick();
  }

  /** The timer has run out. */
  tick() {
    const client = this.keeper;
    if (!client) return;
    this.look(client);
    this.wasm[Call.tick](this.id, client.means, Date.now());
    this.due = undefined;
    this.perform(client);
  }

  // What the wasm wants done: `client` is the one for which it has decided.

  storeTokens() {
    const { access, refresh, signIn, until, kept } = this.offered as any;
    this.signedIn = signIn;
    this.write(access, refresh, markOf(signIn, access), until);
    this.copies?.granted(kept);
  }

  clearTokens(end: EndKind) {
    this.signedIn = "";
    this.write(undefined, undefined, end ? ENDED_MARK : undefined);
    this.copies?.seen();
  }

  broadcast(kind: MessageKind, first: number, second: number) {
    const { tokens, copies } = this;
    const [token, next] = [first, second].map((each) => tokens.printOf(each));
    if (copies) copies.post(kind, token, next);
    else this.channel?.postMessage(messageOf(kind, token, next));
  }

  /**
   * In the order in which they came. One that calls the session again, or takes itself off, or throws,
   * changes nothing for the others.
   */
  emit(kind: EventKind, detail: number) {
    // What befell a request is told where it happens.
    if (DEVELOPMENT && !OF_REQUESTS.includes(kind))
      this.trace?.(
        Object.values(eventOf(kind, detail)).join(" ") + ", " + this.token,
      );
    this.news.push(() => {
      for (const { listener } of [...this.listeners])
        attempt("a session listener", () => listener(eventOf(kind, detail)));
    });
  }

  /** Keeps a waiter by the core's number. */
  enlist(number: number, waiter: { settle(error?: unknown): void }) {
    this.waiters.set(number, waiter);
    this.enlisted++;
  }

  settle(
    number: number,
    error: SessionError | undefined,
    cause: number | undefined,
  ) {
    // An error for each, since its request and its response are its own.
    this.waiters
      .get(number)
      ?.settle(
        error === undefined ? undefined : failure(error, this.causeOf(cause)),
      );
    this.waiters.delete(number);
  }

  /** What went wrong with a refresh. */
  causeOf(refresh: number | undefined) {
    return refresh === undefined ? undefined : this.cause;
  }

  acquireLock(refresh: number) {
    const client = this.decidedFor;
    if (!this.refusals++ && this.access)
      if (DEVELOPMENT)
        this.trace?.(
          "early refresh; an expired token would be recognised by " +
            ruleOf(client.settings.expired),
        );
    this.inFlight = new Refresh(this, client, refresh);
    this.refreshes.set(refresh, this.inFlight);
    this.inFlight.acquireLock();
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
    const inFlight = this.refreshes.get(refresh);
    inFlight?.release();
    this.refreshes.delete(refresh);
    if (this.inFlight === inFlight) this.inFlight = undefined;
  }

  cancelRefresh(refresh: number) {
    this.refreshes.get(refresh)?.cancel();
  }

  askApplication(
    reason: EndReason,
    waiting: number,
    refresh: number | undefined,
  ) {
    const client = this.decidedFor;
    const cause = this.causeOf(refresh);
    const error = failure(SessionError.SessionEnded, cause);
    const response = cause ? answerOf(cause) : undefined;
    const end = { reason: REASONS[reason], error, waiting, response };
    const which = this.wasm[Call.lastEnd](this.id);
    this.news.push(() => this.ask(client, end, which));
  }

  /** Asks the application what is to become of those who wait, for as long as it takes: it may show a dialog. */
  async ask(client: any, end: any, which: number) {
    const { wasm, id } = this;
    const { settings } = client;
    const choice =
      settings.onEnd &&
      (await attempt("session.onEnd", () => settings.onEnd(end)));
    if (DEVELOPMENT)
      this.trace?.(
        `${end.waiting} waiting → ${choice ?? (settings.loginURL ? "redirect" : "stay")}`,
      );
    const answer = choice === "wait" ? Choice.Park : Choice.Reject;
    wasm[Call.chosen](id, which, answer);
    this.perform(client);
    if (choice === "stay" || choice === "wait") return;
    const wanted = () => wasm[Call.wantsRedirect](id, which);
    attempt("session.navigate", () => redirect(settings, wanted));
  }

  // The store. Reading and writing cannot fail: what fails falls back to memory.

  read(key: string) {
    try {
      return atOnce(this.storage.getItem(key));
    } catch {
      this.fallBack();
      return this.storage.getItem(key);
    }
  }

  /**
   * Both, or what there is of them. The access token last: who sees it finds its companions there.
   * @param until when the access token expires, where only the reply said so
   */
  write(access?: string, refresh?: string, mark?: string, until?: number) {
    try {
      if (this.expiryKey)
        this.put(
          this.expiryKey,
          until ? `${fingerprint(access)} ${until}` : undefined,
        );
      if (this.markKey) this.put(this.markKey, mark);
      this.put(this.keys[1], refresh);
      this.put(this.keys[0], access);
    } catch {
      this.fallBack();
      this.write(access, refresh, mark, until);
    }
    this.know(...this.keys.map(this.read, this));
  }

  /**
   * How many ms the access token is still good for, where only the reply said so: a reload and other tabs see
   * no reply.
   */
  left() {
    const kept = this.access && this.expiryKey && this.read(this.expiryKey);
    const [print, until] = String(kept).split(" ");
    return print === fingerprint(this.access)
      ? Math.max(0, +until - Date.now())
      : undefined;
  }

  put(key: string, token?: string) {
    const { storage } = this;
    const done =
      token === undefined
        ? storage.removeItem(key)
        : storage.setItem(key, token);
    // A store may write to a slower one as well.
    done?.then?.(undefined, report("session.storage"));
  }

  fallBack() {
    const failed = this.storage;
    this.storage = new Memory();
    this.keys.forEach((key, at) => this.put(key, this.seen[at] ?? undefined));
    warn();
    // A full store still gives up what is in it: a spent token must not be found there later.
    for (const key of this.keys)
      try {
        failed.removeItem(key);
      } catch {
        // It is beyond that.
      }
  }

  /** Does a header hold a token that the session has had and has no more? */
  isSpent(value: any) {
    this.look();
    const token = String(value).split(" ").pop();
    return token !== this.access && this.had.has(fingerprint(token));
  }

  know(...seen: any[]) {
    this.seen = seen;
    [this.access, this.refresh] = seen.map((token) =>
      typeof token === "string" && !usable(token) ? token : undefined,
    );
    if (!this.access) return;
    this.had.add(fingerprint(this.access));
    if (this.had.size > MOST_HAD)
      this.had.delete(this.had.values().next().value ?? "");
  }

  /**
   * Which sign-in the tokens come from, where nothing in them tells whose they are: another tab has to know
   * a sign-in from a refresh as soon as it sees it, and of all that a tab says and does only writes to the
   * store arrive in order. After the end of a session, that there was one.
   */
  mark() {
    return (this.markKey && this.read(this.markKey)) || undefined;
  }

  /** Whose a token is, if it tells, and in ms since the epoch from when and till when it is good. */
  facts(token: string | undefined) {
    const { sub, exp, iat } = claimsOf(token ?? "");
    const { userOf } = this;
    const user = userName(
      token && userOf ? attempt("session.userOf", () => userOf(token)) : sub,
    );
    return { user, exp: exp && exp * 1000, iat: iat && iat * 1000 };
  }
}

apart(Session);

/** `session.expired` in words. */
const ruleOf = (expired: any) =>
  "session.expired: " +
  (typeof expired === "function"
    ? "your function"
    : [
        "status " + (expired.status ?? 401),
        needsBody(expired) &&
          `code ${expired.code} at "${expired.codePath ?? "code"}" in the body`,
      ]
        .filter(Boolean)
        .join(", "));

/**
 * What stands in the store for a sign-in: with the token that it was written with, so that a token which the
 * application's own code has put there is not taken for one of the same sign-in.
 */
const markOf = (signIn: string, access: string) =>
  signIn ? `${signIn} ${fingerprint(access)}` : undefined;

/** Which sign-in a mark is of, if it is of one. Where the token names its user, only its own mark counts. */
const signInOf = (
  mark: string | undefined,
  user: string | undefined,
  access: string | undefined,
) => {
  if (!mark || mark === ENDED_MARK) return "";
  const [signIn, print] = mark.split(" ");
  return !user || print === fingerprint(access) ? signIn : "";
};
