//! Pages with a Content-Security-Policy: the error names the missing directive, and with it the package works.

use anyhow::Result;
use everfetch_e2e::files::Files;
use everfetch_e2e::{App, Browser};

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>page</title>
<script type=module src=/main.js></script><output data-testid=result></output>\n";

const MAIN: &str = r#"import { createClient, EverfetchError } from "/node_modules/everfetch/dist/index.js";
const result = document.querySelector("output");
try {
  const { data } = await createClient().get("/api.json");
  result.textContent = data.name;
} catch (error) {
  const own = error instanceof EverfetchError;
  result.textContent = `${own} ${error.code} ${error.message.includes("'wasm-unsafe-eval'")}`;
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

/// Refreshes, reads a document, and reports what the policy has blocked.
const COMPLETE: &str = r#"import { createClient } from "/node_modules/everfetch/dist/axios.js";
const blocked = [];
document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.violatedDirective));
const refresh = { url: "/token.json", send: "query" };
const api = createClient({ session: { refresh } });
api.session.signIn({ accessToken: "old", refreshToken: "r1" });
const { data } = await api.get("/api.json");
await api.session.refresh();
const token = await api.session.accessToken();
const page = await api.get("/index.html", { responseType: "document" });
const result = document.querySelector("output");
result.textContent = [data.name, token, page.data.title, ...blocked].join(" ");
"#;

#[tokio::test]
async fn the_documented_policy_blocks_nothing_in_chromium() -> Result<()> {
    runs(Browser::Chromium, COMPLETE, documented(), "policy new page").await
}

#[tokio::test]
async fn the_documented_policy_blocks_nothing_in_firefox() -> Result<()> {
    runs(Browser::Firefox, COMPLETE, documented(), "policy new page").await
}

/// Markup that leads every relative URL of the page elsewhere.
const BASE: &str = r#"import { createClient } from "/node_modules/everfetch/dist/index.js";
const refresh = { url: "/token.json", send: "query" };
const api = createClient({ session: { refresh } });
api.session.signIn({ accessToken: "old", refreshToken: "r1" });
const base = document.createElement("base");
base.href = "http://elsewhere.invalid/";
document.head.append(base);
const { data } = await api.get("/api.json");
await api.session.refresh();
const { name } = await (await api.fetch("/api.json")).json();
const token = await api.session.accessToken();
const { hostname } = new URL(document.baseURI);
document.querySelector("output").textContent = [data.name, name, token, hostname].join(" ");
"#;

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

/// The page starts itself once more, in a frame without an origin.
const SANDBOXED: &str = r#"import { createClient } from "/node_modules/everfetch/dist/index.js";
if (parent === window) {
  addEventListener("message", ({ data }) => {
    document.querySelector("output").textContent = data;
  });
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.src = location.href;
  document.body.append(frame);
} else
  try {
    const api = createClient({ session: { refresh: { url: "/token.json", send: "query" } } });
    api.session.signIn({ accessToken: "old", refreshToken: "r1" });
    const { data } = await api.get("/api.json");
    await api.session.refresh();
    const token = await api.session.accessToken();
    parent.postMessage([self.origin, data.name, token].join(" "), "*");
  } catch (error) {
    parent.postMessage(String(error), "*");
  }
"#;

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
