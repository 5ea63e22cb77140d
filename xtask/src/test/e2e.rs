//! The end-to-end tests, with what they need: the tarball, the page, the server, the browsers.

use super::tally::Outcome;
use crate::shell::{attempt, attempt_within, cargo, copy_dir, program};
use crate::tools::{self, Browser, Installed};
use crate::{build, demo, paths, server};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long the matrix of bundlers may take.
const MATRIX: Duration = Duration::from_secs(20 * 60);

/// How much longer than its time a soak may take, with its compilation and with what settles at its end.
const SOAK_MORE: Duration = Duration::from_secs(15 * 60);

/// Prepares everything and runs `tests/e2e`.
pub(crate) fn run() -> Result<Outcome> {
    let tarball = build::package_if_changed()?;
    let www = page_copy()?;
    let dist = demo::page(&www, &tarball)?;
    let types = attempt(
        "tsc, vue-tsc (the demo page and the examples)",
        program("npm").args(["run", "check"]).current_dir(&www),
    )?;
    let rust = attempt(
        "cargo clippy (the example in Rust)",
        demo::yew_cargo("clippy")?.args(["--release", "--", "-D", "warnings"]),
    )?;
    let ran = attempt(
        "cargo test (end to end)",
        prepared("test", &tarball)?
            .arg("--no-fail-fast")
            // Two cores can run two browsers at once.
            .args(["--", "--test-threads=2", "--show-output"])
            .env("EVERFETCH_DEMO_DIST", dist),
    )?;
    Ok(Outcome::check(&types)
        .and(Outcome::check(&rust))
        .and(Outcome::tests(&ran)))
}

/// Runs every row of the matrix of bundlers, which writes its table into the documentation.
pub(crate) fn bundlers() -> Result<Outcome> {
    let tarball = build::package_if_changed()?;
    let ran = attempt_within(
        "cargo run (the matrix of bundlers)",
        prepared("run", &tarball)?.args(["--bin", "matrix"]),
        Some(MATRIX),
    )?;
    for line in ran.output.lines() {
        if line.starts_with(['✓', '✗']) {
            eprintln!("  {line}");
        }
    }
    Ok(Outcome::tests(&ran))
}

/// Runs tabs under random faults for so many minutes, shared by these browsers, or by all three.
pub(crate) fn soak(minutes: f64, seed: Option<u64>, browsers: &[String]) -> Result<Outcome> {
    let tarball = build::package_if_changed()?;
    let seed = seed.map_or_else(random_seed, Ok)?;
    eprintln!("  --seed {seed}");
    let mut soak = prepared("run", &tarball)?;
    soak.args(["--bin", "soak", "--", &minutes.to_string()]);
    soak.arg(seed.to_string());
    if browsers.is_empty() {
        soak.args(["chromium", "firefox", "webkit"]);
    } else {
        soak.args(browsers);
    }
    let limit = Duration::from_secs_f64(minutes * 60.0) + SOAK_MORE;
    let ran = attempt_within("cargo run (the soak)", &mut soak, Some(limit))?;
    eprintln!("{}", ran.output);
    Ok(Outcome::tests(&ran))
}

fn random_seed() -> Result<u64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(now.as_secs())
}

/// A cargo command for `tests/e2e`, with the package, the server and the browsers.
fn prepared(command: &str, tarball: &Path) -> Result<Command> {
    let webkit = tools::webkit()?;
    let mut cargo = in_pages(command)?;
    cargo
        .env("EVERFETCH_TARBALL", tarball)
        .env("EVERFETCH_DEMO_SERVER", server::build()?)
        .env("EVERFETCH_WEBKIT", webkit.browser.binary)
        .env("EVERFETCH_WEBKITDRIVER", webkit.browser.driver)
        .env("EVERFETCH_XVFB", webkit.screen);
    Ok(cargo)
}

/// The same, with Chromium and Firefox only.
pub(super) fn in_pages(command: &str) -> Result<Command> {
    let chromium = Browser::Chromium.installed()?;
    let firefox = Browser::Firefox.installed()?;
    let mut cargo = cargo();
    cargo
        .args([command, "--package", "everfetch-e2e"])
        .env("RUST_BACKTRACE", "0") // the error is enough; its trace is that of the runtime
        .env("EVERFETCH_E2E_DIR", paths::target().join("e2e"))
        .envs(variables(Browser::Chromium, &chromium))
        .envs(variables(Browser::Firefox, &firefox));
    Ok(cargo)
}

/// Where the programs of `tests/e2e` find a browser and its driver.
pub(crate) fn variables(browser: Browser, installed: &Installed) -> [(&'static str, PathBuf); 2] {
    let (binary, driver) = match browser {
        Browser::Chromium => ("EVERFETCH_CHROMIUM", "EVERFETCH_CHROMEDRIVER"),
        Browser::Firefox => ("EVERFETCH_FIREFOX", "EVERFETCH_GECKODRIVER"),
    };
    [
        (binary, installed.binary.clone()),
        (driver, installed.driver.clone()),
    ]
}

/// A copy of the demo page, so that a test never touches what `cargo xtask demo` serves.
fn page_copy() -> Result<PathBuf> {
    let copy = paths::target().join("e2e/www");
    for sources in ["src", "docs", ".vitepress", "examples"] {
        let _ = fs::remove_dir_all(copy.join(sources));
    }
    copy_dir(
        &paths::root().join("www"),
        &copy,
        &["node_modules", "dist", "server"],
    )?;
    Ok(copy)
}
