//! The client for Rust front ends: [`Client`], over the session core.
//!
//! ```no_run
//! use everfetch::{Client, Session};
//!
//! # #[derive(serde::Deserialize)] struct User { name: String }
//! # async fn example() -> Result<(), everfetch::ClientError> {
//! let api = Client::builder()
//!     .base_url("/api")
//!     .session(Session::refresh("/auth/refresh").public(["/auth/login"]))
//!     .build()?;
//! let user: User = api.get("/me").send().await?.json().await?; // 401 → one refresh → sent again
//! # Ok(()) }
//! ```
//!
//! | file | subject |
//! |---|---|
//! | `options/`, `session.rs` | [`Session`]: the options of a session; [`SessionHandle`]: what an application can do |
//! | `request.rs`, `response.rs`, `verdict.rs` | one request, its answer, and what the session learns from it |
//! | `runtime/` | performs what the core decides |
//! | `refresh.rs`, `token_endpoint.rs`, `unanswered.rs` | the steps of a refresh; the token endpoint |
//! | `fetch.rs`, `storage.rs`, `locks.rs`, `channel.rs`, `platform.rs` | one port of the platform each |
//! | `names.rs` | tokens, users and sign-ins by number |
//! | `end.rs`, `event.rs`, `error.rs` | what the application sees |
//! | `js/` | `createClient()` for the plain output of `wasm-pack build` |

mod abort;
mod channel;
mod end;
mod error;
mod event;
mod fetch;
#[cfg(feature = "js")]
#[doc(hidden)]
pub mod js;
mod locks;
mod log_out;
mod names;
mod options;
mod platform;
mod refresh;
mod request;
mod response;
mod runtime;
mod session;
mod storage;
mod token_endpoint;
mod token_request;
mod unanswered;
mod verdict;

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use crate::http::field;
use crate::http::scope::{Address, Scope};
use fetch::Fetch;
use options::Refresh;
use platform::resolve_endpoint;
use runtime::{Endpoints, Runtime};

pub use crate::http::refusal::{Code, Rule};
pub use crate::http::token_reply::{Paths, TokenReply};
pub use crate::session::{EndReason, State as SessionState};
pub use end::{EndChoice, SessionEnd};
pub use error::Error;
pub use event::SessionEvent;
pub use log_out::SignedOut;
pub use options::{
    Hold, LogoutRequest, RefreshContext, RefreshError, RefreshRequest, Send, Session, Storage,
    StorageError, TokenStorage, Transport,
};
pub use request::{Redirect, RequestBuilder};
pub use response::Response;
pub use session::SessionHandle;

/// An HTTP client with a session. Cheap to clone; all clones share everything.
#[derive(Clone, Debug)]
pub struct Client(Rc<Inner>);

pub(crate) struct Inner {
    base_url: Option<String>,
    headers: Vec<(String, String)>,
    timeout: Option<Duration>,
    fetch: Fetch,
    binding: Option<Binding>,
}

/// The part of a session that belongs to one client.
pub(crate) struct Binding {
    runtime: Rc<Runtime>,
    scope: Scope,
}

impl Client {
    /// Starts to build a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A GET request.
    pub fn get(&self, url: &str) -> RequestBuilder {
        self.request("GET", url)
    }

    /// A POST request.
    pub fn post(&self, url: &str) -> RequestBuilder {
        self.request("POST", url)
    }

    /// A PUT request.
    pub fn put(&self, url: &str) -> RequestBuilder {
        self.request("PUT", url)
    }

    /// A PATCH request.
    pub fn patch(&self, url: &str) -> RequestBuilder {
        self.request("PATCH", url)
    }

    /// A DELETE request.
    pub fn delete(&self, url: &str) -> RequestBuilder {
        self.request("DELETE", url)
    }

    /// A HEAD request.
    pub fn head(&self, url: &str) -> RequestBuilder {
        self.request("HEAD", url)
    }

    /// A request with any method.
    pub fn request(&self, method: &str, url: &str) -> RequestBuilder {
        RequestBuilder::new(&self.0, method, url)
    }

    /// The session of this client. Without one, its calls fail with an error that says so.
    #[must_use]
    pub fn session(&self) -> SessionHandle {
        SessionHandle(
            self.0
                .binding
                .as_ref()
                .map(|binding| Rc::clone(&binding.runtime)),
        )
    }
}

#[cfg(feature = "js")]
impl Client {
    /// Is a request with this signal the refresh's own? It has the signal that the function was called with, or is made
    /// on the stack of that call. It does not wait for itself.
    fn is_of_refresh(&self, signal: Option<&web_sys::AbortSignal>) -> bool {
        let binding = self.0.binding.as_ref();
        binding.is_some_and(|binding| binding.runtime.is_of_refresh(signal))
    }
}

