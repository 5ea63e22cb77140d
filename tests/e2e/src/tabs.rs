//! Several tabs of one browser on one origin, which can act at the same moment.

use crate::{App, Browser, PATIENCE, Page, Server, lan};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use thirtyfour::WindowHandle;
use tokio::sync::OnceCell;

/// The pages, with the package beside them.
static PAGES: OnceCell<App> = OnceCell::const_new();

/// What the page's origin allows it to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// `http://localhost`, which browsers trust as they do HTTPS.
    Secure,
    /// Plain HTTP, at this machine's address in its network: a page has no Web Locks there.
    Insecure,
}

/// The tabs, by their names, and the window that controls them.
#[derive(Debug)]
pub struct Tabs {
    /// Which browser they are of, for what the test prints.
    pub browser: Browser,
    windows: Windows,
    origin: String,
    trusted: Origin,
}

/// Windows of one browser by their names, beside the one that WebDriver starts in and returns to.
#[derive(Debug)]
pub struct Windows {
    /// The page of the window that WebDriver is in.
    pub page: Page,
    home: WindowHandle,
    by_name: HashMap<String, WindowHandle>,
}

impl Windows {
    /// None so far, but the one that `page` is in.
    ///
    /// # Errors
    ///
    /// When the browser does not say which one that is.
    pub async fn of(page: Page) -> Result<Self> {
        Ok(Self {
            home: page.driver.window().await?,
            page,
            by_name: HashMap::new(),
        })
    }

    /// Opens one with this name at an address. WebDriver stays in it.
    ///
    /// # Errors
    ///
    /// When it does not load.
    pub async fn open(&mut self, name: &str, address: &str) -> Result<()> {
        let window = self.page.driver.new_tab().await?;
        self.by_name.insert(name.to_owned(), window);
        self.lead(name, address).await
    }

    /// Goes to an address in the one of this name. WebDriver stays in it.
    ///
    /// # Errors
    ///
    /// When there is none, or it does not load.
    pub async fn lead(&self, name: &str, address: &str) -> Result<()> {
        let window = self.by_name.get(name).context("no such window")?;
        self.page.driver.switch_to_window(window.clone()).await?;
        self.page.open(address).await
    }

    /// Closes one, whatever it is doing.
    ///
    /// # Errors
    ///
    /// When there is none of that name.
    pub async fn close(&mut self, name: &str) -> Result<()> {
        let window = self.by_name.remove(name).context("no such window")?;
        self.page.driver.switch_to_window(window).await?;
        self.page.driver.close_window().await?;
        self.go_home().await
    }

    /// Returns WebDriver to the window that it started in.
    ///
    /// # Errors
    ///
    /// When that was closed.
    pub async fn go_home(&self) -> Result<()> {
        Ok(self.page.driver.switch_to_window(self.home.clone()).await?)
    }
}

impl Tabs {
    /// Runs `test` with a server and a browser of its own.
    ///
    /// # Errors
    ///
    /// The test's own, or that there is no such browser.
    pub async fn run(
        browser: Browser,
        trusted: Origin,
        test: impl AsyncFnOnce(Self, Server) -> Result<()>,
    ) -> Result<()> {
        let pages = PAGES.get_or_try_init(|| pages("tabs")).await?;
        let server = Server::start(&pages.dir).await?;
        let forward = match trusted {
            Origin::Secure => None,
            Origin::Insecure => lan::Forward::to(server.port()?).await?,
        };
        let address = forward.as_ref().map_or(&server.address, |it| &it.address);
        let origin = address.clone();
        browser
            .run(async |page| {
                page.driver.set_script_timeout(PATIENCE).await?;
                page.open(&format!("{origin}/conductor.html")).await?;
                page.holds("window.conduct").await?;
                let tabs = Self {
                    browser,
                    windows: Windows::of(page).await?,
                    origin,
                    trusted,
                };
                test(tabs, server).await
            })
            .await
    }

