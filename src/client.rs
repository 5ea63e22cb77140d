//! The same client, for Rust in the browser: what a Yew or Leptos app imports.
//!
//! ```no_run
//! # use serde::{Deserialize, Serialize};
//! # #[derive(Serialize)] struct Options<'a> { session: Session<'a> }
//! # #[derive(Serialize)] struct Session<'a> { refresh: &'a str }
//! # #[derive(Serialize)] struct Get<'a> { url: &'a str }
//! # async fn example() -> Result<(), wasm_bindgen::JsValue> {
//! let session = Session { refresh: "/auth/refresh" };
//! let api = everfetch::Client::new(&Options { session })?;
//! let response = api.request(&Get { url: "/me" }).await?; // 401 → one refresh → retried
//! # Ok(()) }
//! ```
//!
//! The crates that turn JavaScript's values and promises into Rust's serve here, and not in the engine that
//! the npm package carries: nothing there calls this file, so nothing of it is linked. There they were
//! measured (brotli, of 25.6 kB in all): wasm-bindgen-futures, futures and gloo-net 4.4 kB for the walk of a
//! refresh, whose JavaScript is 0.6 kB; serde-wasm-bindgen for the events, gloo-storage to find the storage,
//! and what it takes to carry words across, 1.3 kB; and on the path of every request, gloo-net's builder
//! makes a `Request`, which costs twice the time of `fetch(url, init)`.

use futures::Stream;
use futures::channel::mpsc;
use gloo_net::http::Response;
use gloo_storage::{LocalStorage, Storage as _};
use js_sys::{Function, Promise, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::create_client;

/// A client, as `index.d.ts` describes it.
#[derive(Clone, Debug)]
pub struct Client(JsValue);

impl Client {
    /// A client with these options: whatever serializes to `ClientOptions` of `index.d.ts`.
    ///
    /// # Errors
    /// `ERR_BAD_OPTION`, naming the option.
    pub fn new(options: &impl Serialize) -> Result<Self, JsValue> {
        Self::with(&to_js(options)?)
    }

    /// The same, with options that JavaScript has made: functions cannot be serialized.
    ///
    /// # Errors
    /// `ERR_BAD_OPTION`, naming the option.
    pub fn with(options: &JsValue) -> Result<Self, JsValue> {
        create_client(options).map(Self)
    }

    /// Sends a request: whatever serializes to `RequestConfig`. The answer's body is still to be read.
    ///
    /// # Errors
    /// An `EverfetchError`: the session's own, the network's, or a status that `validateStatus` rejects.
    pub async fn request(&self, config: &impl Serialize) -> Result<Response, JsValue> {
        let config = to_js(config)?;
        Reflect::set(&config, &"responseType".into(), &"stream".into())?;
        let answer = self.0.unchecked_ref::<Function>().call1(&self.0, &config)?;
        let answer = JsFuture::from(Promise::resolve(&answer)).await?;
        let native = Reflect::get(&answer, &"native".into())?;
        Ok(native.unchecked_into::<web_sys::Response>().into())
    }

    /// `session.signIn(tokens)`: whatever serializes to a `TokenReply`.
    ///
    /// # Errors
    /// `ERR_BAD_OPTION`: there is no usable access token in it.
    pub fn sign_in(&self, tokens: &impl Serialize) -> Result<(), JsValue> {
        self.session("signIn", &to_js(tokens)?).map(drop)
    }

    /// `session.signOut()`: at once, in every tab.
    ///
    /// # Errors
    /// `ERR_BAD_OPTION`: this client has no session.
    pub fn sign_out(&self) -> Result<(), JsValue> {
        self.session("signOut", &JsValue::UNDEFINED).map(drop)
    }

    /// `session.accessToken()`: a fresh one.
    ///
    /// # Errors
    /// The session has ended, or could not be refreshed for now.
    pub async fn access_token(&self) -> Result<Option<String>, JsValue> {
        let asked = self.session("accessToken", &JsValue::UNDEFINED)?;
        let token = JsFuture::from(Promise::resolve(&asked)).await?;
        Ok(token.as_string())
    }

    /// `session.subscribe(…)`: what happens to the session, as `SessionEvent` describes it, until the stream
    /// is dropped. What does not deserialize as `E` is left out.
    ///
    /// # Errors
    /// `ERR_BAD_OPTION`: this client has no session.
    pub fn events<E: DeserializeOwned + 'static>(
        &self,
    ) -> Result<impl Stream<Item = E> + use<E>, JsValue> {
        let (sender, events) = mpsc::unbounded();
        let listener = Closure::<dyn Fn(JsValue)>::new(move |event| {
            if let Ok(event) = serde_wasm_bindgen::from_value(event) {
                // Nobody listens once the stream has been dropped, and with it the subscription.
                let _ = sender.unbounded_send(event);
            }
        });
        let subscription = Subscription {
            end: self
                .session("subscribe", listener.as_ref())?
                .unchecked_into(),
            _listener: listener,
        };
        Ok(futures::StreamExt::map(events, move |event| {
            let _held = &subscription;
            event
        }))
    }

    fn session(&self, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
        let session = Reflect::get(&self.0, &"session".into())?;
        let method = Reflect::get(&session, &method.into())?;
        method
            .unchecked_into::<Function>()
            .call1(&session, argument)
    }
}

/// What `localStorage` holds under a key, such as `accessToken`: raw, as the session has it there.
/// gloo-storage's own `get` and `set` would put a token in JSON's quotes.
pub fn stored(key: &str) -> Option<String> {
    LocalStorage::raw().get_item(key).ok().flatten()
}

/// Ends with the stream that holds it.
struct Subscription {
    end: Function,
    _listener: Closure<dyn Fn(JsValue)>,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let _ = self.end.call0(&JsValue::UNDEFINED);
    }
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
