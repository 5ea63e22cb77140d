//! The protocol between the core and a runtime: the one table of what crosses, with its numbers and names.
//!
//! The Rust runtime uses these types as they are. For the TypeScript runtime they become numbers in
//! `src/bindings.rs`, and `src/protocol.rs` writes `pkg-template/src/protocol.ts` from the same declarations, so
//! that a number is written here and nowhere else. How the declarations are read is in `table.rs`.

use super::table::{commands, events, numbered};
use super::{Message, RefreshId, WaiterId};
use crate::error::Error;

commands! {
    /// What a runtime has to do, in the order in which [`Session::poll`](super::Session::poll) gives it.
    pub enum Command {
        /// A refresh begins. Acquire the lock that all tabs of the session share, read the store, look for the
        /// exchanged-token notices of what it shows, and report [`Session::locked`](super::Session::locked).
        AcquireLock = 1 {
            /// Which refresh.
            refresh: RefreshId,
        },
        /// The session goes on without this refresh: what of it is in flight is not wanted any more, and its next
        /// report comes at once.
        CancelRefresh = 2 {
            /// Which refresh.
            refresh: RefreshId,
        },
        /// Write the proposed tokens to the store, at once and together.
        StoreTokens = 3,
        /// Remove both tokens from the store, at once.
        ClearTokens = 4 {
            /// Leave word of it: after a refusal, what is parked in other tabs stays there.
            end: EndKind,
        },
        /// Say this to the other tabs.
        Broadcast = 5 {
            /// What is said.
            message: Message,
        },
        /// Tell the listeners.
        Emit = 6 {
            /// What has happened.
            event: Event,
        },
        /// Settle a waiter. Without an error it asks [`Session::resume`](super::Session::resume) and is sent.
        Settle = 7 {
            /// Which one.
            waiter: WaiterId,
            /// Why it is rejected.
            error: Option<Error>,
            /// The refresh whose failure is the cause of that.
            cause: Option<RefreshId>,
        },
        /// Ask the application what now, and report [`Session::resolve_end`](super::Session::resolve_end).
        AskApplication = 8 {
            /// Why the session has ended.
            reason: EndReason,
            /// How many requests are waiting.
            waiting: usize,
            /// The refresh whose failure is the cause.
            cause: Option<RefreshId>,
        },
        /// Read the store until it shows what another tab has obtained, which cancels the refresh, or for as long as
        /// a write can take to arrive. Report [`Session::arrived`](super::Session::arrived).
        AwaitStore = 9 {
            /// Which refresh.
            refresh: RefreshId,
            /// How long at most, in ms.
            patience: u32,
            /// How long from one look at the store to the next, in ms.
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
        /// Raise exchanged-token notices for what the store showed under the lock and does not show any more, and
        /// report [`Session::announced`](super::Session::announced).
        AnnounceExchanged = 13 {
            /// Which refresh.
            refresh: RefreshId,
        },
        /// The refresh is over: release its lock, if it has one.
        ReleaseLock = 14 {
            /// Which refresh.
            refresh: RefreshId,
        },
        /// A session by cookie has begun without a token: remove both tokens from the store, and leave the marker
        /// that says that there is a session.
        StoreMarker = 15,
    }
}

events! {
    /// What listeners of `session.subscribe` are told: `{ type: "refreshed", by: "this-tab" }`. Never a token (G15).
    pub enum Event {
        /// There are tokens where there were none, or another user's.
        SignedIn = 0 "signed-in",
        /// The tokens are gone by `session.signOut`, here or in another tab, or by code that removed them
        /// from the store.
        SignedOut = 1 "signed-out",
        /// A request came back refused.
        Refused = 2 "refused" {
            /// The answer's status.
            status: u16, "status"
        },
        /// The length of the queue has changed.
        Waiting = 3 "waiting" {
            /// How many requests wait now.
            waiting: usize, "waiting"
        },
        /// The one refresh of this tab is at the token endpoint.
        RefreshStarted = 4 "refresh-started",
        /// There is a new access token.
        Refreshed = 5 "refreshed" {
            /// Who obtained it.
            by: By, "by" of WHO
        },
        /// There is none; the error says whether the session survives.
        RefreshFailed = 6 "refresh-failed" {
            /// `RefreshUnavailable` (it does) or `SessionEnded` (it does not).
            error: Error, "code" of CODES
        },
        /// A request goes out for the second time, with the new token.
        Retried = 7 "retried",
        /// The session is over.
        Ended = 8 "ended" {
            /// Why.
            reason: EndReason, "reason" of REASONS
        },
    }
}

numbered! {
    /// What the application sees of a session.
    pub enum State, STATES {
        /// There is no access token.
        SignedOut = 0 "signed-out",
        /// There is one.
        SignedIn = 1 "signed-in",
        /// It is being refreshed.
        Refreshing = 2 "refreshing",
        /// The server refused the refresh; sign in again.
        Ended = 3 "ended",
    }
}

numbered! {
    /// Why a session ended.
    pub enum EndReason, REASONS {
        /// The server refused the refresh.
        Refused = 0 "refused",
        /// The access token was refused, and there is no refresh token to exchange for another.
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
    /// Who obtained the new token.
    pub enum By, WHO {
        /// A refresh of this page.
        ThisTab = 0 "this-tab",
        /// Another tab, or the application's own code, which wrote it to the store.
        OtherTab = 1 "other-tab",
    }
}

numbered! {
    /// What may obtain a new access token.
    pub enum Credential {
        /// A refresh token that the store holds.
        Stored = 0,
        /// Something that JavaScript does not see (a cookie), or the application's own function.
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
        /// It is sent at once.
        Never = 0,
        /// It waits until the refresh ends.
        DuringRefresh = 1,
    }
}

numbered! {
    /// What a refusal is about.
    pub enum About {
        /// The token, as far as the answer says.
        Token = 0,
        /// What the token permits (RFC 6750 section 3.1, `insufficient_scope`): the token itself is good.
        Permission = 1,
        /// Something outside of the session, to which a redirect has led.
        Elsewhere = 2,
        /// The session itself, which is over (`session.ends`).
        Session = 3,
    }
}

numbered! {
    /// Who has changed the store.
    pub enum Origin {
        /// The application's own code, or another tab.
        Unknown = 0,
        /// Certainly another tab.
        OtherTab = 1,
    }
}

numbered! {
    /// How a session came to its end.
    pub enum EndKind {
        /// The user signed out, or other code removed the tokens.
        SignOut = 0,
        /// The server refused to prolong it: what is parked in other tabs stays there.
        Refusal = 1,
    }
}

numbered! {
    /// Why a waiter leaves the queue before its turn.
    pub enum Leaving {
        /// Its request was aborted.
        Aborted = 0,
        /// Its deadline has come.
        TimedOut = 1,
    }
}

numbered! {
    /// What becomes of the waiters when a session has ended.
    pub enum Choice {
        /// They are rejected.
        Reject = 0,
        /// They wait until the same user has signed in again.
        Park = 1,
    }
}

numbered! {
    /// What a session has in common with those of other tabs.
    pub enum Sharing {
        /// Nothing.
        Nothing = 0,
        /// The store, and so the tokens.
        Store = 1,
        /// All tabs are copies of one: each has a store of its own, and a copy hands new tokens to the others.
        Copies = 2,
        /// A cookie: each tab has access tokens of its own, obtained with it.
        Cookie = 3,
        /// A refresh function, whose credential may be one that every tab has.
        Function = 4,
    }
}

numbered! {
    /// What tabs say to each other.
    pub enum MessageKind, MESSAGES {
        /// There are tokens of a new sign-in.
        SignedIn = 0 "signed-in",
        /// A token was exchanged for another.
        Refreshed = 1 "refreshed",
        /// The user has signed out.
        SignedOut = 2 "signed-out",
        /// The server has refused to prolong the session.
        Ended = 3 "ended",
    }
}

numbered! {
    /// How the lock was acquired.
    pub enum Lock {
        /// It is held, or no other tab can have the same session.
        Held = 0,
        /// It is held, and what the store shows has been exchanged by a former holder.
        HeldAfterExchange = 1,
        /// There are no locks here.
        Missing = 2,
    }
}

numbered! {
    /// What a tab does whose deadline for the lock has passed.
    pub enum Rescue {
        /// It waits once more.
        WaitAgain = 0,
        /// It steals the lock, if the lock for the rescue is available.
        IfAvailable = 1,
        /// It steals the lock for the rescue, and then the lock.
        Steal = 2,
    }
}

numbered! {
    /// What an attempt to get new tokens has come to. What that means for the session is in
    /// [`http::failure`](crate::http::failure).
    pub enum Outcome {
        /// New tokens, which were proposed before.
        Granted = 0,
        /// The option `session.refresh.refused` names the answer.
        NamedRefused = 1,
        /// The option `session.refresh.unavailable` names it.
        NamedUnavailable = 2,
        /// It is a redirect, or came after one: the refresh token must not leave for another address (G12).
        Redirect = 3,
        /// The answer has this status, which is not that of a success; 0 if no answer came.
        Status = 4,
        /// It is not JSON: a captive portal or a maintenance page, or it was cut off on the way.
        NotJson = 5,
        /// There is nothing in it. Such an endpoint never grants anything.
        Empty = 6,
        /// There are no usable tokens in it.
        NoTokens = 7,
        /// The token endpoint is outside of the session's origins: nothing was sent.
        OutOfScope = 8,
        /// The application's own function gave no answer while it waited for a request that waits for it.
        WaitsForItself = 9,
    }
}

numbered! {
    /// What the application's options say of an answer of the token endpoint.
    pub enum Named {
        /// Nothing.
        Nothing = 0,
        /// `session.refresh.refused` names it.
        Refused = 1,
        /// `session.refresh.unavailable` names it.
        Unavailable = 2,
    }
}

numbered! {
    /// What an answer of the token endpoint has in it.
    pub enum TokenBody {
        /// Tokens that can be used.
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