    /// Opens a tab for each name. The options are those at the top of `tab/tab.js`.
    ///
    /// # Errors
    ///
    /// When one does not load.
    pub async fn open(&mut self, names: &[&str], options: &Value) -> Result<()> {
        for name in names {
            let mut options = options.clone();
            options["name"] = json!(name);
            options["locks"] = json!(self.trusted == Origin::Secure);
            let address = format!("{}/#{options}", self.origin);
            self.windows.open(name, &address).await?;
        }
        self.windows.go_home().await?;
        for name in names {
            let page = &self.windows.page;
            page.holds(&format!("present.has('{name}')")).await?;
        }
        Ok(())
    }

    /// Runs an expression of `tab` in every tab named, at the same moment; returns what they answer.
    ///
    /// # Errors
    ///
    /// When one throws or never answers.
    pub async fn all(&self, names: &[&str], expression: &str) -> Result<Vec<Value>> {
        let script = "const [names, expression, done] = arguments;
            conduct(names, expression).then(
              (answers) => done({ answers }), (error) => done({ error: error.message }));";
        let args = vec![json!(names), json!(expression)];
        let answer = self.windows.page.driver.execute_async(script, args).await?;
        match answer.json() {
            Value::Object(answer) if answer.contains_key("answers") => {
                Ok(serde_json::from_value(answer["answers"].clone())?)
            }
            other => bail!("{other}"),
        }
    }

    /// As [`Tabs::all`], in one tab.
    ///
    /// # Errors
    ///
    /// When it throws or never answers.
    pub async fn one(&self, name: &str, expression: &str) -> Result<Value> {
        let answers = self.all(&[name], expression).await?;
        answers.into_iter().next().context("no answer")
    }

    /// Waits until a condition holds in every tab named.
    ///
    /// # Errors
    ///
    /// When it never does.
    pub async fn until(&self, names: &[&str], condition: &str) -> Result<()> {
        self.all(names, &format!("tab.until(() => {condition})"))
            .await?;
        Ok(())
    }

    /// What became of the requests that the tabs have started, when all of them are settled: how many had
    /// which status or code, such as `{"200": 50}`.
    ///
    /// # Errors
    ///
    /// When some never are.
    pub async fn outcomes(&self, names: &[&str]) -> Result<Value> {
        let mut tally = BTreeMap::<String, u32>::new();
        for answer in self.all(names, "tab.outcomes()").await? {
            for outcome in serde_json::from_value::<Vec<String>>(answer)? {
                *tally.entry(outcome).or_default() += 1;
            }
        }
        Ok(json!(tally))
    }

    /// Signs a user in, in one tab, and waits until the others have the tokens.
    ///
    /// # Errors
    ///
    /// When they never have.
    pub async fn sign_in(&self, name: &str, others: &[&str], credentials: &Value) -> Result<()> {
        let token = format!("tab.signIn({credentials}).then(() => tab.stored()[0])");
        let token = self.one(name, &token).await?;
        self.until(others, &format!("tab.stored()[0] === {token}"))
            .await
    }

    /// Closes a tab, whatever it is doing.
    ///
    /// # Errors
    ///
    /// When there is none of that name.
    pub async fn close(&mut self, name: &str) -> Result<()> {
        self.windows.close(name).await
    }
}

/// The pages of this folder's `tab`, and the package.
pub(crate) async fn pages(name: &str) -> Result<App> {
    let app = App::empty(name).await?;
    for (file, text) in [
        ("index.html", include_str!("../tab/index.html")),
        ("tab.js", include_str!("../tab/tab.js")),
        ("conductor.html", include_str!("../tab/conductor.html")),
        ("conductor.js", include_str!("../tab/conductor.js")),
        ("soak.html", include_str!("../tab/soak.html")),
        ("soak.js", include_str!("../tab/soak.js")),
    ] {
        app.write(file, text).await?;
    }
    Ok(app)
}
