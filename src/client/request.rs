//! A request: built, sent under the session, and sent again after a refresh.

use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::{Method, RequestBuilder as Platform};
use js_sys::{Object, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortSignal, RequestCredentials, RequestRedirect, ResponseType};

use super::abort::AbortOnDrop;
use super::error::Kind;
use super::options::Transport;
use super::platform::{self, within, without_query};
use super::response::Response;
use super::runtime::{Refused, Supply};
use super::{Error, Inner, Session};
use crate::http::field;
use crate::http::scope::Reach;
use crate::session::{About, Hold};

/// A request to send. Errors in building it are returned by [`send`](Self::send).
///
/// Dropping the future of `send` aborts the request.
#[derive(Debug)]
#[must_use = "a request is not sent before `send().await`"]
pub struct RequestBuilder {
    client: Rc<Inner>,
    pub(super) method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<JsValue>,
    signal: Option<AbortSignal>,
    timeout: Option<Duration>,
    credentials: Option<RequestCredentials>,
    redirect: Option<Redirect>,
    in_session: bool,
    hold: Hold,
    error: Option<Error>,
}

/// What happens on a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Redirect {
    /// It is followed. This also allows a token in a custom header to be forwarded to another origin.
    Follow,
    /// It is an error.
    Error,
    /// The answer is an opaque one.
    Manual,
}

impl RequestBuilder {
    pub(super) fn new(client: &Rc<Inner>, method: &str, url: &str) -> Self {
        let mut request = Self {
            client: Rc::clone(client),
            method: method.to_ascii_uppercase(),
            url: client.combine(url),
            headers: client.headers.clone(),
            body: None,
            signal: None,
            timeout: client.timeout,
            credentials: None,
            redirect: None,
            in_session: true,
            hold: client
                .binding
                .as_ref()
                .map_or(Hold::Never, |binding| binding.runtime.options.hold),
            error: None,
        };
        if !field::is_token(method) {
            request.fail(Error::bad_option(format!("`{method}` is not a method")));
        }
        request
    }

    fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    /// Adds parameters to the query: anything that serializes to pairs, such as `&[("page", 1)]`.
    pub fn query(mut self, parameters: &(impl Serialize + ?Sized)) -> Self {
        match serde_urlencoded::to_string(parameters) {
            Ok(query) if query.is_empty() => {}
            Ok(query) => {
                let (before, hash) = self.url.split_once('#').unwrap_or((&self.url, ""));
                let separator = if before.contains('?') { '&' } else { '?' };
                let hash = if hash.is_empty() {
                    String::new()
                } else {
                    format!("#{hash}")
                };
                self.url = format!("{before}{separator}{query}{hash}");
            }
            Err(error) => self.fail(Error::new(Kind::Encode, format!("the query: {error}"))),
        }
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if !field::is_token(name) || !field::is_value(value) {
            self.fail(Error::bad_option(format!(
                "the header `{name}` has a name or value that no request can carry"
            )));
            return self;
        }
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends this as JSON.
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_string(body) {
            Ok(text) => {
                let mut typed = self;
                if !typed
                    .headers
                    .iter()
                    .any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
                {
                    typed = typed.header("Content-Type", "application/json");
                }
                typed.body(text)
            }
            Err(error) => {
                let mut failed = self;
                failed.fail(Error::new(Kind::Encode, format!("the JSON body: {error}")));
                failed
            }
        }
    }

    /// Sends this as a form (`application/x-www-form-urlencoded`).
    pub fn form(self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_urlencoded::to_string(body) {
            Ok(text) => self
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(text),
            Err(error) => {
                let mut failed = self;
                failed.fail(Error::new(Kind::Encode, format!("the form body: {error}")));
                failed
            }
        }
    }

