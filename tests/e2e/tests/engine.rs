//! `everfetch/wasm` in a page: the engine is a file of its own, and comes however the server sends it.

use anyhow::Result;
use everfetch_e2e::files::Files;
use everfetch_e2e::{App, Browser};

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>page</title>
<script type=module src=/main.js></script><output data-testid=result></output>\n";

const MAIN: &str = r#"import { createClient, init } from "/node_modules/everfetch/dist/wasm.js";
const result = document.querySelector("output");
const { compileStreaming } = WebAssembly;
let way = "bytes";
WebAssembly.compileStreaming = (source) => ((way = "streamed"), compileStreaming(source));
try {
  await init(ENGINE);
  const { data } = await createClient().get("/api.json");
  result.textContent = `${data.name}, ${way}`;
} catch (error) {
  result.textContent = String(error);
}
"#;

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
