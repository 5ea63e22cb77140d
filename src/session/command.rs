//! The protocol between the core and a runtime: a single table of all that they exchange, with numbers and names.
//!
//! The Rust runtime uses these types. For the other, `src/bindings.rs` and `src/protocol.rs` make numbers of them.

use super::table::{commands, events, numbered};
use super::{Message, RefreshId, WaiterId};
use crate::error::Error;

commands! {
    /// What a runtime has to do, in the order in which [`Session::poll`](super::Session::poll) returns it.
    pub enum Command {
        /// A refresh starts. Acquire the lock that all tabs of the session share, read the store, check for
        /// exchanged-token notices for its tokens, and report [`Session::locked`](super::Session::locked).
        AcquireLock = 1 {
            /// Which refresh.
            refresh: RefreshId,
        },
        /// The session continues without this refresh. Abort its current step, and report that step immediately.
        CancelRefresh = 2 {
            /// Which refresh.
            refresh: RefreshId,
        },
        /// Write the tokens of the pending grant to the store, immediately and together.
        StoreTokens = 3,
        /// Remove both tokens from the store, immediately.
        ClearTokens = 4 {
            /// How the session ended. Record a rejection in the store: requests parked in other tabs then stay parked.
            end: EndKind,
        },
        /// Send this message to the other tabs.
        Broadcast = 5 {
            /// The message.
            message: Message,
        },
        /// Pass this event to the listeners.
        Emit = 6 {
            /// The event.
            event: Event,
        },
        /// Settle a waiter. Without an error, call [`Session::resume`](super::Session::resume) for it and send it.
        Settle = 7 {
            /// Which one.
            waiter: WaiterId,
            /// The error with which it rejects.
            error: Option<Error>,
            /// The refresh whose failure is the cause.
            cause: Option<RefreshId>,
        },
        /// Ask the application what to do, and report [`Session::resolve_end`](super::Session::resolve_end).
        AskApplication = 8 {
            /// Why the session has ended.
            reason: EndReason,
            /// The number of waiting requests.
            waiting: usize,
            /// The refresh whose failure is the cause.
            cause: Option<RefreshId>,
        },
        /// Read the store until it contains another tab's new tokens, which cancels the refresh, or until `patience`
        /// has passed. Report [`Session::arrived`](super::Session::arrived).
        AwaitStore = 9 {
            /// Which refresh.
            refresh: RefreshId,
            /// The longest wait, in ms.
            patience: u32,
            /// The time between two reads of the store, in ms.
            interval: u32,
        },
        /// Call the token endpoint once, and report [`Session::answered`](super::Session::answered).
        Exchange = 10 {
            /// Which refresh.
            refresh: RefreshId,
        },
        /// Wait, and report [`Session::paused`](super::Session::paused).
        Pause = 11 {
            /// Which refresh.
            refresh: RefreshId,
            /// How long, in ms.
            pause: u32,
        },
        /// Wait, read the store once more, and report [`Session::confirmed`](super::Session::confirmed).
        ConfirmStore = 12 {
            /// Which refresh.
            refresh: RefreshId,
            /// How long, in ms.
            pause: u32,
        },
        /// Raise exchanged-token notices for the tokens that the store contained under the lock and no longer contains,
        /// and report [`Session::announced`](super::Session::announced).
        AnnounceExchanged = 13 {
            /// Which refresh.
            refresh: RefreshId,
        },
        /// The refresh is over. Release its lock, if it has one.
        ReleaseLock = 14 {
            /// Which refresh.
            refresh: RefreshId,
        },
        /// A session by cookie has begun. Remove both tokens from the store, and leave the marker of the session.
        StoreMarker = 15,
        /// The log-out gets the tokens of this refresh. Once they are there or not to be had, report
        /// [`Session::parted`](super::Session::parted).
        DeferLogOut = 16 {
            /// Which refresh.
            refresh: RefreshId,
        },
        /// Send the log-out with the newest tokens.
        LogOut = 17 {
            /// The refresh that preceded it. Without one, report a rejection with
            /// [`Session::log_out_refused`](super::Session::log_out_refused).
            refresh: Option<RefreshId>,
            /// Whether to send it at all: not if it would end another user's session.
            wanted: bool,
        },
    }
}

