//! What listeners of `session.subscribe` are told. Never a token (G15).

use super::Error;

/// One event. What it is called is said in `pkg-template/src/runtime/event.ts`: `{ type: "refreshed", by: "this-tab" }`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Event {
    /// There are tokens where there were none, or another user's.
    SignedIn,
    /// The tokens are gone by `session.signOut`, here or in another tab, or by code that removed them
    /// from the store.
    SignedOut,
    /// A request came back refused.
    Refused {
        /// The answer's status.
        status: u16,
    },
    /// The length of the queue has changed.
    Waiting {
        /// How many requests wait now.
        waiting: usize,
    },
    /// The one refresh of this tab is at the token endpoint.
    RefreshStarted,
    /// There is a new access token.
    Refreshed {
        /// Who got it.
        by: By,
    },
    /// There is none; the error says whether the session survives.
    RefreshFailed {
        /// `RefreshUnavailable` (it does) or `SessionEnded` (it does not).
        error: Error,
    },
    /// A request goes out for the second time, with the new token.
    Retried,
    /// The session is over.
    Ended {
        /// Why.
        reason: EndReason,
    },
}

/// Who bought the new token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// A refresh of this page.
    ThisTab,
    /// Somebody else, who wrote it to the store.
    OtherTab,
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// The server refused the refresh.
    Refused,
    /// The access token was refused, and there is no refresh token to buy another with.
    NoRefreshToken,
    /// The user has signed out in another tab.
    SignedOutElsewhere,
    /// Another user has signed in in another tab.
    UserChanged,
}
