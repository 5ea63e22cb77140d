//! Rust's errors as JavaScript's one class.

use wasm_bindgen::prelude::*;

use crate::session::Failure;

#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    /// A new `EverfetchError`. The class is JavaScript: it extends `Error`, which a struct of ours cannot.
    pub(super) fn fail(code: &str, message: &str, cause: &JsValue) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// Writes a number.
    #[wasm_bindgen(js_name = String)]
    pub(super) fn show(number: f64) -> String;
}

/// `ERR_BAD_OPTION`.
pub(super) fn bad_option(message: &str) -> JsValue {
    fail("ERR_BAD_OPTION", message, &JsValue::UNDEFINED)
}

/// An error of the session's own.
pub(super) fn failure(failure: &Failure<JsValue>) -> JsValue {
    let cause = failure.cause.clone().unwrap_or_default();
    fail(failure.error.code(), failure.error.message(), &cause)
}
