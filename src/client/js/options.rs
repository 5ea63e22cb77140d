//! The options of `createClient()`, read by their own properties (G21).

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use futures::future::LocalBoxFuture;
use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::super::options::{Refresh, RefreshFunction, Values};
use super::super::{
    Client, Hold, LogoutRequest, RefreshRequest, Session, Storage, Transport, platform,
};
use super::callbacks::{ask, call_refresh, public_paths, says, storage_of};
use super::schema::{
    Keys, LoginUrl, LogoutOptions, Options, RefreshOptions, ReplyOptions, RuleOptions, Seconds,
    SessionOptions,
};
use super::values::{bad, function, report, thrown};
use crate::http::token_reply::Paths;

impl Options {
    /// Creates a client with these options.
    pub(super) fn into_client(self) -> Result<Client, JsValue> {
        let mut builder = Client::builder();
        if let Some(url) = self.base_url {
            builder = builder.base_url(url);
        }
        for (name, value) in self.headers.unwrap_or_default() {
            builder = builder.header(name, value);
        }
        if let Some(timeout) = self.timeout.filter(|ms| *ms > 0) {
            builder = builder.timeout(Duration::from_millis(timeout.into()));
        }
        let fetch = function(self.fetch, "fetch")?;
        if let Some(fetch) = &fetch {
            builder = builder.fetch(fetch.clone());
        }
        if !self.session.is_null_or_undefined() && self.session != JsValue::FALSE {
            let session = SessionOptions::read(&self.session, "session")?;
            builder = builder.session(session.into_session(fetch)?);
        }
        builder.build().map_err(|error| thrown(&error, None))
    }
}

impl SessionOptions {
    fn into_session(self, fetch: Option<Function>) -> Result<Session, JsValue> {
        let mut session = self.refresh_session(fetch)?;
        let keys = level(&self.keys, "session.keys", Keys::read)?;
        let (access_key, refresh_key) =
            keys.map_or((None, None), |keys| (keys.access_token, keys.refresh_token));
        let access_key = access_key.unwrap_or_else(|| "accessToken".to_owned());
        session = match self.storage.as_string().as_deref() {
            None if self.storage.is_undefined() => session,
            Some("local") => session.storage(Storage::Local),
            Some("session") => session.storage(Storage::Session),
            Some("memory") => session.storage(Storage::Memory),
            _ => session.storage(Storage::Custom(storage_of(&self.storage, &access_key)?)),
        };
        if let Some(transport) = self.transport {
            session = session.transport(transport.into());
        }
        session = session.keys(
            access_key,
            refresh_key.unwrap_or_else(|| "refreshToken".to_owned()),
        );
        if let Some(header) = self.header {
            session = session.header(header);
        }
        if let Some(scheme) = self.scheme {
            session = session.scheme(scheme);
        }
        session = session.origins(self.origins.unwrap_or_default());
        if !self.public.is_undefined() {
            session = public_paths(session, &self.public)?;
        }
        if let Some(expired) = says(self.expired, "session.expired")? {
            session.expired = expired;
        }
        session.ends = says(self.ends, "session.ends")?;
        session.logout = logout(&self.logout)?;
        if self.hold == Some(false) {
            session = session.hold(Hold::Never);
        }
        if let Some(Seconds(margin)) = self.expiry_margin {
            session =
                session.expiry_margin(Duration::try_from_secs_f64(margin).unwrap_or(Duration::MAX));
        }
        if self.keep_fresh == Some(true) {
            session = session.keep_fresh();
        }
        if let Some(timeout) = self.waiter_timeout {
            session = session.waiter_timeout(Duration::from_millis(timeout.into()));
        }
        session = match self.login_url {
            None => session,
            Some(LoginUrl::Redirects(false)) => session.no_redirect(),
            Some(LoginUrl::Redirects(true)) => {
                return Err(bad(
                    "session.loginURL",
                    "takes a URL such as \"/login\", or false",
                ));
            }
            Some(LoginUrl::Url(url)) => session.login_url(url),
        };
        if let Some(name) = self.return_param {
            session = session.return_param(name);
        }
        if let Some(user_of) = function(self.user_of, "session.userOf")? {
            session = session.user_of(move |token| {
                let user = user_of.call1(&JsValue::UNDEFINED, &token.into());
                let user = report("session.userOf", user)?;
                // Only a string or a finite number identifies a user exactly.
                user.as_string().or_else(|| {
                    user.as_f64()
                        .filter(|number| number.is_finite())
                        .map(|number| number.to_string())
                })
            });
        }
        if let Some(navigate) = function(self.navigate, "session.navigate")? {
            session = session.navigate(move |url| {
                drop(report(
                    "session.navigate",
                    navigate.call1(&JsValue::UNDEFINED, &url.into()),
                ));
            });
        }
        if let Some(on_end) = function(self.on_end, "session.onEnd")? {
            session = session.on_end(move |end| ask(on_end.clone(), end));
        }
        if self.debug == JsValue::TRUE {
            session = session.debug(|line| platform::log(&format!("everfetch: {line}")));
        } else if let Some(write) = function(self.debug, "session.debug")? {
            session = session.debug(move |line| {
                drop(report(
                    "session.debug",
                    write.call1(&JsValue::UNDEFINED, &line.into()),
                ));
            });
        }
        Ok(session)
    }

