//! The size budget of the package. The figures are in one file; exceeding one by more than a small tolerance is an
//! error.

use super::measure;
use crate::paths;
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// The tolerance above the recorded figure, in percent.
const SLACK: usize = 2;

/// Each surface, and the files of `dist/` that a page loads for it.
const SURFACES: [(&str, [&str; 2]); 2] = [
    ("everfetch", ["index.js", "shared.js"]),
    ("everfetch/axios", ["axios.js", "shared.js"]),
];

/// Fails when a surface, as it was last built, is over its budget.
pub(super) fn check() -> Result<()> {
    let text = fs::read_to_string(place()).context("no recorded size")?;
    for (name, files) in SURFACES {
        let recorded = recorded(&text, name).context("xtask/size-budget")?;
        let now = weight(&files)?;
        let most = most(recorded);
        eprintln!("  {name}: {now} bytes of brotli; recorded {recorded}, at most {most}");
        if now > most {
            bail!(
                "{name} has grown by more than {SLACK} %: `cargo xtask size --top` shows where; \
                 `cargo xtask size --record` makes it the new figure"
            );
        }
    }
    Ok(())
}

/// Records the current sizes of the surfaces as the budget.
pub(super) fn record() -> Result<()> {
    let mut text = String::new();
    for (name, files) in SURFACES {
        writeln!(text, "{name} {}", weight(&files)?)?;
    }
    fs::write(place(), &text)?;
    print!("xtask/size-budget, in bytes of brotli:\n{text}");
    Ok(())
}

/// The figure of a surface. Each line contains a name and its figure.
fn recorded(text: &str, name: &str) -> Option<usize> {
    let mut lines = text.lines().filter_map(|line| line.split_once(' '));
    lines.find(|(found, _)| *found == name)?.1.parse().ok()
}

fn most(recorded: usize) -> usize {
    recorded * (100 + SLACK) / 100
}

/// Wasm and JavaScript together, as a page loads them.
fn weight(files: &[&str]) -> Result<usize> {
    let mut all = Vec::new();
    for name in files {
        all.extend(fs::read(paths::pkg().join("dist").join(name))?);
    }
    Ok(measure(&all).brotli)
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

    #[test]
    fn each_surface_has_a_figure_of_its_own() {
        let text = "everfetch 7\neverfetch/axios 9\n";
        assert_eq!(recorded(text, "everfetch"), Some(7));
        assert_eq!(recorded(text, "everfetch/axios"), Some(9));
        assert_eq!(recorded(text, "axios"), None);
    }
}
