//! One try at the token endpoint: by the options' request, or by the application's own function.
//!
//! Once per refresh, so gloo-net's headers, query and response serve here. On the path of every request
//! they do not: its builder makes a `Request`, which costs twice the time of `fetch(url, init)`.

use futures::future::{Either, select};
use gloo_net::http::{Headers, QueryParams, Response};
use js_sys::{Function, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials, RequestInit};

use super::error::{call, fail};
use super::globals::{fetch, global};
use super::timer::sleep;
use super::value;
use crate::options::{Carrier, RefreshBy, RefreshRequest};
use crate::session::reply::{self, Malformed, ReplyPaths};
use crate::session::{Answer, RefreshToken};
use crate::value::Value;

#[wasm_bindgen(module = "/src/face/url.js")]
extern "C" {
    #[wasm_bindgen(js_name = combineURL)]
    fn combine_url(base: &str, url: &str) -> String;
}

/// How to reach the token endpoint.
#[derive(Debug)]
pub(super) struct TokenEndpoint {
    by: RefreshBy<JsValue>,
    /// The request's address, without a refresh token in the query.
    url: String,
    fetch: Option<Function>,
}

impl TokenEndpoint {
    pub(super) fn new(by: RefreshBy<JsValue>, base_url: &str, fetch: Option<Function>) -> Self {
        let url = match &by {
            RefreshBy::Request(request) => {
                let base = request.base_url.as_deref().unwrap_or(base_url);
                combine_url(base, &request.url)
            }
            RefreshBy::Function(_) => String::new(),
        };
        Self { by, url, fetch }
    }

    /// The address, if it is everfetch that calls it.
    pub(super) fn url(&self) -> Option<&str> {
        (!self.url.is_empty()).then_some(&*self.url)
    }

    pub(super) fn by(&self) -> &RefreshBy<JsValue> {
        &self.by
    }

    /// Asks once. Settles within the timeout, whatever the server or the function does.
    pub(super) async fn ask(
        &self,
        token: Option<&RefreshToken>,
        controller: &AbortController,
    ) -> Answer<JsValue> {
        let timeout = self.by.timeout();
        let work = std::pin::pin!(async {
            match &self.by {
                RefreshBy::Request(request) => self.send(request, token, controller).await,
                RefreshBy::Function(function) => self.call(function, token, controller).await,
            }
        });
        match select(work, std::pin::pin!(sleep(timeout))).await {
            Either::Left((answer, _)) => answer,
            Either::Right(((), _)) => {
                controller.abort();
                let message = ["no answer within ", &timeout.to_string(), " ms"].concat();
                Answer::Unavailable(cause("ETIMEDOUT", &message, None))
            }
        }
    }

    async fn send(
        &self,
        request: &RefreshRequest,
        token: Option<&RefreshToken>,
        controller: &AbortController,
    ) -> Answer<JsValue> {
        let (url, init) = self.request(request, token.map_or("", RefreshToken::secret));
        init.set_signal(Some(&controller.signal()));
        let answered = async {
            let promise = fetch(self.fetch.as_ref(), &url.into(), &init)?;
            let response = JsFuture::from(promise).await?;
            let response = Response::from(response.unchecked_into::<web_sys::Response>());
            let text = response.text().await;
            text.map(|text| (response.status(), text))
                .map_err(|error| error.to_string().into())
        };
        match answered.await {
            Ok((status, text)) => read_answer(request, status, &text),
            Err(error) => {
                // The platform's message may quote the URL, and with it the token (G15).
                let quotable = !matches!(request.send, Carrier::Query(_));
                let native = quotable.then_some(&error);
                Answer::Unavailable(cause("ERR_NETWORK", "the network failed", native))
            }
        }
    }

    fn request(&self, request: &RefreshRequest, token: &str) -> (String, RequestInit) {
        let init = RequestInit::new();
        let headers = Headers::new();
        let mut url = self.url.clone();
        let extra = request
            .extra
            .iter()
            .map(|(name, value)| (&**name, &**value));
        init.set_method(&request.method);
        match &request.send {
            Carrier::Json(name) => {
                let body = value::record(extra.chain([(&**name, token)]));
                headers.set("Content-Type", "application/json");
                // An object of strings can always be written.
                init.set_body(&JSON::stringify(&body).map_or(JsValue::UNDEFINED, Into::into));
            }
            Carrier::Form(name) => {
                headers.set("Content-Type", "application/x-www-form-urlencoded");
                init.set_body(&encode(extra.chain([(&**name, token)])).into());
            }
            Carrier::Query(name) => append(&mut url, &encode(extra.chain([(&**name, token)]))),
            Carrier::Header { name, scheme } => {
                headers.set(name, &[scheme, " ", token].concat().trim_start());
                append(&mut url, &encode(extra));
            }
            Carrier::Cookie => {
                init.set_credentials(RequestCredentials::Include);
                append(&mut url, &encode(extra));
            }
        }
        for (name, value) in &request.headers {
            headers.set(name, value);
        }
        init.set_headers(&headers.into_raw());
        (url, init)
    }

