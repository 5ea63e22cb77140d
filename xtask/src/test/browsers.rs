//! The library's own tests in a real browser, against a running demo server.

use super::checks::library;
use super::tally::Outcome;
use crate::paths;
use crate::server::{Port, Server};
use crate::shell::{attempt_within, step};
use crate::tools::{self, Browser};
use anyhow::Result;
use std::fs;
use std::time::Duration;

/// Where the tests, which are compiled with it, find the demo server.
pub(crate) const SERVER: &str = "http://127.0.0.1:4710";
/// Its second listener, which is another origin.
pub(crate) const SERVER_CORS: &str = "http://127.0.0.1:4711";

/// Far longer than one file's tests take, also on a busy machine. The runner's own limit is 20 s.
const PATIENCE: Duration = Duration::from_secs(60);

/// The same, with all that the runner does before.
const LIMIT: Duration = Duration::from_secs(120);

/// The runner's little server, of four threads, now and then leaves one of the page's connections
/// unanswered (tiny_http counts a thread as idle that has work already), and the page does not load.
const TRIES: u32 = 8;

const PORT: u16 = 4710; // and, as the server does by itself, the one after it

/// All tests of the library crate in `browser`.
pub(crate) fn run(browser: Browser) -> Result<Outcome> {
    tools::wasm()?;
    let installed = browser.installed()?;
    let _server = Server::start(Port::Exactly(PORT), None, true)?;
    // Compiled apart, so that the limit is for the tests alone.
    step(
        "cargo test --no-run (wasm32)",
        library("test").args(["--tests", "--no-run"]),
    )?;
    let mut outcome = Outcome::holds();
    for target in targets()? {
        let mut tests = library("test");
        tests
            .args(["--test", &target])
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                "wasm-bindgen-test-runner",
            )
            .env("WASM_BINDGEN_TEST_TIMEOUT", PATIENCE.as_secs().to_string())
            // The runner takes the first driver that the environment names.
            .env_remove("CHROMEDRIVER")
            .env_remove("GECKODRIVER")
            .env(driver(browser), &installed.driver);
        let what = format!("tests/{target}.rs ({})", browser.name());
        let mut ran = attempt_within(&what, &mut tests, Some(LIMIT))?;
        for _ in 1..TRIES {
            if ran.output.contains("test result") {
                break;
            }
            eprintln!("  the page did not load; once more");
            ran = attempt_within(&what, &mut tests, Some(LIMIT))?;
        }
        outcome = outcome.and(Outcome::tests(&ran));
    }
    Ok(outcome)
}

/// The names of the files in `tests/`, each a page of its own.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(paths::root().join("tests"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            names.extend(
                path.file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned()),
            );
        }
    }
    names.sort();
    Ok(names)
}

fn driver(browser: Browser) -> &'static str {
    match browser {
        Browser::Chromium => "CHROMEDRIVER",
        Browser::Firefox => "GECKODRIVER",
    }
}
