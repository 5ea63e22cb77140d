//! The scenarios of `tests/web` and `tests/backends` against the Rust client, by `createClient` of `wasm-pack build`'s
//! output: the same files, so that both runtimes keep the same promises. `tests/rust_web.differences` lists what only
//! the npm package passes.
#![cfg(target_arch = "wasm32")]

#[allow(dead_code)] // the tests of the Rust API use the rest
mod support;

#[cfg(feature = "demo-server")]
#[path = "backends/mod.rs"]
mod backends;
#[path = "web/mod.rs"]
mod web;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The client under test.
fn create_client(
    options: &wasm_bindgen::JsValue,
) -> Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue> {
    use wasm_bindgen::JsCast as _;
    everfetch::js::create_client(Some(options.clone().unchecked_into())).map(Into::into)
}

/// There is one surface only.
use create_client as create_axios_client;
