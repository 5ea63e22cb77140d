//! `cargo xtask test --bundlers`: runs every row, even if earlier ones failed, and then writes the table.

use anyhow::Result;
use everfetch_e2e::Server;
use everfetch_e2e::matrix::{BUNDLERS, Outcome, RUNTIMES, Row, markdown, write};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// The page that shows the table.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/docs/en/bundlers.md");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let only: Vec<String> = std::env::args().skip(1).collect();
    let server = Server::for_every_origin().await?;
    let bundlers = all(&BUNDLERS, &server, &only).await;
    let runtimes = all(&RUNTIMES, &server, &only).await;
    let date = Command::new("date").args(["-u", "+%F"]).output()?.stdout;
    let date = String::from_utf8(date)?;
    let tables = markdown(&bundlers, &runtimes, date.trim());
    println!("\n{tables}");
    if only.is_empty() {
        write(Path::new(PAGE), &tables)?;
    }
    let rows = || bundlers.iter().chain(&runtimes);
    let passed = rows().filter(|(_, outcome)| outcome.works()).count();
    let failed = rows().count() - passed;
    println!("test result: {passed} passed; {failed} failed");
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// Runs the rows whose name has one of the words, if there are any.
async fn all(rows: &[Row], server: &Server, only: &[String]) -> Vec<(Row, Outcome)> {
    let mut outcomes = Vec::new();
    for row in rows {
        if !only.is_empty() && !only.iter().any(|word| row.tool.contains(word)) {
            continue;
        }
        let begun = Instant::now();
        let outcome = row.run(server).await;
        let time = begun.elapsed().as_secs();
        let mark = if outcome.works() { "✓" } else { "✗" };
        println!("{mark} {} {} ({time} s)", row.tool, outcome.version);
        for way in [&outcome.development, &outcome.production] {
            if let Some(Err(error)) = way {
                println!("{error:#}");
            }
        }
        outcomes.push((*row, outcome));
    }
    outcomes
}
