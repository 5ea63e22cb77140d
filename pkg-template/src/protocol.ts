// Generated from src/session/command.rs, limits.rs, src/error.rs and src/bindings.rs by `cargo xtask protocol`. Do not edit.
// All that the TypeScript runtime knows of the core: what crosses are numbers, and here are their names.

/** What the application sees of a session. */
export const enum State {
  /** There is no access token. */
  SignedOut = 0,
  /** There is one. */
  SignedIn = 1,
  /** It is being refreshed. */
  Refreshing = 2,
  /** The server refused the refresh; sign in again. */
  Ended = 3,
}

/** Their words. */
export const STATES = ["signed-out", "signed-in", "refreshing", "ended"] as const;

/** The session's own errors. */
export const enum SessionError {
  /** The session is over: the refresh was refused, or the user signed out. */
  SessionEnded = 0,
  /** Another user has signed in since the request was made. */
  SessionChanged = 1,
  /** The token could not be refreshed for now; the tokens are kept and the request can be tried again. */
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
  /** The server refused the refresh. */
  Refused = 0,
  /** The access token was refused, and there is no refresh token to exchange for another. */
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

/** Who obtained the new token. */
export const enum By {
  /** A refresh of this page. */
  ThisTab = 0,
  /** Another tab, or the application's own code, which wrote it to the store. */
  OtherTab = 1,
}

/** Their words. */
export const WHO = ["this-tab", "other-tab"] as const;

/** Which event it is. */
export const enum EventKind {
  /** There are tokens where there were none, or another user's. */
  SignedIn = 0,
  /**
   * The tokens are gone by `session.signOut`, here or in another tab, or by code that removed them
   * from the store.
   */
  SignedOut = 1,
  /** A request came back refused. */
  Refused = 2,
  /** The length of the queue has changed. */
  Waiting = 3,
  /** The one refresh of this tab is at the token endpoint. */
  RefreshStarted = 4,
  /** There is a new access token. */
  Refreshed = 5,
  /** There is none; the error says whether the session survives. */
  RefreshFailed = 6,
  /** A request goes out for the second time, with the new token. */
  Retried = 7,
  /** The session is over. */
  Ended = 8,
}

/** What a session has in common with those of other tabs. */
export const enum Sharing {
  /** Nothing. */
  Nothing = 0,
  /** The store, and so the tokens. */
  Store = 1,
  /** All tabs are copies of one: each has a store of its own, and a copy hands new tokens to the others. */
  Copies = 2,
  /** A cookie: each tab has access tokens of its own, obtained with it. */
  Cookie = 3,
  /** A refresh function, whose credential may be one that every tab has. */
  Function = 4,
}

/** What tabs say to each other. */
export const enum MessageKind {
  /** There are tokens of a new sign-in. */
  SignedIn = 0,
  /** A token was exchanged for another. */
  Refreshed = 1,
  /** The user has signed out. */
  SignedOut = 2,
  /** The server has refused to prolong the session. */
  Ended = 3,
}

/** Their words. */
export const MESSAGES = ["signed-in", "refreshed", "signed-out", "ended"] as const;

/** What may obtain a new access token. */
export const enum Credential {
  /** A refresh token that the store holds. */
  Stored = 0,
  /** Something that JavaScript does not see (a cookie), or the application's own function. */
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
  /** It is sent at once. */
  Never = 0,
  /** It waits until the refresh ends. */
  DuringRefresh = 1,
}

/** What a refusal is about. */
export const enum About {
  /** The token, as far as the answer says. */
  Token = 0,
  /** What the token permits (RFC 6750 section 3.1, `insufficient_scope`): the token itself is good. */
  Permission = 1,
  /** Something outside of the session, to which a redirect has led. */
  Elsewhere = 2,
  /** The session itself, which is over (`session.ends`). */
  Session = 3,
}

/** Who has changed the store. */
export const enum Origin {
  /** The application's own code, or another tab. */
  Unknown = 0,
  /** Certainly another tab. */
  OtherTab = 1,
}

/** How a session came to its end. */
export const enum EndKind {
  /** The user signed out, or other code removed the tokens. */
  SignOut = 0,
  /** The server refused to prolong it: what is parked in other tabs stays there. */
  Refusal = 1,
}

/** Why a waiter leaves the queue before its turn. */
export const enum Leaving {
  /** Its request was aborted. */
  Aborted = 0,
  /** Its deadline has come. */
  TimedOut = 1,
}

/** What becomes of the waiters when a session has ended. */
export const enum Choice {
  /** They are rejected. */
  Reject = 0,
  /** They wait until the same user has signed in again. */
  Park = 1,
}

/** How the lock was acquired. */
export const enum Lock {
  /** It is held, or no other tab can have the same session. */
  Held = 0,
  /** It is held, and what the store shows has been exchanged by a former holder. */
  HeldAfterExchange = 1,
  /** There are no locks here. */
  Missing = 2,
}

/** What a tab does whose deadline for the lock has passed. */
export const enum Rescue {
  /** It waits once more. */
  WaitAgain = 0,
  /** It steals the lock, if the lock for the rescue is available. */
  IfAvailable = 1,
  /** It steals the lock for the rescue, and then the lock. */
  Steal = 2,
}

/**
 * What an attempt to get new tokens has come to. What that means for the session is in
 * [`http::failure`](crate::http::failure).
 */
export const enum Outcome {
  /** New tokens, which were proposed before. */
  Granted = 0,
  /** The option `session.refresh.refused` names the answer. */
  NamedRefused = 1,
  /** The option `session.refresh.unavailable` names it. */
  NamedUnavailable = 2,
  /** It is a redirect, or came after one: the refresh token must not leave for another address (G12). */
  Redirect = 3,
  /** The answer has this status, which is not that of a success; 0 if no answer came. */
  Status = 4,
  /** It is not JSON: a captive portal or a maintenance page, or it was cut off on the way. */
  NotJson = 5,
  /** There is nothing in it. Such an endpoint never grants anything. */
  Empty = 6,
  /** There are no usable tokens in it. */
  NoTokens = 7,
  /** The token endpoint is outside of the session's origins: nothing was sent. */
  OutOfScope = 8,
  /** The application's own function gave no answer while it waited for a request that waits for it. */
  WaitsForItself = 9,
}

/** What the application's options say of an answer of the token endpoint. */
export const enum Named {
  /** Nothing. */
  Nothing = 0,
  /** `session.refresh.refused` names it. */
  Refused = 1,
  /** `session.refresh.unavailable` names it. */
  Unavailable = 2,
}

/** What an answer of the token endpoint has in it. */
export const enum TokenBody {
  /** Tokens that can be used. */
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

/** How long things last and how much is kept, the same in both runtimes. */
export const enum Limit {
  /**
   * The version of what tabs say to each other. Raise it with every change of the messages: a tab that was
   * opened before an update of the application goes on with the former version.
   */
  MessageVersion = 1,
  /**
   * How long a callback of the application and the code in the body of a refusal are waited for, in ms:
   * requests wait meanwhile.
   */
  AnswerMs = 5000,
  /** An answer that took longer, in ms, says nothing about the clock: the page may have been frozen meanwhile. */
  PromptMs = 5000,
  /** How long an exchanged-token notice stays, in ms: many times what a write takes to arrive in another tab. */
  NoticeMs = 3000,
  /**
   * How long a page waits for the answer to a refresh by cookie that a reload has cut off, in ms: longer than
   * a server takes to answer, and shorter than a user waits.
   */
  UnansweredMs = 2000,
  /** The other copies of a tab answer within this time, in ms, or are frozen. */
  CopiesMs = 500,
  /** So many names of users and sign-ins keep their numbers: more than the core remembers of any kind. */
  Names = 64,
  /** A reply of a token endpoint has no more characters. */
  ReplyLength = 1048576,
  /** A refusal is short: a code that has not come after so many characters does not come. */
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
  /** A new session, with `session.expiryMargin` in ms. All else takes the number that this gives. */
  [Call.open](margin: number | undefined): number;
  /** No client holds the session any more. */
  [Call.close](session: number): void;
  /** The store shows this. `token` is 0 where there is no access token. */
  [Call.syncFromStore](session: number, origin: Origin, now: number, refresh: boolean, token: number, user: number, signIn: number, expiresAt: number | undefined, issuedAt: number | undefined, expiresIn: number | undefined, ended: boolean): void;
  /** A reply has these in it; whether they count is about to be reported. */
  [Call.setPendingGrant](session: number, refresh: boolean, token: number, user: number, signIn: number, expiresAt: number | undefined, issuedAt: number | undefined, expiresIn: number | undefined, date: number | undefined): void;
  /** May a request be sent? A stamp to send or to wait with. */
  [Call.admit](session: number, hold: Hold, credential: Credential, now: number): number;
  /** Adds a waiter to the queue. */
  [Call.wait](session: number): number;
  /** The stamp to send with, for a request that has waited, or is to be sent again. */
  [Call.resume](session: number, stamp: number): number;
  /** A request was answered, and not refused. Is `accepted_at` to be called as well? */
  [Call.accepted](session: number, stamp: number): 0 | 1;
  /** A request without a token was answered with a success. Does that count as a sign-in? */
  [Call.acceptedExternally](session: number, stamp: number, credential: Credential): 0 | 1;
  /** It was here. */
  [Call.acceptedAt](session: number, target: number): void;
  /** A request was refused. 0: the caller sees that. Otherwise a stamp to try again or to wait with, or an error. */
  [Call.refused](session: number, stamp: number, target: number, status: number, about: About, credential: Credential, now: number): number;
  /** A waiter leaves. */
  [Call.leave](session: number, waiter: number, leaving: Leaving): void;
  /** `session.state`. */
  [Call.state](session: number): State;
  /** `session.signIn(tokens)`, with those just offered. */
  [Call.signIn](session: number, now: number): void;
  /** `session.signIn()`, without tokens. */
  [Call.signInExternally](session: number, credential: Credential): void;
  /** `session.signOut()`. */
  [Call.signOut](session: number): void;
  /** Another tab has said this. */
  [Call.onMessage](session: number, kind: MessageKind, token: number, next: number): void;
  /** What the session has in common with other tabs. */
  [Call.share](session: number, sharing: Sharing): void;
  /** `session.refresh()`: the stamp with which the caller has to wait. */
  [Call.refreshNow](session: number, credential: Credential): number;
  /** What `onEnd` has chosen. */
  [Call.resolveEnd](session: number, end: number, choice: Choice): void;
  /** Which end the application was asked about last; 0 once someone has signed in. */
  [Call.lastEnd](session: number): number;
  /** Is the page still to be redirected because of this end? */
  [Call.wantsRedirect](session: number, end: number): 0 | 1;
  /** When the token is to be refreshed, in ms since the epoch; NaN if that is not known. */
  [Call.due](session: number): number;
  /** An answer that no cache has kept has this `Date`. */
  [Call.learn](session: number, date: number, now: number): void;
  /** That time may have come. */
  [Call.tick](session: number, credential: Credential, now: number): void;
  /** The page is back from sleep, or online again. */
  [Call.wake](session: number): void;
  /** The next command, by its number; 0 when there is nothing left to do. `detail` has what belongs to it. */
  [Call.next](session: number): number;
  /** What belongs to the last answer of `next`. */
  [Call.detail](session: number, index: number): number;
  /** A refresh has its turn, and the store was read. */
  [Call.locked](session: number, refresh: number, lock: Lock, credential: Credential, retries: number, now: number): void;
  /** The store shows what another tab has obtained, or does not come to. */
  [Call.arrived](session: number, refresh: number, now: number): void;
  /** An attempt at the token endpoint has come to this. Tokens were offered before. */
  [Call.answered](session: number, refresh: number, outcome: Outcome, status: number, retryAfter: number | undefined, random: number, now: number): void;
  /** The pause between two tries is over. */
  [Call.paused](session: number, refresh: number): void;
  /** The store was read once more. */
  [Call.confirmed](session: number, refresh: number, now: number): void;
  /** The exchanged-token notices are raised. */
  [Call.announced](session: number, refresh: number): void;
  /** How long to wait for the lock, in ms, if an attempt at the token endpoint takes `timeout` ms at most. */
  [Call.lockDeadline](timeout: number, retries: number): number;
  /** The default of `session.waiterTimeout`, in ms. */
  [Call.waiterTimeout](timeout: number, retries: number): number;
  /** The deadline of the lock has passed: what now? */
  [Call.rescue](sameHolder: boolean, round: number): Rescue;
  /** What an answer of the token endpoint comes to. */
  [Call.judge](status: number, redirected: boolean, named: Named, body: TokenBody): Outcome;
  /** Does a request with this stamp carry a token? */
  [Call.carriesToken](stamp: number): 0 | 1;
  /** The number of a stamp's token, for a line of `session.debug`: how many there were before it. */
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
}

/** A command as it was taken from the core: its number, and its details. */
export type Taken = readonly [Command, number, number, number];

/** What performs the commands, one by one. */
export interface Performer {
  /**
   * A refresh begins. Acquire the lock that all tabs of the session share, read the store, look for the
   * exchanged-token notices of what it shows, and report `locked`.
   */
  acquireLock(refresh: number): void;
  /**
   * The session goes on without this refresh: what of it is in flight is not wanted any more, and its next
   * report comes at once.
   */
  cancelRefresh(refresh: number): void;
  /** Write the proposed tokens to the store, at once and together. */
  storeTokens(): void;
  /** Remove both tokens from the store, at once. */
  clearTokens(end: EndKind): void;
  /** Say this to the other tabs. */
  broadcast(kind: MessageKind, token: number, next: number): void;
  /** Tell the listeners. */
  emit(kind: EventKind, detail: number): void;
  /** Settle a waiter. Without an error it asks `resume` and is sent. */
  settle(waiter: number, error: SessionError | undefined, cause: number | undefined): void;
  /** Ask the application what now, and report `resolveEnd`. */
  askApplication(reason: EndReason, waiting: number, cause: number | undefined): void;
  /**
   * Read the store until it shows what another tab has obtained, which cancels the refresh, or for as long as
   * a write can take to arrive. Report `arrived`.
   */
  awaitStore(refresh: number, patience: number, interval: number): void;
  /** Call the token endpoint once, and report `answered`. */
  exchange(refresh: number): void;
  /** Wait, and report `paused`. */
  pause(refresh: number, pause: number): void;
  /** Wait, read the store once more, and report `confirmed`. */
  confirmStore(refresh: number, pause: number): void;
  /**
   * Raise exchanged-token notices for what the store showed under the lock and does not show any more, and
   * report `announced`.
   */
  announceExchanged(refresh: number): void;
  /** The refresh is over: release its lock, if it has one. */
  releaseLock(refresh: number): void;
  /**
   * A session by cookie has begun without a token: remove both tokens from the store, and leave the marker
   * that says that there is a session.
   */
  storeMarker(): void;
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
  }
};

// What `admit`, `refused`, `resume` and `refreshNow` answer: 0, when a refusal is the caller's to see; a stamp to send with;
// a stamp to wait with; or an error.

/** Is the answer that the request waits? */
export const waits = (answer: number) => answer < 0 && !fails(answer);

/** The stamp that it waits with. */
export const waitingStamp = (answer: number) => ~answer;

/** Is the answer an error? */
export const fails = (answer: number) => answer < -2147483643;

/** Which one. */
export const errorOf = (answer: number): SessionError => answer + 2147483648;
