//! The server's log-out, as `Session::logout` describes it.

use super::refresh::Values;
use super::{Refresh, Send, Session};
use crate::client::token_request::{Described, method};

/// The request that logs out at the server. It contains the refresh token as the refresh does, unless its own options
/// differ, and the access token in the session's header.
#[derive(Clone, Debug)]
pub struct LogoutRequest {
    pub(in crate::client) url: String,
    method: Option<String>,
    send: Option<Send>,
    name: Option<String>,
    pub(in crate::client) extra: Values,
    pub(in crate::client) headers: Values,
}

impl LogoutRequest {
    /// A request to this URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            method: None,
            send: None,
            name: None,
            extra: Values::default(),
            headers: Values::default(),
        }
    }

    /// The method. The default is POST, or GET if the refresh token is in the query.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// How the refresh token is sent. The default is that of the refresh. If it uses the access token's header, it
    /// replaces the access token.
    #[must_use]
    pub fn send(mut self, send: Send) -> Self {
        self.send = Some(send);
        self
    }

    /// The name of the field, parameter or header that contains the refresh token. The default is that of the refresh,
    /// if it is sent in the same way.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// A further field or parameter.
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extra.add(name.into(), value.into());
        self
    }

    /// A further header. An empty value removes one, such as that of the access token.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.add(name.into(), value.into());
        self
    }

    /// A function that returns further fields or parameters. It is called for each request.
    #[must_use]
    pub fn extra_by(mut self, values: impl Fn() -> Vec<(String, String)> + 'static) -> Self {
        self.extra.compute(values);
        self
    }

    /// A function that returns further headers. It is called for each request.
    #[must_use]
    pub fn headers_by(mut self, values: impl Fn() -> Vec<(String, String)> + 'static) -> Self {
        self.headers.compute(values);
        self
    }

    /// The request with the defaults that depend on the refresh.
    pub(in crate::client) fn described<'a>(
        &'a self,
        options: &'a Session,
        url: &'a str,
        token: Option<String>,
        bearer: Option<String>,
    ) -> Described<'a> {
        let (sends, named) = match &options.refresh {
            Refresh::Request(request) => (request.send, request.name.as_deref()),
            Refresh::Function(_) | Refresh::Nothing => (Send::default(), None),
        };
        let send = self.send.unwrap_or(sends);
        Described {
            url,
            method: method(self.method.as_deref(), send),
            send,
            name: self
                .name
                .as_deref()
                .or_else(|| named.filter(|_| send == sends)),
            extra: &self.extra,
            headers: &self.headers,
            token,
            bearer: Some(bearer),
        }
    }
}

impl From<&str> for LogoutRequest {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<String> for LogoutRequest {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}
