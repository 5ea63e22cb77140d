//! cargo's runner for the crate's tests in a page: `cargo xtask test --browser NAME` names it to cargo.
//!
//! wasm-bindgen-test-runner makes the files of the page, and could serve them and steer the browser itself. But
//! its server (tiny_http 0.12) has four threads, each of which serves one connection until that is closed, and
//! it counts a thread as idle that has been given a connection and not yet woken up. A browser that opens its
//! fifth connection at that moment waits for an answer until another connection is closed, so its page never
//! loads. So this program serves the files and steers the browser.

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Html;
use axum::routing::get;
use everfetch_e2e::{Browser, Page, Process, environment};
use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::time::sleep;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

const PAGE: &str = include_str!("../../tab/web.html");

/// The headers of every file: nothing is cached, and the page is as isolated as with wasm-bindgen-test-runner.
const HEADERS: [(HeaderName, &str); 3] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
];

/// The interval between two checks of the page.
const INTERVAL: Duration = Duration::from_millis(100);

/// How long wasm-bindgen may take, even on a busy machine.
const BINDGEN: Duration = Duration::from_secs(4 * 60);

/// How long the page may show nothing new. Longer than a test takes, even on a busy machine.
const SILENCE: Duration = Duration::from_secs(60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let args: Vec<String> = env::args().skip(1).collect();
    let browser = Browser::named(&environment::path("EVERFETCH_BROWSER").to_string_lossy())?;
    let files = files(&args).await?;
    let address = serve(&files).await?;
    let mut passed = false;
    let outcome = &mut passed;
    browser
        .run(async move |page| {
            page.open(&address).await?;
            *outcome = follow(&page).await?;
            Ok(())
        })
        .await?;
    Ok(ExitCode::from(u8::from(!passed)))
}

/// The folder with the page's scripts and the WebAssembly, as wasm-bindgen-test-runner makes them.
async fn files(args: &[String]) -> Result<PathBuf> {
    let wasm = args.first().context("no test is named")?;
    let stem = Path::new(wasm).file_stem().context("no file is named")?;
    let folder = environment::work("web").join(stem);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let mut runner = Command::new("wasm-bindgen-test-runner");
    runner
        .args(args)
        .env("NO_HEADLESS", "1")
        .env("WASM_BINDGEN_KEEP_TEST_BUILD", "1")
        .env("WASM_BINDGEN_TEST_ADDRESS", "127.0.0.1:0")
        .env("TMPDIR", &folder);
    // It serves them until it is killed, which it is here.
    Process::start_within(runner, "tests are now available", BINDGEN).await?;
    let made = std::fs::read_dir(&folder)?.next();
    Ok(made.context("the runner has made no files")??.path())
}

/// Serves the page, its files, and those of the current folder, the crate's, which the tests may import.
async fn serve(files: &Path) -> Result<String> {
    let bindings = ServeFile::new(files.join("wasm-bindgen-test.js"));
    let files = ServeDir::new(files).fallback(ServeDir::new("."));
    let mut router = Router::new()
        .route("/", get(async || Html(PAGE)))
        // run.js imports it without an ending.
        .route_service("/wasm-bindgen-test", bindings)
        .fallback_service(files);
    for (name, value) in HEADERS {
        let value = HeaderValue::from_static(value);
        router = router.layer(SetResponseHeaderLayer::overriding(name, value));
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Prints what the page shows until the tests have ended; whether all have passed.
async fn follow(page: &Page) -> Result<bool> {
    const TEXT: &str = "return document.getElementById('output').textContent";
    let mut shown = String::new();
    let mut latest = Instant::now();
    loop {
        let text = page.driver.execute(TEXT, vec![]).await?;
        let text = text.json().as_str().context("no text")?.to_owned();
        if text != shown {
            // The page itself replaces its first lines.
            print!("{}", text.strip_prefix(&shown).unwrap_or(&text));
            latest = Instant::now();
            shown = text;
        }
        if let Some((_, result)) = shown.split_once("test result: ")
            && result.contains('\n')
        {
            return Ok(result.starts_with("ok"));
        }
        if latest.elapsed() > SILENCE {
            bail!("the page has shown nothing for {SILENCE:?}");
        }
        sleep(INTERVAL).await;
    }
}
