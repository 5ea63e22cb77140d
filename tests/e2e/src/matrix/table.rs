//! The table of what works, as the documentation shows it.

use super::{Outcome, Row};
use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const BEGIN: &str = "<!-- matrix:begin -->";
const END: &str = "<!-- matrix:end -->";

/// How much of a failure a cell shows.
const REASON: usize = 120;

/// Both tables, of rows and their outcomes.
#[must_use]
pub fn markdown(bundlers: &[(Row, Outcome)], runtimes: &[(Row, Outcome)], date: &str) -> String {
    let mut text = format!("Last run: {date}.\n\n");
    text += "| Tool | Version | Development | Production | Needed |\n|---|---|---|---|---|\n";
    for (row, outcome) in bundlers {
        let (development, production) = (cell(&outcome.development), cell(&outcome.production));
        let Row { tool, needed, .. } = row;
        let version = &outcome.version;
        let _ = writeln!(
            text,
            "| {tool} | {version} | {development} | {production} | {needed} |"
        );
    }
    text += "\n| Where | Version | Runs | Needed |\n|---|---|---|---|\n";
    for (row, outcome) in runtimes {
        let Row { tool, needed, .. } = row;
        let (version, runs) = (&outcome.version, cell(&outcome.production));
        let _ = writeln!(text, "| {tool} | {version} | {runs} | {needed} |");
    }
    text
}

/// Puts the tables between the markers of the page.
///
/// # Errors
///
/// The page has no markers.
pub fn write(page: &Path, tables: &str) -> Result<()> {
    let text = fs::read_to_string(page).with_context(|| page.display().to_string())?;
    let markers = || format!("{} lacks {BEGIN} or {END}", page.display());
    let (before, rest) = text.split_once(BEGIN).with_context(markers)?;
    let (_, after) = rest.split_once(END).with_context(markers)?;
    let text = format!("{before}{BEGIN}\n\n{tables}\n{END}{after}");
    Ok(fs::write(page, text)?)
}

fn cell(outcome: &Option<Result<()>>) -> String {
    match outcome {
        None => "–".to_owned(),
        Some(Ok(())) => "works".to_owned(),
        Some(Err(error)) => {
            let reason = format!("{error:#}").replace('\n', " ").replace('|', "\\|");
            let reason: String = reason.chars().take(REASON).collect();
            format!("**fails**: {reason}")
        }
    }
}