events! {
    /// The events for listeners of `session.subscribe`: `{ type: "refreshed", by: "this-tab" }`. Never a token (G15).
    pub enum Event {
        /// A user has signed in.
        SignedIn = 0 "signed-in",
        /// The tokens were removed by `session.signOut`, in this tab or another, or by other code.
        SignedOut = 1 "signed-out",
        /// The server rejected a request.
        Refused = 2 "refused" {
            /// The status of the answer.
            status: u16, "status"
        },
        /// The number of waiting requests has changed.
        Waiting = 3 "waiting" {
            /// The number of waiting requests.
            waiting: usize, "waiting"
        },
        /// This tab has sent a refresh to the token endpoint.
        RefreshStarted = 4 "refresh-started",
        /// There is a new access token.
        Refreshed = 5 "refreshed" {
            /// Which tab obtained it.
            by: By, "by" of WHO
        },
        /// The refresh failed. The error says whether the session continues.
        RefreshFailed = 6 "refresh-failed" {
            /// `RefreshUnavailable` (it continues) or `SessionEnded` (it does not).
            error: Error, "code" of CODES
        },
        /// A request is sent for the second time, with the new token.
        Retried = 7 "retried",
        /// The session is over.
        Ended = 8 "ended" {
            /// Why.
            reason: EndReason, "reason" of REASONS
        },
    }
}

numbered! {
    /// The state of a session, as the application sees it.
    pub enum State, STATES {
        /// There is no access token.
        SignedOut = 0 "signed-out",
        /// There is one.
        SignedIn = 1 "signed-in",
        /// It is being refreshed.
        Refreshing = 2 "refreshing",
        /// The server rejected the refresh; the user must sign in again.
        Ended = 3 "ended",
    }
}

numbered! {
    /// Why a session ended.
    pub enum EndReason, REASONS {
        /// The server rejected the refresh.
        Refused = 0 "refused",
        /// The access token was rejected, and there is no refresh token.
        NoRefreshToken = 1 "no-refresh-token",
        /// The user has signed out in another tab.
        SignedOutElsewhere = 2 "signed-out-elsewhere",
        /// Another user has signed in in another tab.
        UserChanged = 3 "user-changed",
        /// An answer says that the session is over (`session.ends`).
        Revoked = 4 "revoked",
    }
}

numbered! {
    /// Which tab obtained the new token.
    pub enum By, WHO {
        /// A refresh of this page.
        ThisTab = 0 "this-tab",
        /// Another tab, or the application's own code, which wrote it to the store.
        OtherTab = 1 "other-tab",
    }
}

numbered! {
    /// The credential with which a refresh obtains a new access token.
    pub enum Credential {
        /// A refresh token in the store.
        Stored = 0,
        /// A cookie that JavaScript cannot see, or the application's own function.
        External = 1,
        /// Nothing (`session.refresh: false`): a token that is no longer valid is the end of the session.
        Nothing = 2,
        /// A cookie, and a marker in the store says whether there is one: it counts as a refresh token. Without the
        /// marker, only `session.refresh()` tries the cookie.
        Marked = 3,
    }
}

numbered! {
    /// What happens to a request that is made during a refresh.
    pub enum Hold {
        /// It is sent immediately.
        Never = 0,
        /// It waits until the refresh ends.
        DuringRefresh = 1,
    }
}

numbered! {
    /// What a rejection is about.
    pub enum About {
        /// The token, or the answer does not say.
        Token = 0,
        /// A missing permission (RFC 6750 section 3.1, `insufficient_scope`): the token itself is valid.
        Permission = 1,
        /// Something outside the session, to which a redirect has led.
        Elsewhere = 2,
        /// The session itself, which is over (`session.ends`).
        Session = 3,
        /// The proof that was sent with the token: the server requires its own nonce in it (RFC 9449 section 9).
        Nonce = 4,
    }
}

numbered! {
    /// Who has changed the store.
    pub enum Origin {
        /// The application's own code, or another tab.
        Unknown = 0,
        /// Another tab, for certain.
        OtherTab = 1,
    }
}

numbered! {
    /// What a log-out contains.
    pub enum Parting {
        /// There is no log-out, because no user is signed in.
        Nothing = 0,
        /// No access token, because it has expired.
        Expired = 1,
        /// The access token, if there is one.
        Current = 2,
    }
}

