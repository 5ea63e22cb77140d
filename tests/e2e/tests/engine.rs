//! `everfetch/wasm` in a page: the engine is a separate file, and loads however the server sends it.

use anyhow::Result;
use everfetch_e2e::files::Files;
use everfetch_e2e::{App, Browser};

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>page</title>
<script type=module src=/main.js></script><output data-testid=result></output>\n";

const MAIN: &str = include_str!("../scripts/engine/main.js");

#[tokio::test]
async fn chromium_compiles_the_engine_while_it_arrives() -> Result<()> {
    comes(Browser::Chromium, "", "engine, streamed").await
}

#[tokio::test]
async fn firefox_compiles_the_engine_while_it_arrives() -> Result<()> {
    comes(Browser::Firefox, "", "engine, streamed").await
}

#[tokio::test]
async fn a_server_that_knows_no_wasm_is_no_obstacle() -> Result<()> {
    comes(Browser::Chromium, "'/engine.bin'", "engine, bytes").await
}

async fn comes(browser: Browser, source: &str, expected: &str) -> Result<()> {
    let app = App::empty(&format!("engine-{browser:?}-{}", source.len())).await?;
    app.write("index.html", PAGE).await?;
    app.write("main.js", &MAIN.replace("ENGINE", source))
        .await?;
    app.write("api.json", "{\"name\":\"engine\"}").await?;
    let engine = app.dir.join("node_modules/everfetch/dist/engine.wasm");
    tokio::fs::copy(engine, app.dir.join("engine.bin")).await?;
    let files = Files::serve(&app.dir, "script-src 'self' 'wasm-unsafe-eval'").await?;
    browser
        .run(async |page| {
            page.open(&files.address).await?;
            page.shows("result", expected).await
        })
        .await
}