    fn refresh_session(&self, fetch: Option<Function>) -> Result<Session, JsValue> {
        if self.refresh == JsValue::FALSE {
            return Ok(Session::without_refresh());
        }
        if let Some(url) = self.refresh.as_string() {
            return Ok(Session::refresh(url));
        }
        if let Some(function) = self.refresh.dyn_ref::<Function>() {
            let function = function.clone();
            let name = String::from(function.to_string());
            let transport = self.transport.map_or(Transport::Header, Into::into);
            let call = Rc::new(move |context| -> LocalBoxFuture<'static, _> {
                let (function, fetch) = (function.clone(), fetch.clone());
                Box::pin(call_refresh(function, fetch, transport, context))
            });
            return Ok(Session::with(Refresh::Function(RefreshFunction {
                call,
                name,
            })));
        }
        if !self.refresh.is_object() {
            return Err(bad(
                "session.refresh",
                "is required: the URL of the token endpoint, a request object, a function, or false",
            ));
        }
        let options = RefreshOptions::read(&self.refresh, "session.refresh")?;
        let url = options.url.filter(|url| !url.is_empty());
        let url = url.ok_or_else(|| {
            bad(
                "session.refresh.url",
                "is required: the URL of the token endpoint",
            )
        })?;
        let mut request = RefreshRequest::new(url);
        if let Some(reply) = level(&options.reply, "session.refresh.reply", ReplyOptions::read)? {
            request = request.reply(Paths {
                access_token: reply.access_token,
                refresh_token: reply.refresh_token,
                expires_in: reply.expires_in,
                expires_at: reply.expires_at,
            });
        }
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
        request.refused = level(
            &options.refused,
            "session.refresh.refused",
            RuleOptions::rule,
        )?;
        request.unavailable = level(
            &options.unavailable,
            "session.refresh.unavailable",
            RuleOptions::rule,
        )?;
        if let Some(timeout) = options.timeout {
            request = request.timeout(Duration::from_millis(timeout.into()));
        }
        if let Some(retries) = options.retries {
            request = request.retries(retries);
        }
        Ok(Session::with(Refresh::Request(Box::new(request))))
    }
}

/// `session.logout`.
fn logout(given: &JsValue) -> Result<Option<LogoutRequest>, JsValue> {
    if given.is_undefined() {
        return Ok(None);
    }
    if let Some(url) = given.as_string() {
        return Ok(Some(LogoutRequest::new(url)));
    }
    let options = LogoutOptions::read(given, "session.logout")?;
    let url = options
        .url
        .filter(|url| !url.is_empty())
        .ok_or_else(|| bad("session.logout.url", "is required: the URL of the log-out"))?;
    let mut request = LogoutRequest::new(url);
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

/// A level of the options, if it is given.
fn level<T>(
    given: &JsValue,
    place: &str,
    read: fn(&JsValue, &str) -> Result<T, JsValue>,
) -> Result<Option<T>, JsValue> {
    if given.is_undefined() {
        return Ok(None);
    }
    read(given, place).map(Some)
}

/// Values that are given, or that a function computes for each request.
fn values(given: JsValue, place: &str) -> Result<Values, JsValue> {
    let pairs =
        |given: JsValue| serde_wasm_bindgen::from_value::<BTreeMap<String, String>>(given).ok();
    let mut values = Values::default();
    if given.is_undefined() {
        return Ok(values);
    }
    match given.dyn_into::<Function>() {
        Ok(function) => values.compute(move || {
            let computed = report(
                "what computes the values of the refresh",
                function.call0(&JsValue::UNDEFINED),
            )
            .and_then(pairs);
            computed.into_iter().flatten().collect()
        }),
        Err(given) => {
            let given = pairs(given);
            let given =
                given.ok_or_else(|| bad(place, "takes an object whose values are strings"))?;
            for (name, value) in given {
                values.add(name, value);
            }
        }
    }
    Ok(values)
}
