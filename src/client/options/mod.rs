//! How a session works: [`Session`], with a method for each option that differs from its default.

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use futures::future::LocalBoxFuture;

mod callbacks;
mod logout;
mod refresh;
mod storage;

use super::Error;
use super::end::{EndChoice, SessionEnd};
use super::storage::{Marking, Store};
use crate::http::refusal::Rule;
use crate::http::scope::PublicPath;
use crate::http::token_reply::TokenReply;
pub use crate::session::Hold;
pub(in crate::client) use callbacks::{OnEnd, Predicate, Says, TakesText, UserOf};
pub use logout::LogoutRequest;
pub(in crate::client) use refresh::{FunctionError, Refresh, RefreshFunction, Values};
use refresh::{RETRIES, TIMEOUT};
pub use refresh::{RefreshContext, RefreshError, RefreshRequest, Send};
pub use storage::{Storage, StorageError, TokenStorage, Transport};

/// The options of a session.
///
/// ```no_run
/// use everfetch::{Client, Session, Storage};
///
/// let api = Client::builder()
///     .base_url("/api")
///     .session(
///         Session::refresh("/auth/refresh")
///             .storage(Storage::Session)
///             .public(["/auth/login"]),
///     )
///     .build()?;
/// # Ok::<(), everfetch::ClientError>(())
/// ```
#[derive(Clone)]
pub struct Session {
    pub(in crate::client) refresh: Refresh,
    pub(in crate::client) logout: Option<LogoutRequest>,
    pub(in crate::client) transport: Transport,
    pub(in crate::client) storage: Storage,
    pub(in crate::client) access_key: String,
    pub(in crate::client) refresh_key: String,
    pub(in crate::client) header: String,
    pub(in crate::client) scheme: String,
    pub(in crate::client) origins: Vec<String>,
    pub(in crate::client) public: Vec<PublicPath>,
    pub(in crate::client) public_if: Vec<Predicate>,
    pub(in crate::client) expired: Says,
    pub(in crate::client) ends: Option<Says>,
    pub(in crate::client) hold: Hold,
    pub(in crate::client) expiry_margin: Option<Duration>,
    pub(in crate::client) keep_fresh: bool,
    pub(in crate::client) waiter_timeout: Option<Duration>,
    pub(in crate::client) user_of: Option<UserOf>,
    pub(in crate::client) login_url: Option<String>,
    pub(in crate::client) return_param: Option<String>,
    pub(in crate::client) navigate: Option<TakesText>,
    pub(in crate::client) on_end: Option<OnEnd>,
    pub(in crate::client) debug: Option<TakesText>,
}

impl Session {
    /// A session whose access token is refreshed by this request: a URL, or a [`RefreshRequest`].
    pub fn refresh(request: impl Into<RefreshRequest>) -> Self {
        Self::with(Refresh::Request(Box::new(request.into())))
    }

    /// A session whose access token is refreshed by a function.
    pub fn refresh_by<F>(function: impl Fn(RefreshContext) -> F + 'static) -> Self
    where
        F: Future<Output = Result<TokenReply, RefreshError>> + 'static,
    {
        let name = std::any::type_name_of_val(&function).to_owned();
        let call = Rc::new(move |context| -> LocalBoxFuture<'static, _> {
            let answer = function(context);
            Box::pin(async { Ok(answer.await?) })
        });
        Self::with(Refresh::Function(RefreshFunction { call, name }))
    }

    /// A session without a refresh. An access token that has expired, or that the server rejects, ends it.
    #[must_use]
    pub fn without_refresh() -> Self {
        Self::with(Refresh::Nothing)
    }

    pub(in crate::client) fn with(refresh: Refresh) -> Self {
        Self {
            refresh,
            logout: None,
            transport: Transport::default(),
            storage: Storage::default(),
            access_key: "accessToken".to_owned(),
            refresh_key: "refreshToken".to_owned(),
            header: "Authorization".to_owned(),
            scheme: "Bearer".to_owned(),
            origins: Vec::new(),
            public: Vec::new(),
            public_if: Vec::new(),
            expired: Says::Rule(Rule::default()),
            ends: None,
            hold: Hold::DuringRefresh,
            expiry_margin: None,
            keep_fresh: false,
            waiter_timeout: None,
            user_of: None,
            login_url: Some("/login".to_owned()),
            return_param: None,
            navigate: None,
            on_end: None,
            debug: None,
        }
    }

