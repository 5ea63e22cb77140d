//! `cargo xtask test --soak MINUTES`: real tabs of one browser share a session while the server restarts,
//! connections are lost, tokens expire, and users come and go, at random from a seed. The seed determines the actions;
//! their interleaving differs each time. The judge checks what the tabs report and the server logs.

mod judge;
mod line;
mod random;
mod record;
mod storm;
mod witness;

use crate::{Browser, environment, tabs};
use anyhow::{Context, Result};
use record::{Logged, Record};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use storm::Storm;

/// The time between two judgements.
const STORM: Duration = Duration::from_secs(25);

/// The options of a run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The browser.
    pub browser: Browser,
    /// How long it runs.
    pub time: Duration,
    /// The seed of the random actions.
    pub seed: u64,
}

/// The result of a run.
#[derive(Debug)]
pub struct Report {
    /// What was done, and how often.
    pub done: BTreeMap<String, u64>,
    /// The violations of the guarantees.
    pub violations: Vec<String>,
    /// Where the log, the records and the actions are.
    pub files: PathBuf,
}

/// Runs tabs in storms and calms for the time given, or until something is wrong.
///
/// # Errors
///
/// The browser or the server cannot be used.
pub async fn run(options: Options) -> Result<Report> {
    let name = format!("{:?}-{}", options.browser, options.seed);
    let files = environment::work("soak").join(name.to_lowercase());
    if files.exists() {
        std::fs::remove_dir_all(&files)?;
    }
    std::fs::create_dir_all(&files)?;
    let app = tabs::pages("soak-pages").await?;
    let (records, violations) = in_browser(options, &app.dir, &files).await?;
    let log = log(&files)?;
    let text = serde_json::to_string(&records)?;
    std::fs::write(files.join("records.json"), text.replace("},{", "},\n{"))?;
    Ok(Report {
        done: tally(&records, &log),
        violations,
        files,
    })
}

async fn in_browser(
    options: Options,
    dist: &Path,
    files: &Path,
) -> Result<(Vec<Record>, Vec<String>)> {
    let mut outcome = None;
    let outcome_of = &mut outcome;
    options
        .browser
        .run(async move |page| {
            let mut storm = Storm::start(page, options.seed, dist, files).await?;
            let end = Instant::now() + options.time;
            let mut violations = Vec::new();
            while violations.is_empty() && Instant::now() < end {
                storm
                    .rage(STORM.min(end.duration_since(Instant::now())))
                    .await?;
                violations = storm.calm().await?;
                let evidence = judge::Evidence::new(storm.records(), log(files)?);
                violations.extend(evidence.violations());
            }
            *outcome_of = Some((storm.records(), violations));
            Ok(())
        })
        .await?;
    outcome.context("the browser has run nothing")
}

/// What the servers of this run have logged.
fn log(files: &Path) -> Result<Vec<Logged>> {
    let text = std::fs::read_to_string(files.join(storm::LOG))?;
    let lines = text.lines().map(serde_json::from_str);
    Ok(lines.collect::<Result<_, _>>()?)
}

fn tally(records: &[Record], log: &[Logged]) -> BTreeMap<String, u64> {
    let mut tally = BTreeMap::new();
    let names = records
        .iter()
        .map(|record| record.fact.name())
        .chain(log.iter().map(|logged| logged.entry.name()));
    for name in names.flatten() {
        *tally.entry(name).or_default() += 1;
    }
    tally
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, times) in &self.done {
            writeln!(f, "  {times:>7} × {name}")?;
        }
        for violation in &self.violations {
            writeln!(f, "  ✗ {violation}")?;
        }
        write!(f, "  everything: {}", self.files.display())
    }
}
