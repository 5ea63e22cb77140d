//! What a session shares with the sessions of other tabs, and the names of the lock and the channel that follow from
//! it. The npm package uses the same names, so that pages and tabs of both runtimes share one session.

use serde_json::json;

use crate::client::options::{Refresh, Session as Options, Storage};
use crate::client::platform;
use crate::session::Sharing;

/// What the tabs share, with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Common {
    /// Nothing.
    Nothing,
    /// The store with the tokens.
    Store(String),
    /// The cookie with the refresh token: each tab has access tokens of its own.
    Cookie(String),
    /// The refresh function, whose credential all tabs may share. It takes a lock of its own.
    Function(String),
}

impl Common {
    /// What a session shares if no other tab reads its store.
    pub(super) fn without_store(
        options: &Options,
        token_url: &str,
        base_url: Option<&str>,
    ) -> Self {
        // On a server, each client has a cookie jar of its own (G23).
        if !platform::is_page() {
            return Self::Nothing;
        }
        match (&options.refresh, &options.storage) {
            (Refresh::Request(_), _) if options.is_by_cookie() => {
                Self::Cookie(format!("everfetch cookie {token_url}"))
            }
            // Clients of other back ends on the same page have another function or another base.
            (Refresh::Function(function), Storage::Memory) => {
                let which = json!([keys_of(options), base_url, function.name]);
                Self::Function(format!("everfetch function {which}"))
            }
            _ => Self::Nothing,
        }
    }

    pub(super) fn sharing(&self) -> Sharing {
        match self {
            Self::Nothing => Sharing::Nothing,
            Self::Store(_) => Sharing::Store,
            Self::Cookie(_) => Sharing::Cookie,
            Self::Function(_) => Sharing::Function,
        }
    }

    pub(super) fn channel(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Store(name) | Self::Cookie(name) | Self::Function(name) => Some(name),
        }
    }

    pub(super) fn lock(&self) -> Option<&str> {
        match self {
            Self::Store(name) | Self::Cookie(name) => Some(name),
            Self::Nothing | Self::Function(_) => None,
        }
    }

    pub(super) fn cookie(&self) -> Option<&str> {
        match self {
            Self::Cookie(name) => Some(name),
            Self::Nothing | Self::Store(_) | Self::Function(_) => None,
        }
    }

    pub(super) fn store(&self) -> Option<&str> {
        match self {
            Self::Store(name) => Some(name),
            Self::Nothing | Self::Cookie(_) | Self::Function(_) => None,
        }
    }
}

/// The keys of the two tokens, as a name for the session of this store.
pub(super) fn keys_of(options: &Options) -> String {
    json!([options.access_key, options.refresh_key]).to_string()
}
