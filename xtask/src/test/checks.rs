//! The parts that need no browser.

use super::tally::Outcome;
use crate::shell::{
    attempt, attempt_within, capture, cargo, fresh_dir, link_dir, program, report_path, step,
};
use crate::{build, paths, size, tools};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Longer than the tests of one part take on any machine.
pub(super) const LIMIT: Duration = Duration::from_secs(15 * 60);

/// rustfmt and Prettier.
pub(crate) fn formats() -> Result<Outcome> {
    tools::toolchain()?;
    tools::npm()?;
    let rust = attempt(
        "cargo fmt --check",
        cargo().args(["fmt", "--all", "--check"]),
    )?;
    // A separate workspace.
    let example = attempt(
        "cargo fmt --check (the example in Rust)",
        cargo()
            .args(["fmt", "--check", "--manifest-path"])
            .arg(paths::root().join("www/examples/yew/Cargo.toml")),
    )?;
    let files = capture(program("git").args([
        "ls-files", "--", "*.js", "*.cjs", "*.mjs", "*.ts", "*.cts", "*.tsx", "*.vue", "*.css",
        "*.html",
    ]))?;
    let files = String::from_utf8(files)?;
    // git names files that were deleted and not yet committed, too.
    let files = files
        .lines()
        .filter(|file| paths::root().join(file).is_file());
    let mut prettier = program("prettier");
    let script = attempt("prettier --check", prettier.arg("--check").args(files))?;
    Ok(Outcome::check(&rust)
        .and(Outcome::check(&example))
        .and(Outcome::check(&script)))
}

/// Every crate on the host, and the library for wasm32 too.
pub(crate) fn clippy() -> Result<Outcome> {
    tools::toolchain()?;
    let strict = ["--", "-D", "warnings"];
    let mut host = cargo();
    host.args(["clippy", "--workspace", "--all-targets"])
        .args(strict);
    let mut wasm = library("clippy");
    wasm.arg("--all-targets").args(strict);
    let mut engine = library("clippy");
    engine.args(["--no-default-features", "--features", "engine"]);
    engine.arg("--lib").args(strict);
    let host = attempt("cargo clippy (host)", &mut host)?;
    let engine = attempt("cargo clippy (the engine)", &mut engine)?;
    // The browser tests import the package.
    build::package_if_changed()?;
    let wasm = attempt("cargo clippy (wasm32)", &mut wasm)?;
    let wasm = Outcome::check(&wasm);
    Ok(Outcome::check(&host).and(Outcome::check(&engine)).and(wasm))
}

/// The licences and the sources of every crate, by the rules of `deny.toml`. Not the advisories: they change without a
/// commit, so `.github/workflows/audit.yml` checks them.
pub(crate) fn deny() -> Result<Outcome> {
    tools::deny()?;
    let mut deny = cargo();
    deny.args(["deny", "--workspace", "check"]);
    deny.args(["licenses", "bans", "sources"]);
    Ok(Outcome::check(&attempt("cargo deny", &mut deny)?))
}

/// The tests of every crate but the end-to-end tests, which need what `--e2e` prepares.
pub(crate) fn host(deep: bool) -> Result<Outcome> {
    let mut tests = cargo();
    tests.args([
        "test",
        "--workspace",
        "--exclude",
        "everfetch-e2e",
        "--no-fail-fast",
    ]);
    if deep {
        tests.env("EVERFETCH_DEEP", "1"); // tests/explore
    }
    let ran = attempt("cargo test (host)", &mut tests)?;
    Ok(Outcome::tests(&ran))
}

/// The tests of single files of `pkg-template/src`, and of the bench's report, in Node.
pub(crate) fn unit() -> Result<Outcome> {
    tools::npm()?;
    node_tests(
        "tests/unit tests/runtime tests/types bench",
        &["tests/unit", "tests/runtime", "tests/types", "bench"],
        &[],
    )
}

