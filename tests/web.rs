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
use support::package::create_client;
