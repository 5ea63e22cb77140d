//! Rust's errors as JavaScript's one class.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::options::BadOption;
use crate::session::Failure;

#[wasm_bindgen(module = "/src/face/error.js")]
extern "C" {
    #[wasm_bindgen(js_name = fail)]
    pub(super) fn fail(code: &str, message: &str, cause: &JsValue) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = String)]
    fn show(number: f64) -> String;
}

/// What a waiter rejects with: an error of its own, since its request and its response are its own,
/// with the cause that it shares with all others.
pub(super) fn failure(failure: Failure<JsValue>) -> JsValue {
    let cause = failure.cause.unwrap_or(JsValue::UNDEFINED);
    fail(failure.error.code(), failure.error.message(), &cause)
}

/// `ERR_BAD_OPTION`.
pub(super) fn bad_option(bad: &BadOption<JsValue>) -> JsValue {
    // JavaScript writes numbers for free; Rust's formatting of floats would be 8 kB of wasm.
    fail("ERR_BAD_OPTION", &bad.message(show), &JsValue::UNDEFINED)
}

/// Calls a callback of the application's; what it throws comes back as an error.
pub(super) fn call(callback: &JsValue, argument: &JsValue) -> Result<JsValue, JsValue> {
    let callback: &Function = callback.unchecked_ref();
    callback.call1(&JsValue::UNDEFINED, argument)
}
