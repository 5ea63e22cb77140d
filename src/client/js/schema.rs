//! What `createClient()` takes: each option once, with its name and what it takes. Members are read one by one by
//! serde-wasm-bindgen, so that an error names the option, and only own properties are read (G21). No error repeats a
//! value: a token may have ended up in the wrong place (G15).

use std::collections::BTreeMap;

use js_sys::Object;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use super::super::Transport;
use super::values::{bad, own};
use crate::http::refusal::{Code, Rule};

/// Declares a level of the options. A level is `closed` if an unknown name in it is an error.
macro_rules! level {
    ($name:ident, $unknown:ident, { $($field:ident: $type:ty = $key:literal, $takes:literal;)+ }) => {
        #[derive(Debug)]
        pub(super) struct $name {
            $(pub(super) $field: $type,)+
        }

        impl $name {
            /// # Errors
            /// `ERR_BAD_OPTION`, naming the option.
            pub(super) fn read(given: &JsValue, place: &str) -> Result<Self, JsValue> {
                if !given.is_object() {
                    let place = if place.is_empty() { "options" } else { place };
                    return Err(bad(place, "takes an object"));
                }
                Unknown::$unknown.check(given, place, &[$($key),+])?;
                Ok(Self {
                    $($field: <$type>::of_member(own(given, $key))
                        .ok_or_else(|| bad(&join(place, $key), concat!("takes ", $takes)))?,)+
                })
            }
        }
    };
}

level!(Options, Passes, {
    base_url: Option<String> = "baseURL", "a string";
    headers: Option<BTreeMap<String, String>> = "headers", "an object whose values are strings";
    timeout: Option<u32> = "timeout", "a number of milliseconds, 0 or more";
    fetch: JsValue = "fetch", "a function";
    session: JsValue = "session", "an object, or false";
});

level!(SessionOptions, IsWrong, {
    refresh: JsValue = "refresh", "the URL of the token endpoint, a request object, or a function";
    transport: Option<TransportOption> = "transport", "\"header\" or \"cookie\"";
    logout: JsValue = "logout", "the URL of the log-out, or a request object";
    storage: JsValue = "storage", "\"local\", \"session\", \"memory\" or an object";
    keys: JsValue = "keys", "an object such as { accessToken: \"access_token\" }";
    header: Option<String> = "header", "the name of a header";
    scheme: Option<String> = "scheme", "a scheme such as \"Bearer\", or \"\"";
    origins: Option<Vec<String>> = "origins", "an array of origins such as \"https://api.example.com\"";
    public: JsValue = "public", "an array of paths or regular expressions";
    expired: JsValue = "expired", "an object such as { status: 401 }, or a function";
    ends: JsValue = "ends", "an object such as { code: 50008 }, or a function";
    hold: Option<bool> = "hold", "true or false";
    expiry_margin: Option<Seconds> = "expiryMargin", "a number of seconds, 0 or more";
    keep_fresh: Option<bool> = "keepFresh", "true or false";
    waiter_timeout: Option<u32> = "waiterTimeout", "a number of milliseconds, 0 or more";
    user_of: JsValue = "userOf", "a function";
    login_url: Option<LoginUrl> = "loginURL", "a URL such as \"/login\", or false for no redirect";
    return_param: Option<String> = "returnParam", "the name of a query parameter";
    navigate: JsValue = "navigate", "a function";
    on_end: JsValue = "onEnd", "a function";
    debug: JsValue = "debug", "true or a function";
});

level!(Keys, IsWrong, {
    access_token: Option<String> = "accessToken", "the key of the access token in the store";
    refresh_token: Option<String> = "refreshToken", "the key of the refresh token in the store";
});

level!(RefreshOptions, IsWrong, {
    url: Option<String> = "url", "the URL of the token endpoint";
    base_url: Option<String> = "baseURL", "a URL, or \"\" for the root of the page";
    method: Option<String> = "method", "a method such as \"POST\"";
    send: Option<SendOption> = "send", "\"json\", \"form\", \"query\", \"header\" or \"cookie\"";
    name: Option<String> = "name", "the name of what carries the refresh token";
    extra: JsValue = "extra", "an object whose values are strings, or a function";
    headers: JsValue = "headers", "an object whose values are strings, or a function";
    reply: JsValue = "reply", "an object such as { accessToken: \"data.token\" }";
    refused: JsValue = "refused", "an object such as { code: 50008 }";
    unavailable: JsValue = "unavailable", "an object such as { code: 50099 }";
    timeout: Option<u32> = "timeout", "a number of milliseconds, 0 or more";
    retries: Option<u32> = "retries", "the number of times to try again, 0 or more";
});

