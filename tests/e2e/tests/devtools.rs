//! `everfetch/devtools` on a page with the strictest policy that lets WebAssembly run: no inline style, no
//! markup from text.

use anyhow::{Context, Result};
use everfetch_e2e::files::Files;
use everfetch_e2e::{App, Browser, PATIENCE, Page};
use serde_json::json;
use std::time::Duration;
use thirtyfour::prelude::*;
use tokio::time::{sleep, timeout};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; require-trusted-types-for 'script'";

/// Opens two sessions, whose server rejects the first token, and records what the policy has blocked.
const CLIENTS: &str = include_str!("../scripts/devtools/clients.js");

const OPEN: &str = "panel().querySelector('details').open";

#[tokio::test]
async fn the_panel_shows_what_every_session_does_in_chromium() -> Result<()> {
    on(
        Browser::Chromium,
        &first("index.development.js"),
        whole_story,
    )
    .await
}

#[tokio::test]
async fn the_panel_shows_what_every_session_does_in_firefox() -> Result<()> {
    on(
        Browser::Firefox,
        &first("index.development.js"),
        whole_story,
    )
    .await
}

#[tokio::test]
async fn it_shows_a_session_that_was_there_before_it() -> Result<()> {
    let late = format!(
        "import {{ createClient }} from '/node_modules/everfetch/dist/index.js';
         {CLIENTS}
         window.one = begin('one');
         import('/node_modules/everfetch/dist/devtools.js');"
    );
    on(Browser::Chromium, &late, async |page| {
        page.holds("shown('summary') === 'everfetch: no session yet'")
            .await?;
        run(&page, "one.get('/me')").await?;
        page.holds("shown('summary') === 'everfetch: signed-in'")
            .await
    })
    .await
}

#[tokio::test]
async fn it_shows_the_sessions_of_everfetch_wasm() -> Result<()> {
    let wasm = format!(
        "{}\nawait init();\nwindow.one = begin('one');",
        first("wasm.js")
    )
    .replace("{ createClient }", "{ createClient, init }");
    on(Browser::Chromium, &wasm, async |page| {
        page.holds("shown('summary') === 'everfetch: signed-in'")
            .await
    })
    .await
}

#[tokio::test]
async fn it_keeps_no_session_alive() -> Result<()> {
    on(Browser::Chromium, &first("index.js"), async |page| {
        run(&page, "begin('one').get('/me')").await?;
        page.holds("shown('summary') === 'everfetch: signed-in'")
            .await?;
        let browser = page.driver.cdp();
        let collected = timeout(PATIENCE, async {
            loop {
                browser
                    .send_raw("HeapProfiler.collectGarbage", json!({}))
                    .await?;
                let text = "return shown('summary')";
                let shown = page.driver.execute(text, vec![]).await?;
                if shown.json() == "everfetch: no session yet" {
                    return anyhow::Ok(());
                }
                sleep(Duration::from_millis(50)).await;
            }
        });
        collected.await.context("it is kept")?
    })
    .await
}

#[tokio::test]
async fn where_there_is_no_page_it_does_nothing() -> Result<()> {
    let app = App::empty("devtools-node").await?;
    let script = "require('everfetch/devtools');
        import('everfetch/devtools').then(({ Timeline }) =>
            console.log(typeof Timeline, typeof globalThis[Symbol.for('everfetch')]));";
    app.write("main.cjs", script).await?;
    let output = app.run("node", &["main.cjs"]).await?;
    assert_eq!(output.trim(), "function undefined");
    Ok(())
}

async fn whole_story(page: Page) -> Result<()> {
    page.holds("shown('summary') === 'everfetch: no session yet'")
        .await?;
    run(
        &page,
        "(window.one = begin('one'), window.two = begin('two')).get('/two')",
    )
    .await?;
    page.holds("shown('summary') === 'everfetch: signed-in'")
        .await?;
    // With the keyboard: Enter opens it, Escape closes it.
    page.driver
        .execute("panel().querySelector('summary').focus()", vec![])
        .await?;
    page.driver
        .action_chain()
        .send_keys(Key::Enter)
        .perform()
        .await?;
    page.holds(OPEN).await?;

    page.driver
        .execute(
            "hold(); window.burst = Promise.all([one.get('/me?s3cret'), one.get('/you')])",
            vec![],
        )
        .await?;
    page.holds("shown('summary') === 'everfetch: refreshing, 2 waiting'")
        .await?;
    page.holds("shown('ul') === 'GET /meGET /you'").await?;
    run(&page, "(free(), burst)").await?;
    page.holds("shown('ul') === ''").await?;
    page.holds("/#2, due in \\d+ s/.test(shown('dl'))").await?;
    page.holds("shown('ol').includes('GET /me rejected (401) with token #1')")
        .await?;
    page.holds("shown('ol li').includes('GET /you sent with token #2')")
        .await?;
    page.holds(
        "/refresh1 by this tab/.test(panel().querySelector('section div').shadowRoot.textContent)",
    )
    .await?;
    page.holds("!/s3cret/.test(panel().querySelector('details').textContent)")
        .await?;

    // The panel of the other session shows other events.
    page.driver
        .execute(
            "const select = panel().querySelector('select');
             select.selectedIndex = 1;
             select.dispatchEvent(new Event('change'))",
            vec![],
        )
        .await?;
    page.holds("shown('ol').includes('GET /two') && !shown('ol').includes('GET /me')")
        .await?;
    page.driver
        .execute("panel().querySelector('ol').focus()", vec![])
        .await?;
    page.driver
        .action_chain()
        .send_keys(Key::Escape)
        .perform()
        .await?;
    page.holds(&format!("!{OPEN}")).await?;
    // No more than the last 50 are kept.
    run(
        &page,
        "Promise.all(Array.from({ length: 60 }, () => two.get('/many')))",
    )
    .await?;
    page.driver
        .execute("panel().querySelector('details').open = true", vec![])
        .await?;
    page.holds("panel().querySelectorAll('ol li').length === 50")
        .await?;
    page.holds("stopped.length === 0").await
}

/// Imports the panel first, then the package.
fn first(entry: &str) -> String {
    format!(
        "import '/node_modules/everfetch/dist/devtools.js';
         import {{ createClient }} from '/node_modules/everfetch/dist/{entry}';
         {CLIENTS}"
    )
}

/// Waits until a promise has settled, whatever its result.
async fn run(page: &Page, promise: &str) -> Result<()> {
    let script = format!(
        "window.settled = false;
         Promise.resolve({promise}).finally(() => (window.settled = true)).catch(() => {{}})"
    );
    page.holds("window.begin").await?;
    page.driver.execute(&script, vec![]).await?;
    page.holds("settled").await
}

async fn on(
    browser: Browser,
    main: &str,
    test: impl AsyncFnOnce(Page) -> Result<()>,
) -> Result<()> {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let app = App::empty(&format!("devtools-{number}")).await?;
    app.write(
        "index.html",
        "<!doctype html><meta charset=utf-8><title>page</title>\n\
         <script type=module src=/main.js></script><p>A page.\n",
    )
    .await?;
    app.write("main.js", main).await?;
    let files = Files::serve(&app.dir, POLICY).await?;
    browser
        .run(async |page| {
            page.open(&files.address).await?;
            test(page).await
        })
        .await
}