    /// How the access token is sent. The default is [`Transport::Header`].
    ///
    /// With [`Transport::Cookie`], any answer of the token endpoint with a success status is a new token, and
    /// [`SessionHandle::sign_in_externally`](crate::SessionHandle::sign_in_externally) signs in. The storage stays
    /// [`Storage::Local`].
    #[must_use]
    pub fn transport(mut self, transport: Transport) -> Self {
        self.transport = transport;
        if let (Transport::Cookie, Refresh::Request(request)) = (transport, &mut self.refresh) {
            request.send = Send::Cookie;
        }
        self
    }

    /// The server's log-out, which a sign-out sends: a URL, or a [`LogoutRequest`]. If the access token has expired, a
    /// refresh comes first, so that the server accepts the log-out and revokes the newest refresh token. The default
    /// is none.
    #[must_use]
    pub fn logout(mut self, request: impl Into<LogoutRequest>) -> Self {
        self.logout = Some(request.into());
        self
    }

    /// Where the tokens are kept. The default is [`Storage::Local`].
    #[must_use]
    pub fn storage(mut self, storage: Storage) -> Self {
        self.storage = storage;
        self
    }

    /// The keys of the tokens in the store. The defaults are `accessToken` and `refreshToken`.
    #[must_use]
    pub fn keys(mut self, access: impl Into<String>, refresh: impl Into<String>) -> Self {
        self.access_key = access.into();
        self.refresh_key = refresh.into();
        self
    }