    /// Sends this body: a string, or anything that `fetch` accepts, such as a `FormData` or a `Blob`. A stream can be
    /// sent only once: if the server rejects its token, `send` returns an error that says so.
    pub fn body(mut self, body: impl Into<JsValue>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// How long the answer may take, its body included. The time spent waiting for a refresh does not count.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Aborts the request immediately when this signal is aborted.
    #[cfg(feature = "js")]
    pub(super) fn abort_with(mut self, signal: AbortSignal) -> Self {
        self.signal = Some(signal);
        self
    }

    /// Sends cookies to other origins too.
    pub fn with_credentials(mut self) -> Self {
        self.credentials = Some(RequestCredentials::Include);
        self
    }

    /// What happens on a redirect. The default is [`Redirect::Follow`] if the token is in `Authorization`, which the
    /// browser removes on a redirect to another origin, and [`Redirect::Error`] if it is in another header.
    pub fn redirect(mut self, redirect: Redirect) -> Self {
        self.redirect = Some(redirect);
        self
    }

    /// Sends it without the session: no token, no wait, no refresh.
    pub fn without_session(mut self) -> Self {
        self.in_session = false;
        self
    }

    /// Does not wait for a refresh in progress.
    pub fn without_hold(mut self) -> Self {
        self.hold = Hold::Never;
        self
    }

    /// How many times the body can be sent.
    fn supply(&self) -> Supply {
        match &self.body {
            Some(body) if body.is_instance_of::<web_sys::ReadableStream>() => Supply::Once,
            _ => Supply::Again,
        }
    }

    /// Sends it. Every status counts as an answer; see [`Response::error_for_status`].
    ///
    /// # Errors
    /// The session's own errors, a network error, a timeout, or an error in the request.
    pub async fn send(mut self) -> Result<Response, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let client = Rc::clone(&self.client);
        let Some(binding) = client.binding.as_ref().filter(|_| self.in_session) else {
            return self.transmit(None).await;
        };
        let runtime = &binding.runtime;
        let target = self.target();
        // Checked each time the request is sent, by the absolute URL (G12).
        let reach = self.reach(binding);
        match reach {
            Reach::Inside => {
                // The cookie is sent to the session's other origins, as it is to the page's own.
                let here = platform::location();
                if runtime.options.transport == Transport::Cookie
                    && !here.is_some_and(|here| here.is_same_origin(&self.url))
                {
                    self.credentials.get_or_insert(RequestCredentials::Include);
                }
            }
            Reach::OtherOrigin | Reach::Public => {
                runtime.log(|| format!("{target} is sent outside the session: {reach:?}"));
                let begun = platform::now();
                let response = self.transmit(None).await?;
                if reach == Reach::Public {
                    self.learn(binding, &response, begun);
                }
                return Ok(response);
            }
        }
        let mut stamp = runtime.admit(self.hold).await?;
        loop {
            let token = stamp
                .carries_token()
                .then(|| runtime.access_token())
                .flatten();
            let begun = platform::now();
            let response = self.transmit(token.as_deref()).await?;
            self.learn(binding, &response, begun);
            let Some(about) = self.refusal(&response, binding).await else {
                let is_success = (200..300).contains(&response.status());
                runtime.accepted(stamp, &target, is_success);
                return Ok(response);
            };
            runtime.log(|| format!("{target} was refused ({})", response.status()));
            let refusal = Refused {
                stamp,
                target: &target,
                status: response.status(),
                about,
                supply: self.supply(),
                ending: match about {
                    About::Session => Some(self.ending(&response, runtime).await),
                    About::Token | About::Permission | About::Elsewhere | About::Nonce => None,
                },
            };
            match runtime.refused(refusal).await {
                Ok(Some(again)) => stamp = again,
                Ok(None) => return Ok(response),
                Err(error) => return Err(error.with_response(response.into_native())),
            }
        }
    }