level!(LogoutOptions, IsWrong, {
    url: Option<String> = "url", "the URL of the log-out";
    method: Option<String> = "method", "a method such as \"POST\"";
    send: Option<SendOption> = "send", "\"json\", \"form\", \"query\", \"header\" or \"cookie\"";
    name: Option<String> = "name", "the name of what carries the refresh token";
    extra: JsValue = "extra", "an object whose values are strings, or a function";
    headers: JsValue = "headers", "an object whose values are strings, or a function";
});

level!(ReplyOptions, IsWrong, {
    access_token: Option<String> = "accessToken", "a path such as \"data.token\"";
    refresh_token: Option<String> = "refreshToken", "a path such as \"data.token\"";
    expires_in: Option<String> = "expiresIn", "a path such as \"data.token\"";
    expires_at: Option<String> = "expiresAt", "a path such as \"data.token\"";
});

level!(RuleOptions, IsWrong, {
    status: Option<OneOrMany<u16>> = "status", "a status from 100 to 599, or an array of them";
    code: Option<OneOrMany<CodeOption>> = "code", "a number or a string, or an array of them";
    code_path: Option<String> = "codePath", "a path such as \"error.code\"";
});

/// A number that is not negative.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "f64")]
pub(super) struct Seconds(pub(super) f64);

impl TryFrom<f64> for Seconds {
    type Error = &'static str;

    fn try_from(seconds: f64) -> Result<Self, Self::Error> {
        if seconds >= 0.0 {
            Ok(Self(seconds))
        } else {
            Err("negative")
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum LoginUrl {
    Url(String),
    /// `false`: no redirect.
    Redirects(bool),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SendOption {
    Json,
    Form,
    Query,
    Header,
    Cookie,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum TransportOption {
    Header,
    Cookie,
}

impl From<TransportOption> for Transport {
    fn from(option: TransportOption) -> Self {
        match option {
            TransportOption::Header => Self::Header,
            TransportOption::Cookie => Self::Cookie,
        }
    }
}

impl From<SendOption> for super::super::Send {
    fn from(option: SendOption) -> Self {
        match option {
            SendOption::Json => Self::Json,
            SendOption::Form => Self::Form,
            SendOption::Query => Self::Query,
            SendOption::Header => Self::Header,
            SendOption::Cookie => Self::Cookie,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum CodeOption {
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

impl RuleOptions {
    /// # Errors
    /// `ERR_BAD_OPTION`: it matches nothing, or everything.
    pub(super) fn rule(given: &JsValue, place: &str) -> Result<Rule, JsValue> {
        let Self {
            status,
            code,
            code_path,
        } = Self::read(given, place)?;
        if status.is_none() && code.is_none() {
            return Err(bad(place, "needs at least one of `status` and `code`"));
        }
        let codes = code.map(OneOrMany::into_vec).unwrap_or_default();
        Ok(Rule {
            statuses: status.map(OneOrMany::into_vec).unwrap_or_default(),
            codes: codes
                .into_iter()
                .map(|code| match code {
                    CodeOption::Number(number) => Code::Number(number as i64),
                    CodeOption::Text(text) => Code::Text(text),
                })
                .collect(),
            code_path,
        })
    }
}

/// Reads a member of a level; `None` if it has another type.
trait Member: Sized {
    fn of_member(value: JsValue) -> Option<Self>;
}

/// Checked later.
impl Member for JsValue {
    fn of_member(value: JsValue) -> Option<Self> {
        Some(value)
    }
}

impl<T: DeserializeOwned> Member for Option<T> {
    fn of_member(value: JsValue) -> Option<Self> {
        serde_wasm_bindgen::from_value(value).ok()
    }
}

/// What happens to a name that is not declared.
#[derive(Clone, Copy, Debug)]
enum Unknown {
    /// It may be the application's own.
    Passes,
    IsWrong,
}

impl Unknown {
    fn check(self, given: &JsValue, place: &str, known: &[&str]) -> Result<(), JsValue> {
        let (Self::IsWrong, Some(members)) = (self, given.dyn_ref::<Object>()) else {
            return Ok(());
        };
        let names = Object::keys(members);
        let mut names = names.iter().filter_map(|name| name.as_string());
        let Some(strange) = names.find(|name| !known.contains(&name.as_str())) else {
            return Ok(());
        };
        // A name with the same beginning is more likely to be the one that was meant.
        let nearest = known
            .iter()
            .min_by_key(|name| distance(name, &strange) + strange.len() - alike(name, &strange));
        let nearest = nearest.copied().unwrap_or_default();
        let why = format!("is no option. Did you mean \"{nearest}\"?");
        Err(bad(&join(place, &strange), &why))
    }
}

fn join(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    }
}

/// The length of the common prefix, in bytes.
fn alike(one: &str, other: &str) -> usize {
    let pairs = one.bytes().zip(other.bytes());
    pairs.take_while(|(one, other)| one == other).count()
}

/// How many characters must be inserted, removed or replaced (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (at, other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row[to.len()]
}
