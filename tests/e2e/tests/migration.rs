//! The four articles' front ends (`tests/migration`), before and after: axios with the article's interceptor
//! fails exactly where the README's table says so; everfetch with options fails nowhere.

use anyhow::{Context, Result, ensure};
use everfetch_e2e::{App, Browser, ForeignServer, PATIENCE, Page, Server};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tokio::sync::OnceCell;

const APPS: [&str; 4] = ["a", "b", "c", "d"];
const README: &str = include_str!("../../migration/README.md");

/// The apps, bundled with the packed package.
static BUNDLED: OnceCell<App> = OnceCell::const_new();

#[tokio::test]
async fn options_hold_where_the_articles_interceptors_fail_in_chromium() -> Result<()> {
    scenario(Browser::Chromium).await
}

#[tokio::test]
async fn options_hold_where_the_articles_interceptors_fail_in_firefox() -> Result<()> {
    scenario(Browser::Firefox).await
}

#[test]
fn the_readme_shows_the_apps_themselves() -> Result<()> {
    let mut shown = 0;
    for section in README.split("\n## ").skip(1) {
        for block in section.split("```").skip(1).step_by(2) {
            let code = block.strip_prefix("js\n").context("not JavaScript")?;
            let app = section[..1].to_lowercase();
            let file = folder().join(app).join("after.js");
            let text = fs::read_to_string(&file)?;
            ensure!(text.contains(code), "not in {}:\n{code}", file.display());
            shown += 1;
        }
    }
    assert_eq!(shown, APPS.len());
    Ok(())
}

async fn scenario(browser: Browser) -> Result<()> {
    let bundled = BUNDLED.get_or_try_init(bundle).await?;
    let server = Server::start(&bundled.dir.join("dist")).await?;
    let foreign = ForeignServer::start().await?;
    browser
        .run(async |page| {
            page.driver.set_script_timeout(PATIENCE * 3).await?;
            page.open(&format!("{}/harness/index.html", server.address))
                .await?;
            page.holds("window.run").await?;
            let (table, wrongs) = table(&page, &foreign).await?;
            println!("{browser:?}: what goes wrong with the articles' interceptors\n\n{table}");
            ensure!(
                wrongs.is_empty(),
                "what goes wrong after the migration:\n{}",
                wrongs.join("\n")
            );
            let is_new = |row: &&str| !README.contains(row);
            let new: Vec<&str> = table.lines().filter(is_new).collect();
            ensure!(
                README.contains(&table),
                "tests/migration/README.md has another table; it lacks:\n{}",
                new.join("\n")
            );
            Ok(())
        })
        .await
}

/// A row for each step with what goes wrong before, app by app; and what goes wrong after, which must be nothing.
async fn table(page: &Page, foreign: &ForeignServer) -> Result<(String, Vec<String>)> {
    let steps = page.driver.execute("return steps", vec![]).await?;
    let steps: Vec<String> = steps.convert()?;
    let mut table = String::from("| | A | B | C | D |\n|---|---|---|---|---|\n");
    let mut after = Vec::new();
    for step in steps {
        table.push_str(&format!("| {step} |"));
        for app in APPS {
            let wrongs = run(page, &step, app, "before", foreign).await?;
            table.push_str(&format!(" {} |", wrongs.join(", ")));
            let wrongs = run(page, &step, app, "after", foreign).await?;
            after.extend(wrongs.iter().map(|wrong| format!("{app}, {step}: {wrong}")));
        }
        table.push('\n');
    }
    Ok((table, after))
}

/// What goes wrong in one step.
async fn run(
    page: &Page,
    step: &str,
    app: &str,
    side: &str,
    foreign: &ForeignServer,
) -> Result<Vec<String>> {
    let script = "const [step, which, done] = arguments; run(step, which).then(done);";
    let which = json!({ "app": app, "side": side, "foreign": foreign.origin });
    let args = vec![json!(step), which];
    let outcome = page.driver.execute_async(script, args).await;
    let here = || format!("{app}/{side}.js, {step}");
    let outcome = outcome.with_context(here)?.json().clone();
    ensure!(
        outcome["error"] == Value::Null,
        "{}: {}",
        here(),
        outcome["error"]
    );
    Ok(serde_json::from_value(outcome["wrongs"].clone())?)
}

/// Bundles each app with its imports into one file, as a build does, and copies the harness unchanged.
async fn bundle() -> Result<App> {
    let app = App::empty("migration").await?;
    for name in APPS {
        copy(&app, name, name).await?;
    }
    copy(&app, "harness", "dist/harness").await?;
    let sides = ["before", "after"].map(|side| APPS.map(|name| format!("{name}/{side}.js")));
    let axios = folder().join("../../xtask/npm/node_modules/axios");
    let axios = format!("--alias:axios={}", axios.canonicalize()?.display());
    let mut args: Vec<&str> = sides.as_flattened().iter().map(String::as_str).collect();
    args.extend(["--bundle", "--format=esm", "--outdir=dist/apps", &axios]);
    args.push("--define:process.env.VUE_APP_BASE_API=\"/b\"");
    app.run("esbuild", &args).await?;
    Ok(app)
}

async fn copy(app: &App, from: &str, to: &str) -> Result<()> {
    for entry in fs::read_dir(folder().join(from))? {
        let path = entry?.path();
        let name = path.file_name().context("no name")?.to_string_lossy();
        app.write(&format!("{to}/{name}"), &fs::read_to_string(&path)?)
            .await?;
    }
    Ok(())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../migration")
}
