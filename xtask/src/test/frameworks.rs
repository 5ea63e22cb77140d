//! The entries for Vue and React, by the frameworks' own test utilities.

use super::tally::Outcome;
use crate::server::Server;
use crate::shell::{attempt_within, program, unpack};
use crate::{build, paths, tools};
use anyhow::Result;
use std::time::Duration;

/// Longer than any machine takes.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Runs `tests/frameworks` with the packed package and the demo server.
pub(crate) fn run() -> Result<Outcome> {
    let dir = paths::root().join("tests/frameworks");
    tools::npm_ci(&dir, "npm ci (the frameworks)")?;
    let tarball = build::package_if_changed()?;
    unpack(&tarball, &dir.join("node_modules/everfetch"))?;
    let server = Server::start(0, None, false)?;
    let vitest = dir.join("node_modules/.bin/vitest");
    let mut vitest = program(&vitest.to_string_lossy());
    vitest
        .arg("run")
        .current_dir(dir)
        .env("EVERFETCH_SERVER", server.address())
        .env("NO_COLOR", "1"); // what is coloured is not counted
    let ran = attempt_within("vitest tests/frameworks", &mut vitest, Some(LIMIT))?;
    Ok(Outcome::vitest_tests(&ran))
}
