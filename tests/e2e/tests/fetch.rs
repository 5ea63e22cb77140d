//! `api.fetch`: tests/fetch, on pages of the packed package.

use anyhow::{Context, Result, bail};
use everfetch_e2e::{App, Browser, Page, Server, app};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// The page and its suites.
const SUITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fetch");

/// In one file, as a page loads it.
const AXIOS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../xtask/npm/node_modules/axios/dist/esm/axios.js"
);

#[tokio::test]
async fn chromium_cannot_tell_it_from_its_own() -> Result<()> {
    report(Browser::Chromium, "standard", 180).await
}

#[tokio::test]
async fn firefox_cannot_tell_it_from_its_own() -> Result<()> {
    report(Browser::Firefox, "standard", 180).await
}

#[tokio::test]
async fn it_keeps_the_session_in_chromium() -> Result<()> {
    report(Browser::Chromium, "session", 70).await
}

#[tokio::test]
async fn it_keeps_the_session_in_firefox() -> Result<()> {
    report(Browser::Firefox, "session", 70).await
}

#[tokio::test]
async fn it_keeps_the_session_in_webkit() -> Result<()> {
    report(Browser::WebKit, "session", 70).await
}

#[tokio::test]
async fn it_sends_every_body_again_in_node() -> Result<()> {
    let app = App::empty("fetch-node").await?;
    fs::copy(Path::new(SUITE).join("node.mjs"), app.dir.join("node.mjs"))?;
    let report: Value = serde_json::from_str(&app.run("node", &["node.mjs"]).await?)?;
    let report = report.as_object().context("no report")?;
    assert_eq!(report.len(), 12);
    for (body, became) in report {
        // A request does not reveal that its body is a stream, and a clone of it can be sent.
        let expected = if body == "a stream in init" {
            json!({ "outcome": "ERR_BODY_USED", "sent": ["old"], "whole": true })
        } else {
            json!({ "outcome": 200, "sent": ["old", "new"], "whole": true })
        };
        assert_eq!(became, &expected, "{body}");
    }
    Ok(())
}

/// Runs a suite of at least this many cases, of which none may fail.
async fn report(browser: Browser, suite: &str, least: u64) -> Result<()> {
    let app = App::empty(&format!("fetch-{suite}-{browser:?}")).await?;
    app::copy(Path::new(SUITE), &app.dir)?;
    fs::copy(AXIOS, app.dir.join("axios.js"))?;
    let server = Server::start(&app.dir).await?;
    let mut report = Value::Null;
    browser
        .run(async |page| {
            report = run(&page, &format!("{}/#{suite}", server.address)).await?;
            Ok(())
        })
        .await?;
    let failures = report["failures"].as_array().context("no report")?;
    for failure in failures {
        eprintln!("{browser:?}: {}", failure.as_str().unwrap_or_default());
    }
    let cases = report["cases"].as_u64().unwrap_or_default();
    println!("{browser:?}: {cases} cases, {} differences", failures.len());
    if !failures.is_empty() || cases < least {
        bail!("{} of {cases} cases failed in {browser:?}", failures.len());
    }
    Ok(())
}

async fn run(page: &Page, address: &str) -> Result<Value> {
    page.open(address).await?;
    // A suite takes longer than the time limit for a single condition.
    let mut ended = page.holds("window.report").await;
    for _ in 0..2 {
        if ended.is_err() {
            ended = page.holds("window.report").await;
        }
    }
    ended?;
    let report = page.driver.execute("return window.report", vec![]).await?;
    Ok(report.json().clone())
}
