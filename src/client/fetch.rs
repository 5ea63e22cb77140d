//! How a request reaches the network: through gloo-net, or through the application's own `fetch`.

use gloo_net::http::{Request, Response};
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The function that sends a request.
#[derive(Clone, Debug, Default)]
pub(super) enum Fetch {
    /// The platform's `fetch`, looked up at each call.
    #[default]
    Platform,
    /// This function.
    Custom(Function),
}

impl Fetch {
    /// # Errors
    /// The error with which `fetch` rejected.
    pub(super) async fn send(&self, request: Request) -> Result<Response, JsValue> {
        match self {
            Self::Platform => request.send().await.map_err(|error| match error {
                gloo_net::Error::JsError(error) => js_sys::Error::new(&error.message).into(),
                gloo_net::Error::GlooError(_) => js_sys::Error::new(&error.to_string()).into(),
            }),
            Self::Custom(fetch) => {
                let raw: web_sys::Request = request.into();
                let answer = fetch.call1(&JsValue::UNDEFINED, &raw)?;
                let answer = JsFuture::from(Promise::resolve(&answer)).await?;
                Ok(answer.dyn_into::<web_sys::Response>()?.into())
            }
        }
    }
}
