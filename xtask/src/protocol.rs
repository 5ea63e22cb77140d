//! `cargo xtask protocol`: generates the TypeScript side of the protocol, with the test that compares it.

use crate::shell;
use anyhow::Result;

/// Writes `pkg-template/src/protocol.ts`.
pub(crate) fn run() -> Result<()> {
    shell::step(
        "pkg-template/src/protocol.ts",
        shell::cargo()
            .args([
                "test",
                "--quiet",
                "--package",
                "everfetch",
                "--lib",
                "protocol::",
            ])
            .env("EVERFETCH_WRITE_PROTOCOL", "1"),
    )?;
    Ok(())
}
