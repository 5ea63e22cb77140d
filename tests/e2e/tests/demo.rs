//! The demo page with the packed package in it, served by the demo server, driven by its controls.

use anyhow::{Context, Result};
use everfetch_e2e::{Browser, PATIENCE, Page, Server, environment};
use tokio::time::timeout;

const BURST: &str = "50";
const TOKEN_KEYS: &str = "['accessToken', 'refreshToken', 'access_token', 'refresh_token']";

#[tokio::test]
async fn a_burst_at_an_expired_token_is_answered_after_one_refresh_in_chromium() -> Result<()> {
    on_the_page(Browser::Chromium, burst).await
}

#[tokio::test]
async fn a_burst_at_an_expired_token_is_answered_after_one_refresh_in_firefox() -> Result<()> {
    on_the_page(Browser::Firefox, burst).await
}

#[tokio::test]
async fn a_visitor_sees_a_burst_before_any_log_in_form_in_chromium() -> Result<()> {
    on_the_page(Browser::Chromium, visit).await
}

#[tokio::test]
async fn a_visitor_sees_a_burst_before_any_log_in_form_in_firefox() -> Result<()> {
    on_the_page(Browser::Firefox, visit).await
}

#[tokio::test]
async fn a_user_who_signs_out_can_log_in_again_in_chromium() -> Result<()> {
    on_the_page(Browser::Chromium, log_in_again).await
}

#[tokio::test]
async fn a_user_who_signs_out_can_log_in_again_in_firefox() -> Result<()> {
    on_the_page(Browser::Firefox, log_in_again).await
}

#[tokio::test]
async fn a_refused_refresh_leads_to_the_login_in_chromium() -> Result<()> {
    on_the_page(Browser::Chromium, refused).await
}

#[tokio::test]
async fn a_refused_refresh_leads_to_the_login_in_firefox() -> Result<()> {
    on_the_page(Browser::Firefox, refused).await
}

#[tokio::test]
async fn every_back_end_refreshes_once_in_chromium() -> Result<()> {
    on_the_page(Browser::Chromium, every_back_end).await
}

#[tokio::test]
async fn every_back_end_refreshes_once_in_firefox() -> Result<()> {
    on_the_page(Browser::Firefox, every_back_end).await
}

#[tokio::test]
async fn a_second_tab_opens_signed_in_in_chromium() -> Result<()> {
    on_the_page(Browser::Chromium, second_tab).await
}

#[tokio::test]
async fn a_second_tab_opens_signed_in_in_firefox() -> Result<()> {
    on_the_page(Browser::Firefox, second_tab).await
}

#[tokio::test]
async fn the_page_fits_a_phone_and_a_desk_in_light_and_dark() -> Result<()> {
    on_the_page(Browser::Chromium, pictures).await
}

async fn visit(page: Page) -> Result<()> {
    page.shows("answered", BURST).await?;
    page.shows("failed", "0").await?;
    page.shows("refreshes", "1").await?;
    page.holds("location.pathname === '/'").await
}

async fn log_in_again(page: Page) -> Result<()> {
    first_burst(&page).await?;
    page.click("sign-out").await?;
    page.holds("location.pathname === '/login'").await?;
    page.fill("username", "bob").await?;
    page.click("login").await?;
    page.shows("user", "bob").await?;
    page.click("expire-and-fire").await?;
    page.shows("refreshes", "1").await
}

async fn burst(page: Page) -> Result<()> {
    first_burst(&page).await?;
    let before = refreshes(&page).await?;
    page.fill("count", BURST).await?;
    page.click("expire-and-fire").await?;
    page.shows("answered", BURST).await?;
    page.shows("failed", "0").await?;
    page.shows("refreshes", "1").await?;
    page.shows("state", "signed-in").await?;
    assert_eq!(
        refreshes(&page).await? - before,
        1,
        "what the server itself counts"
    );
    Ok(())
}

async fn refused(page: Page) -> Result<()> {
    first_burst(&page).await?;
    page.fill("count", BURST).await?;
    page.click("refuse").await?;
    page.holds("document.querySelector('[data-testid=refuse]').ariaPressed === 'true'")
        .await?;
    page.click("expire-and-fire").await?;
    page.holds("location.pathname === '/login' && document.querySelector('[data-testid=login]')")
        .await?;
    page.shows("error", "ERR_SESSION_ENDED").await?;
    page.shows("state", "signed-out").await?;
    page.holds(&format!(
        "{TOKEN_KEYS}.every((key) => localStorage.getItem(key) === null)"
    ))
    .await
}

async fn every_back_end(page: Page) -> Result<()> {
    for back_end in ["a", "b", "c", "d", "e", "f", "g"] {
        works_with(&page, back_end)
            .await
            .with_context(|| format!("back end {back_end}"))?;
    }
    Ok(())
}

async fn works_with(page: &Page, back_end: &str) -> Result<()> {
    page.shows("state", "signed-in").await?;
    // Choosing another back end signs in there, and opens a new document.
    page.driver.execute("window.before = true", vec![]).await?;
    page.fill("backend", back_end).await?;
    page.holds("!window.before").await?;
    page.fill("count", BURST).await?;
    page.click("expire-and-fire").await?;
    page.shows("answered", BURST).await?;
    page.shows("refreshes", "1").await
}

async fn second_tab(page: Page) -> Result<()> {
    first_burst(&page).await?;
    page.click("second-tab").await?;
    let first = page.driver.window().await?;
    let opened = timeout(PATIENCE, async {
        loop {
            let windows = page.driver.windows().await?;
            if let Some(other) = windows.into_iter().find(|window| *window != first) {
                return anyhow::Ok(other);
            }
        }
    });
    let second = opened.await.context("no second tab opens")??;
    page.driver.switch_to_window(second).await?;
    page.shows("state", "signed-in").await?;
    page.click("expire-and-fire").await?;
    page.shows("failed", "0").await?;
    page.shows("refreshes", "1").await
}

async fn pictures(page: Page) -> Result<()> {
    first_burst(&page).await?;
    in_every_look(&page, "demo").await?;
    page.click("sign-out").await?;
    page.holds("document.querySelector('[data-testid=login]')")
        .await?;
    in_every_look(&page, "login").await
}

async fn in_every_look(page: &Page, name: &str) -> Result<()> {
    for scheme in ["light", "dark"] {
        page.prefers(scheme).await?;
        for (width, height) in [(360, 800), (1440, 900)] {
            page.fits(width, height).await?;
            page.screenshot(&format!("{name}-{width}-{scheme}")).await?;
        }
    }
    Ok(())
}

/// Waits for the burst that the page begins with.
async fn first_burst(page: &Page) -> Result<()> {
    page.shows("answered", BURST).await?;
    page.shows("state", "signed-in").await
}

/// How many refreshes the server has seen.
async fn refreshes(page: &Page) -> Result<i64> {
    let script = "const done = arguments[0];
        fetch('/control/alice').then((answer) => answer.json()).then((counts) => done(counts.refreshes));";
    let count = page.driver.execute_async(script, vec![]).await?;
    count
        .json()
        .as_i64()
        .context("the server counts no refreshes")
}

/// A server and a browser of the test's own, at the page's first view.
async fn on_the_page(browser: Browser, test: impl AsyncFnOnce(Page) -> Result<()>) -> Result<()> {
    let server = Server::start(&environment::demo_dist()).await?;
    browser
        .run(async |page| {
            page.open(&server.address).await?;
            test(page).await
        })
        .await
}
