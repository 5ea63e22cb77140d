//! The library's own tests in a real browser, against a running demo server.

use super::checks::library;
use super::e2e;
use super::tally::Outcome;
use crate::paths;
use crate::server::{Port, Server};
use crate::shell::{attempt_within, cargo, step};
use crate::tools::{self, Browser};
use anyhow::Result;
use std::path::PathBuf;
use std::time::Duration;

/// Where the tests, which are compiled with it, find the demo server.
pub(crate) const SERVER: &str = "http://127.0.0.1:4710";
/// Its second listener, which is another origin.
pub(crate) const SERVER_CORS: &str = "http://127.0.0.1:4711";

/// Far longer than the tests take, also on a busy machine.
const LIMIT: Duration = Duration::from_secs(10 * 60);

const PORT: u16 = 4710; // and, as the server does by itself, the one after it

/// All tests of the library crate in `browser`.
pub(crate) fn run(browser: Browser) -> Result<Outcome> {
    tools::wasm()?;
    let installed = browser.installed()?;
    let _server = Server::start(Port::Exactly(PORT), None, true)?;
    let runner = runner()?;
    // Compiled apart, so that the limit is for the tests alone.
    step(
        "cargo test --no-run (wasm32)",
        library("test").args(["--test", "web", "--no-run"]),
    )?;
    let mut tests = library("test");
    tests
        .args(["--test", "web"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
        .env("EVERFETCH_BROWSER", browser.name())
        .env("EVERFETCH_E2E_DIR", paths::target().join("e2e"))
        .envs(e2e::variables(browser, &installed));
    let what = format!("tests/web.rs ({})", browser.name());
    let ran = attempt_within(&what, &mut tests, Some(LIMIT))?;
    Ok(Outcome::tests(&ran))
}

/// Builds the program that serves a test's page and opens it in a browser.
fn runner() -> Result<PathBuf> {
    const NAME: &str = "web_runner";
    step(
        "cargo build (the runner of tests in a page)",
        cargo().args(["build", "--package", "everfetch-e2e", "--bin", NAME]),
    )?;
    let name = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
    Ok(paths::cargo_target()?.join("debug").join(name))
}
