// Generated from src/session/command.rs, limits.rs, src/error.rs and src/bindings.rs by `cargo xtask protocol`. Do not edit.
// Everything that the TypeScript runtime knows about the core: only numbers are exchanged, and their names are defined here.

/** The state of a session, as the application sees it. */
export const enum State {
  /** There is no access token. */
  SignedOut = 0,
  /** There is one. */
  SignedIn = 1,
  /** It is being refreshed. */
  Refreshing = 2,
  /** The server rejected the refresh; the user must sign in again. */
  Ended = 3,
}

/** Their words. */
export const STATES = ["signed-out", "signed-in", "refreshing", "ended"] as const;

/** The session's own errors. */
export const enum SessionError {
  /** The session is over: the server rejected the refresh, or the user signed out. */
  SessionEnded = 0,
  /** Another user has signed in since the request was made. */
  SessionChanged = 1,
  /** The token could not be refreshed for now; the tokens are kept, and the request can be retried. */
  RefreshUnavailable = 2,
  /** The server rejected a newly refreshed token. */
  RefreshLoop = 3,
  /** The request waited for a refresh longer than `session.waiterTimeout`. */
  WaiterTimeout = 4,
}

/** Their words. */
export const CODES = ["ERR_SESSION_ENDED", "ERR_SESSION_CHANGED", "ERR_REFRESH_UNAVAILABLE", "ERR_REFRESH_LOOP", "ERR_WAITER_TIMEOUT"] as const;

/** Why a session ended. */
export const enum EndReason {
  /** The server rejected the refresh. */
  Refused = 0,
  /** The access token was rejected, and there is no refresh token. */
  NoRefreshToken = 1,
  /** The user has signed out in another tab. */
  SignedOutElsewhere = 2,
  /** Another user has signed in in another tab. */
  UserChanged = 3,
  /** An answer says that the session is over (`session.ends`). */
  Revoked = 4,
}

/** Their words. */
export const REASONS = ["refused", "no-refresh-token", "signed-out-elsewhere", "user-changed", "revoked"] as const;

/** Which tab obtained the new token. */
export const enum By {
  /** A refresh of this page. */
  ThisTab = 0,
  /** Another tab, or the application's own code, which wrote it to the store. */
  OtherTab = 1,
}

/** Their words. */
export const WHO = ["this-tab", "other-tab"] as const;

/** The kind of the event. */
export const enum EventKind {
  /** A user has signed in. */
  SignedIn = 0,
  /** The tokens were removed by `session.signOut`, in this tab or another, or by other code. */
  SignedOut = 1,
  /** The server rejected a request. */
  Refused = 2,
  /** The number of waiting requests has changed. */
  Waiting = 3,
  /** This tab has sent a refresh to the token endpoint. */
  RefreshStarted = 4,
  /** There is a new access token. */
  Refreshed = 5,
  /** The refresh failed. The error says whether the session continues. */
  RefreshFailed = 6,
  /** A request is sent for the second time, with the new token. */
  Retried = 7,
  /** The session is over. */
  Ended = 8,
}

/** What a session shares with the sessions of other tabs. */
export const enum Sharing {
  /** Nothing. */
  Nothing = 0,
  /** The store, and therefore the tokens. */
  Store = 1,
  /** All tabs are copies of one tab: each has its own store, and a copy sends new tokens to the others. */
  Copies = 2,
  /** A cookie, with which each tab obtains its own access tokens. */
  Cookie = 3,
  /** A refresh function, whose credential may be shared by all tabs. */
  Function = 4,
}

/** The messages between tabs. */
export const enum MessageKind {
  /** A user has signed in. */
  SignedIn = 0,
  /** A token was exchanged for another. */
  Refreshed = 1,
  /** The user has signed out. */
  SignedOut = 2,
  /** The server has rejected the refresh. */
  Ended = 3,
}

/** Their words. */
export const MESSAGES = ["signed-in", "refreshed", "signed-out", "ended"] as const;

/** The credential with which a refresh obtains a new access token. */
export const enum Credential {
  /** A refresh token in the store. */
  Stored = 0,
  /** A cookie that JavaScript cannot see, or the application's own function. */
  External = 1,
  /** Nothing (`session.refresh: false`): a token that is no longer valid is the end of the session. */
  Nothing = 2,
  /**
   * A cookie, and a marker in the store says whether there is one: it counts as a refresh token. Without the
   * marker, only `session.refresh()` tries the cookie.
   */
  Marked = 3,
}

