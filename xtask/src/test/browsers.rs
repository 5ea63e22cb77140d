//! The library's own tests in a real browser, against a running demo server.

use super::checks::library;
use super::tally::Outcome;
use super::{differences, e2e};
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

/// Far longer than the tests take, even on a busy machine.
const LIMIT: Duration = Duration::from_secs(10 * 60);

const PORT: u16 = 4710; // and, as the server does by itself, the one after it

/// The tests of the package with those of the Rust client's own API, and the package's once more for the Rust client.
const TARGETS: &[&str] = &["web", "rust_web"];

/// All tests of the library crate in `browser`. With `deep`, each test that the Rust client is known to fail runs
/// separately, and must fail.
pub(crate) fn run(browser: Browser, deep: bool) -> Result<Outcome> {
    tools::bindgen()?;
    let installed = browser.installed()?;
    let _server = Server::start(Port::Exactly(PORT), None, true)?;
    let runner = runner()?;
    let page = |what: &str, target: &str, arguments: &[String]| {
        let mut tests = library("test");
        tests
            .args(["--test", target, "--"])
            .args(arguments)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
            .env("EVERFETCH_BROWSER", browser.name())
            .env("EVERFETCH_E2E_DIR", paths::target().join("e2e"))
            .envs(e2e::variables(browser, &installed));
        attempt_within(what, &mut tests, Some(LIMIT))
    };
    let mut outcome = Outcome::holds();
    for target in TARGETS {
        // Compiled separately, so that the time limit applies to the tests only.
        step(
            &format!("cargo test --no-run ({target}, wasm32)"),
            library("test").args(["--test", target, "--no-run"]),
        )?;
        let known = differences::of(target)?;
        let skipped = known.iter().flat_map(|name| ["--skip", name]);
        let skipped: Vec<String> = skipped.map(str::to_owned).collect();
        let what = format!("tests/{target}.rs ({})", browser.name());
        outcome = outcome.and(Outcome::tests(&page(&what, target, &skipped)?));
        for name in known.iter().filter(|name| deep && !name.ends_with("::")) {
            let what = format!("{name}, which has to fail");
            let arguments = ["--exact", name].map(str::to_owned);
            if page(&what, target, &arguments)?.ok {
                eprintln!("  ✗ {name} passes: remove it from tests/{target}.differences");
                outcome = outcome.and(Outcome::failed());
            }
        }
    }
    Ok(outcome)
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
