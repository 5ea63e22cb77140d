//! The back ends of the documentation, each by the very options that stand there, against the demo server.
//!
//! `cargo xtask test --browser chromium` (or `firefox`) starts the server and names it at compile time.
#![cfg(target_arch = "wasm32")]

mod support;

#[path = "backends/back_end.rs"]
mod back_end;
#[path = "backends/bodies.rs"]
mod bodies;
#[path = "backends/every.rs"]
mod every;
#[path = "backends/page.rs"]
mod page;
#[path = "backends/peculiar.rs"]
mod peculiar;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The client under test.
use support::package::create_client;
