//! The example applications of `www/examples`: the same product in Vue and React, built with the packed package, and
//! in Rust, built with the crate. The same tests run in each of them.

use anyhow::{Context, Result, ensure};
use everfetch_e2e::{Browser, Page, Server, User, environment};
use serde_json::{Value, json};
use thirtyfour::By;

/// An application's folder, its back end, and the key of its access token.
const APPS: [(&str, &str, &str); 3] = [
    ("vue", "b", "notes.access"),
    ("react", "e", "react.access"),
    ("yew", "b", "notes.access"),
];

const EDIT: &str = "an hour's work";

#[tokio::test]
async fn another_user_who_logs_in_in_one_tab_is_the_user_of_both_in_chromium() -> Result<()> {
    in_each(Browser::Chromium, changes_hands).await
}

#[tokio::test]
async fn the_login_leads_to_the_page_that_was_wanted_in_chromium() -> Result<()> {
    in_each(Browser::Chromium, returns).await
}

#[tokio::test]
async fn a_list_outlives_its_token_for_one_refresh_in_chromium() -> Result<()> {
    in_each(Browser::Chromium, refreshes).await
}

#[tokio::test]
async fn an_edit_outlives_its_session_in_chromium() -> Result<()> {
    in_each(Browser::Chromium, edits).await
}

#[tokio::test]
async fn an_edit_outlives_its_session_in_firefox() -> Result<()> {
    in_each(Browser::Firefox, edits).await
}

#[tokio::test]
async fn an_edit_goes_out_when_its_user_is_back_in_another_tab_in_chromium() -> Result<()> {
    in_each(Browser::Chromium, edits_while_elsewhere).await
}

#[tokio::test]
async fn an_edit_can_be_left_for_the_login_in_chromium() -> Result<()> {
    in_each(Browser::Chromium, leaves).await
}

#[tokio::test]
async fn a_new_note_is_listed_until_it_is_deleted_in_chromium() -> Result<()> {
    in_each(Browser::Chromium, adds).await
}

#[tokio::test]
async fn a_refused_refresh_elsewhere_leads_to_the_login_and_back_in_chromium() -> Result<()> {
    in_each(Browser::Chromium, ends).await
}

#[tokio::test]
async fn a_file_arrives_whole_and_its_bar_is_full_in_chromium() -> Result<()> {
    in_each(Browser::Chromium, uploads).await
}

#[tokio::test]
async fn a_file_arrives_whole_and_its_bar_is_full_in_firefox() -> Result<()> {
    in_each(Browser::Firefox, uploads).await
}

#[tokio::test]
async fn a_sign_out_in_one_tab_leads_the_other_to_the_login_in_chromium() -> Result<()> {
    in_each(Browser::Chromium, signs_out).await
}

#[tokio::test]
async fn a_sign_out_in_one_tab_leads_the_other_to_the_login_in_firefox() -> Result<()> {
    in_each(Browser::Firefox, signs_out).await
}

#[tokio::test]
async fn a_tab_in_rust_and_one_in_javascript_make_one_refresh_in_chromium() -> Result<()> {
    one_refresh_for_both(Browser::Chromium).await
}

#[tokio::test]
async fn a_tab_in_rust_and_one_in_javascript_make_one_refresh_in_firefox() -> Result<()> {
    one_refresh_for_both(Browser::Firefox).await
}

async fn returns(visit: Visit) -> Result<()> {
    let page = &visit.page;
    visit.open("notes/new").await?;
    visit.at("/login").await?;
    page.fill("username", &visit.name()?).await?;
    page.fill("password", "wrong").await?;
    page.click("login").await?;
    page.holds("document.querySelector('[data-testid=login-problem]')?.textContent.trim()")
        .await?;
    visit.log_in().await?;
    page.holds("document.querySelector('[data-testid=title]')")
        .await?;
    visit.at("/notes/new").await
}

async fn refreshes(visit: Visit) -> Result<()> {
    visit.open("").await?;
    visit.log_in().await?;
    visit.lists(&["Welcome"]).await?;
    visit.add_elsewhere("Milk").await?;
    visit.user.order("expire").await?;
    visit.page.click("reload").await?;
    visit.lists(&["Welcome", "Milk"]).await?;
    let counts = visit.user.counts().await?;
    assert_eq!(
        [&counts["refreshes"], &counts["refused"]],
        [1, 1],
        "{counts}"
    );
    visit.page.shows("user", &visit.name()?).await
}

async fn adds(visit: Visit) -> Result<()> {
    let page = &visit.page;
    visit.open("").await?;
    visit.log_in().await?;
    page.click("new").await?;
    page.fill("title", "Milk").await?;
    visit.user.order("expire").await?;
    page.click("save").await?;
    visit.lists(&["Welcome", "Milk"]).await?;
    page.click("delete").await?; // the first
    visit.lists(&["Milk"]).await
}

