//! The answer to a request.

use gloo_net::http::Response as Platform;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen_futures::JsFuture;

use super::Error;
use super::abort::AbortOnDrop;
use super::error::Kind;

/// An answer whose body has not been read yet. Dropping it aborts the rest of the body.
#[derive(Debug)]
pub struct Response {
    platform: Platform,
    /// The platform's own object.
    native: web_sys::Response,
    /// Aborts the body if it is dropped before its end.
    guard: AbortOnDrop,
}

impl Response {
    pub(super) fn new(platform: Platform, guard: AbortOnDrop) -> Self {
        let native: web_sys::Response = platform.into();
        Self {
            platform: Clone::clone(&native).into(),
            native,
            guard,
        }
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.platform.status()
    }

    /// Is the status one of 200 to 299?
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.platform.ok()
    }

    /// The final URL, after redirects.
    #[must_use]
    pub fn url(&self) -> String {
        self.platform.url()
    }

    /// Was a redirect followed?
    #[must_use]
    pub fn redirected(&self) -> bool {
        self.platform.redirected()
    }

    /// A header. Several fields with this name are joined by commas.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.platform.headers().get(name)
    }

    /// Turns a status of 400 or more into an error.
    ///
    /// # Errors
    /// The status is 400 or more.
    pub fn error_for_status(self) -> Result<Self, Error> {
        let status = self.status();
        if status < 400 {
            return Ok(self);
        }
        let message = format!("the server answered with {status}");
        Err(Error::new(Kind::Status, message).with_status(status))
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// The body was cut off, or is not the JSON of a `T`.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T, Error> {
        let status = self.status();
        let text = self.text().await?;
        serde_json::from_str(&text).map_err(|error| {
            let message = format!("the body of the answer ({status}): {error}");
            Error::new(Kind::Decode, message).with_status(status)
        })
    }

    /// The body as text.
    ///
    /// # Errors
    /// The body was cut off.
    pub async fn text(self) -> Result<String, Error> {
        self.platform.text().await.map_err(|_| cut_off())
    }

    /// The body as bytes.
    ///
    /// # Errors
    /// The body was cut off.
    pub async fn bytes(self) -> Result<Vec<u8>, Error> {
        self.platform.binary().await.map_err(|_| cut_off())
    }

    /// The platform's own answer, for everything that this type has no method for.
    #[must_use]
    pub fn native(&self) -> &web_sys::Response {
        &self.native
    }

    /// Returns the platform's own answer, whose body the caller then owns.
    #[must_use]
    pub fn into_native(self) -> web_sys::Response {
        self.guard.disarm();
        self.native
    }

    pub(super) fn copy(&self) -> Option<web_sys::Response> {
        web_sys::Response::clone(&self.native).ok()
    }

    /// The body as JSON, read from a copy, so that the caller can still read the body.
    pub(super) async fn copy_json(&self) -> Option<Value> {
        let copy = self.copy()?;
        let text = JsFuture::from(copy.text().ok()?).await.ok()?;
        serde_json::from_str(&text.as_string()?).ok()
    }
}

fn cut_off() -> Error {
    Error::new(Kind::Network, "the body of the answer was cut off")
}
