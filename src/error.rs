//! What everfetch itself can fail with.
//!
//! Failures of a single exchange (a status, the network, an abort, a timeout) keep axios's codes; these are
//! the session's own. What they are called and say is in `pkg-template/src/client/error.ts`, in the same order.

use std::fmt;

/// The session's own errors. Across the border they are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Error {
    /// The session is over: the refresh was refused, or the user signed out.
    SessionEnded,
    /// Another user has signed in since the request was made.
    SessionChanged,
    /// The refresh could not be had for now; the tokens are kept and the request can be tried again.
    RefreshUnavailable,
    /// A token fresh from the refresh was refused all the same.
    RefreshLoop,
    /// The request waited for a refresh longer than `session.waiterTimeout`.
    WaiterTimeout,
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

    fn code(error: Error) -> &'static str {
        match error {
            Error::SessionEnded => "ERR_SESSION_ENDED",
            Error::SessionChanged => "ERR_SESSION_CHANGED",
            Error::RefreshUnavailable => "ERR_REFRESH_UNAVAILABLE",
            Error::RefreshLoop => "ERR_REFRESH_LOOP",
            Error::WaiterTimeout => "ERR_WAITER_TIMEOUT",
        }
    }

    #[test]
    fn every_error_has_its_words_in_javascript_and_in_the_published_types() {
        let (_, words) = include_str!("../pkg-template/src/client/error.ts")
            .split_once("const OWN = [")
            .expect("the table of our own errors");
        let (words, _) = words.split_once("\n];").expect("its end");
        let mut codes = words.split('"').filter(|word| word.starts_with("ERR_"));
        let types = include_str!("../pkg-template/index.d.ts");
        for (number, error) in [
            Error::SessionEnded,
            Error::SessionChanged,
            Error::RefreshUnavailable,
            Error::RefreshLoop,
            Error::WaiterTimeout,
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(error as usize, number);
            assert_eq!(codes.next(), Some(code(error)));
            assert!(types.contains(&format!("\"{}\"", code(error))));
        }
        assert_eq!(codes.next(), None);
    }
}