/** What happens to a request that is made during a refresh. */
export const enum Hold {
  /** It is sent immediately. */
  Never = 0,
  /** It waits until the refresh ends. */
  DuringRefresh = 1,
}

/** What a rejection is about. */
export const enum About {
  /** The token, or the answer does not say. */
  Token = 0,
  /** A missing permission (RFC 6750 section 3.1, `insufficient_scope`): the token itself is valid. */
  Permission = 1,
  /** Something outside the session, to which a redirect has led. */
  Elsewhere = 2,
  /** The session itself, which is over (`session.ends`). */
  Session = 3,
  /** The proof that was sent with the token: the server requires its own nonce in it (RFC 9449 section 9). */
  Nonce = 4,
}

/** Who has changed the store. */
export const enum Origin {
  /** The application's own code, or another tab. */
  Unknown = 0,
  /** Another tab, for certain. */
  OtherTab = 1,
}

/** What a log-out contains. */
export const enum Parting {
  /** There is no log-out, because no user is signed in. */
  Nothing = 0,
  /** No access token, because it has expired. */
  Expired = 1,
  /** The access token, if there is one. */
  Current = 2,
}

/** How a session ended. */
export const enum EndKind {
  /** The user signed out, or other code removed the tokens. */
  SignOut = 0,
  /** The server rejected the refresh. Requests that are parked in other tabs stay parked. */
  Refusal = 1,
}

/** Why a waiter leaves the queue before its turn. */
export const enum Leaving {
  /** Its request was aborted. */
  Aborted = 0,
  /** Its deadline has passed. */
  TimedOut = 1,
}

/** What happens to the waiters when a session has ended. */
export const enum Choice {
  /** They are rejected. */
  Reject = 0,
  /** They wait until the same user has signed in again. */
  Park = 1,
}

/** How the lock was acquired. */
export const enum Lock {
  /** The lock is held, or no other tab can have the same session. */
  Held = 0,
  /** The lock is held, and a previous holder has exchanged the tokens in the store. */
  HeldAfterExchange = 1,
  /** There are no locks. */
  Missing = 2,
}

/** What a tab does when its deadline for the lock has passed. */
export const enum Rescue {
  /** It waits again. */
  WaitAgain = 0,
  /** It steals the lock, if the lock for the rescue is available. */
  IfAvailable = 1,
  /** It steals the lock for the rescue, and then the lock. */
  Steal = 2,
}

/**
 * The result of an attempt to get new tokens. Its meaning for the session is in
 * [`http::failure`](crate::http::failure).
 */
export const enum Outcome {
  /** New tokens, which are the pending grant. */
  Granted = 0,
  /** The answer matches the option `session.refresh.refused`. */
  NamedRefused = 1,
  /** The answer matches the option `session.refresh.unavailable`. */
  NamedUnavailable = 2,
  /** A redirect, or an answer after one. The refresh token must not be sent to another URL (G12). */
  Redirect = 3,
  /** An answer without success, by its status; 0 without an answer. */
  Status = 4,
  /** An answer that is not JSON: a captive portal, a maintenance page, or an answer that was cut off. */
  NotJson = 5,
  /** An empty answer. Such an endpoint never grants anything. */
  Empty = 6,
  /** An answer without usable tokens. */
  NoTokens = 7,
  /** The token endpoint is outside the session's origins, so nothing was sent. */
  OutOfScope = 8,
  /** The application's own function gave no answer, because it waited for a request that waits for the refresh. */
  WaitsForItself = 9,
  /** The server requires its own nonce in the proof (RFC 9449 section 8). The next attempt contains it. */
  NonceRequired = 10,
}

/** Which of the application's options an answer of the token endpoint matches. */
export const enum Named {
  /** Nothing. */
  Nothing = 0,
  /** `session.refresh.refused`. */
  Refused = 1,
  /** `session.refresh.unavailable`. */
  Unavailable = 2,
  /** The answer requires a proof with the server's nonce. */
  Nonce = 3,
}

/** The content of an answer of the token endpoint. */
export const enum TokenBody {
  /** Usable tokens. */
  Tokens = 0,
  /** JSON without usable tokens. */
  Other = 1,
  /** Something that is not JSON. */
  NotJson = 2,
  /** Nothing. */
  Empty = 3,
  /** Nothing that counts: what the endpoint grants is in cookies. */
  Cookies = 4,
}

