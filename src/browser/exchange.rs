//! One try at the token endpoint: by the options' request, or by the application's own function.
//!
//! Once per refresh, so gloo-net's headers, query and response serve here. On the path of every request
//! they do not: its builder makes a `Request`, which costs twice the time of `fetch(url, init)`.

use futures::future::{Either, select};
use gloo_net::http::{Headers, QueryParams, Response};
use js_sys::{JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials, RequestInit};

use super::error::{fail, show};
use super::platform::{call_refresh, combine_url, send_refresh, status_of};
use super::timer::sleep;
use super::value;
use crate::options::{Carrier, RefreshBy, RefreshRequest};
use crate::session::reply::{self, Malformed, ReplyPaths};
use crate::session::{Answer, RefreshToken};
use crate::value::Value;

/// How to reach the token endpoint.
#[derive(Debug)]
pub(super) struct TokenEndpoint {
    pub(super) by: RefreshBy<JsValue>,
    /// The request's address, without a refresh token in the query; empty where a function is called.
    pub(super) url: String,
    /// The client's own fetch, or `undefined`.
    fetch: JsValue,
}

impl TokenEndpoint {
    pub(super) fn new(by: RefreshBy<JsValue>, base_url: &str, fetch: JsValue) -> Self {
        let url = match &by {
            RefreshBy::Request(request) => {
                let base = request.base_url.as_deref().unwrap_or(base_url);
                combine_url(base, &request.url)
            }
            RefreshBy::Function(_) => String::new(),
        };
        Self { by, url, fetch }
    }

    /// Where the tokens are in what a sign-in gives, too.
    pub(super) fn reply_paths(&self) -> ReplyPaths {
        match &self.by {
            RefreshBy::Request(request) => request.reply.clone(),
            RefreshBy::Function(_) => ReplyPaths::default(),
        }
    }

    /// Asks once. Settles within the timeout, whatever the server or the function does.
    pub(super) async fn ask(
        &self,
        token: Option<&RefreshToken>,
        controller: &AbortController,
    ) -> Answer<JsValue> {
        let token = token.map(RefreshToken::secret);
        let signal = controller.signal();
        let promise = match &self.by {
            RefreshBy::Request(request) => {
                let (url, init) = self.request(request, token.unwrap_or_default());
                send_refresh(&self.fetch, &url, &init, &signal)
            }
            RefreshBy::Function(function) => call_refresh(function, &self.fetch, token, &signal),
        };
        let timeout = self.by.timeout();
        let answered = std::pin::pin!(self.read(promise));
        let late = std::pin::pin!(sleep(timeout));
        match select(answered, late).await {
            Either::Left((answer, _)) => answer,
            Either::Right(((), _)) => {
                controller.abort();
                let message = ["no answer within ", &show(timeout as f64), " ms"].concat();
                Answer::Unavailable(fail("ETIMEDOUT", &message, &JsValue::UNDEFINED))
            }
        }
    }

    async fn read(&self, promise: Promise) -> Answer<JsValue> {
        let answer = JsFuture::from(promise).await;
        match (&self.by, answer) {
            (RefreshBy::Request(request), Ok(response)) => {
                let response = Response::from(response.unchecked_into::<web_sys::Response>());
                match response.text().await {
                    Ok(text) => read_text(request, response.status(), &text),
                    Err(_) => unreached(&JsValue::UNDEFINED),
                }
            }
            // The platform's message may quote the URL, and with it the token (G15).
            (RefreshBy::Request(request), Err(error)) => match request.send {
                Carrier::Query => unreached(&JsValue::UNDEFINED),
                Carrier::Json | Carrier::Form | Carrier::Header | Carrier::Cookie => {
                    unreached(&error)
                }
            },
            (RefreshBy::Function(_), Ok(reply)) => {
                match reply::read(&value::read(&reply), &ReplyPaths::default()) {
                    Ok(grant) => Answer::Granted(grant),
                    Err(bad) => Answer::Refused(malformed("what session.refresh returned", bad)),
                }
            }
            (RefreshBy::Function(_), Err(error)) => reply::without_tokens(status_of(&error), error),
        }
    }

