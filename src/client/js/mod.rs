//! `createClient()` for the plain output of `wasm-pack build`: this client for JavaScript, with axios's response and
//! error shape for JSON.

mod callbacks;
mod options;
mod request;
mod schema;
mod values;

use std::rc::Rc;

use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::error::Kind;
use super::{Client, Error, RequestBuilder, SessionHandle};
use request::{complete, configured};
use schema::Options;
use values::{bad, canceled, described, own, report, set, shown, thrown, to_json, unless_aborted};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "ClientOptions")]
    pub type ClientOptions;
    #[wasm_bindgen(typescript_type = "RequestConfig")]
    pub type RequestConfig;
    #[wasm_bindgen(typescript_type = "TokenReply")]
    pub type Tokens;
    #[wasm_bindgen(typescript_type = "Promise<Answer<any>>")]
    pub type AnswerPromise;
    #[wasm_bindgen(typescript_type = "Promise<globalThis.Response>")]
    pub type ResponsePromise;
    #[wasm_bindgen(typescript_type = "(event: SessionEvent) => void")]
    pub type Listener;
}

/// Creates a client.
///
/// # Errors
/// `ERR_BAD_OPTION`, naming the option.
#[wasm_bindgen(js_name = createClient)]
pub fn create_client(options: Option<ClientOptions>) -> Result<JsClient, JsValue> {
    let options = options.map_or_else(|| Object::new().into(), JsValue::from);
    let client = Options::read(&options, "")?.into_client()?;
    Ok(JsClient(client))
}

/// A client for JavaScript.
#[wasm_bindgen(js_name = Client)]
#[derive(Debug)]
pub struct JsClient(Client);

#[wasm_bindgen(js_class = Client)]
impl JsClient {
    /// Sends a request.
    pub fn request(&self, config: Option<RequestConfig>) -> AnswerPromise {
        self.send("GET", None, None, config)
    }

    /// A GET request.
    pub fn get(&self, url: &str, config: Option<RequestConfig>) -> AnswerPromise {
        self.send("GET", Some(url), None, config)
    }

    /// A DELETE request.
    #[wasm_bindgen(js_name = delete)]
    pub fn delete_(&self, url: &str, config: Option<RequestConfig>) -> AnswerPromise {
        self.send("DELETE", Some(url), None, config)
    }

    /// A HEAD request.
    pub fn head(&self, url: &str, config: Option<RequestConfig>) -> AnswerPromise {
        self.send("HEAD", Some(url), None, config)
    }

    /// A POST request.
    pub fn post(&self, url: &str, data: JsValue, config: Option<RequestConfig>) -> AnswerPromise {
        self.send("POST", Some(url), Some(data), config)
    }

    /// A PUT request.
    pub fn put(&self, url: &str, data: JsValue, config: Option<RequestConfig>) -> AnswerPromise {
        self.send("PUT", Some(url), Some(data), config)
    }

    /// A PATCH request.
    pub fn patch(&self, url: &str, data: JsValue, config: Option<RequestConfig>) -> AnswerPromise {
        self.send("PATCH", Some(url), Some(data), config)
    }

    /// The platform's `fetch`, with the session underneath.
    pub fn fetch(&self, url: &str, init: Option<RequestConfig>) -> ResponsePromise {
        let init = init.map_or(JsValue::UNDEFINED, JsValue::from);
        let request = configured(&self.0, "GET", Some(url), None, &init);
        let signal = own(&init, "signal");
        let sent = async move {
            let answer = unless_aborted(&signal, async {
                let sent = request?.send().await;
                sent.map_err(|error| match error.native() {
                    Some(native) => native.clone(), // a `fetch` rejects with the platform's own error
                    None => thrown(&error, None),
                })
            })
            .await?;
            Ok(answer.into_native().into())
        };
        future_to_promise(sent).unchecked_into()
    }

    /// The session.
    #[wasm_bindgen(getter)]
    pub fn session(&self) -> JsSession {
        JsSession(self.0.session())
    }
}

impl JsClient {
    fn send(
        &self,
        method: &str,
        url: Option<&str>,
        data: Option<JsValue>,
        config: Option<RequestConfig>,
    ) -> AnswerPromise {
        let config = config.map_or(JsValue::UNDEFINED, Into::into);
        let request = configured(&self.0, method, url, data.clone(), &config);
        let config = complete(&config, method, url, data.as_ref());
        let signal = own(&config, "signal");
        let sent = async move {
            let sent = unless_aborted(&signal, exchanged(request, &config)).await;
            sent.map_err(|error| {
                let is_ours = own(&error, "isAxiosError").is_truthy();
                let error = if is_ours { error } else { canceled() };
                set(&error, "config", &config);
                error
            })
        };
        future_to_promise(sent).unchecked_into()
    }
}