/** Durations and sizes, the same in both runtimes. */
export const enum Limit {
  /**
   * The version of the messages between tabs. Increase it with every change of the messages: a tab that was
   * opened before an update of the application keeps using the previous version.
   */
  MessageVersion = 1,
  /**
   * How long to wait, in ms, for a callback of the application, and for the code in the body of a rejection.
   * Requests wait in the meantime.
   */
  AnswerMs = 5000,
  /** An answer that took longer than this, in ms, does not set the clock, because the page may have been frozen. */
  PromptMs = 5000,
  /**
   * How long an exchanged-token notice is kept, in ms: many times longer than a write takes to arrive in another
   * tab.
   */
  NoticeMs = 3000,
  /**
   * How long a page waits for the answer to a refresh by cookie that a reload has cut off, in ms: longer than a
   * server takes to answer, and shorter than a user is willing to wait.
   */
  UnansweredMs = 2000,
  /** A copy of a tab that has not answered within this time, in ms, is considered frozen. */
  CopiesMs = 500,
  /** How many names of users and sign-ins keep their numbers: more than the core remembers of any kind. */
  Names = 64,
  /** The maximum length of a token endpoint's reply, in characters. */
  ReplyLength = 1048576,
  /** The maximum number of characters that are read in search of a code. Rejections are short. */
  RefusalLength = 65536,
}

/** Of each event its type, the name of its detail, and the words for that. */
export const EVENTS: readonly (readonly [string, string?, (readonly string[])?])[] = [
  ["signed-in"],
  ["signed-out"],
  ["refused", "status"],
  ["waiting", "waiting"],
  ["refresh-started"],
  ["refreshed", "by", WHO],
  ["refresh-failed", "code", CODES],
  ["retried"],
  ["ended", "reason", REASONS],
];

/** The short names of the engine's exports: `engine[Call.open](margin)`. */
export const enum Call {
  open = "a",
  close = "b",
  syncFromStore = "c",
  setPendingGrant = "d",
  admit = "e",
  wait = "f",
  resume = "g",
  accepted = "h",
  acceptedExternally = "i",
  acceptedAt = "j",
  refused = "k",
  leave = "l",
  state = "m",
  signIn = "n",
  signInExternally = "o",
  signOut = "p",
  logOut = "M",
  logOutRefused = "N",
  parted = "O",
  onMessage = "q",
  share = "r",
  refreshNow = "s",
  resolveEnd = "t",
  lastEnd = "U",
  wantsRedirect = "V",
  due = "u",
  learn = "v",
  tick = "w",
  wake = "x",
  next = "y",
  detail = "z",
  locked = "A",
  arrived = "H",
  answered = "I",
  paused = "J",
  confirmed = "K",
  announced = "L",
  lockDeadline = "E",
  waiterTimeout = "F",
  rescue = "G",
  judge = "D",
  carriesToken = "B",
  tokenNumber = "C",
}

