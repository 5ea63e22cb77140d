//! One try at the token endpoint: by the options' request, or by the application's own function.
//!
//! Once per refresh, so gloo-net's headers and response serve here. On the path of every request
//! they do not: its builder makes a `Request`, which costs twice the time of `fetch(url, init)`.

use futures::future::{Either, select};
use gloo_net::http::{Headers, Response};
use js_sys::{JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials, RequestInit};

use super::error::{fail, show};
use super::platform::{call_refresh, combine_url, encode_form, send_refresh, status_of};
use super::timer::sleep;
use super::value;
use crate::options::{Carrier, RefreshOptions};
use crate::session::reply::{self, Malformed, ReplyPaths};
use crate::session::{Answer, RefreshToken, credentials};
use crate::value::Value;

type Options<'a> = RefreshOptions<'a, JsValue>;

/// How to reach the token endpoint.
#[derive(Debug)]
pub(super) struct TokenEndpoint {
    /// The request's address, without a refresh token in the query.
    pub(super) url: String,
    /// The client's own fetch, or `undefined`.
    fetch: JsValue,
}

impl TokenEndpoint {
    pub(super) fn new(options: Options<'_>, base_url: &str, fetch: JsValue) -> Self {
        let base = options.base_url().unwrap_or(base_url);
        let url = combine_url(base, options.url());
        Self { url, fetch }
    }

    /// Asks once. Settles within the timeout, whatever the server or the function does.
    pub(super) async fn ask(
        &self,
        options: Options<'_>,
        token: Option<&RefreshToken>,
        controller: &AbortController,
    ) -> Answer<JsValue> {
        let token = token.map(RefreshToken::secret);
        let signal = controller.signal();
        let promise = match options.function() {
            Some(function) => call_refresh(function, &self.fetch, token, &signal),
            None => {
                let init = RequestInit::new();
                init.set_signal(Some(&signal));
                let url = self.request(options, token.unwrap_or_default(), &init);
                send_refresh(&self.fetch, &url, &init)
            }
        };
        let timeout = options.timeout();
        let answered = std::pin::pin!(read(options, promise));
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

    fn request(&self, options: Options<'_>, token: &str, init: &RequestInit) -> String {
        let headers = Headers::new();
        let mut url = self.url.clone();
        let members = Object::new();
        for (name, value) in options.extra() {
            put(&members, name, value);
        }
        let carrier = options.carrier();
        match carrier {
            Carrier::Json | Carrier::Form | Carrier::Query => put(&members, options.name(), token),
            Carrier::Header => {
                headers.set(options.name(), &credentials(options.scheme(), token));
            }
            Carrier::Cookie => init.set_credentials(RequestCredentials::Include),
        }
        match carrier {
            Carrier::Json => {
                headers.set("Content-Type", "application/json");
                // An object of strings can always be written.
                init.set_body(&JSON::stringify(&members).map_or(JsValue::UNDEFINED, Into::into));
            }
            Carrier::Form => {
                headers.set("Content-Type", "application/x-www-form-urlencoded");
                init.set_body(&encode_form(&members).into());
            }
            Carrier::Query | Carrier::Header | Carrier::Cookie => {
                let query = encode_form(&members);
                if !query.is_empty() {
                    let sign = if url.as_bytes().contains(&b'?') {
                        "&"
                    } else {
                        "?"
                    };
                    url = [&*url, sign, &query].concat();
                }
            }
        }
        for (name, value) in options.headers() {
            headers.set(name, value);
        }
        init.set_method(&options.method());
        init.set_headers(&headers.into_raw());
        url
    }
}

async fn read(options: Options<'_>, promise: Promise) -> Answer<JsValue> {
    let answer = JsFuture::from(promise).await;
    if options.function().is_some() {
        return match answer {
            Ok(reply) => match reply::read(&value::read(&reply), ReplyPaths::default()) {
                Ok(grant) => Answer::Granted(grant),
                Err(bad) => Answer::Refused(malformed("what session.refresh returned", bad)),
            },
            Err(thrown) => reply::without_tokens(status_of(&thrown), thrown),
        };
    }
    match answer {
        Ok(response) => {
            let response = Response::from(response.unchecked_into::<web_sys::Response>());
            match response.text().await {
                Ok(text) => read_text(options, response.status(), &text),
                Err(_) => unreached(&JsValue::UNDEFINED),
            }
        }
        // The platform's message may quote the URL, and with it the token (G15).
        Err(_) if options.carrier() == Carrier::Query => unreached(&JsValue::UNDEFINED),
        Err(error) => unreached(&error),
    }
}

fn read_text(options: Options<'_>, status: u16, text: &str) -> Answer<JsValue> {
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
    if options.is_refused(status, &body) {
        return Answer::Refused(told(", which session.refresh.refused names"));
    }
    if !(200..300).contains(&status) {
        return reply::without_tokens(status, told(""));
    }
    match reply::read(&body, options.reply_paths()) {
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

fn put(members: &Object, name: &str, value: &str) {
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(members, &name.into(), &value.into());
}
