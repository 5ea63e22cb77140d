//! The packed package against real back ends, by options alone. `tests/servers` runs them; this file installs them.

use super::checks::LIMIT;
use super::tally::Outcome;
use crate::shell::{attempt, attempt_within, program, step, unpack, which};
use crate::tools::{self, Browser};
use crate::{build, paths};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// How long all rows may take: each waits for some ten access tokens to expire.
const ROWS: Duration = Duration::from_secs(25 * 60);

/// Installs the servers, runs every row, and writes the table of `www/docs/en/servers.md`.
pub(crate) fn run() -> Result<Outcome> {
    let dir = paths::root().join("tests/servers");
    tools::npm()?; // tsc
    tools::npm_ci(&dir, "npm ci (the back ends)")?;
    // If a server is missing, its row in the table says so.
    for (what, installed) in [
        ("The servers in Python", python(&dir)),
        ("Directus", directus(&dir.join("directus"))),
    ] {
        if let Err(error) = installed {
            eprintln!("  ! {what} could not be installed: {error:#}");
        }
    }
    let tarball = build::package_if_changed()?;
    unpack(&tarball, &dir.join("node_modules/everfetch"))?;
    let mut tsc = program("tsc");
    tsc.arg("--project").arg(dir.join("tsconfig.json"));
    let checked = attempt_within("tsc (tests/servers)", &mut tsc, Some(LIMIT))?;
    let mut node = program("node");
    node.arg(dir.join("driver/main.mjs"));
    node.env("EVERFETCH_CHROMIUM", Browser::Chromium.installed()?.binary);
    let ran = attempt_within("the back ends", &mut node, Some(ROWS))?;
    for line in ran.output.lines() {
        if line.starts_with(['✓', '✗', '–']) {
            eprintln!("  {line}");
        }
    }
    Ok(Outcome::check(&checked).and(Outcome::tests(&ran)))
}

/// Installs what `requirements.txt` pins in a virtual environment, unless it is already there.
fn python(dir: &Path) -> Result<()> {
    let venv = paths::target().join("servers/venv");
    let pins = fs::read(dir.join("requirements.txt"))?;
    let stamp = venv.join("everfetch-requirements.txt");
    if fs::read(&stamp).is_ok_and(|installed| installed == pins) {
        return Ok(());
    }
    let python = which("python3").context("Python is missing: install Python 3.11 or newer")?;
    step(
        "python -m venv",
        program(&python.to_string_lossy())
            .args(["-m", "venv", "--clear"])
            .arg(&venv),
    )?;
    step(
        "pip install (the back ends)",
        program(&venv.join("bin/python").to_string_lossy())
            .args(["-m", "pip", "install", "--quiet", "--requirement"])
            .arg(dir.join("requirements.txt")),
    )?;
    fs::write(stamp, pins)?;
    Ok(())
}

/// Directus, which compiles two of its packages: with the headers of the Node that is installed, if it has them.
fn directus(dir: &Path) -> Result<()> {
    let lock = fs::read(dir.join("package-lock.json"))?;
    let stamp = dir.join("node_modules/.everfetch-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = program("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(dir);
    if let Some(prefix) = node_prefix() {
        npm.env("npm_config_nodedir", prefix);
    }
    let ran = attempt("npm ci (Directus)", &mut npm)?;
    anyhow::ensure!(ran.ok, "npm ci fails");
    fs::write(stamp, lock)?;
    Ok(())
}

/// The folder below which `include/node` is.
fn node_prefix() -> Option<std::path::PathBuf> {
    let node = fs::canonicalize(which("node")?).ok()?;
    let prefix = node.parent()?.parent()?;
    prefix
        .join("include/node/node.h")
        .exists()
        .then(|| prefix.to_path_buf())
}
