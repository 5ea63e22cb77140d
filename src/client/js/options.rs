//! The options of `createClient()`, read by their own properties (G21).

use std::rc::Rc;
use std::time::Duration;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::super::options::Refresh;
use super::super::{Client, Hold, LogoutRequest, RefreshRequest, Session, Storage, Transport};
use super::callbacks::{JsStorage, ask, call_refresh, matching, public_paths, values};
use super::schema::{Keys, LogoutOptions, Options, RefreshOptions, SessionOptions};
use super::values::{bad, function, log, milliseconds, read, report, thrown};
use crate::http::token_reply::Paths;

impl Options {
    /// Creates a client with these options.
    pub(super) fn into_client(self) -> Result<Client, JsValue> {
        let mut builder = Client::builder();
        if let Some(url) = self.base_url {
            builder = builder.base_url(url);
        }
        for (name, value) in self.headers {
            builder = builder.header(name, value);
        }
        if let Some(timeout) = milliseconds(self.timeout) {
            builder = builder.timeout(timeout);
        }
        let fetch = function(self.fetch, "fetch")?;
        if let Some(fetch) = &fetch {
            builder = builder.fetch(fetch.clone());
        }
        if let Some(session) = self.session {
            builder = builder.session(session.into_session(fetch)?);
        }
        builder.build().map_err(|error| thrown(&error, None))
    }
}

impl SessionOptions {
    fn into_session(self, fetch: Option<Function>) -> Result<Session, JsValue> {
        let mut session = self.refresh_session(fetch)?;
        session = match self.storage.as_string().as_deref() {
            None if self.storage.is_undefined() => session,
            Some("local") => session.storage(Storage::Local),
            Some("session") => session.storage(Storage::Session),
            Some("memory") => session.storage(Storage::Memory),
            None if self.storage.is_object() => {
                session.storage(Storage::Custom(Rc::new(JsStorage(self.storage.clone()))))
            }
            _ => {
                return Err(bad(
                    "session.storage",
                    "takes \"local\", \"session\", \"memory\" or an object with getItem, setItem and removeItem",
                ));
            }
        };
        if let Some(transport) = self.transport {
            session = session.transport(transport.into());
        }
        let Keys {
            access_token,
            refresh_token,
        } = self.keys;
        session = session.keys(
            access_token.unwrap_or_else(|| "accessToken".to_owned()),
            refresh_token.unwrap_or_else(|| "refreshToken".to_owned()),
        );
        if let Some(header) = self.header {
            session = session.header(header);
        }
        if let Some(scheme) = self.scheme {
            session = session.scheme(scheme);
        }
        session = session.origins(self.origins);
        if !self.public.is_undefined() {
            session = public_paths(session, &self.public)?;
        }
        if let Some(expired) = matching(self.expired, "session.expired")? {
            session.expired = expired;
        }
        session.ends = matching(self.ends, "session.ends")?;
        session.logout = logout(self.logout)?;
        if self.hold == Some(false) {
            session = session.hold(Hold::Never);
        }
        if let Some(margin) = self.expiry_margin {
            session =
                session.expiry_margin(Duration::try_from_secs_f64(margin).unwrap_or_default());
        }
        if self.keep_fresh {
            session = session.keep_fresh();
        }
        if let Some(timeout) = milliseconds(self.waiter_timeout) {
            session = session.waiter_timeout(timeout);
        }
        if self.login_url == JsValue::FALSE {
            session = session.no_redirect();
        } else if let Some(url) = self.login_url.as_string() {
            session = session.login_url(url);
        }
        if let Some(name) = self.return_param {
            session = session.return_param(name);
        }
        if let Some(user_of) = function(self.user_of, "session.userOf")? {
            session = session.user_of(move |token| {
                let user = user_of.call1(&JsValue::UNDEFINED, &token.into()).ok()?;
                // Only a string or a finite number identifies a user exactly.
                user.as_string().or_else(|| {
                    user.as_f64()
                        .filter(|number| number.is_finite())
                        .map(|number| number.to_string())
                })
            });
        }
        if let Some(navigate) = function(self.navigate, "session.navigate")? {
            session = session
                .navigate(move |url| report(navigate.call1(&JsValue::UNDEFINED, &url.into())));
        }
        if let Some(on_end) = function(self.on_end, "session.onEnd")? {
            session = session.on_end(move |end| ask(on_end.clone(), end));
        }
        if self.debug == JsValue::TRUE {
            session = session.debug(|line| log(&format!("everfetch: {line}")));
        } else if let Some(write) = function(self.debug, "session.debug")? {
            session =
                session.debug(move |line| report(write.call1(&JsValue::UNDEFINED, &line.into())));
        }
        Ok(session)
    }

    fn refresh_session(&self, fetch: Option<Function>) -> Result<Session, JsValue> {
        if let Some(url) = self.refresh.as_string() {
            return Ok(Session::refresh(url));
        }
        if let Some(function) = self.refresh.dyn_ref::<Function>() {
            let function = function.clone();
            let transport = self.transport.map_or(Transport::Header, Into::into);
            return Ok(Session::with(Refresh::Function(Rc::new(move |context| {
                let (function, fetch) = (function.clone(), fetch.clone());
                Box::pin(call_refresh(function, fetch, transport, context))
            }))));
        }
        if self.refresh == JsValue::FALSE {
            return Ok(Session::without_refresh());
        }
        if !self.refresh.is_object() {
            return Err(bad(
                "session.refresh",
                "is required: the URL of the token endpoint, a request object, a function, or false",
            ));
        }
        let options: RefreshOptions = read(self.refresh.clone(), "session.refresh")?;
        let reply = options.reply.unwrap_or_default();
        let mut request = RefreshRequest::new(options.url).reply(Paths {
            access_token: reply.access_token,
            refresh_token: reply.refresh_token,
            expires_in: reply.expires_in,
            expires_at: reply.expires_at,
        });
        if let Some(send) = options.send {
            request = request.send(send.into());
        }
        if let Some(method) = options.method {
            request = request.method(method);
        }
        if let Some(name) = options.name {
            request = request.name(name);
        }
        if let Some(url) = options.base_url {
            request = request.base_url(url);
        }
        request.extra = values(options.extra, "session.refresh.extra")?;
        request.headers = values(options.headers, "session.refresh.headers")?;
        if let Some(rule) = options.refused {
            request = request.refused(rule.into());
        }
        if let Some(rule) = options.unavailable {
            request = request.unavailable(rule.into());
        }
        if let Some(timeout) = milliseconds(options.timeout) {
            request = request.timeout(timeout);
        }
        if let Some(retries) = options.retries {
            request = request.retries(retries);
        }
        Ok(Session::with(Refresh::Request(Box::new(request))))
    }
}

/// `session.logout`.
fn logout(given: JsValue) -> Result<Option<LogoutRequest>, JsValue> {
    if given.is_undefined() {
        return Ok(None);
    }
    if let Some(url) = given.as_string() {
        return Ok(Some(LogoutRequest::new(url)));
    }
    let options: LogoutOptions = read(given, "session.logout")?;
    let mut request = LogoutRequest::new(options.url);
    if let Some(method) = options.method {
        request = request.method(method);
    }
    if let Some(send) = options.send {
        request = request.send(send.into());
    }
    if let Some(name) = options.name {
        request = request.name(name);
    }
    request.extra = values(options.extra, "session.logout.extra")?;
    request.headers = values(options.headers, "session.logout.headers")?;
    Ok(Some(request))
}