    fn request(&self, request: &RefreshRequest, token: &str) -> (String, RequestInit) {
        let init = RequestInit::new();
        let headers = Headers::new();
        let mut url = self.url.clone();
        let mut members: Vec<(&str, &str)> = Vec::new();
        members.extend(
            request
                .extra
                .iter()
                .map(|(name, value)| (&**name, &**value)),
        );
        match request.send {
            Carrier::Json | Carrier::Form | Carrier::Query => members.push((&request.name, token)),
            Carrier::Header => {
                headers.set(
                    &request.name,
                    [&request.scheme, " ", token].concat().trim_start(),
                );
            }
            Carrier::Cookie => init.set_credentials(RequestCredentials::Include),
        }
        let typed_body = |content_type, body: &JsValue| {
            headers.set("Content-Type", content_type);
            init.set_body(body);
        };
        match request.send {
            Carrier::Json => typed_body("application/json", &json(&members)),
            Carrier::Form => {
                typed_body(
                    "application/x-www-form-urlencoded",
                    &encode(&members).into(),
                );
            }
            Carrier::Query | Carrier::Header | Carrier::Cookie => {
                if !members.is_empty() {
                    url.push(if url.contains('?') { '&' } else { '?' });
                    url.push_str(&encode(&members));
                }
            }
        }
        for (name, value) in &request.headers {
            headers.set(name, value);
        }
        init.set_method(&request.method);
        init.set_headers(&headers.into_raw());
        (url, init)
    }
}

fn read_text(request: &RefreshRequest, status: u16, text: &str) -> Answer<JsValue> {
    let body = value::read_json(text);
    let said = ["the refresh was answered with ", &show(status.into())].concat();
    let told = |more: &str| {
        let client_error = (400..500).contains(&status);
        let code = if client_error {
            "ERR_BAD_REQUEST"
        } else {
            "ERR_BAD_RESPONSE"
        };
        let error = fail(code, &[&said, more].concat(), &JsValue::UNDEFINED);
        // An error takes any property.
        let _ = Reflect::set(&error, &"status".into(), &status.into());
        error
    };
    let refused = request.refused.as_ref();
    if refused.is_some_and(|rule| reply::is_refused(rule, status, &body)) {
        return Answer::Refused(told(", which session.refresh.refused names"));
    }
    if !(200..300).contains(&status) {
        return reply::without_tokens(status, told(""));
    }
    match reply::read(&body, &request.reply) {
        Ok(grant) => Answer::Granted(grant),
        Err(_) if text.is_empty() => Answer::Refused(told(" and nothing in it")),
        Err(_) if matches!(body, Value::Missing) => Answer::Refused(told(", which is not JSON")),
        Err(bad) => Answer::Refused(malformed(&[&said, ", which"].concat(), bad)),
    }
}

fn malformed(what: &str, bad: Malformed) -> JsValue {
    let message = [what, " ", &bad.reason()].concat();
    fail("ERR_BAD_RESPONSE", &message, &JsValue::UNDEFINED)
}

fn unreached(native: &JsValue) -> Answer<JsValue> {
    Answer::Unavailable(fail(
        "ERR_NETWORK",
        "the token endpoint could not be reached",
        native,
    ))
}

fn json(members: &[(&str, &str)]) -> JsValue {
    let record = js_sys::Object::new();
    for (name, value) in members {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&record, &(*name).into(), &(*value).into());
    }
    // An object of strings can always be written.
    JSON::stringify(&record).map_or(JsValue::UNDEFINED, Into::into)
}

fn encode(members: &[(&str, &str)]) -> String {
    let params = QueryParams::new();
    for (name, value) in members {
        params.append(name, value);
    }
    params.to_string()
}