numbered! {
    /// How a session ended.
    pub enum EndKind {
        /// The user signed out, or other code removed the tokens.
        SignOut = 0,
        /// The server rejected the refresh. Requests that are parked in other tabs stay parked.
        Refusal = 1,
    }
}

numbered! {
    /// Why a waiter leaves the queue before its turn.
    pub enum Leaving {
        /// Its request was aborted.
        Aborted = 0,
        /// Its deadline has passed.
        TimedOut = 1,
    }
}

numbered! {
    /// What happens to the waiters when a session has ended.
    pub enum Choice {
        /// They are rejected.
        Reject = 0,
        /// They wait until the same user has signed in again.
        Park = 1,
    }
}

numbered! {
    /// What a session shares with the sessions of other tabs.
    pub enum Sharing {
        /// Nothing.
        Nothing = 0,
        /// The store, and therefore the tokens.
        Store = 1,
        /// All tabs are copies of one tab: each has its own store, and a copy sends new tokens to the others.
        Copies = 2,
        /// A cookie, with which each tab obtains its own access tokens.
        Cookie = 3,
        /// A refresh function, whose credential may be shared by all tabs.
        Function = 4,
    }
}

numbered! {
    /// The messages between tabs.
    pub enum MessageKind, MESSAGES {
        /// A user has signed in.
        SignedIn = 0 "signed-in",
        /// A token was exchanged for another.
        Refreshed = 1 "refreshed",
        /// The user has signed out.
        SignedOut = 2 "signed-out",
        /// The server has rejected the refresh.
        Ended = 3 "ended",
    }
}

numbered! {
    /// How the lock was acquired.
    pub enum Lock {
        /// The lock is held, or no other tab can have the same session.
        Held = 0,
        /// The lock is held, and a previous holder has exchanged the tokens in the store.
        HeldAfterExchange = 1,
        /// There are no locks.
        Missing = 2,
    }
}

numbered! {
    /// What a tab does when its deadline for the lock has passed.
    pub enum Rescue {
        /// It waits again.
        WaitAgain = 0,
        /// It steals the lock, if the lock for the rescue is available.
        IfAvailable = 1,
        /// It steals the lock for the rescue, and then the lock.
        Steal = 2,
    }
}

numbered! {
    /// The result of an attempt to get new tokens. Its meaning for the session is in
    /// [`http::failure`](crate::http::failure).
    pub enum Outcome {
        /// New tokens, which are the pending grant.
        Granted = 0,
        /// The answer matches the option `session.refresh.refused`.
        NamedRefused = 1,
        /// The answer matches the option `session.refresh.unavailable`.
        NamedUnavailable = 2,
        /// A redirect, or an answer after one. The refresh token must not be sent to another URL (G12).
        Redirect = 3,
        /// An answer without success, by its status; 0 without an answer.
        Status = 4,
        /// An answer that is not JSON: a captive portal, a maintenance page, or an answer that was cut off.
        NotJson = 5,
        /// An empty answer. Such an endpoint never grants anything.
        Empty = 6,
        /// An answer without usable tokens.
        NoTokens = 7,
        /// The token endpoint is outside the session's origins, so nothing was sent.
        OutOfScope = 8,
        /// The application's own function gave no answer, because it waited for a request that waits for the refresh.
        WaitsForItself = 9,
        /// The server requires its own nonce in the proof (RFC 9449 section 8). The next attempt contains it.
        NonceRequired = 10,
    }
}

numbered! {
    /// Which of the application's options an answer of the token endpoint matches.
    pub enum Named {
        /// Nothing.
        Nothing = 0,
        /// `session.refresh.refused`.
        Refused = 1,
        /// `session.refresh.unavailable`.
        Unavailable = 2,
        /// The answer requires a proof with the server's nonce.
        Nonce = 3,
    }
}

numbered! {
    /// The content of an answer of the token endpoint.
    pub enum TokenBody {
        /// Usable tokens.
        Tokens = 0,
        /// JSON without usable tokens.
        Other = 1,
        /// Something that is not JSON.
        NotJson = 2,
        /// Nothing.
        Empty = 3,
        /// Nothing that counts: what the endpoint grants is in cookies.
        Cookies = 4,
    }
}