/// Sends a request, and returns the answer, or the error, in axios's shape.
async fn exchanged(
    request: Result<RequestBuilder, JsValue>,
    config: &JsValue,
) -> Result<JsValue, JsValue> {
    let sent = request?.send().await;
    let answer = match sent {
        Ok(answer) => answer,
        Err(error) => {
            let response = match error.response() {
                Some(native) => Some(shown(native.clone()?, config).await?),
                None => None,
            };
            return Err(thrown(&error, response.as_ref()));
        }
    };
    let is_success = answer.is_success();
    let status = answer.status();
    let shown = shown(answer.into_native(), config).await?;
    if is_success {
        return Ok(shown);
    }
    let message = format!("Request failed with status code {status}");
    let error = Error::new(Kind::Status, message).with_status(status);
    Err(thrown(&error, Some(&shown)))
}

/// The session of a client, for JavaScript.
#[wasm_bindgen(js_name = Session)]
#[derive(Debug)]
pub struct JsSession(SessionHandle);

#[wasm_bindgen(js_class = Session)]
impl JsSession {
    /// `"signed-out"`, `"signed-in"`, `"refreshing"` or `"ended"`.
    #[wasm_bindgen(
        getter,
        unchecked_return_type = "\"signed-out\" | \"signed-in\" | \"refreshing\" | \"ended\""
    )]
    pub fn state(&self) -> String {
        self.0.state().word().to_owned()
    }

    /// The user of the session.
    #[wasm_bindgen(getter)]
    pub fn user(&self) -> Option<String> {
        self.0.user()
    }

    /// How many requests wait for a refresh, or for the user to log in again.
    #[wasm_bindgen(getter)]
    pub fn waiting(&self) -> u32 {
        self.0.waiting() as u32
    }

    /// Signs in with the answer of the log-in, or without tokens if the session is in a cookie.
    ///
    /// # Errors
    /// `ERR_BAD_OPTION`: the answer contains no usable access token.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, tokens: Option<Tokens>) -> Result<(), JsValue> {
        let Some(tokens) = tokens else {
            let signed_in = self.0.sign_in_externally();
            return signed_in.map_err(|error| match self.0.0 {
                Some(_) => bad(
                    "session.signIn",
                    "got no tokens; pass the answer of the log-in, unless the refresh token is a cookie or a function \
                     obtains the tokens, and nothing is stored",
                ),
                None => thrown(&error, None),
            });
        };
        let tokens = to_json(&tokens).unwrap_or_default();
        self.0
            .sign_in_with(&tokens, "session.signIn")
            .map_err(|error| thrown(&error, None))
    }

    /// Signs out in every tab, immediately.
    #[wasm_bindgen(js_name = signOut, unchecked_return_type = "Promise<void>")]
    pub fn sign_out(&self) -> Promise {
        let done = self.0.sign_out();
        future_to_promise(async move {
            done.await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// An access token that has not expired.
    #[wasm_bindgen(js_name = accessToken, unchecked_return_type = "Promise<string | null>")]
    pub fn access_token(&self) -> Promise {
        let session = self.0.clone();
        future_to_promise(async move {
            let token = session
                .access_token()
                .await
                .map_err(|error| thrown(&error, None))?;
            Ok(token.map_or(JsValue::NULL, Into::into))
        })
    }

    /// Refreshes the access token now.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn refresh(&self) -> Promise {
        let session = self.0.clone();
        future_to_promise(async move {
            session
                .refresh()
                .await
                .map_err(|error| thrown(&error, None))?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Calls the listener with each event, until the returned function is called.
    #[wasm_bindgen(unchecked_return_type = "() => void")]
    pub fn subscribe(&self, listener: Listener) -> Function {
        let listener: Function = JsValue::from(listener).unchecked_into();
        let Some(runtime) = &self.0.0 else {
            return Closure::<dyn Fn()>::new(|| {})
                .into_js_value()
                .unchecked_into();
        };
        let leave = runtime.on_event(Rc::new(move |event| {
            report(
                "a listener",
                listener.call1(&JsValue::UNDEFINED, &described(*event)),
            );
        }));
        let leave = Closure::<dyn Fn()>::new(leave);
        leave.into_js_value().unchecked_into()
    }
}