/// Runs the tests of these folders in Node, with these variables in the environment.
pub(super) fn node_tests(
    what: &str,
    folders: &[&str],
    variables: &[(&str, &str)],
) -> Result<Outcome> {
    // Each file by its name, because the meaning of a folder or a pattern depends on the version of Node.
    let mut files = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(paths::root().join(folder))? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with(".test.mjs") {
                files.push(path);
            }
        }
    }
    files.sort();
    let what = format!("node --test {what}");
    let report = report_path(&what)?;
    let mut node = program("node");
    // The package's TypeScript can be imported as it is.
    let loader = paths::npm().join("node_modules/tsx/dist/loader.mjs");
    node.arg(format!("--import=file://{}", loader.display()));
    // The build with the long texts, which tests compare.
    node.arg("--conditions=development");
    node.arg("--test");
    // One report for the log, and one to count.
    node.args(["--test-reporter=spec", "--test-reporter-destination=stdout"]);
    node.arg("--test-reporter=junit")
        .arg(format!("--test-reporter-destination={}", report.display()));
    node.args(files).envs(variables.iter().copied());
    node.env("FORCE_COLOR", "0"); // the log is a file
    let ran = attempt_within(&what, &mut node, Some(LIMIT))?;
    Ok(Outcome::reported(&ran, &report))
}

/// rustdoc on the host and for wasm32, and the examples in it.
pub(crate) fn documentation() -> Result<Outcome> {
    tools::toolchain()?;
    let mut host = cargo();
    host.args([
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ]);
    let mut wasm = library("doc");
    wasm.args(["--no-deps", "--document-private-items"]);
    // Compiled only: the examples need a page. Those of the README are among them.
    tools::bindgen()?;
    let mut examples = library("test");
    examples.arg("--doc").env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        "wasm-bindgen-test-runner",
    );
    let mut outcome = Outcome::holds();
    for (what, command) in [
        ("cargo doc (host)", &mut host),
        ("cargo doc (wasm32)", &mut wasm),
        ("cargo test --doc (wasm32)", &mut examples),
    ] {
        let ran = attempt(what, command.env("RUSTDOCFLAGS", "-Dwarnings"))?;
        outcome = outcome.and(Outcome::check(&ran));
    }
    Ok(outcome)
}

/// Builds the package from scratch, and checks its budget, publint and Are The Types Wrong. With `deep`, builds it
/// again in another folder, which must give the same bytes.
pub(crate) fn package(deep: bool) -> Result<Outcome> {
    let tarball = build::package(build::Profile::Release)?;
    size::check(&tarball)?;
    if deep {
        build_again(&tarball)?;
    }
    let mut publint = program("publint");
    publint.args(["run", "--strict"]).arg(paths::pkg());
    let mut attw = program("attw");
    attw.arg(tarball)
        .args(["--exclude-entrypoints", "./engine.wasm"]) // a file of bytes has no types
        .env("FORCE_COLOR", "0");
    let exports = attempt("publint", &mut publint)?;
    let types = attempt("attw", &mut attw)?;
    Ok(Outcome::check(&exports).and(Outcome::check(&types)))
}

/// Builds the package from a copy of the sources, and compares. It takes as long as a build from scratch.
fn build_again(tarball: &Path) -> Result<()> {
    let copy = paths::target().join("reproduce/another folder");
    fresh_dir(&copy)?;
    let files = capture(program("git").arg("ls-files"))?;
    for file in String::from_utf8(files)?.lines() {
        let (from, to) = (paths::root().join(file), copy.join(file));
        if from.is_file() {
            fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
            fs::copy(from, to)?;
        }
    }
    // The tools are shared, but their output must not depend on the folder.
    fs::create_dir_all(copy.join("target"))?;
    link_dir(&paths::tools(), &copy.join("target/tools"))?;
    link_dir(
        &paths::npm().join("node_modules"),
        &copy.join("xtask/npm/node_modules"),
    )?;
    step(
        "cargo xtask build (in another folder)",
        cargo()
            .args(["xtask", "build"])
            .current_dir(&copy)
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    let name = tarball.file_name().context("a tarball has a name")?;
    let again = copy.join("target").join(name);
    if fs::read(tarball)? != fs::read(&again)? {
        let (first, second) = (tarball.display(), again.display());
        bail!("two builds of the same sources differ: {first} and {second}");
    }
    Ok(())
}

/// A cargo command for the library crate as wasm, with the tests that need the demo server.
pub(crate) fn library(command: &str) -> Command {
    let mut cargo = cargo();
    cargo
        .args([
            command,
            "--package",
            "everfetch",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args(["--features", "demo-server"])
        // wasm-bindgen takes several times as long with it, and a panic names its line without it.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("EVERFETCH_SERVER", super::browsers::SERVER)
        .env("EVERFETCH_SERVER_CORS", super::browsers::SERVER_CORS);
    cargo
}