    async fn call(
        &self,
        function: &JsValue,
        token: Option<&RefreshToken>,
        controller: &AbortController,
    ) -> Answer<JsValue> {
        let context = self.context(token, controller);
        let answered = async {
            let promise = js_sys::Promise::resolve(&call(function, &context)?);
            JsFuture::from(promise).await
        };
        match answered.await {
            Ok(answer) => match reply::read(&value::read(&answer), &ReplyPaths::default()) {
                Ok(grant) => Answer::Granted(grant),
                Err(malformed) => {
                    let message = ["what session.refresh returned ", &malformed.reason()].concat();
                    Answer::Refused(cause("ERR_BAD_RESPONSE", &message, None))
                }
            },
            Err(error) => classify_thrown(error),
        }
    }

    /// `RefreshContext` of `index.d.ts`.
    fn context(&self, token: Option<&RefreshToken>, controller: &AbortController) -> JsValue {
        let token = token.map_or(JsValue::NULL, |token| token.secret().into());
        // Bound, since the platform's fetch must not be called as a method of something else.
        let fetch = self
            .fetch
            .clone()
            .map(Into::into)
            .or_else(|| global("fetch"));
        let fetch = fetch.map_or(JsValue::UNDEFINED, |fetch| {
            let fetch: Function = fetch.unchecked_into();
            fetch.bind0(&JsValue::UNDEFINED).into()
        });
        let context = Object::new();
        let members = [
            ("refreshToken", &token),
            ("signal", &controller.signal().into()),
            ("fetch", &fetch),
        ];
        for (name, value) in members {
            // Setting a property of a plain object cannot fail.
            let _ = Reflect::set(&context, &name.into(), value);
        }
        context.into()
    }
}

fn read_answer(request: &RefreshRequest, status: u16, text: &str) -> Answer<JsValue> {
    let ok = (200..300).contains(&status);
    let body = value::read_json(text);
    let code = if status < 500 && !ok {
        "ERR_BAD_REQUEST"
    } else {
        "ERR_BAD_RESPONSE"
    };
    let said = |what: &str| {
        let shown = status.to_string();
        let message = ["the refresh was answered with ", &shown, what].concat();
        let error = cause(code, &message, None);
        // An error takes any property.
        let _ = Reflect::set(&error, &"status".into(), &status.into());
        error
    };
    let refused = request.refused.as_ref();
    if refused.is_some_and(|rule| reply::is_refused(rule, status, &body)) {
        return Answer::Refused(said(", which session.refresh.refused names"));
    }
    if !ok {
        return reply::without_tokens(status, said(""));
    }
    match reply::read(&body, &request.reply) {
        Ok(grant) => Answer::Granted(grant),
        Err(_) if text.is_empty() => Answer::Refused(said(" and nothing in it")),
        Err(_) if matches!(body, Value::Missing) => Answer::Refused(said(", which is not JSON")),
        Err(Malformed::NoAccessToken) => Answer::Refused(said(
            ", which has no access token where one is looked for; \
             name its place in session.refresh.reply.accessToken",
        )),
        Err(malformed) => Answer::Refused(said(&[", which ", &malformed.reason()].concat())),
    }
}

/// The application's function has thrown: a status tells what that of an answer does, a failed network
/// or an abort that nobody answered, and anything else that there are no tokens to be had.
fn classify_thrown(error: JsValue) -> Answer<JsValue> {
    let member = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).unwrap_or_default();
    let text = |name: &str| member(&error, name).as_string().unwrap_or_default();
    let status = [&member(&error, "response"), &error]
        .into_iter()
        .find_map(|holder| member(holder, "status").as_f64());
    let unanswered = matches!(&*text("name"), "TypeError" | "AbortError" | "TimeoutError")
        || matches!(&*text("code"), "ERR_NETWORK" | "ECONNABORTED" | "ETIMEDOUT");
    match status {
        Some(status) => reply::without_tokens(status as u16, error),
        None if unanswered => Answer::Unavailable(error),
        None => Answer::Refused(error),
    }
}

fn cause(code: &str, message: &str, cause: Option<&JsValue>) -> JsValue {
    fail(code, message, cause.unwrap_or(&JsValue::UNDEFINED))
}

fn encode<'a>(members: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let params = QueryParams::new();
    for (name, value) in members {
        params.append(name, value);
    }
    params.to_string()
}

fn append(url: &mut String, query: &str) {
    if !query.is_empty() {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(query);
    }
}
