//! What an attempt at the token endpoint comes to, and how hard to try.

use super::{Credential, Grant};
use crate::http::failure;

/// How hard to try, from `session.refresh`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// What is needed to call the token endpoint at all.
    pub credential: Credential,
    /// How often to try again after an answer that says nothing about the token.
    pub retries: u32,
}

/// What the token endpoint answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// New tokens.
    Granted(Grant),
    /// The refresh token is not valid, or the answer makes no sense: the session is over.
    Refused,
    /// A fault of the server: tried again, and refused in the end.
    Faulty,
    /// Unreachable or busy: tried again, and the session is kept (G8).
    Unavailable {
        /// `Retry-After` in ms (RFC 9110 §10.2.3).
        retry_after: Option<u64>,
    },
    /// Another try would fail in the same way, so this one was the last: the application's own function may be
    /// waiting for a request that waits for this refresh. The session is kept.
    Pointless,
}

impl Answer {
    /// What kind of answer a status is, where the reply has no usable token in it (G8).
    #[must_use]
    pub fn without_tokens(status: u16, retry_after: Option<u64>) -> Self {
        Self::failed(failure::of_status(status), retry_after)
    }

    /// An answer without tokens, by what it says of the session.
    #[must_use]
    pub fn failed(failure: failure::Failure, retry_after: Option<u64>) -> Self {
        match failure {
            failure::Failure::Unavailable => Self::Unavailable { retry_after },
            failure::Failure::Faulty => Self::Faulty,
            failure::Failure::Refused => Self::Refused,
            failure::Failure::Pointless => Self::Pointless,
        }
    }
}
