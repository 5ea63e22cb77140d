//! Pages with a Content-Security-Policy: the package says what is missing, and works with it.

use anyhow::Result;
use everfetch_e2e::files::Files;
use everfetch_e2e::{App, Browser};

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>page</title>
<script type=module src=/main.js></script><output data-testid=said></output>\n";

const MAIN: &str = r#"import { createClient, EverfetchError } from "/node_modules/everfetch/dist/index.js";
const said = document.querySelector("output");
try {
  const { data } = await createClient().get("/api.json");
  said.textContent = data.name;
} catch (error) {
  const own = error instanceof EverfetchError;
  said.textContent = `${own} ${error.code} ${error.message.includes("'wasm-unsafe-eval'")}`;
}
"#;

#[tokio::test]
async fn chromium_is_told_what_a_strict_policy_lacks() -> Result<()> {
    under(
        Browser::Chromium,
        "script-src 'self'",
        "true ERR_WASM_BLOCKED true",
    )
    .await
}

#[tokio::test]
async fn firefox_is_told_what_a_strict_policy_lacks() -> Result<()> {
    under(
        Browser::Firefox,
        "script-src 'self'",
        "true ERR_WASM_BLOCKED true",
    )
    .await
}

#[tokio::test]
async fn chromium_works_with_wasm_unsafe_eval() -> Result<()> {
    under(
        Browser::Chromium,
        "script-src 'self' 'wasm-unsafe-eval'",
        "policy",
    )
    .await
}

#[tokio::test]
async fn firefox_works_with_wasm_unsafe_eval() -> Result<()> {
    under(
        Browser::Firefox,
        "script-src 'self' 'wasm-unsafe-eval'",
        "policy",
    )
    .await
}

async fn under(browser: Browser, policy: &str, said: &str) -> Result<()> {
    let app = App::empty(&format!("csp-{browser:?}-{}", policy.len())).await?;
    app.write("index.html", PAGE).await?;
    app.write("main.js", MAIN).await?;
    app.write("api.json", "{\"name\":\"policy\"}").await?;
    let files = Files::serve(&app.dir, policy).await?;
    browser
        .run(async |page| {
            page.open(&files.address).await?;
            page.shows("said", said).await
        })
        .await
}
