//! everfetch's own errors.
//!
//! Failures of a single exchange (a status, the network, an abort, a timeout) keep axios's codes; these are the
//! session's own. Their messages in JavaScript are in `pkg-template/src/client/error.ts`.

use std::fmt;

use crate::session::table::numbered;

numbered! {
    /// The session's own errors.
    pub enum Error, CODES {
        /// The session is over: the server rejected the refresh, or the user signed out.
        SessionEnded = 0 "ERR_SESSION_ENDED",
        /// Another user has signed in since the request was made.
        SessionChanged = 1 "ERR_SESSION_CHANGED",
        /// The token could not be refreshed for now; the tokens are kept, and the request can be retried.
        RefreshUnavailable = 2 "ERR_REFRESH_UNAVAILABLE",
        /// The server rejected a newly refreshed token.
        RefreshLoop = 3 "ERR_REFRESH_LOOP",
        /// The request waited for a refresh longer than `session.waiterTimeout`.
        WaiterTimeout = 4 "ERR_WAITER_TIMEOUT",
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SessionEnded => "the session has ended; sign in again",
            Self::SessionChanged => {
                "another user has signed in since this request was made; it was not sent as that user"
            }
            Self::RefreshUnavailable => {
                "the token could not be refreshed for now; the session is kept, try again"
            }
            Self::RefreshLoop => {
                "the server rejected a newly refreshed token; check the permission, or narrow `expired`"
            }
            Self::WaiterTimeout => {
                "the refresh took longer than `waiter_timeout`; the session is kept, try again"
            }
        })
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_its_words_in_javascript_and_in_the_published_types() {
        let words = include_str!("../pkg-template/src/client/error.ts");
        let types = include_str!("../pkg-template/index.d.ts");
        for error in Error::TABLE.members {
            assert!(
                words.contains(&format!("[SessionError.{}]", error.name)),
                "{error:?}"
            );
            assert!(types.contains(&format!("\"{}\"", error.word)), "{error:?}");
        }
    }
}