/** The engine's exports. */
export interface Engine {
  /** Opens a session, with `session.expiryMargin` in ms. The other functions take the number that this returns. */
  [Call.open](margin: number | undefined): number;
  /** Closes a session that no client uses any more. */
  [Call.close](session: number): void;
  /** Passes the content of the store. `token` is 0 if there is no access token. */
  [Call.syncFromStore](session: number, origin: Origin, now: number, refresh: boolean, token: number, user: number, signIn: number, expiresAt: number | undefined, issuedAt: number | undefined, expiresIn: number | undefined, ended: boolean): void;
  /** Passes the tokens of a reply. The next report says whether they count. */
  [Call.setPendingGrant](session: number, refresh: boolean, token: number, user: number, signIn: number, expiresAt: number | undefined, issuedAt: number | undefined, expiresIn: number | undefined, date: number | undefined): void;
  /** Asks whether a request may be sent. Returns a stamp to send or to wait with. */
  [Call.admit](session: number, hold: Hold, credential: Credential, now: number): number;
  /** Adds a waiter to the queue. */
  [Call.wait](session: number): number;
  /** Returns the stamp to send with, for a request that has waited or is sent again. */
  [Call.resume](session: number, stamp: number): number;
  /** A request was answered and not rejected. Returns whether to call `accepted_at` as well. */
  [Call.accepted](session: number, stamp: number): 0 | 1;
  /** A request without a token was answered with a success. Returns whether that counts as a sign-in. */
  [Call.acceptedExternally](session: number, stamp: number, credential: Credential): 0 | 1;
  /** Names the target that accepted the token. */
  [Call.acceptedAt](session: number, target: number): void;
  /**
   * A request was rejected. Returns 0 if the caller gets the answer; otherwise a stamp to retry or to wait with, or
   * an error.
   */
  [Call.refused](session: number, stamp: number, target: number, status: number, about: About, credential: Credential, now: number): number;
  /** A waiter leaves. */
  [Call.leave](session: number, waiter: number, leaving: Leaving): void;
  /** `session.state`. */
  [Call.state](session: number): State;
  /** `session.signIn(tokens)`, with the pending grant. */
  [Call.signIn](session: number, now: number): void;
  /** `session.signIn()`, without tokens. */
  [Call.signInExternally](session: number, credential: Credential): void;
  /** `session.signOut()`. */
  [Call.signOut](session: number): void;
  /** `session.signOut()` with `session.logout`. The runtime keeps the tokens for the log-out. */
  [Call.logOut](session: number, credential: Credential, now: number): Parting;
  /**
   * The server rejected the log-out. Returns whether to refresh and send it again. `refresh` says whether there is a
   * refresh token for that.
   */
  [Call.logOutRefused](session: number, credential: Credential, refresh: boolean): 0 | 1;
  /** The refresh before a log-out has called the token endpoint. */
  [Call.parted](session: number, refresh: number): void;
  /** Another tab has sent this message. */
  [Call.onMessage](session: number, kind: MessageKind, token: number, next: number): void;
  /** Sets what the session shares with other tabs. */
  [Call.share](session: number, sharing: Sharing): void;
  /** `session.refresh()`. Returns the stamp with which the caller waits. */
  [Call.refreshNow](session: number, credential: Credential): number;
  /** Passes the decision of `onEnd`. */
  [Call.resolveEnd](session: number, end: number, choice: Choice): void;
  /** The last end that the application was asked about; 0 once a user has signed in. */
  [Call.lastEnd](session: number): number;
  /** Whether the page should still be redirected because of this end. */
  [Call.wantsRedirect](session: number, end: number): 0 | 1;
  /** When the token is due for a refresh, in ms since the epoch; NaN if that is unknown. */
  [Call.due](session: number): number;
  /** Passes the `Date` of an answer that no cache has stored. */
  [Call.learn](session: number, date: number, now: number): void;
  /** Refreshes in the background if the token is due. */
  [Call.tick](session: number, credential: Credential, now: number): void;
  /** The page woke from sleep or came back online. */
  [Call.wake](session: number): void;
  /** Returns the number of the next command; 0 if there are no more. `detail` returns its details. */
  [Call.next](session: number): number;
  /** Returns a detail of the last command from `next`. */
  [Call.detail](session: number, index: number): number;
  /** A refresh has acquired the lock, and the store was read. */
  [Call.locked](session: number, refresh: number, lock: Lock, credential: Credential, retries: number, now: number): void;
  /** The store contains another tab's tokens, or the wait for them is over. */
  [Call.arrived](session: number, refresh: number, now: number): void;
  /** Reports the result of an attempt at the token endpoint. New tokens are in the pending grant. */
  [Call.answered](session: number, refresh: number, outcome: Outcome, status: number, retryAfter: number | undefined, random: number, now: number): void;
  /** The pause between two attempts is over. */
  [Call.paused](session: number, refresh: number): void;
  /** The store was read once more. */
  [Call.confirmed](session: number, refresh: number, now: number): void;
  /** The exchanged-token notices have been raised. */
  [Call.announced](session: number, refresh: number): void;
  /** How long to wait for the lock, in ms, if an attempt at the token endpoint takes `timeout` ms at most. */
  [Call.lockDeadline](timeout: number, retries: number): number;
  /** The default of `session.waiterTimeout`, in ms. */
  [Call.waiterTimeout](timeout: number, retries: number): number;
  /** Returns what to do when the deadline for the lock has passed. */
  [Call.rescue](sameHolder: boolean, round: number): Rescue;
  /** Judges an answer of the token endpoint. */
  [Call.judge](status: number, redirected: boolean, named: Named, body: TokenBody): Outcome;
  /** Whether a request with this stamp carries a token. */
  [Call.carriesToken](stamp: number): 0 | 1;
  /** The number of a stamp's token, for a line of `session.debug`: how many tokens came before it. */
  [Call.tokenNumber](stamp: number): number;
}

/** The commands, by their numbers. */
export const enum Command {
  AcquireLock = 1,
  CancelRefresh = 2,
  StoreTokens = 3,
  ClearTokens = 4,
  Broadcast = 5,
  Emit = 6,
  Settle = 7,
  AskApplication = 8,
  AwaitStore = 9,
  Exchange = 10,
  Pause = 11,
  ConfirmStore = 12,
  AnnounceExchanged = 13,
  ReleaseLock = 14,
  StoreMarker = 15,
  DeferLogOut = 16,
  LogOut = 17,
}

