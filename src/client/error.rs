//! What a request or a session can fail with.

use std::error::Error as StdError;
use std::fmt;
use std::rc::Rc;

use serde_json::Value;
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
    /// Its body, without tokens.
    body: Option<Value>,
    /// The answer by which the server has refused the request itself.
    response: Option<web_sys::Response>,
    source: Option<Error>,
    /// What the platform, or the application's function, has thrown.
    thrown: Option<JsValue>,
    /// The error of JavaScript that stands for this one: one for all that share it.
    #[cfg(feature = "js")]
    shown: std::cell::OnceCell<JsValue>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Session(SessionError),
    BadOption,
    Network,
    /// Of a request.
    Timeout,
    /// Of a refresh.
    RefreshTimeout,
    /// The application's refresh function has thrown.
    Function,
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
            body: None,
            response: None,
            source: None,
            thrown: None,
            #[cfg(feature = "js")]
            shown: std::cell::OnceCell::new(),
        }))
    }

    pub(super) fn bad_option(message: impl Into<String>) -> Self {
        Self::new(Kind::BadOption, message)
    }

    /// Only for one that is not shared yet.
    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        if let Some(inner) = Rc::get_mut(&mut self.0) {
            change(inner);
        }
        self
    }

    pub(super) fn with_status(self, status: u16) -> Self {
        self.with(|inner| inner.status = (status != 0).then_some(status))
    }

    pub(super) fn with_body(self, body: Option<Value>) -> Self {
        self.with(|inner| inner.body = body)
    }

    pub(super) fn with_thrown(self, thrown: Option<JsValue>) -> Self {
        self.with(|inner| inner.thrown = thrown)
    }

    /// The platform's own error: its message is kept only where the caller says that it cannot quote a token.
    pub(super) fn network(what: &str, thrown: Option<JsValue>) -> Self {
        let said = thrown
            .as_ref()
            .and_then(|thrown| thrown.dyn_ref::<js_sys::Error>())
            .map(|error| format!(": {}", String::from(error.message())))
            .unwrap_or_default();
        Self::new(Kind::Network, format!("{what} could not be reached{said}")).with_thrown(thrown)
    }

    pub(super) fn with_response(self, response: web_sys::Response) -> Self {
        self.with(|inner| inner.response = Some(response))
    }

    /// The answer by which the server has refused the request, if the refresh that followed has failed.
    #[must_use]
    pub fn response(&self) -> Option<&web_sys::Response> {
        self.0.response.as_ref()
    }

    /// What the platform or the application's own function has thrown, where that is the reason.
    #[must_use]
    pub fn native(&self) -> Option<&JsValue> {
        self.0.thrown.as_ref()
    }

    /// The body of the answer that rejected the refresh, without tokens.
    #[must_use]
    pub fn body(&self) -> Option<&Value> {
        self.0.body.as_ref()
    }

    /// What it follows from, such as the failure of the refresh.
    #[must_use]
    pub fn cause(&self) -> Option<&Self> {
        self.0.source.as_ref()
    }

    /// The error of JavaScript that stands for this one, which `make` makes the first time.
    #[cfg(feature = "js")]
    pub(super) fn shown(&self, make: impl FnOnce() -> JsValue) -> JsValue {
        self.0.shown.get_or_init(make).clone()
    }

    /// axios's code for it, or the session's own.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.0.kind {
            Kind::Session(error) => error.word(),
            Kind::BadOption => "ERR_BAD_OPTION",
            Kind::Network | Kind::Function => "ERR_NETWORK",
            Kind::Timeout => "ECONNABORTED",
            Kind::RefreshTimeout => "ETIMEDOUT",
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
        matches!(self.0.kind, Kind::Timeout | Kind::RefreshTimeout)
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
            body: None,
            response: None,
            source: cause,
            thrown: None,
            #[cfg(feature = "js")]
            shown: std::cell::OnceCell::new(),
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
