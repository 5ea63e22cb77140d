//! What listeners of `session.subscribe` are told. Never a token (G15).

use serde::ser::{Serialize, SerializeMap, Serializer};

/// One event, as JavaScript sees it: `{ type: "refreshed", by: "this-tab" }`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// A refresh of this page.
    ThisTab,
    /// Somebody else, who wrote it to the store.
    OtherTab,
}

/// Why a session ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// The server refused the refresh.
    Refused,
    /// The access token was refused, and there is no refresh token to buy another with.
    NoRefreshToken,
}

impl By {
    fn word(self) -> &'static str {
        match self {
            Self::ThisTab => "this-tab",
            Self::OtherTab => "other-tab",
        }
    }
}

impl EndReason {
    /// As `SessionEnd.reason` and the event `ended` have it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::NoRefreshToken => "no-refresh-token",
        }
    }
}

/// A map by hand: derived, each struct's names would go through a cache of serde-wasm-bindgen's, whose
/// hash map is 3 kB of wasm.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let kind = match self {
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out",
            Self::Refused { status } => {
                map.serialize_entry("status", status)?;
                "refused"
            }
            Self::Waiting { waiting } => {
                map.serialize_entry("waiting", &(*waiting as u32))?;
                "waiting"
            }
            Self::RefreshStarted => "refresh-started",
            Self::Refreshed { by } => {
                map.serialize_entry("by", by.word())?;
                "refreshed"
            }
            Self::RefreshFailed { code } => {
                map.serialize_entry("code", code)?;
                "refresh-failed"
            }
            Self::Retried => "retried",
            Self::Ended { reason } => {
                map.serialize_entry("reason", reason.word())?;
                "ended"
            }
        };
        map.serialize_entry("type", kind)?;
        map.end()
    }
}
