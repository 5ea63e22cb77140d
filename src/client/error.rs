//! The errors of requests and sessions.

use std::error::Error as StdError;
use std::fmt;
use std::rc::Rc;

use serde_json::Value;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::error::Error as SessionError;

/// The error of a request or of a call of the session. It is cheap to clone: the requests that waited for one refresh
/// share its failure as their [`source`](StdError::source). It never contains a token.
#[derive(Clone, Debug)]
pub struct Error(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    message: String,
    /// The status of the answer that caused the error.
    status: Option<u16>,
    /// Its body, without tokens.
    body: Option<Value>,
    /// The answer with which the server rejected the request itself.
    response: Option<web_sys::Response>,
    source: Option<Error>,
    /// The value that the platform or the application's function threw.
    thrown: Option<JsValue>,
    /// The JavaScript error for this one, shared by all clones.
    #[cfg(feature = "js")]
    shown: std::cell::OnceCell<JsValue>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Session(SessionError),
    BadOption,
    Network,
    /// A timeout of a request.
    Timeout,
    /// A timeout of a refresh.
    RefreshTimeout,
    /// The application's refresh function threw.
    Function,
    Decode,
    Encode,
    BodyUsed,
    Status,
    /// An answer says that the session is over.
    Ends,
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

    /// Changes an error that is not shared yet.
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

    /// The platform's own error. Its message is kept only if the caller knows that it cannot contain a token.
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

    /// The answer with which the server rejected the request, if the refresh that followed failed.
    #[must_use]
    pub fn response(&self) -> Option<&web_sys::Response> {
        self.0.response.as_ref()
    }

    /// The value that the platform or the application's own function threw, if that is the reason.
    #[must_use]
    pub fn native(&self) -> Option<&JsValue> {
        self.0.thrown.as_ref()
    }

    /// The body of the answer that rejected the refresh, without tokens.
    #[must_use]
    pub fn body(&self) -> Option<&Value> {
        self.0.body.as_ref()
    }

    /// The cause of the error, such as the failure of the refresh.
    #[must_use]
    pub fn cause(&self) -> Option<&Self> {
        self.0.source.as_ref()
    }

    /// The JavaScript error for this one, which `make` creates the first time.
    #[cfg(feature = "js")]
    pub(super) fn shown(&self, make: impl FnOnce() -> JsValue) -> JsValue {
        self.0.shown.get_or_init(make).clone()
    }

    /// axios's code for the error, or the session's own.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.0.kind {
            Kind::Session(error) => error.word(),
            Kind::BadOption => "ERR_BAD_OPTION",
            Kind::Network | Kind::Function => "ERR_NETWORK",
            Kind::Timeout => "ECONNABORTED",
            Kind::RefreshTimeout => "ETIMEDOUT",
            Kind::Decode | Kind::Ends => "ERR_BAD_RESPONSE",
            Kind::Encode => "ERR_BAD_REQUEST",
            Kind::BodyUsed => "ERR_BODY_USED",
            Kind::Status => match self.0.status {
                Some(400..=499) => "ERR_BAD_REQUEST",
                _ => "ERR_BAD_RESPONSE",
            },
        }
    }

    /// The status of the answer, if there was one.
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

    /// Was the body not in the expected format?
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }
}

impl Error {
    /// Did a function of the application throw?
    pub(super) fn is_function(&self) -> bool {
        self.0.kind == Kind::Function
    }

    /// One of the session's own errors, with the failure of the refresh.
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
