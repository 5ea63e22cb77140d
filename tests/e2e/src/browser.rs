//! A real browser, and the actions of the tests on its page.

use crate::{PATIENCE, Process, environment};
use anyhow::{Context, Result, bail};
use futures_util::FutureExt;
use serde_json::json;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::Path;
use std::time::Duration;
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;
use tokio::net::TcpListener;
use tokio::process::Command;

/// The interval between two checks of a condition.
const INTERVAL: Duration = Duration::from_millis(50);

/// How often chromedriver may choose a port that is in use.
const CHROMEDRIVER_STARTS: u32 = 5;

/// The browsers that the tests drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium, through chromedriver.
    Chromium,
    /// Firefox, through geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser, through WebKitWebDriver, on its own screen.
    WebKit,
}

impl Browser {
    /// The one of this name: `chromium`, `firefox` or `webkit`.
    ///
    /// # Errors
    ///
    /// When none has it.
    pub fn named(name: &str) -> Result<Self> {
        Ok(match name {
            "chromium" => Self::Chromium,
            "firefox" => Self::Firefox,
            "webkit" => Self::WebKit,
            other => bail!("No browser is called {other:?}. Choose chromium, firefox or webkit."),
        })
    }

    /// Runs `test` on a new page of a new browser, which is closed even if the test fails.
    ///
    /// # Errors
    ///
    /// The test's own, or that there is no such browser.
    pub async fn run(self, test: impl AsyncFnOnce(Page) -> Result<()>) -> Result<()> {
        let (_programs, port) = self.start().await?;
        let driver = self.connect(&port).await?;
        let page = Page {
            driver: driver.clone(),
        };
        let outcome = AssertUnwindSafe(test(page)).catch_unwind().await;
        driver.quit().await?;
        outcome.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Starts its driver, with what that needs, and returns the port on which it listens.
    async fn start(self) -> Result<(Vec<Process>, String)> {
        let (driver, line) = match self {
            Self::Chromium => start_chromedriver().await?,
            Self::Firefox => {
                let mut command = Command::new(environment::path("EVERFETCH_GECKODRIVER"));
                command.args(["--port", "0", "--websocket-port", "0"]);
                Process::start(command, "Listening on").await?
            }
            Self::WebKit => return start_webkit().await,
        };
        Ok((vec![driver], port(&line)?))
    }

    async fn connect(self, port: &str) -> Result<WebDriver> {
        let server = format!("http://127.0.0.1:{port}");
        let driver = match self {
            Self::Chromium => {
                let mut wanted = DesiredCapabilities::chrome();
                wanted.set_binary(&environment::path("EVERFETCH_CHROMIUM").to_string_lossy())?;
                for arg in [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                ] {
                    wanted.add_arg(arg)?;
                }
                WebDriver::new(server, wanted).await
            }
            Self::Firefox => {
                let mut wanted = DesiredCapabilities::firefox();
                wanted.set_firefox_binary(
                    &environment::path("EVERFETCH_FIREFOX").to_string_lossy(),
                )?;
                wanted.set_headless()?;
                WebDriver::new(server, wanted).await
            }
            Self::WebKit => {
                let mut wanted = Capabilities::new();
                let options = json!({
                    "binary": environment::path("EVERFETCH_WEBKIT"),
                    "args": ["--automation"],
                });
                wanted.set("webkitgtk:browserOptions", options)?;
                WebDriver::new(server, wanted).await
            }
        };
        driver.with_context(|| format!("no session with {self:?}"))
    }
}

/// A page, whose methods wait for conditions instead of checking once.
#[derive(Clone, Debug)]
pub struct Page {
    /// The driver, for everything that has no method here.
    pub driver: WebDriver,
}

impl Page {
    /// Goes to an address.
    ///
    /// # Errors
    ///
    /// When the browser cannot.
    pub async fn open(&self, address: &str) -> Result<()> {
        Ok(self.driver.goto(address).await?)
    }

    /// Clicks on the element with this `data-testid`, once there is one that can be clicked.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub async fn click(&self, id: &str) -> Result<()> {
        let clicked = tokio::time::timeout(PATIENCE, async {
            loop {
                let query = self.driver.query(By::Testid(id)).and_clickable();
                let element = query.wait(PATIENCE, INTERVAL).first().await?;
                // An element of a page that is being left is stale, and the next page has another one.
                match element.click().await {
                    Err(error) if error.to_string().contains("stale") => {}
                    // Something covers it, such as the devtools panel. A user would scroll.
                    Err(error) if error.to_string().contains("intercepted") => {
                        element.scroll_into_view().await?;
                    }
                    clicked => return clicked,
                }
            }
        });
        let nothing = || format!("nothing to click: {id}");
        clicked.await.with_context(nothing)?.with_context(nothing)
    }

