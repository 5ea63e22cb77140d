//! The library's own tests in a real browser, against a running demo server.

use super::checks::library;
use super::tally::Outcome;
use crate::server::Server;
use crate::shell::attempt;
use crate::tools::{self, Browser};
use anyhow::Result;

/// Where the tests, which are compiled with it, find the demo server.
pub(crate) const SERVER: &str = "http://127.0.0.1:4710";
/// Its second listener, which is another origin.
pub(crate) const SERVER_CORS: &str = "http://127.0.0.1:4711";

const PORT: u16 = 4710; // and, as the server does by itself, the one after it

/// All tests of the library crate in `browser`.
pub(crate) fn run(browser: Browser) -> Result<Outcome> {
    tools::wasm()?;
    let installed = browser.installed()?;
    let _server = Server::start(PORT, None, true)?;
    let mut tests = library("test");
    tests
        .args(["--tests", "--no-fail-fast"])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        // The runner takes the first driver that the environment names.
        .env_remove("CHROMEDRIVER")
        .env_remove("GECKODRIVER")
        .env(driver(browser), installed.driver);
    let ran = attempt(
        &format!("cargo test (wasm32, {})", browser.name()),
        &mut tests,
    )?;
    Ok(Outcome::tests(&ran))
}

fn driver(browser: Browser) -> &'static str {
    match browser {
        Browser::Chromium => "CHROMEDRIVER",
        Browser::Firefox => "GECKODRIVER",
    }
}