async fn edits(visit: Visit) -> Result<()> {
    let page = &visit.page;
    visit.end_while_editing().await?;
    page.holds("document.activeElement.matches('dialog [data-testid=password]')")
        .await?;
    page.fill("password", &visit.password()?).await?;
    page.click("login").await?;
    page.shows("status", "Saved").await?;
    page.holds("!document.querySelector('[data-testid=login-dialog]')")
        .await?;

    page.driver.refresh().await?;
    visit.edits(EDIT).await?;
    let counts = visit.user.counts().await?;
    assert_eq!(
        [&counts["logins"], &counts["refreshes"]],
        [2, 1],
        "{counts}"
    );
    Ok(())
}

async fn edits_while_elsewhere(visit: Visit) -> Result<()> {
    let driver = &visit.page.driver;
    visit.end_while_editing().await?;
    let first = driver.window().await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second).await?;
    visit.open("").await?;
    visit.log_in().await?;
    driver.close_window().await?;
    driver.switch_to_window(first).await?;
    visit.page.shows("status", "Saved").await
}

async fn leaves(visit: Visit) -> Result<()> {
    visit.end_while_editing().await?;
    visit.page.click("leave").await?;
    visit.at("/login").await?;
    visit.log_in().await?;
    visit.open("").await?; // it may lead to any page
    visit.page.click("note").await?;
    visit
        .edits("A note of your own, kept by the demo server. Change it, and save it.")
        .await
}

async fn ends(visit: Visit) -> Result<()> {
    visit.open("").await?;
    visit.log_in().await?;
    visit.lists(&["Welcome"]).await?;
    visit.end_the_session().await?;
    visit.page.click("reload").await?;
    visit.at("/login").await?;
    visit.log_in().await?;
    visit.lists(&["Welcome"]).await
}

async fn uploads(visit: Visit) -> Result<()> {
    let page = &visit.page;
    let file = environment::work(&format!("a file of {}.bin", visit.name()?));
    let bytes: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    tokio::fs::write(&file, &bytes).await?;
    visit.open("").await?;
    visit.log_in().await?;
    page.click("note").await?;
    page.holds("document.querySelector('[data-testid=file]')")
        .await?;
    // Refused at first: it is sent twice, and has to be whole the second time too.
    visit.user.order("expire").await?;
    let input = page.driver.find(By::Testid("file")).await?;
    input.send_keys(file.to_string_lossy()).await?;

    page.shows("size", &bytes.len().to_string()).await?;
    let script = "const done = arguments[0];
        const [file] = document.querySelector('[data-testid=file]').files;
        const hex = (byte) => byte.toString(16).padStart(2, '0');
        file.arrayBuffer()
            .then((bytes) => crypto.subtle.digest('SHA-256', bytes))
            .then((digest) => done([...new Uint8Array(digest)].map(hex).join('')));";
    let digest = page.driver.execute_async(script, vec![]).await?;
    let digest = digest.json().as_str().context("no digest")?;
    page.shows("sha256", digest).await?;
    page.holds("document.querySelector('[data-testid=progress]').position === 1")
        .await?;
    let counts = visit.user.counts().await?;
    assert_eq!(
        [&counts["refreshes"], &counts["refused"]],
        [1, 1],
        "{counts}"
    );
    Ok(())
}

async fn signs_out(visit: Visit) -> Result<()> {
    let driver = &visit.page.driver;
    visit.open("").await?;
    visit.log_in().await?;
    let first = driver.window().await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second).await?;
    visit.open("").await?;
    visit.lists(&["Welcome"]).await?;
    visit.page.click("sign-out").await?;
    visit.at("/login").await?;
    driver.close_window().await?;
    driver.switch_to_window(first).await?;
    visit.at("/login").await
}

async fn changes_hands(mut visit: Visit) -> Result<()> {
    let driver = visit.page.driver.clone();
    visit.open("").await?;
    visit.log_in().await?;
    visit.lists(&["Welcome"]).await?;
    let first = driver.window().await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second).await?;
    visit.open("").await?;
    visit.page.click("sign-out").await?;
    visit.at("/login").await?;
    visit.user = visit.other.clone();
    visit.log_in().await?;
    visit.lists(&["Welcome"]).await?;
    visit.add_elsewhere("Milk").await?;
    driver.close_window().await?;
    driver.switch_to_window(first).await?;
    visit.page.shows("user", &visit.name()?).await?;
    visit.page.click("reload").await?;
    visit.lists(&["Welcome", "Milk"]).await
}

/// The tab in JavaScript refreshes once, and so does the one in Rust; each time, the other tab finds the lock taken.
async fn one_refresh_for_both(browser: Browser) -> Result<()> {
    let server = Server::start(&environment::demo_dist()).await?;
    browser
        .run(async |page| {
            let user = server.user().await?;
            let other = server.user().await?;
            let visit = |app| Visit {
                page: page.clone(),
                server: server.address.clone(),
                user: user.clone(),
                other: other.clone(),
                app,
                back_end: "b",
                token: "notes.access",
            };
            let driver = page.driver.clone();
            let vue = (visit("vue"), driver.window().await?);
            vue.0.open("").await?;
            vue.0.log_in().await?;
            let yew = (visit("yew"), driver.new_tab().await?);
            driver.switch_to_window(yew.1.clone()).await?;
            yew.0.open("").await?;
            yew.0.lists(&["Welcome"]).await?;

            for (round, (first, second)) in [(1, (&vue, &yew)), (2, (&yew, &vue))] {
                user.order("expire").await?;
                user.order("hold").await?;
                driver.switch_to_window(first.1.clone()).await?;
                page.click("reload").await?;
                user.until("held=1").await?;
                driver.switch_to_window(second.1.clone()).await?;
                page.click("reload").await?;
                user.until(&format!("refused={}", 2 * round)).await?;
                user.order("release").await?;
                // Each has loaded its list once before, and now again, with the new token.
                let counts = user.until(&format!("calls={}", 2 + 4 * round)).await?;
                let seen = [&counts["refreshes"], &counts["refused"], &counts["calls"]];
                assert_eq!(seen, [round, 2 * round, 2 + 4 * round], "{counts}");
            }
            Ok(())
        })
        .await
}

