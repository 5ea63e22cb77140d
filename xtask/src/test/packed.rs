//! The parts that run in Node with the packed package and the demo server, each with npm packages of its own.

use super::checks::{LIMIT, node_tests};
use super::tally::Outcome;
use crate::server::{Port, Server};
use crate::shell::{attempt_within, program, report_path, unpack};
use crate::tools::{self, Browser};
use crate::{build, paths};
use anyhow::Result;
use std::path::Path;

/// The entries for Vue and React, by the frameworks' own test utilities.
pub(crate) fn frameworks() -> Result<Outcome> {
    let dir = paths::root().join("tests/frameworks");
    let server = prepared(&dir, "npm ci (the frameworks)")?;
    let vitest = dir.join("node_modules/.bin/vitest");
    let mut vitest = program(&vitest.to_string_lossy());
    let what = "vitest tests/frameworks";
    let report = report_path(what)?;
    vitest
        .args(["run", "--reporter=default", "--reporter=junit"])
        .arg(format!("--outputFile.junit={}", report.display()))
        .current_dir(dir)
        .env("EVERFETCH_SERVER", server.address())
        .env("NO_COLOR", "1"); // the log is a file
    let ran = attempt_within(what, &mut vitest, Some(LIMIT))?;
    Ok(Outcome::reported(&ran, &report))
}

/// The behaviour of the package in Node. Each test starts the HTTP servers that it needs. Then code that is not ours,
/// over the package: third-party modules, and an admin template.
pub(crate) fn behaviour() -> Result<Outcome> {
    let dir = paths::root().join("tests/behaviour");
    tools::npm()?; // axios-mock-adapter
    let tarball = build::package_if_changed()?;
    unpack(&tarball, &dir.join("node_modules/everfetch"))?;
    let own = node_tests("tests/behaviour", &["tests/behaviour"], &[])?;
    Ok(own.and(alias()?).and(admin()?))
}

/// An admin template before and after the migration, in Chromium.
fn admin() -> Result<Outcome> {
    let dir = paths::root().join("tests/migration/admin");
    install(&dir, "npm ci (the admin template)")?;
    let chromium = Browser::Chromium.installed()?.binary;
    let environment = [("EVERFETCH_CHROMIUM", &*chromium.to_string_lossy())];
    node_tests(
        "tests/migration/admin",
        &["tests/migration/admin"],
        &environment,
    )
}

/// Third-party code that imports axios, over `everfetch/axios` by an alias: in Node, and in tsc.
fn alias() -> Result<Outcome> {
    let dir = paths::root().join("tests/alias");
    install(&dir, "npm ci (third-party code over everfetch/axios)")?;
    let ran = node_tests("tests/alias", &["tests/alias"], &[])?;
    let mut tsc = program("tsc");
    tsc.arg("--project").arg(dir.join("tsconfig.alias.json"));
    let checked = attempt_within("tsc (tests/alias)", &mut tsc, Some(LIMIT))?;
    Ok(ran.and(Outcome::check(&checked)))
}

/// The documentation: every snippet in it is run, or proved in another way.
pub(crate) fn docs() -> Result<Outcome> {
    let dir = paths::root().join("tests/docs");
    tools::npm()?;
    let server = prepared(&dir, "npm ci (the documentation's tests)")?;
    let chromium = Browser::Chromium.installed()?.binary; // for the recipe with Playwright
    let environment = [
        ("EVERFETCH_SERVER", server.address()),
        ("EVERFETCH_CHROMIUM", &chromium.to_string_lossy()),
    ];
    node_tests("tests/docs", &["tests/docs"], &environment)
}

/// Installs what `dir` pins and the package, and starts a server.
fn prepared(dir: &Path, what: &str) -> Result<Server> {
    install(dir, what)?;
    Server::start(Port::Exactly(0), None, false)
}

/// Installs what `dir` pins, and the package.
pub(super) fn install(dir: &Path, what: &str) -> Result<()> {
    tools::npm_ci(dir, what)?;
    let tarball = build::package_if_changed()?;
    unpack(&tarball, &dir.join("node_modules/everfetch"))
}
