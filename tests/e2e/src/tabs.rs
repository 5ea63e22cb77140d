//! Several tabs of one browser on one origin, which do what a test says at the same moment.

use crate::{App, Browser, PATIENCE, Page, Server, lan};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use thirtyfour::WindowHandle;
use tokio::sync::OnceCell;

/// The pages, with the package beside them.
static PAGES: OnceCell<App> = OnceCell::const_new();

/// What a page's origin lets it do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// `http://localhost`, which browsers trust as they do HTTPS.
    Secure,
    /// Plain HTTP, at this machine's address in its network: a page has no Web Locks there.
    Insecure,
}

/// The tabs, by their names, and the window from which they are conducted.
#[derive(Debug)]
pub struct Tabs {
    /// Which browser they are of, for what the test prints.
    pub browser: Browser,
    page: Page,
    conductor: WindowHandle,
    origin: String,
    trusted: Origin,
    windows: HashMap<String, WindowHandle>,
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
        let pages = PAGES.get_or_try_init(pages).await?;
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
                    conductor: page.driver.window().await?,
                    page,
                    origin,
                    trusted,
                    windows: HashMap::new(),
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
            let window = self.page.driver.new_tab().await?;
            self.page.driver.switch_to_window(window.clone()).await?;
            let mut options = options.clone();
            options["name"] = json!(name);
            options["locks"] = json!(self.trusted == Origin::Secure);
            self.page
                .open(&format!("{}/#{options}", self.origin))
                .await?;
            self.windows.insert((*name).to_owned(), window);
        }
        self.return_to_conductor().await?;
        for name in names {
            self.page.holds(&format!("present.has('{name}')")).await?;
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
        let answer = self.page.driver.execute_async(script, args).await?;
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
        let window = self.windows.remove(name).context("no such tab")?;
        self.page.driver.switch_to_window(window).await?;
        self.page.driver.close_window().await?;
        self.return_to_conductor().await
    }

    async fn return_to_conductor(&self) -> Result<()> {
        let conductor = self.conductor.clone();
        Ok(self.page.driver.switch_to_window(conductor).await?)
    }
}

async fn pages() -> Result<App> {
    let app = App::empty("tabs").await?;
    for (file, text) in [
        ("index.html", include_str!("../tab/index.html")),
        ("tab.js", include_str!("../tab/tab.js")),
        ("conductor.html", include_str!("../tab/conductor.html")),
        ("conductor.js", include_str!("../tab/conductor.js")),
    ] {
        app.write(file, text).await?;
    }
    Ok(app)
}
