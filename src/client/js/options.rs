//! The options of `createClient()`, read by their own properties (G21).

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, JsString, Object, Reflect, RegExp};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::super::options::Refresh;
use super::super::{
    Client, EndChoice, Hold, RefreshContext, RefreshError, RefreshRequest, Send, Session,
    SessionEnd, Storage, TokenStorage,
};
use super::values::{
    bad, function, log, milliseconds, read, reason_of, report, set, settled, thrown, to_json,
};
use crate::http::failure::{Failure, of_status};
use crate::http::refusal::{Code, Rule};
use crate::http::token_reply::{Paths, TokenReply};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Options {
    #[serde(rename = "baseURL")]
    base_url: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    timeout: Option<f64>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    fetch: JsValue,
    session: Option<SessionOptions>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SessionOptions {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    refresh: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    storage: JsValue,
    #[serde(default)]
    keys: Keys,
    header: Option<String>,
    scheme: Option<String>,
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    public: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    expired: JsValue,
    hold: Option<bool>,
    expiry_margin: Option<f64>,
    #[serde(default)]
    keep_fresh: bool,
    waiter_timeout: Option<f64>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    user_of: JsValue,
    #[serde(default, rename = "loginURL", with = "serde_wasm_bindgen::preserve")]
    login_url: JsValue,
    return_param: Option<String>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    navigate: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    on_end: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    debug: JsValue,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Keys {
    access_token: Option<String>,
    refresh_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RefreshOptions {
    url: String,
    method: Option<String>,
    send: Option<SendOption>,
    name: Option<String>,
    #[serde(default)]
    extra: BTreeMap<String, String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    reply: ReplyOptions,
    refused: Option<RuleOptions>,
    unavailable: Option<RuleOptions>,
    timeout: Option<f64>,
    retries: Option<u32>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SendOption {
    Json,
    Form,
    Query,
    Header,
    Cookie,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ReplyOptions {
    access_token: Option<String>,
    refresh_token: Option<String>,
    expires_in: Option<String>,
    expires_at: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RuleOptions {
    status: Option<OneOrMany<u16>>,
    code: Option<OneOrMany<CodeOption>>,
    code_path: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum CodeOption {
    Number(f64),
    Text(String),
}

impl<T> OneOrMany<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            Self::Many(many) => many,
            Self::One(one) => vec![one],
        }
    }
}

impl From<RuleOptions> for Rule {
    fn from(options: RuleOptions) -> Self {
        let codes = options.code.map(OneOrMany::into_vec).unwrap_or_default();
        Self {
            statuses: options.status.map(OneOrMany::into_vec).unwrap_or_default(),
            codes: codes
                .into_iter()
                .map(|code| match code {
                    CodeOption::Number(number) => Code::Number(number as i64),
                    CodeOption::Text(text) => Code::Text(text),
                })
                .collect(),
            code_path: options.code_path,
        }
    }
}

impl Options {
    /// The client with these options.
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
        if let Some(fetch) = function(self.fetch, "fetch")? {
            builder = builder.fetch(fetch);
        }
        if let Some(session) = self.session {
            builder = builder.session(session.into_session()?);
        }
        builder.build().map_err(|error| thrown(&error, None))
    }
}

impl SessionOptions {
    fn into_session(self) -> Result<Session, JsValue> {
        let mut session = self.refresh_session()?;
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
        session = expired(session, self.expired)?;
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
                // Only a string or a finite number names a user exactly.
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

    fn refresh_session(&self) -> Result<Session, JsValue> {
        if let Some(url) = self.refresh.as_string() {
            return Ok(Session::refresh(url));
        }
        if let Some(function) = self.refresh.dyn_ref::<Function>() {
            let function = function.clone();
            return Ok(Session::refresh_by(move |context| {
                call_refresh(function.clone(), context)
            }));
        }
        if !self.refresh.is_object() {
            return Err(bad(
                "session.refresh",
                "is required: the URL of the token endpoint, a request object, or a function",
            ));
        }
        let options: RefreshOptions = read(self.refresh.clone(), "session.refresh")?;
        let mut request = RefreshRequest::new(options.url).reply(Paths {
            access_token: options.reply.access_token,
            refresh_token: options.reply.refresh_token,
            expires_in: options.reply.expires_in,
            expires_at: options.reply.expires_at,
        });
        if let Some(send) = options.send {
            request = request.send(match send {
                SendOption::Json => Send::Json,
                SendOption::Form => Send::Form,
                SendOption::Query => Send::Query,
                SendOption::Header => Send::Header,
                SendOption::Cookie => Send::Cookie,
            });
        }
        if let Some(method) = options.method {
            request = request.method(method);
        }
        if let Some(name) = options.name {
            request = request.name(name);
        }
        for (name, value) in options.extra {
            request = request.extra(name, value);
        }
        for (name, value) in options.headers {
            request = request.header(name, value);
        }
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
        Ok(Session::with(Refresh::Request(request)))
    }
}

fn public_paths(mut session: Session, given: &JsValue) -> Result<Session, JsValue> {
    let paths = given.dyn_ref::<Array>().ok_or_else(|| {
        bad(
            "session.public",
            "takes an array of paths or regular expressions",
        )
    })?;
    for path in paths.iter() {
        if let Some(text) = path.as_string() {
            session = session.public([text.as_str()]);
        } else if path.is_instance_of::<RegExp>() {
            let pattern: RegExp = path.unchecked_into();
            // Not `test`, which a `g` makes remember where it was.
            session = session.public_if(move |path| JsString::from(path).search(&pattern) >= 0);
        } else {
            return Err(bad(
                "session.public",
                "takes an array of paths or regular expressions",
            ));
        }
    }
    Ok(session)
}

fn expired(session: Session, given: JsValue) -> Result<Session, JsValue> {
    if given.is_undefined() {
        return Ok(session);
    }
    match given.dyn_into::<Function>() {
        Ok(expired) => Ok(session.expired_if(move |answer| {
            let said = expired.call1(&JsValue::UNDEFINED, &answer);
            async move {
                match said {
                    Ok(said) => settled(&said).await.is_ok_and(|said| said.is_truthy()),
                    Err(_) => false,
                }
            }
        })),
        Err(rule) => Ok(session.expired(read::<RuleOptions>(rule, "session.expired")?.into())),
    }
}

async fn ask(on_end: Function, end: SessionEnd) -> EndChoice {
    let given = Object::new();
    set(&given, "reason", &reason_of(end.reason).into());
    set(&given, "error", &thrown(&end.error, None));
    set(&given, "waiting", &(end.waiting as u32).into());
    let said = match on_end.call1(&JsValue::UNDEFINED, &given) {
        Ok(said) => settled(&said).await,
        Err(thrown) => Err(thrown),
    };
    match said.unwrap_or_default().as_string().as_deref() {
        Some("stay") => EndChoice::Stay,
        Some("wait") => EndChoice::Wait,
        _ => EndChoice::Redirect,
    }
}

async fn call_refresh(
    function: Function,
    context: RefreshContext,
) -> Result<TokenReply, RefreshError> {
    let given = Object::new();
    set(&given, "refreshToken", &context.refresh_token.into());
    set(&given, "accessToken", &context.access_token.into());
    let answered = match function.call1(&JsValue::UNDEFINED, &given) {
        Ok(answer) => settled(&answer).await,
        Err(thrown) => Err(thrown),
    };
    match answered {
        Ok(answer) => {
            let reply = to_json(&answer).unwrap_or_default();
            TokenReply::read(&reply, &Paths::default()).map_err(|unusable| {
                RefreshError::Refused(format!("what session.refresh returned {unusable}"))
            })
        }
        Err(thrown) => {
            // A status tells a refusal from an outage (G8); what has none was not answered.
            let status = Reflect::get(&thrown, &"status".into())
                .ok()
                .and_then(|status| status.as_f64())
                .unwrap_or(0.0) as u16;
            let message = "session.refresh threw".to_owned();
            Err(match of_status(status) {
                Failure::Refused => RefreshError::Refused(message),
                _ => RefreshError::Unavailable(message),
            })
        }
    }
}

/// A store that JavaScript has made.
#[derive(Debug)]
struct JsStorage(JsValue);

impl JsStorage {
    fn call(&self, method: &str, arguments: &[&str]) -> Option<JsValue> {
        let method: Function = Reflect::get(&self.0, &method.into())
            .ok()?
            .dyn_into()
            .ok()?;
        let arguments: Array = arguments.iter().map(|text| JsValue::from(*text)).collect();
        method.apply(&self.0, &arguments).ok()
    }
}

impl TokenStorage for JsStorage {
    fn get(&self, key: &str) -> Option<String> {
        self.call("getItem", &[key])?.as_string()
    }

    fn set(&self, key: &str, value: &str) {
        self.call("setItem", &[key, value]);
    }

    fn remove(&self, key: &str) {
        self.call("removeItem", &[key]);
    }
}
