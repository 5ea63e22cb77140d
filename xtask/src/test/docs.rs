//! The documentation: every snippet in it is run, or proved in another way.

use super::tally::Outcome;
use crate::server::Server;
use crate::shell::{attempt_within, program, unpack};
use crate::{build, paths, tools};
use anyhow::Result;
use std::fs;
use std::time::Duration;

/// Longer than any machine takes.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Runs `tests/docs` with the packed package and the demo server.
pub(crate) fn run() -> Result<Outcome> {
    tools::npm()?;
    let dir = paths::root().join("tests/docs");
    tools::npm_ci(&dir, "npm ci (the documentation's tests)")?;
    let tarball = build::package_if_changed()?;
    unpack(&tarball, &dir.join("node_modules/everfetch"))?;
    let server = Server::start(0, None, false)?;
    let mut files = Vec::new();
    for entry in fs::read_dir(&dir)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    let mut node = program("node");
    node.args(["--test", "--test-reporter=spec"])
        .args(files)
        .env("EVERFETCH_SERVER", server.address())
        .env("FORCE_COLOR", "0"); // what is coloured is not counted
    let ran = attempt_within("node --test tests/docs", &mut node, Some(LIMIT))?;
    Ok(Outcome::node_tests(&ran))
}
