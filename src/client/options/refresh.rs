//! How a new access token is obtained: by a request to the token endpoint, or by a function.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use futures::future::LocalBoxFuture;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use crate::client::token_request::{Described, method};
use crate::http::refusal::Rule;
use crate::http::token_reply::{Paths, TokenReply};

/// How a new access token is obtained.
#[derive(Clone)]
pub(in crate::client) enum Refresh {
    Request(Box<RefreshRequest>),
    Function(RefreshFunction),
    /// There is no refresh.
    Nothing,
}

/// A function of the application's.
#[derive(Clone)]
pub(in crate::client) struct RefreshFunction {
    pub(in crate::client) call: Rc<CallRefresh>,
    /// Identifies the function: the same in every tab with the same code, and different for each function.
    pub(in crate::client) name: String,
}

type CallRefresh =
    dyn Fn(RefreshContext) -> LocalBoxFuture<'static, Result<TokenReply, FunctionError>>;

/// The argument of a refresh function.
#[derive(Clone)]
pub struct RefreshContext {
    /// The refresh token, if the store contains one.
    pub refresh_token: Option<String>,
    /// The access token, expired or not.
    pub access_token: Option<String>,
    /// Aborted when the answer is no longer awaited, for requests that JavaScript sends. A future is dropped instead.
    pub signal: Option<AbortSignal>,
    /// Set while the function is being called.
    #[cfg_attr(
        not(feature = "js"),
        allow(dead_code, reason = "only JavaScript has a stack of calls")
    )]
    pub(in crate::client) asking: Rc<Cell<bool>>,
}

/// Does not print the tokens.
impl fmt::Debug for RefreshContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshContext").finish_non_exhaustive()
    }
}

/// Why a refresh function returned no tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefreshError {
    /// The server was unreachable or busy: the session is kept.
    Unavailable(String),
    /// The refresh token is no longer valid: the session ends.
    Refused(String),
}

/// The same, with the value that a JavaScript function threw.
pub(in crate::client) struct FunctionError {
    pub(in crate::client) error: RefreshError,
    pub(in crate::client) thrown: Option<JsValue>,
}

impl From<RefreshError> for FunctionError {
    fn from(error: RefreshError) -> Self {
        Self {
            error,
            thrown: None,
        }
    }
}

/// The default timeout of one attempt of a refresh.
pub(super) const TIMEOUT: Duration = Duration::from_secs(10);

/// How many times a refresh is retried after an outage by default.
pub(super) const RETRIES: u32 = 2;

/// The request to the token endpoint.
#[derive(Clone, Debug)]
pub struct RefreshRequest {
    pub(in crate::client) url: String,
    pub(in crate::client) base_url: Option<String>,
    pub(in crate::client) method: Option<String>,
    pub(in crate::client) send: Send,
    pub(in crate::client) name: Option<String>,
    pub(in crate::client) extra: Values,
    pub(in crate::client) headers: Values,
    pub(in crate::client) reply: Paths,
    pub(in crate::client) refused: Option<Rule>,
    pub(in crate::client) unavailable: Option<Rule>,
    pub(in crate::client) timeout: Duration,
    pub(in crate::client) retries: u32,
}

/// Names with values: fixed ones, and those that a function returns for each request.
#[derive(Clone, Default)]
pub(in crate::client) struct Values {
    fixed: Vec<(String, String)>,
    computed: Option<Rc<ComputesValues>>,
}

type ComputesValues = dyn Fn() -> Vec<(String, String)>;

impl Values {
    pub(in crate::client) fn add(&mut self, name: String, value: String) {
        self.fixed.push((name, value));
    }

    pub(in crate::client) fn compute(
        &mut self,
        values: impl Fn() -> Vec<(String, String)> + 'static,
    ) {
        self.computed = Some(Rc::new(values));
    }

    /// Returns all current values.
    pub(in crate::client) fn now(&self) -> Vec<(String, String)> {
        let mut values = self.fixed.clone();
        values.extend(
            self.computed
                .as_ref()
                .map(|compute| compute())
                .into_iter()
                .flatten(),
        );
        values
    }
}

/// Does not print the values.
impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values").finish_non_exhaustive()
    }
}

/// How the refresh token is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Send {
    /// In a JSON body.
    #[default]
    Json,
    /// In a form body (RFC 6749 §6).
    Form,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie that the browser attaches.
    Cookie,
}

impl RefreshRequest {
    /// A POST with the refresh token as `refreshToken` in a JSON body.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            base_url: None,
            method: None,
            send: Send::default(),
            name: None,
            extra: Values::default(),
            headers: Values::default(),
            reply: Paths::default(),
            refused: None,
            unavailable: None,
            timeout: TIMEOUT,
            retries: RETRIES,
        }
    }

    /// The base of its URL. The default is the client's base URL; `""` is the page's root.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The method. The default is POST, and GET for [`Send::Query`].
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// The method that it is sent with, in capitals.
    pub(in crate::client) fn http_method(&self) -> String {
        method(self.method.as_deref(), self.send)
    }

    /// The request, with this token.
    pub(in crate::client) fn described<'a>(
        &'a self,
        url: &'a str,
        token: Option<String>,
    ) -> Described<'a> {
        Described {
            url,
            method: self.http_method(),
            send: self.send,
            name: self.name.as_deref(),
            extra: &self.extra,
            headers: &self.headers,
            token,
            bearer: None,
        }
    }

    /// How the refresh token is sent.
    #[must_use]
    pub fn send(mut self, send: Send) -> Self {
        self.send = send;
        self
    }

    /// The name of its field, parameter or header. The default is `refreshToken`, `refresh_token` in a form, and
    /// the access token's header for [`Send::Header`].
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// A further field or parameter, such as `client_id`.
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extra.add(name.into(), value.into());
        self
    }

    /// Further fields or parameters, computed at each attempt.
    #[must_use]
    pub fn extra_by(mut self, extra: impl Fn() -> Vec<(String, String)> + 'static) -> Self {
        self.extra.compute(extra);
        self
    }

    /// A further header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.add(name.into(), value.into());
        self
    }

    /// Further headers, computed at each attempt, such as a CSRF token.
    #[must_use]
    pub fn headers_by(mut self, headers: impl Fn() -> Vec<(String, String)> + 'static) -> Self {
        self.headers.compute(headers);
        self
    }

    /// Where the tokens are in the reply.
    #[must_use]
    pub fn reply(mut self, paths: Paths) -> Self {
        self.reply = paths;
        self
    }

    /// Answers that mean "log in again", in addition to the default.
    #[must_use]
    pub fn refused(mut self, rule: Rule) -> Self {
        self.refused = Some(rule);
        self
    }

    /// Answers that mean "try again later", in addition to the default.
    #[must_use]
    pub fn unavailable(mut self, rule: Rule) -> Self {
        self.unavailable = Some(rule);
        self
    }

    /// How long one attempt may take. The default is 10 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How many times to retry after an outage. The default is 2.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }
}

impl From<&str> for RefreshRequest {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<String> for RefreshRequest {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}
