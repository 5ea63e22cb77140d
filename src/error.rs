//! What everfetch itself can fail with, and the code that JavaScript sees for each.
//!
//! Failures of a single exchange (a status, the network, an abort, a timeout) keep axios's codes and
//! are shaped in `face/`; these are the session's own.

/// The session's own errors.
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
    /// The request has to be sent again, but its body is a stream that can be read once only.
    BodyUsed,
}

impl Error {
    /// Every error, for the tests that compare them with `index.d.ts`.
    pub const ALL: [Self; 6] = [
        Self::SessionEnded,
        Self::SessionChanged,
        Self::RefreshUnavailable,
        Self::RefreshLoop,
        Self::WaiterTimeout,
        Self::BodyUsed,
    ];

    /// The value of `error.code`.
    pub fn code(self) -> &'static str {
        match self {
            Self::SessionEnded => "ERR_SESSION_ENDED",
            Self::SessionChanged => "ERR_SESSION_CHANGED",
            Self::RefreshUnavailable => "ERR_REFRESH_UNAVAILABLE",
            Self::RefreshLoop => "ERR_REFRESH_LOOP",
            Self::WaiterTimeout => "ERR_WAITER_TIMEOUT",
            Self::BodyUsed => "ERR_BODY_USED",
        }
    }

    /// The value of `error.message`: the fact, then what to do.
    pub fn message(self) -> &'static str {
        match self {
            Self::SessionEnded => "the session has ended; sign in again",
            Self::SessionChanged => {
                "another user has signed in since this request was made; it was not sent as that user"
            }
            Self::RefreshUnavailable => {
                "the token could not be refreshed for now; the session is kept, try again"
            }
            Self::RefreshLoop => {
                "a fresh token was refused all the same; the refusal is not about the token's age, \
                 so look at the permission, or narrow session.expired"
            }
            Self::WaiterTimeout => {
                "the refresh took longer than session.waiterTimeout; the session is kept, try again"
            }
            Self::BodyUsed => {
                "the token was refused and the body is a stream, which can be sent once only; \
                 send it again with a new stream"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_published_types_and_no_two_are_the_same() {
        let types = include_str!("../pkg-template/index.d.ts");
        for error in Error::ALL {
            assert!(
                types.contains(&format!("\"{}\"", error.code())),
                "{} is missing in index.d.ts",
                error.code()
            );
            let same = Error::ALL
                .iter()
                .filter(|other| other.code() == error.code());
            assert_eq!(same.count(), 1);
        }
    }
}