    /// The header that carries the access token. The default is `Authorization`.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>) -> Self {
        self.header = name.into();
        self
    }

    /// The scheme before the access token. The default is `Bearer`; an empty one sends the bare token.
    #[must_use]
    pub fn scheme(mut self, scheme: impl Into<String>) -> Self {
        self.scheme = scheme.into();
        self
    }

    /// Origins that receive the token besides the page's and the base URL's.
    #[must_use]
    pub fn origins<S: Into<String>>(mut self, origins: impl IntoIterator<Item = S>) -> Self {
        self.origins.extend(origins.into_iter().map(Into::into));
        self
    }

    /// Paths that never carry the token and never start a refresh. A trailing `*` covers everything below.
    #[must_use]
    pub fn public<'a>(mut self, paths: impl IntoIterator<Item = &'a str>) -> Self {
        self.public.extend(paths.into_iter().map(PublicPath::from));
        self
    }

    /// Which answers mean that the access token has expired. The default is status 401.
    #[must_use]
    pub fn expired(mut self, rule: Rule) -> Self {
        self.expired = Says::Rule(rule);
        self
    }

    /// A function that says whether the access token has expired. It gets a copy of each answer, whose body it may
    /// read.
    #[must_use]
    pub fn expired_if<F>(mut self, expired: impl Fn(web_sys::Response) -> F + 'static) -> Self
    where
        F: Future<Output = bool> + 'static,
    {
        self.expired = Says::Function(Rc::new(move |answer| Box::pin(expired(answer))));
        self
    }

    /// Which answers say that the session is over, such as "signed in on another device". Such an answer ends the
    /// session at once, without a refresh. By default, none does.
    #[must_use]
    pub fn ends(mut self, rule: Rule) -> Self {
        self.ends = Some(Says::Rule(rule));
        self
    }

    /// A function that says whether the session is over. It gets a copy of each answer, whose body it may read.
    #[must_use]
    pub fn ends_if<F>(mut self, ends: impl Fn(web_sys::Response) -> F + 'static) -> Self
    where
        F: Future<Output = bool> + 'static,
    {
        self.ends = Some(Says::Function(Rc::new(move |answer| {
            Box::pin(ends(answer))
        })));
        self
    }

    /// A function that decides whether a path is public.
    #[must_use]
    pub fn public_if(mut self, is_public: impl Fn(&str) -> bool + 'static) -> Self {
        self.public_if.push(Rc::new(is_public));
        self
    }

    /// Do requests that are made during a refresh wait for it? The default is [`Hold::DuringRefresh`].
    #[must_use]
    pub fn hold(mut self, hold: Hold) -> Self {
        self.hold = hold;
        self
    }

    /// How long before its expiry a token is refreshed. The default is the smaller of 30 s and a tenth of its
    /// lifetime; zero turns it off.
    #[must_use]
    pub fn expiry_margin(mut self, margin: Duration) -> Self {
        self.expiry_margin = Some(margin);
        self
    }

    /// Refreshes in the background too, without a request.
    #[must_use]
    pub fn keep_fresh(mut self) -> Self {
        self.keep_fresh = true;
        self
    }

    /// The longest that a request waits for a refresh.
    #[must_use]
    pub fn waiter_timeout(mut self, timeout: Duration) -> Self {
        self.waiter_timeout = Some(timeout);
        self
    }

    /// The user of an access token. The default is the `sub` of a JWT, or its `user_id`.
    #[must_use]
    pub fn user_of(mut self, user_of: impl Fn(&str) -> Option<String> + 'static) -> Self {
        self.user_of = Some(Rc::new(user_of));
        self
    }

    /// Where the page goes when the session ends. The default is `/login`.
    #[must_use]
    pub fn login_url(mut self, url: impl Into<String>) -> Self {
        self.login_url = Some(url.into());
        self
    }

    /// Stays on the page when the session ends.
    #[must_use]
    pub fn no_redirect(mut self) -> Self {
        self.login_url = None;
        self
    }

    /// Adds the page's path to the log-in URL as this query parameter.
    #[must_use]
    pub fn return_param(mut self, name: impl Into<String>) -> Self {
        self.return_param = Some(name.into());
        self
    }

    /// Called in place of `location.assign`, for instance to navigate with a router.
    #[must_use]
    pub fn navigate(mut self, navigate: impl Fn(&str) + 'static) -> Self {
        self.navigate = Some(Rc::new(navigate));
        self
    }

    /// Called once per end of the session, however many requests have failed. The future may take any time, so it can
    /// show a dialog.
    #[must_use]
    pub fn on_end<F>(mut self, on_end: impl Fn(SessionEnd) -> F + 'static) -> Self
    where
        F: Future<Output = EndChoice> + 'static,
    {
        self.on_end = Some(Rc::new(move |end| Box::pin(on_end(end))));
        self
    }

    /// Called with a line for each decision. No line contains a token.
    #[must_use]
    pub fn debug(mut self, write: impl Fn(&str) + 'static) -> Self {
        self.debug = Some(Rc::new(write));
        self
    }

    /// Is the refresh token a cookie, which all tabs share?
    pub(in crate::client) fn is_by_cookie(&self) -> bool {
        self.transport == Transport::Cookie
            || matches!(&self.refresh, Refresh::Request(request) if request.send == Send::Cookie)
    }

    /// The key of the access token in the store, or of the marker that stands for one that is a cookie.
    pub(in crate::client) fn stored_access_key(&self) -> String {
        match self.transport {
            Transport::Header => self.access_key.clone(),
            Transport::Cookie => format!("{} marker", self.access_key),
        }
    }

    /// How the store shows whether there is a session, if the refresh token is a cookie. An application's own store is
    /// left as it is. `cookie` is the key of the marker where the access token is not stored for all tabs.
    pub(in crate::client) fn marking(&self, cookie: Option<&str>) -> Option<Marking> {
        let is_custom = matches!(self.storage, Storage::Custom(_));
        (self.is_by_cookie() && !is_custom && Store::open(&Storage::Local).is_shared()).then(|| {
            Marking {
                access_key: self.stored_access_key(),
                refresh_key: self.refresh_key.clone(),
                key: cookie.map(str::to_owned),
            }
        })
    }

    /// The timeout and retries of a refresh.
    pub(in crate::client) fn effort(&self) -> (Duration, u32) {
        match &self.refresh {
            Refresh::Request(request) => (request.timeout, request.retries),
            Refresh::Function(_) | Refresh::Nothing => (TIMEOUT, RETRIES),
        }
    }

    /// Checks what the types cannot express.
    pub(in crate::client) fn check(&self) -> Result<(), Error> {
        if self.access_key == self.refresh_key {
            return Err(Error::bad_option(
                "the keys of the access token and of the refresh token must be different",
            ));
        }
        if self.transport == Transport::Cookie && !matches!(self.storage, Storage::Local) {
            return Err(Error::bad_option(
                "`storage` has no use with `Transport::Cookie`, where no token is stored; remove it",
            ));
        }
        if self.keep_fresh && matches!(self.refresh, Refresh::Nothing) {
            return Err(Error::bad_option(
                "`keep_fresh` needs a refresh; remove it, or give the session one",
            ));
        }
        if let Some(url) = &self.login_url {
            let scheme = url
                .trim_start()
                .split([':', '/', '?', '#'])
                .next()
                .unwrap_or("");
            let absolute = url.trim_start()[scheme.len()..].starts_with(':');
            if absolute
                && !scheme.eq_ignore_ascii_case("http")
                && !scheme.eq_ignore_ascii_case("https")
            {
                return Err(Error::bad_option(
                    "`login_url` must be relative, or start with `https:` or `http:`",
                ));
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("storage", &self.storage)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}
