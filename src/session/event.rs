//! What listeners of `session.subscribe` are told. Never a token (G15).

use serde::ser::{Serialize, SerializeMap, Serializer};

/// One event, as JavaScript sees it: `{ type: "refreshed", by: "this-tab" }`.
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
            Self::SignedOutElsewhere => "signed-out-elsewhere",
            Self::UserChanged => "user-changed",
        }
    }
}

/// A map by hand: derived, each struct's names would go through a cache of serde-wasm-bindgen's, whose
/// hash map is 3 kB of wasm.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, member) = match self {
            Self::SignedIn => ("signed-in", None),
            Self::SignedOut => ("signed-out", None),
            Self::Refused { status } => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("type", "refused")?;
                map.serialize_entry("status", &u32::from(*status))?;
                return map.end();
            }
            Self::Waiting { waiting } => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("type", "waiting")?;
                map.serialize_entry("waiting", &(*waiting as u32))?;
                return map.end();
            }
            Self::RefreshStarted => ("refresh-started", None),
            Self::Refreshed { by } => ("refreshed", Some(("by", by.word()))),
            Self::RefreshFailed { code } => ("refresh-failed", Some(("code", *code))),
            Self::Retried => ("retried", None),
            Self::Ended { reason } => ("ended", Some(("reason", reason.word()))),
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", kind)?;
        if let Some((name, word)) = member {
            map.serialize_entry(name, word)?;
        }
        map.end()
    }
}