/** A command as it was taken from the core: its number, and its details. */
export type Taken = readonly [Command, number, number, number];

/** What performs the commands, one by one. */
export interface Performer {
  /**
   * A refresh starts. Acquire the lock that all tabs of the session share, read the store, check for
   * exchanged-token notices for its tokens, and report `locked`.
   */
  acquireLock(refresh: number): void;
  /** The session continues without this refresh. Abort its current step, and report that step immediately. */
  cancelRefresh(refresh: number): void;
  /** Write the tokens of the pending grant to the store, immediately and together. */
  storeTokens(): void;
  /** Remove both tokens from the store, immediately. */
  clearTokens(end: EndKind): void;
  /** Send this message to the other tabs. */
  broadcast(kind: MessageKind, token: number, next: number): void;
  /** Pass this event to the listeners. */
  emit(kind: EventKind, detail: number): void;
  /** Settle a waiter. Without an error, call `resume` for it and send it. */
  settle(waiter: number, error: SessionError | undefined, cause: number | undefined): void;
  /** Ask the application what to do, and report `resolveEnd`. */
  askApplication(reason: EndReason, waiting: number, cause: number | undefined): void;
  /**
   * Read the store until it contains another tab's new tokens, which cancels the refresh, or until `patience`
   * has passed. Report `arrived`.
   */
  awaitStore(refresh: number, patience: number, interval: number): void;
  /** Call the token endpoint once, and report `answered`. */
  exchange(refresh: number): void;
  /** Wait, and report `paused`. */
  pause(refresh: number, pause: number): void;
  /** Wait, read the store once more, and report `confirmed`. */
  confirmStore(refresh: number, pause: number): void;
  /**
   * Raise exchanged-token notices for the tokens that the store contained under the lock and no longer contains,
   * and report `announced`.
   */
  announceExchanged(refresh: number): void;
  /** The refresh is over. Release its lock, if it has one. */
  releaseLock(refresh: number): void;
  /** A session by cookie has begun. Remove both tokens from the store, and leave the marker of the session. */
  storeMarker(): void;
  /**
   * The log-out gets the tokens of this refresh. Once they are there or not to be had, report
   * `parted`.
   */
  deferLogOut(refresh: number): void;
  /** Send the log-out with the newest tokens. */
  logOut(refresh: number | undefined, wanted: boolean): void;
}

/** Takes the next command from the core; undefined when there is nothing left to do. */
export const take = (engine: Engine, session: number): Taken | undefined => {
  const command = engine[Call.next](session);
  const detail = (index: number) => engine[Call.detail](session, index);
  return command ? [command, detail(0), detail(1), detail(2)] : undefined;
};

/** A detail that may be absent. */
const given = (detail: number) => (detail >= 0 ? detail : undefined);

/** Has a command performed. */
export const perform = (
  [command, a, b, c]: Taken,
  performer: Performer,
) => {
  switch (command) {
    case Command.AcquireLock:
      return performer.acquireLock(a);
    case Command.CancelRefresh:
      return performer.cancelRefresh(a);
    case Command.StoreTokens:
      return performer.storeTokens();
    case Command.ClearTokens:
      return performer.clearTokens(a);
    case Command.Broadcast:
      return performer.broadcast(a, b, c);
    case Command.Emit:
      return performer.emit(a, b);
    case Command.Settle:
      return performer.settle(a, given(b), given(c));
    case Command.AskApplication:
      return performer.askApplication(a, b, given(c));
    case Command.AwaitStore:
      return performer.awaitStore(a, b, c);
    case Command.Exchange:
      return performer.exchange(a);
    case Command.Pause:
      return performer.pause(a, b);
    case Command.ConfirmStore:
      return performer.confirmStore(a, b);
    case Command.AnnounceExchanged:
      return performer.announceExchanged(a);
    case Command.ReleaseLock:
      return performer.releaseLock(a);
    case Command.StoreMarker:
      return performer.storeMarker();
    case Command.DeferLogOut:
      return performer.deferLogOut(a);
    case Command.LogOut:
      return performer.logOut(given(a), !!b);
  }
};

// `admit`, `refused`, `resume` and `refreshNow` return 0 if the caller gets the answer, a stamp to send with, a stamp to wait
// with, or an error.

/** Whether the request must wait. */
export const waits = (answer: number) => answer < 0 && !fails(answer);

/** The stamp to wait with. */
export const waitingStamp = (answer: number) => ~answer;

/** Whether the answer is an error. */
export const fails = (answer: number) => answer < -2147483643;

/** The error. */
export const errorOf = (answer: number): SessionError => answer + 2147483648;
