//! The package and the Rust client in a page. In `web` and `client`, a stub in place of fetch answers when the
//! test says so, since the order of things is the point there. `backends` has the demo server.
//!
//! One file for all of them, so that they are linked once and loaded in one page.
#![cfg(target_arch = "wasm32")]

mod support;

#[cfg(feature = "demo-server")]
#[path = "backends/mod.rs"]
mod backends;
#[path = "client/mod.rs"]
mod rust_client;
#[path = "web/mod.rs"]
mod web;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The clients under test.
use support::package::{create_axios_client, create_client};
