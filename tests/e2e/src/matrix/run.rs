//! Runs a row: makes its project, builds and serves it, and checks what its page shows.

use super::{Row, Way};
use crate::files::Files;
use crate::{App, PATIENCE, Page, Process, Server};
use anyhow::{Context, Result, ensure};
use reqwest::Client;
use std::fs;
use std::path::Path;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::time::{sleep, timeout};

/// What the page shows when everything works.
const RESULT: &str = "200 200, 1 refresh";

/// How many times a page is opened; some development servers are still building while it is open, and reload it.
const ATTEMPTS: u32 = 3;

/// The outcome of a row.
#[derive(Debug)]
pub struct Outcome {
    /// The version of the tool, or of the browsers; empty if it did not start.
    pub version: String,
    /// The result in development; `None` if there is no such way.
    pub development: Option<Result<()>>,
    /// The result in production, or of the only way to run it.
    pub production: Option<Result<()>>,
}

impl Outcome {
    /// Whether nothing failed.
    #[must_use]
    pub fn works(&self) -> bool {
        let ways = [&self.development, &self.production];
        ways.into_iter().flatten().all(Result::is_ok)
    }
}

impl Row {
    /// Makes the project and runs it in each of its ways.
    pub async fn run(&self, server: &Server) -> Outcome {
        let made = async {
            let app = self.project().await?;
            let version = self.version(&app).await?;
            anyhow::Ok((app, version))
        };
        let (app, version) = match made.await {
            Ok(made) => made,
            Err(error) => {
                return Outcome {
                    version: String::new(),
                    development: None,
                    production: Some(Err(error)),
                };
            }
        };
        let mut outcome = Outcome {
            version,
            development: None,
            production: None,
        };
        let mut browsers = Vec::new();
        if let Some(way) = self.development {
            outcome.development = Some(self.go(&app, server, way, &mut browsers).await);
        }
        if let Some(way) = self.production {
            outcome.production = Some(self.go(&app, server, way, &mut browsers).await);
        }
        if self.version_of.is_empty() {
            outcome.version = browsers.join(", ");
        }
        outcome
    }

    /// The same as [`Row::run`], for a test: returns the first failure as the error.
    ///
    /// # Errors
    ///
    /// The first failure.
    pub async fn works(&self) -> Result<()> {
        let server = Server::for_every_origin().await?;
        let outcome = self.run(&server).await;
        if let Some(development) = outcome.development {
            development.with_context(|| format!("{} in development", self.tool))?;
        }
        if let Some(production) = outcome.production {
            production.with_context(|| self.tool)?;
        }
        Ok(())
    }

    /// Runs the project in one way; returns the versions of the browsers.
    async fn go(
        &self,
        app: &App,
        server: &Server,
        way: Way,
        browsers: &mut Vec<String>,
    ) -> Result<()> {
        let command = |line: &str| {
            let mut command = app.shell(line);
            command.env("SERVER", &server.address);
            command
        };
        match way {
            Way::Program(line) => {
                app.finish(command(line)).await?;
                Ok(())
            }
            Way::Server { build, serve } => {
                if let Some(line) = build {
                    app.finish(command(line)).await?;
                }
                let (_process, port) = serving(app, || command(serve)).await?;
                self.check(&format!("http://localhost:{port}/"), server, browsers)
                    .await
            }
            Way::Files {
                build,
                folder,
                page,
                policy,
            } => {
                if let Some(line) = build {
                    app.finish(command(line)).await?;
                }
                let files = Files::serve(&app.dir.join(folder), policy).await?;
                self.check(&format!("{}{page}", files.address), server, browsers)
                    .await
            }
        }
    }

    /// Opens the page in every browser, and waits until it shows the result.
    async fn check(
        &self,
        address: &str,
        server: &Server,
        browsers: &mut Vec<String>,
    ) -> Result<()> {
        let address = format!("{address}?server={}", server.address);
        answers(&address).await?;
        let ids = if self.rendered {
            &["result", "server"][..]
        } else {
            &["result"]
        };
        for browser in self.browsers {
            let checked = browser.run(async |page| {
                browsers.push(name(&page));
                let mut seen = Ok(());
                for _ in 0..ATTEMPTS {
                    seen = shows_result(&page, &address, ids).await;
                    if seen.is_ok() {
                        break;
                    }
                }
                seen
            });
            checked.await.with_context(|| format!("{browser:?}"))?;
        }
        Ok(())
    }
}

/// The name and the version of a page's browser.
fn name(page: &Page) -> String {
    let capabilities = page.driver.capabilities();
    let word = |key| capabilities.get(key).and_then(|word| word.as_str());
    let name = match word("browserName") {
        Some("chrome" | "chrome-headless-shell") => "Chromium",
        Some("firefox") => "Firefox",
        Some("MiniBrowser") => "WebKitGTK",
        other => other.unwrap_or_default(),
    };
    format!("{name} {}", word("browserVersion").unwrap_or_default())
}

/// Waits until each of these elements has a text, which must be the result.
async fn shows_result(page: &Page, address: &str, ids: &[&str]) -> Result<()> {
    page.open(address).await?;
    for id in ids {
        page.holds(&format!(
            "document.querySelector('[data-testid={id}]')?.textContent"
        ))
        .await?;
        let text = page.text(id).await?;
        ensure!(text == RESULT, "{id}: {text}");
    }
    Ok(())
}

/// Starts a server, which may start processes of its own, waits until it listens, and returns its port.
async fn serving(app: &App, command: impl Fn() -> Command) -> Result<(Process, u16)> {
    let log = app.dir.join("server.log");
    let start = async || {
        let port = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
        let file = fs::File::create(&log)?;
        let mut command = command();
        command.env("PORT", port.to_string());
        command.stdout(file.try_clone()?).stderr(file);
        let process = Process::start_group_on(command, port).await;
        Ok((process.with_context(|| tail(&log))?, port))
    };
    // Another process may take the port before the server does.
    match start().await {
        Ok(started) => Ok(started),
        Err(_) => start().await,
    }
}

/// Waits until the page is served, because a development server listens before it has built the page.
async fn answers(address: &str) -> Result<()> {
    let http = Client::builder().no_proxy().build()?;
    let there = timeout(PATIENCE * 3, async {
        loop {
            let answer = http.get(address).timeout(PATIENCE * 3).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            sleep(PATIENCE / 200).await;
        }
    });
    there.await.with_context(|| format!("no page at {address}"))
}

fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
