//! The packed package against real back ends, by options alone. `tests/servers` runs them; this file installs them.

use super::checks::LIMIT;
use super::packed::install;
use super::tally::Outcome;
use crate::paths;
use crate::shell::{attempt_within, program, step, which};
use crate::tools::{self, Browser};
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
    install(&dir, "npm ci (the back ends)")?;
    // If a server is missing, its row in the table says so.
    for (what, installed) in [
        ("The servers in Python", python(&dir)),
        (
            "Directus",
            tools::npm_ci(&dir.join("directus"), "npm ci (Directus)"),
        ),
    ] {
        if let Err(error) = installed {
            eprintln!("  ! {what} could not be installed: {error:#}");
        }
    }
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
