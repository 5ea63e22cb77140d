//! What the package may weigh. The figure is in one file; more than a little above it is an error.

use super::file;
use crate::paths;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;

/// How much more than the recorded figure is let pass, in percent.
const SLACK: usize = 2;

/// Fails when the package, as it was last built, is over its budget.
pub(super) fn check() -> Result<()> {
    let text = fs::read_to_string(place()).context("no recorded size")?;
    let recorded: usize = text.trim().parse().context("xtask/size-budget")?;
    let now = weight()?;
    let most = most(recorded);
    eprintln!("  dist/index.js: {now} bytes of brotli; recorded {recorded}, at most {most}");
    if now > most {
        bail!(
            "the package has grown by more than {SLACK} %: `cargo xtask size --top` shows where; \
             `cargo xtask size --record` makes it the new figure"
        );
    }
    Ok(())
}

/// Makes what the package weighs the figure that it is held to.
pub(super) fn record() -> Result<()> {
    let now = weight()?;
    fs::write(place(), format!("{now}\n"))?;
    println!("xtask/size-budget: {now} bytes of brotli");
    Ok(())
}

fn most(recorded: usize) -> usize {
    recorded * (100 + SLACK) / 100
}

/// Wasm and JavaScript together, as a page loads them.
fn weight() -> Result<usize> {
    Ok(file(&paths::pkg().join("dist/index.js"))?.brotli)
}

fn place() -> PathBuf {
    paths::root().join("xtask/size-budget")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_percent_pass_and_no_more() {
        assert_eq!(most(20_000), 20_400);
    }
}
