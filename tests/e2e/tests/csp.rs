//! Pages with a Content-Security-Policy: the error names the missing directive, and with it the package works.

use anyhow::Result;
use everfetch_e2e::files::Files;
use everfetch_e2e::{App, Browser};

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>page</title>
<script type=module src=/main.js></script><output data-testid=result></output>\n";

const MAIN: &str = include_str!("../scripts/csp/main.js");

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

/// Refreshes, reads a document, and reports what the policy has blocked.
const COMPLETE: &str = include_str!("../scripts/csp/complete.js");

#[tokio::test]
async fn the_documented_policy_blocks_nothing_in_chromium() -> Result<()> {
    runs(Browser::Chromium, COMPLETE, documented(), "policy new page").await
}

#[tokio::test]
async fn the_documented_policy_blocks_nothing_in_firefox() -> Result<()> {
    runs(Browser::Firefox, COMPLETE, documented(), "policy new page").await
}

/// Markup that redirects every relative URL of the page.
const BASE: &str = include_str!("../scripts/csp/base.js");

#[tokio::test]
async fn a_base_element_moves_no_request_and_no_refresh_in_chromium() -> Result<()> {
    let expected = "policy policy new elsewhere.invalid";
    runs(
        Browser::Chromium,
        BASE,
        "script-src * 'wasm-unsafe-eval'",
        expected,
    )
    .await
}

#[tokio::test]
async fn a_base_element_moves_no_request_and_no_refresh_in_firefox() -> Result<()> {
    let expected = "policy policy new elsewhere.invalid";
    runs(
        Browser::Firefox,
        BASE,
        "script-src * 'wasm-unsafe-eval'",
        expected,
    )
    .await
}

/// The page loads itself again in a frame without an origin.
const SANDBOXED: &str = include_str!("../scripts/csp/sandboxed.js");

#[tokio::test]
async fn a_sandboxed_frame_has_a_session_in_chromium() -> Result<()> {
    let expected = "null policy new";
    runs(
        Browser::Chromium,
        SANDBOXED,
        "script-src * 'wasm-unsafe-eval'",
        expected,
    )
    .await
}

#[tokio::test]
async fn a_sandboxed_frame_has_a_session_in_firefox() -> Result<()> {
    let expected = "null policy new";
    runs(
        Browser::Firefox,
        SANDBOXED,
        "script-src * 'wasm-unsafe-eval'",
        expected,
    )
    .await
}

/// The policy that the documentation recommends.
fn documented() -> &'static str {
    let page = include_str!("../../../www/docs/en/security.md");
    page.lines()
        .find_map(|line| line.strip_prefix("Content-Security-Policy: "))
        .expect("security.md has a policy")
}

async fn under(browser: Browser, policy: &str, expected: &str) -> Result<()> {
    runs(browser, MAIN, policy, expected).await
}

async fn runs(browser: Browser, main: &str, policy: &str, expected: &str) -> Result<()> {
    let name = format!("csp-{browser:?}-{}-{}", policy.len(), main.len());
    let app = App::empty(&name).await?;
    app.write("index.html", PAGE).await?;
    app.write("main.js", main).await?;
    app.write("api.json", "{\"name\":\"policy\"}").await?;
    app.write("token.json", "{\"accessToken\":\"new\"}").await?;
    let files = Files::serve(&app.dir, policy).await?;
    browser
        .run(async |page| {
            page.open(&files.address).await?;
            page.shows("result", expected).await
        })
        .await
}
