//! What a request or a session can fail with.

use std::error::Error as StdError;
use std::fmt;
use std::rc::Rc;

use wasm_bindgen::{JsCast as _, JsValue};

use crate::error::Error as SessionError;

/// The failure of a request or of a call of the session. Cheap to clone: the requests that waited for one refresh
/// share its failure as their [`source`](StdError::source). No token is in it.
#[derive(Clone, Debug)]
pub struct Error(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    message: String,
    /// That of the answer that caused the failure.
    status: Option<u16>,
    source: Option<Error>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Session(SessionError),
    BadOption,
    Network,
    Timeout,
    Decode,
    Encode,
    BodyUsed,
    Status,
}

impl Error {
    pub(super) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Rc::new(Inner {
            kind,
            message: message.into(),
            status: None,
            source: None,
        }))
    }

    pub(super) fn bad_option(message: impl Into<String>) -> Self {
        Self::new(Kind::BadOption, message)
    }

    pub(super) fn with_status(self, status: u16) -> Self {
        let Inner {
            kind,
            ref message,
            ref source,
            ..
        } = *self.0;
        Self(Rc::new(Inner {
            kind,
            message: message.clone(),
            status: (status != 0).then_some(status),
            source: source.clone(),
        }))
    }

    /// The platform's own error: its message is kept only where the caller says that it cannot quote a token.
    pub(super) fn network(what: &str, thrown: Option<&JsValue>) -> Self {
        let said = thrown
            .and_then(|thrown| thrown.dyn_ref::<js_sys::Error>())
            .map(|error| format!(": {}", String::from(error.message())))
            .unwrap_or_default();
        Self::new(Kind::Network, format!("{what} could not be reached{said}"))
    }

    /// axios's code for it, or the session's own.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.0.kind {
            Kind::Session(SessionError::SessionEnded) => "ERR_SESSION_ENDED",
            Kind::Session(SessionError::SessionChanged) => "ERR_SESSION_CHANGED",
            Kind::Session(SessionError::RefreshUnavailable) => "ERR_REFRESH_UNAVAILABLE",
            Kind::Session(SessionError::RefreshLoop) => "ERR_REFRESH_LOOP",
            Kind::Session(SessionError::WaiterTimeout) => "ERR_WAITER_TIMEOUT",
            Kind::BadOption => "ERR_BAD_OPTION",
            Kind::Network => "ERR_NETWORK",
            Kind::Timeout => "ETIMEDOUT",
            Kind::Decode => "ERR_BAD_RESPONSE",
            Kind::Encode => "ERR_BAD_REQUEST",
            Kind::BodyUsed => "ERR_BODY_USED",
            Kind::Status => match self.0.status {
                Some(400..=499) => "ERR_BAD_REQUEST",
                _ => "ERR_BAD_RESPONSE",
            },
        }
    }

    /// The status of the answer, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Is the session over? The user has to log in again.
    #[must_use]
    pub fn is_session_ended(&self) -> bool {
        self.0.kind == Kind::Session(SessionError::SessionEnded)
    }

    /// Has another user signed in since the request was made?
    #[must_use]
    pub fn is_session_changed(&self) -> bool {
        self.0.kind == Kind::Session(SessionError::SessionChanged)
    }

    /// Was the token endpoint unreachable? The session is kept, and the request can be sent again later.
    #[must_use]
    pub fn is_refresh_unavailable(&self) -> bool {
        self.0.kind == Kind::Session(SessionError::RefreshUnavailable)
    }

    /// Did the server reject a newly refreshed token?
    #[must_use]
    pub fn is_refresh_loop(&self) -> bool {
        self.0.kind == Kind::Session(SessionError::RefreshLoop)
    }

    /// Did the request wait for a refresh longer than `waiter_timeout`?
    #[must_use]
    pub fn is_waiter_timeout(&self) -> bool {
        self.0.kind == Kind::Session(SessionError::WaiterTimeout)
    }

    /// Did the answer take longer than the timeout?
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == Kind::Timeout
    }

    /// Was there no answer?
    #[must_use]
    pub fn is_network(&self) -> bool {
        self.0.kind == Kind::Network
    }

    /// Is an option wrong?
    #[must_use]
    pub fn is_bad_option(&self) -> bool {
        self.0.kind == Kind::BadOption
    }

    /// Was the body not what it should have been?
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }
}

impl Error {
    /// The session's own, with what went wrong with the refresh.
    pub(super) fn of_session(error: SessionError, cause: Option<Self>) -> Self {
        Self(Rc::new(Inner {
            kind: Kind::Session(error),
            message: error.to_string(),
            status: None,
            source: cause,
        }))
    }
}

impl From<SessionError> for Error {
    fn from(error: SessionError) -> Self {
        Self::of_session(error, None)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}
