//! What listeners of `session.subscribe` are told. Never a token (G15).

use serde::Serialize;

/// One event, as JavaScript sees it: `{ type: "refreshed", by: "this-tab" }`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Event {
    /// There are tokens where there were none, or other ones by `session.signIn`.
    SignedIn,
    /// The tokens are gone by `session.signOut`, or by code that removed them from the store.
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
    /// The one refresh has begun.
    RefreshStarted,
    /// There is a new access token.
    Refreshed {
        /// Who got it.
        by: By,
    },
    /// There is none; the code says whether the session survives.
    RefreshFailed {
        /// `ERR_REFRESH_UNAVAILABLE` (it does) or `ERR_SESSION_ENDED` (it does not).
        code: &'static str,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// A refresh of this page.
    ThisTab,
    /// Somebody else, who wrote it to the store.
    OtherTab,
}

/// Why a session ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EndReason {
    /// The server refused the refresh.
    Refused,
    /// The access token was refused, and there is no refresh token to buy another with.
    NoRefreshToken,
}
