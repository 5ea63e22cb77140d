//! The results of an attempt at the token endpoint, and how many attempts to make.

use super::{Credential, Grant};
use crate::http::failure;

/// How to call the token endpoint, from `session.refresh`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// The credential that a refresh needs.
    pub credential: Credential,
    /// How many times to retry after an answer that says nothing about the token.
    pub retries: u32,
}

/// The answer of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// New tokens.
    Granted(Grant),
    /// The refresh token is not valid, or the answer makes no sense. The session ends.
    Refused,
    /// A server error. It is retried, and finally counts as a rejection.
    Faulty,
    /// The server is unreachable or busy. It is retried, and the session is kept (G8).
    Unavailable {
        /// `Retry-After` in ms (RFC 9110 §10.2.3).
        retry_after: Option<u64>,
    },
    /// The server requires its own nonce in the proof. The next attempt follows immediately with the nonce and is not
    /// counted; after that, this is treated like [`Self::Unavailable`].
    NonceRequired,
    /// Another attempt would fail in the same way, so this one was the last: the application's own function may be
    /// waiting for a request that waits for this refresh. The session is kept.
    Pointless,
}

impl Answer {
    /// The kind of answer for a status, if the reply contains no usable token (G8).
    #[must_use]
    pub fn without_tokens(status: u16, retry_after: Option<u64>) -> Self {
        Self::failed(failure::of_status(status), retry_after)
    }

    /// An answer without tokens, by what it means for the session.
    #[must_use]
    pub fn failed(failure: failure::Failure, retry_after: Option<u64>) -> Self {
        match failure {
            failure::Failure::Unavailable => Self::Unavailable { retry_after },
            failure::Failure::Faulty => Self::Faulty,
            failure::Failure::Refused => Self::Refused,
            failure::Failure::Pointless => Self::Pointless,
            failure::Failure::NonceRequired => Self::NonceRequired,
        }
    }
}