/// The options of a client.
#[derive(Debug, Default)]
#[must_use = "a client is made by `build`"]
pub struct ClientBuilder {
    base_url: Option<String>,
    headers: Vec<(String, String)>,
    timeout: Option<Duration>,
    fetch: Fetch,
    session: Option<Session>,
}

impl ClientBuilder {
    /// The base of relative URLs.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// A header of every request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How long an answer may take. There is no limit by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Called in place of the platform's `fetch`, with a `Request`.
    pub fn fetch(mut self, fetch: js_sys::Function) -> Self {
        self.fetch = Fetch::Custom(fetch);
        self
    }

    /// The session of this client.
    pub fn session(mut self, session: Session) -> Self {
        self.session = Some(session);
        self
    }

    /// Creates the client.
    ///
    /// # Errors
    /// An option is wrong; the message names it and what to do.
    pub fn build(self) -> Result<Client, Error> {
        let Self {
            base_url,
            headers,
            timeout,
            fetch,
            session,
        } = self;
        for (name, value) in &headers {
            if !field::is_token(name) || !field::is_value(value) {
                let message =
                    format!("the header `{name}` has a name or value that no request can carry");
                return Err(Error::bad_option(message));
            }
        }
        let binding = session
            .map(|session| bind(session, base_url.as_deref(), &fetch))
            .transpose()?;
        Ok(Client(Rc::new(Inner {
            base_url,
            headers,
            timeout,
            fetch,
            binding,
        })))
    }
}

/// Checks a session's options, opens the session and determines which URLs are its own.
fn bind(session: Session, base_url: Option<&str>, fetch: &Fetch) -> Result<Binding, Error> {
    session.check()?;
    for (name, value) in [("header", &session.header), ("scheme", &session.scheme)] {
        if !(field::is_token(value) || (name == "scheme" && value.is_empty())) {
            return Err(Error::bad_option(format!("`{value}` cannot be a {name}")));
        }
    }
    let base = base_url.and_then(platform::resolve);
    let mut scope = Scope {
        base_path: base
            .as_ref()
            .map(|base| base.path.clone())
            .unwrap_or_default(),
        public: session.public.clone(),
        ..Scope::default()
    };
    scope
        .origins
        .extend(platform::location().and_then(|here| here.origin()));
    scope.origins.extend(base.map(|base| base.origin));
    for origin in &session.origins {
        match platform::resolve(origin) {
            Some(address) if origin.contains("://") => scope.origins.push(address.origin),
            _ => {
                let message =
                    format!("`{origin}` is not an origin such as `https://api.example.com`");
                return Err(Error::bad_option(message));
            }
        }
    }
    let mut token_url = String::new();
    if let Refresh::Request(request) = &session.refresh {
        let base_url = request.base_url.as_deref().or(base_url);
        let (absolute, endpoint) = endpoint(&scope, "token endpoint", base_url, &request.url)?;
        token_url = absolute;
        scope.token_endpoint = Some((request.http_method(), endpoint));
    }
    let logout_url = match &session.logout {
        Some(logout) => endpoint(&scope, "log-out", base_url, &logout.url)?.0,
        None => String::new(),
    };
    let endpoints = Endpoints {
        token_url,
        logout_url,
        base_url: base_url.map(str::to_owned),
    };
    let runtime = Runtime::open(&Rc::new(session), endpoints, fetch.clone())?;
    Ok(Binding { runtime, scope })
}

/// The URL of an endpoint that receives the refresh token.
fn endpoint(
    scope: &Scope,
    what: &str,
    base_url: Option<&str>,
    url: &str,
) -> Result<(String, Address), Error> {
    let url = combine(base_url, url);
    let Some((absolute, endpoint)) = resolve_endpoint(&url) else {
        return Err(Error::bad_option(format!(
            "`{url}` is not the URL of a {what}"
        )));
    };
    if !scope.trusts(&endpoint.origin) {
        return Err(Error::bad_option(format!(
            "the {what} is on `{}`, which is neither the page's origin nor the base URL's; add it to `origins`",
            endpoint.origin
        )));
    }
    Ok((absolute, endpoint))
}

impl Inner {
    fn combine(&self, url: &str) -> String {
        combine(self.base_url.as_deref(), url)
    }
}

/// Combines a base and a URL as axios does: with one slash between them, unless the URL contains its host.
fn combine(base: Option<&str>, url: &str) -> String {
    let names_host = url.starts_with("//")
        || url
            .split(['/', '?', '#'])
            .next()
            .is_some_and(|first| first.ends_with(':'));
    match base {
        Some(base) if !names_host && !base.is_empty() => {
            if url.is_empty() {
                base.to_owned()
            } else {
                format!(
                    "{}/{}",
                    base.trim_end_matches('/'),
                    url.trim_start_matches('/')
                )
            }
        }
        _ => url.to_owned(),
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Binding")
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}
