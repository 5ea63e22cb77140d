//! The plain output of `wasm-pack build --target web`, and the tests by `wasm-pack test`: as the README promises them.

use super::e2e;
use super::tally::Outcome;
use crate::shell::{attempt, attempt_within, program, step};
use crate::tools::{self, Browser};
use crate::{build, paths};
use anyhow::Result;
use std::process::Command;
use std::time::Duration;

/// Where the output goes. By default it is `pkg/`, which has the npm package here.
const OUTPUT: &str = "target/wasm-pack";

/// Longer than the tests take on a busy machine.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Builds the crate by wasm-pack, checks the types of what comes out, and runs it in two browsers.
pub(crate) fn run() -> Result<Outcome> {
    tools::bindgen()?;
    tools::npm()?; // wasm-opt
    tools::wasm_pack()?;
    let mut built = wasm_pack("build");
    built.args(["--target", "web", "--out-dir", OUTPUT]);
    step("wasm-pack build --target web", &mut built)?;
    let mut tsc = program("tsc");
    tsc.args(["--project", "tests/wasm-pack/tsconfig.json"]);
    let types = attempt("tsc (the output of wasm-pack)", &mut tsc)?;
    let mut page = e2e::in_pages("run")?;
    page.args(["--bin", "wasm_pack"])
        .env("EVERFETCH_WASM_PACK", paths::root().join(OUTPUT));
    let page = attempt("cargo run (the output of wasm-pack)", &mut page)?;
    let mut outcome = Outcome::check(&types).and(Outcome::check(&page));
    // The tests import the package.
    build::package_if_changed()?;
    for browser in Browser::ALL {
        outcome = outcome.and(tests(browser)?);
    }
    Ok(outcome)
}

/// The tests that need no server.
fn tests(browser: Browser) -> Result<Outcome> {
    let driver = browser.installed()?.driver;
    let (flag, with) = match browser {
        Browser::Chromium => ("--chrome", "--chromedriver"),
        Browser::Firefox => ("--firefox", "--geckodriver"),
    };
    let mut tests = wasm_pack("test");
    tests.args(["--headless", flag, with]).arg(driver);
    let what = format!("wasm-pack test --headless {flag}");
    Ok(Outcome::tests(&attempt_within(
        &what,
        &mut tests,
        Some(LIMIT),
    )?))
}

fn wasm_pack(command: &str) -> Command {
    let mut wasm_pack = program("wasm-pack");
    wasm_pack.arg(command);
    wasm_pack
}