/// A user at one of the applications.
struct Visit {
    page: Page,
    server: String,
    user: User,
    /// Another user, who has not signed in yet.
    other: User,
    app: &'static str,
    back_end: &'static str,
    token: &'static str,
}

impl Visit {
    async fn open(&self, path: &str) -> Result<()> {
        let address = format!("{}/examples/{}/{path}", self.server, self.app);
        self.page.open(&address).await
    }

    /// Waits for the application's page with this path.
    async fn at(&self, path: &str) -> Result<()> {
        let path = format!("/examples/{}{path}", self.app);
        let there = format!("location.pathname === {path:?}");
        if path.ends_with("/login") {
            let form = "document.querySelector('[data-testid=login-form]')";
            return self.page.holds(&format!("{there} && {form}")).await;
        }
        self.page.holds(&there).await
    }

    async fn log_in(&self) -> Result<()> {
        self.page.fill("username", &self.name()?).await?;
        self.page.fill("password", &self.password()?).await?;
        self.page.click("login").await?;
        self.page.shows("user", &self.name()?).await
    }

    /// Waits until the list has exactly these titles.
    async fn lists(&self, titles: &[&str]) -> Result<()> {
        let shown =
            "[...document.querySelectorAll('[data-testid=note]')].map((note) => note.textContent)";
        let wanted = json!(titles).to_string();
        self.page
            .holds(&format!("JSON.stringify({shown}) === {wanted:?}"))
            .await
    }

    /// Waits until the form has this text.
    async fn edits(&self, text: &str) -> Result<()> {
        let shown = "document.querySelector('[data-testid=text]')?.value";
        self.page.holds(&format!("{shown} === {text:?}")).await
    }

    /// Logs in, edits a note, and saves it when the session has ended: the edit stays, under the dialog.
    async fn end_while_editing(&self) -> Result<()> {
        let page = &self.page;
        self.open("").await?;
        self.log_in().await?;
        page.click("note").await?;
        page.holds("document.querySelector('[data-testid=title]')?.value === 'Welcome'")
            .await?;
        page.fill("text", EDIT).await?;
        self.end_the_session().await?;
        page.click("save").await?;
        let heading = format!("Please log in again, {}", self.name()?);
        page.shows("again", &heading).await?;
        page.holds("document.querySelector('[data-testid=login-dialog]').open")
            .await?;
        self.edits(EDIT).await
    }

    /// Adds a note behind the application's back.
    async fn add_elsewhere(&self, title: &str) -> Result<()> {
        let script = "const [path, key, title, done] = arguments;
            fetch(path, {
                method: 'POST',
                headers: { Authorization: 'Bearer ' + localStorage.getItem(key) },
                body: JSON.stringify({ title, text: '' }),
            }).then((answer) => done(answer.status), String);";
        let path = format!("/{}/notes", self.back_end);
        let args = vec![json!(path), json!(self.token), json!(title)];
        let status = self.page.driver.execute_async(script, args).await?;
        ensure!(status.json() == 200, "it was answered {}", status.json());
        Ok(())
    }

    /// Has the server refuse the access token, and then the refresh as well.
    async fn end_the_session(&self) -> Result<()> {
        let refusal = json!({ "action": "refuse" });
        self.user.order_with("refresh", &refusal).await?;
        self.user.order("expire").await
    }

    fn name(&self) -> Result<String> {
        text(&self.user.credentials["username"])
    }

    fn password(&self) -> Result<String> {
        text(&self.user.credentials["password"])
    }
}

fn text(value: &Value) -> Result<String> {
    Ok(value.as_str().context("no text")?.to_owned())
}

/// A server and a browser of the test's own, for one application after the other.
async fn in_each(browser: Browser, test: impl AsyncFn(Visit) -> Result<()>) -> Result<()> {
    let server = Server::start(&environment::demo_dist()).await?;
    browser
        .run(async |page| {
            for (app, back_end, token) in APPS {
                let visit = Visit {
                    page: page.clone(),
                    server: server.address.clone(),
                    user: server.user().await?,
                    other: server.user().await?,
                    app,
                    back_end,
                    token,
                };
                test(visit)
                    .await
                    .with_context(|| format!("the {app} application"))?;
                // Two of the applications share a session.
                page.driver.execute("localStorage.clear()", vec![]).await?;
            }
            Ok(())
        })
        .await
}
