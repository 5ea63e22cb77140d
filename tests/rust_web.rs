//! The scenarios of `tests/web` and `tests/backends` against the Rust client, by `createClient` of `wasm-pack build`'s
//! output: the same files, so that both runtimes keep the same promises. `tests/rust_web.differences` lists what only
//! the npm package passes.
#![cfg(target_arch = "wasm32")]

#[allow(dead_code)] // the tests of the Rust API use the rest
mod support;

#[cfg(feature = "demo-server")]
#[path = "backends/mod.rs"]
mod backends;

#[path = "web/abort.rs"]
mod abort;
#[path = "web/answers.rs"]
mod answers;
#[path = "web/client.rs"]
mod client;
#[path = "web/debug.rs"]
mod debug;
#[path = "web/ending.rs"]
mod ending;
#[path = "web/failure.rs"]
mod failure;
#[path = "web/function.rs"]
mod function;
#[path = "web/hygiene.rs"]
mod hygiene;
#[path = "web/markup.rs"]
mod markup;
#[path = "web/options.rs"]
mod options;
#[path = "web/others.rs"]
mod others;
#[path = "web/proactive.rs"]
mod proactive;
#[path = "web/race.rs"]
mod race;
#[path = "web/reach.rs"]
mod reach;
#[path = "web/refresh.rs"]
mod refresh;
#[path = "web/session.rs"]
mod session;
#[path = "web/storage.rs"]
mod storage;
#[path = "web/surface.rs"]
mod surface;
#[path = "web/tabs.rs"]
mod tabs;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The client under test.
fn create_client(
    options: &wasm_bindgen::JsValue,
) -> Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue> {
    use wasm_bindgen::JsCast as _;
    everfetch::js::create_client(options.unchecked_ref()).map(Into::into)
}