    /// Gives an input or a select a value, as its user does.
    ///
    /// # Errors
    ///
    /// When there is no such field.
    pub async fn fill(&self, id: &str, value: &str) -> Result<()> {
        // Found and filled in one step, because the page may be left in between.
        let script = format!(
            "(() => {{
                const field = document.querySelector({});
                if (!field) return false;
                field.value = {};
                for (const type of ['input', 'change'])
                    field.dispatchEvent(new Event(type, {{ bubbles: true }}));
                return true;
            }})()",
            json!(format!("[data-testid={id}]")),
            json!(value)
        );
        self.holds(&script)
            .await
            .with_context(|| format!("no field {id}"))
    }

    /// Waits until the element with this `data-testid` has exactly this text.
    ///
    /// # Errors
    ///
    /// When it does not come to that; the error has the text that it has.
    pub async fn shows(&self, id: &str, text: &str) -> Result<()> {
        let query = self.driver.query(By::Testid(id)).with_text(text.to_owned());
        if query.wait(PATIENCE, INTERVAL).first().await.is_err() {
            let found = self
                .text(id)
                .await
                .unwrap_or_else(|error| format!("({error})"));
            bail!("{id} is {found:?} where {text:?} was waited for");
        }
        Ok(())
    }

    /// The text of the element with this `data-testid`.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub async fn text(&self, id: &str) -> Result<String> {
        Ok(self
            .driver
            .query(By::Testid(id))
            .first()
            .await?
            .text()
            .await?)
    }

    /// Sets the size of Chromium's page, and waits until it does not scroll horizontally.
    ///
    /// # Errors
    ///
    /// When it does not come to fit.
    pub async fn fits(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        let browser = self.driver.cdp();
        browser
            .send_raw("Emulation.setDeviceMetricsOverride", size)
            .await?;
        self.holds(&format!("innerWidth === {width}")).await?;
        self.holds("document.documentElement.scrollWidth <= innerWidth")
            .await
    }

    /// Sets the colour scheme that Chromium reports as the system's: `light` or `dark`.
    ///
    /// # Errors
    ///
    /// When the browser cannot.
    pub async fn prefers(&self, scheme: &str) -> Result<()> {
        let scheme_is = json!({ "name": "prefers-color-scheme", "value": scheme });
        let media = json!({ "features": [scheme_is] });
        let browser = self.driver.cdp();
        browser
            .send_raw("Emulation.setEmulatedMedia", media)
            .await?;
        Ok(())
    }

    /// Waits until a JavaScript expression is true on the page.
    ///
    /// # Errors
    ///
    /// When it never is.
    pub async fn holds(&self, expression: &str) -> Result<()> {
        let script = format!("return !!({expression})");
        let waited = tokio::time::timeout(PATIENCE, async {
            // A page that is being left does not answer; the next one does.
            while !self
                .driver
                .execute(&script, vec![])
                .await
                .is_ok_and(|held| held.json() == true)
            {
                tokio::time::sleep(INTERVAL).await;
            }
        });
        if waited.await.is_err() {
            let address = self.driver.current_url().await?;
            bail!("never true on {address}: {expression}");
        }
        Ok(())
    }

    /// Saves a screenshot of the page in `target/e2e/screenshots`.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub async fn screenshot(&self, name: &str) -> Result<()> {
        let folder = environment::work("screenshots");
        tokio::fs::create_dir_all(&folder).await?;
        let file = folder.join(format!("{name}.png"));
        Ok(self.driver.screenshot(Path::new(&file)).await?)
    }
}

/// It takes a port that is free for IPv6, and ends when that one is not for IPv4: then another will be.
async fn start_chromedriver() -> Result<(Process, String)> {
    let start = || {
        let mut command = Command::new(environment::path("EVERFETCH_CHROMEDRIVER"));
        command.arg("--port=0");
        // An earlier line names port 0.
        Process::start(command, "started successfully on port")
    };
    for _ in 1..CHROMEDRIVER_STARTS {
        if let Ok(started) = start().await {
            return Ok(started);
        }
    }
    start().await
}

/// It has no headless mode, so it gets a virtual screen; its driver prints nothing when it listens.
async fn start_webkit() -> Result<(Vec<Process>, String)> {
    let mut screen = Command::new(environment::path("EVERFETCH_XVFB"));
    screen.args(["-displayfd", "1", "-nolisten", "tcp"]);
    let (screen, display) = Process::start(screen, "").await?;
    let port = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
    let mut driver = Command::new(environment::path("EVERFETCH_WEBKITDRIVER"));
    driver
        .arg(format!("--port={port}"))
        .env("DISPLAY", format!(":{display}"))
        .env("GDK_BACKEND", "x11");
    let driver = Process::start_on(driver, port).await?;
    Ok((vec![driver, screen], port.to_string()))
}

/// The port in `… on port 4567.` and `Listening on 127.0.0.1:4567`.
fn port(line: &str) -> Result<String> {
    let (_, rest) = line.rsplit_once(" on ").context("no port")?;
    let rest = rest.rsplit(':').next().unwrap_or(rest);
    Ok(rest.chars().filter(char::is_ascii_digit).collect())
}
