//! The Rust client in a browser, without a server: a stub in place of fetch answers when the test says so.
#![cfg(target_arch = "wasm32")]

mod support;

#[path = "client/end.rs"]
mod end;
#[path = "client/options.rs"]
mod options;
#[path = "client/page.rs"]
mod page;
#[path = "client/refresh.rs"]
mod refresh;
#[path = "client/request.rs"]
mod request;
#[path = "client/session.rs"]
mod session;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The client under test.
use support::package::create_client;