    fn reach(&self, binding: &super::Binding) -> Reach {
        let Some(address) = platform::resolve(&self.url) else {
            return Reach::OtherOrigin;
        };
        let is_public = &binding.runtime.options.public_if;
        match binding.scope.reach(&self.method, &address) {
            Reach::Inside if is_public.iter().any(|is_public| is_public(&address.path)) => {
                Reach::Public
            }
            reach => reach,
        }
    }

    /// The method and the URL, without the query.
    pub(super) fn target(&self) -> String {
        format!("{} {}", self.method, without_query(&self.url))
    }

    /// Sends it once, with this token.
    async fn transmit(&self, token: Option<&str>) -> Result<Response, Error> {
        let mut guard = AbortOnDrop::new();
        if let Some(signal) = &self.signal {
            guard.follow(signal);
        }
        let request = self.build(token, guard.signal().as_ref())?;
        let sending = async move {
            let answer = self.client.fetch.send(request).await;
            (answer, guard)
        };
        let (answer, guard) = match self.timeout {
            None => sending.await,
            Some(limit) => within(sending, limit).await.ok_or_else(|| {
                let message = format!("timeout of {}ms exceeded", limit.as_millis());
                Error::new(Kind::Timeout, message)
            })?,
        };
        let answer = answer.map_err(|thrown| Error::network(&self.target(), Some(thrown)))?;
        if answer.type_() == ResponseType::Opaqueredirect && self.redirect != Some(Redirect::Manual)
        {
            return Err(Error::new(
                Kind::Network,
                format!(
                    "{} redirects, and a token in a header other than Authorization would follow to another \
                     origin; allow it with `redirect(Redirect::Follow)`",
                    self.target()
                ),
            ));
        }
        Ok(Response::new(answer, guard))
    }

    fn build(
        &self,
        token: Option<&str>,
        signal: Option<&AbortSignal>,
    ) -> Result<gloo_net::http::Request, Error> {
        let encode = |error: &dyn std::fmt::Display| Error::new(Kind::Encode, error.to_string());
        let method = Method::from_bytes(self.method.as_bytes()).map_err(|error| encode(&error))?;
        let mut builder = Platform::new(&self.url).method(method).abort_signal(signal);
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        let mut redirect = self.redirect;
        if let (Some(token), Some(binding)) = (token, &self.client.binding) {
            let Session { header, scheme, .. } = &*binding.runtime.options;
            let value = if scheme.is_empty() {
                token.to_owned()
            } else {
                format!("{scheme} {token}")
            };
            builder = builder.header(header, &value);
            if !header.eq_ignore_ascii_case("authorization") {
                redirect.get_or_insert(Redirect::Manual);
            }
        }
        builder = match redirect {
            None | Some(Redirect::Follow) => builder,
            Some(Redirect::Error) => builder.redirect(RequestRedirect::Error),
            Some(Redirect::Manual) => builder.redirect(RequestRedirect::Manual),
        };
        if let Some(credentials) = self.credentials {
            builder = builder.credentials(credentials);
        }
        let built = match &self.body {
            Some(body) if self.supply() == Supply::Again => builder.body(body.clone()),
            _ => builder.build(),
        }
        .map_err(|error| encode(&error))?;
        match (&self.body, self.supply()) {
            (Some(stream), Supply::Once) => streaming(built, stream).map_err(|_| {
                encode(
                    &"a stream is not a body that this method can have, or has been read already",
                )
            }),
            _ => Ok(built),
        }
    }
}

/// gloo-net has no option for `duplex`, without which fetch accepts no stream.
fn streaming(
    request: gloo_net::http::Request,
    stream: &JsValue,
) -> Result<gloo_net::http::Request, JsValue> {
    let raw: web_sys::Request = request.into();
    let init = Object::new();
    Reflect::set(&init, &"body".into(), stream)?;
    Reflect::set(&init, &"duplex".into(), &"half".into())?;
    Ok(web_sys::Request::new_with_request_and_init(&raw, init.unchecked_ref())?.into())
}
