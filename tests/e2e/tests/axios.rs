//! npm's axios and the packed package side by side: the cases and the properties of `tests/axios` run through both, in
//! one page, against the demo server's recorder.
//!
//! `EVERFETCH_AXIOS=only=params` runs only the cases whose names contain `params`. `EVERFETCH_AXIOS=itself` compares
//! axios with axios, which tests the cases themselves.

use anyhow::{Result, bail, ensure};
use everfetch_e2e::{App, Browser, Page, Server};
use serde_json::Value;
use std::env;
use std::fmt::Write;
use std::path::Path;

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>everfetch beside axios</title>
<script type=module src=/main.js></script>\n";

/// How many characters of a difference are shown.
const LINE: usize = 400;

#[tokio::test]
async fn in_chromium_everfetch_does_what_axios_does() -> Result<()> {
    compare(Browser::Chromium).await
}

#[tokio::test]
async fn in_firefox_everfetch_does_what_axios_does() -> Result<()> {
    compare(Browser::Firefox).await
}

async fn compare(browser: Browser) -> Result<()> {
    let app = App::empty(&format!("axios-{browser:?}")).await?;
    bundle(&app).await?;
    app.write("dist/index.html", PAGE).await?;
    let server = Server::start(&app.dir.join("dist")).await?;
    browser
        .run(async |page| {
            let query = env::var("EVERFETCH_AXIOS").unwrap_or_default();
            page.open(&format!("{}/?{query}", server.address)).await?;
            judge(browser, &reported(&page).await?)
        })
        .await
}

/// Prints the report, and fails if it lists what it should not.
fn judge(browser: Browser, report: &Value) -> Result<()> {
    println!("{}", summary(browser, report));
    ensure!(is_empty(&report["unintended"]), "unintended differences");
    ensure!(is_empty(&report["stale"]), "stale entries in the table");
    let properties = report["properties"].as_array().into_iter().flatten();
    let failed = properties.filter(|ran| ran["failed"] != false).count();
    ensure!(failed == 0, "properties that do not hold");
    Ok(())
}

/// The page's script, with the installed package and with the axios that the tools bring.
async fn bundle(app: &App) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let tools = root.join("xtask/npm/node_modules");
    let modules = app.dir.join("node_modules");
    let path = format!("NODE_PATH={}:{}", modules.display(), tools.display());
    let entry = root.join("tests/axios/main.js");
    let entry = entry.to_string_lossy();
    let options = ["--bundle", "--format=esm", "--outfile=dist/main.js"];
    let command = [&[&*path, "esbuild", &*entry], &options[..]].concat();
    app.run("env", &command).await?;
    Ok(())
}

/// The page's report, once it has finished. It may take any time, as long as it makes progress.
async fn reported(page: &Page) -> Result<Value> {
    let mut compared = Value::from(-1);
    loop {
        let moved = page
            .holds(&format!("window.report || window.compared > {compared}"))
            .await;
        if moved.is_err() {
            bail!("stuck in {}", read(page, "window.current").await?);
        }
        let report = read(page, "window.report").await?;
        if !report.is_null() {
            return Ok(report);
        }
        compared = read(page, "window.compared").await?;
    }
}

async fn read(page: &Page, expression: &str) -> Result<Value> {
    let script = format!("return {expression} ?? null");
    Ok(page.driver.execute(script, vec![]).await?.json().clone())
}

fn summary(browser: Browser, report: &Value) -> String {
    let mut text = format!(
        "{browser:?}: {} cases compared, {} intended differences, {} to be fixed, {} unintended\n",
        report["compared"],
        count(&report["intended"]),
        count(&report["open"]),
        count(&report["unintended"]),
    );
    for kind in ["intended", "open", "unintended"] {
        for found in report[kind].as_array().into_iter().flatten() {
            let _ = writeln!(text, "{kind}: {}", found["name"]);
            for gap in found["gaps"].as_array().into_iter().flatten() {
                let _ = writeln!(
                    text,
                    "  {}\n    axios     {}\n    everfetch {}",
                    gap["path"],
                    shown(&gap["axios"]),
                    shown(&gap["everfetch"])
                );
            }
        }
    }
    for entry in report["fixed"].as_array().into_iter().flatten() {
        let _ = writeln!(text, "fixed, and still in open.js: {entry}");
    }
    for entry in report["stale"].as_array().into_iter().flatten() {
        let _ = writeln!(text, "stale: {entry}");
    }
    for ran in report["properties"].as_array().into_iter().flatten() {
        let name = ran["name"].as_str().unwrap_or_default();
        let _ = write!(
            text,
            "{name}: {} runs, seed {}",
            ran["numRuns"], ran["seed"]
        );
        if ran["failed"] != false {
            let _ = write!(text, "; fails for {}: {}", ran["example"], ran["error"]);
        }
        text.push('\n');
    }
    text
}

/// One side of a difference, no longer than a reader needs.
fn shown(side: &Value) -> String {
    let text = side.to_string();
    let short: String = text.chars().take(LINE).collect();
    if short == text { text } else { short + "…" }
}

fn count(list: &Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}

fn is_empty(list: &Value) -> bool {
    list.as_array().is_some_and(Vec::is_empty)
}
