//! The library's own tests in a real browser, against a running demo server.

use super::checks::library;
use super::tally::Outcome;
use crate::server::Server;
use crate::shell::{attempt_within, step};
use crate::tools::{self, Browser};
use anyhow::Result;
use std::time::Duration;

/// Where the tests, which are compiled with it, find the demo server.
pub(crate) const SERVER: &str = "http://127.0.0.1:4710";
/// Its second listener, which is another origin.
pub(crate) const SERVER_CORS: &str = "http://127.0.0.1:4711";

/// Far longer than the tests take; a driver that hangs is given up.
const LIMIT: Duration = Duration::from_secs(240);

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
    // Compiled apart, so that the limit is for the tests alone.
    let mut build = library("test");
    build.args(["--tests", "--no-run"]);
    step("cargo test --no-run (wasm32)", &mut build)?;
    let what = format!("cargo test (wasm32, {})", browser.name());
    let mut ran = attempt_within(&what, &mut tests, Some(LIMIT))?;
    if !ran.ok && !ran.output.contains("test result") {
        // The browser or its driver did not come up, or hung before the first test.
        eprintln!("  no test ran; once more");
        ran = attempt_within(&what, &mut tests, Some(LIMIT))?;
    }
    Ok(Outcome::tests(&ran))
}

fn driver(browser: Browser) -> &'static str {
    match browser {
        Browser::Chromium => "CHROMEDRIVER",
        Browser::Firefox => "GECKODRIVER",
    }
}
