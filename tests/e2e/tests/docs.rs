//! The documentation as pages: all are there, their links lead somewhere, and they fit a phone.

use anyhow::Result;
use everfetch_e2e::{Browser, Page, Server, environment};
use serde_json::{Value, json};

/// Walks from page to page by their links, and reports which pages there are and what is wrong.
const WALK: &str = include_str!("../scripts/docs/walk.js");

/// Opens the search and types into it.
const SEARCH: &str = include_str!("../scripts/docs/search.js");

#[tokio::test]
async fn every_page_is_there_its_links_lead_somewhere_and_it_fits_a_phone() -> Result<()> {
    let server = Server::start(&environment::demo_dist()).await?;
    Browser::Chromium
        .run(async |page| {
            page.open(&format!("{}/docs/", server.address)).await?;
            page.holds("document.querySelector('h1')").await?;
            page.driver.execute(WALK, vec![]).await?;
            page.holds("window.walked").await?;
            let walked = page.driver.execute("return window.walked", vec![]).await?;
            assert_eq!(walked.json()["wrong"], json!([]));
            let pages = walked.json()["pages"].as_array().cloned();
            let pages = pages.unwrap_or_default();
            let has = |path: &str| pages.contains(&json!(path));
            assert!(
                // The last page has not been translated, and shows the English text.
                [
                    "/docs/options.html",
                    "/docs/zh/options.html",
                    "/docs/zh/recipes.html"
                ]
                .into_iter()
                .all(has),
                "{pages:?}"
            );
            for path in pages.iter().filter_map(Value::as_str) {
                fits(&page, &format!("{}{path}", server.address)).await?;
            }
            Ok(())
        })
        .await
}

#[tokio::test]
async fn a_search_finds_the_section_in_the_language_of_the_page() -> Result<()> {
    let server = Server::start(&environment::demo_dist()).await?;
    Browser::Chromium
        .run(async |page| {
            for (path, found) in [
                ("/docs/", "/docs/options.html#waitertimeout"),
                ("/docs/zh/", "/docs/zh/options.html#waitertimeout"),
            ] {
                page.open(&format!("{}{path}", server.address)).await?;
                // The page is ready once its script runs.
                page.holds("document.querySelector('#app').__vue_app__")
                    .await?;
                page.driver.execute(SEARCH, vec![]).await?;
                page.holds(&format!(
                    "[...document.querySelectorAll('.VPLocalSearchBox a')].some(({{ href }}) => href.endsWith('{found}'))"
                ))
                .await?;
            }
            Ok(())
        })
        .await
}

#[tokio::test]
async fn the_pages_follow_the_colour_scheme_of_the_system() -> Result<()> {
    let server = Server::start(&environment::demo_dist()).await?;
    Browser::Chromium
        .run(async |page| {
            for scheme in ["light", "dark"] {
                page.prefers(scheme).await?;
                page.open(&format!("{}/docs/", server.address)).await?;
                let is_dark = scheme == "dark";
                page.holds(&format!(
                    "document.documentElement.classList.contains('dark') === {is_dark}"
                ))
                .await?;
            }
            Ok(())
        })
        .await
}

/// On a phone and on a desktop, only wide tables and long lines of code scroll sideways.
async fn fits(page: &Page, address: &str) -> Result<()> {
    page.open(address).await?;
    for width in [360, 1440] {
        page.fits(width, 800).await?;
    }
    Ok(())
}
