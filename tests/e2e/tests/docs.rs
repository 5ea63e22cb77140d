//! The documentation as pages: all are there, their links lead somewhere, and they fit a phone.

use anyhow::Result;
use everfetch_e2e::{Browser, Page, Server, environment};
use serde_json::{Value, json};

/// Walks from page to page by their links, and tells which there are and what is wrong.
const WALK: &str = r#"
window.walked = undefined;
(async () => {
  const pages = new Map();
  const wrong = [];
  const load = async (path) => {
    if (!pages.has(path)) {
      pages.set(path, undefined);
      const response = await fetch(path);
      const text = await response.text();
      const page = new DOMParser().parseFromString(text, "text/html");
      if (!response.ok || !page.title) wrong.push(`${path}: ${response.status}`);
      pages.set(path, page);
    }
    return pages.get(path);
  };
  const queue = ["/docs/start.html", "/docs/zh/start.html"];
  for (const path of queue) {
    const page = await load(path);
    if (!page.querySelector("h1") || !page.querySelector("nav [aria-current]"))
      wrong.push(`${path} has no heading or no place among the others`);
    for (const link of page.querySelectorAll("a[href]")) {
      const url = new URL(link.getAttribute("href"), location.origin + path);
      if (url.origin !== location.origin) continue;
      const target = await load(url.pathname);
      const id = decodeURIComponent(url.hash.slice(1));
      if (id && !target?.getElementById(id)) wrong.push(`${path}: ${url.pathname}#${id}`);
      if (/^\/docs\/.*\.html$/.test(url.pathname) && !queue.includes(url.pathname))
        queue.push(url.pathname);
    }
  }
  window.walked = { pages: queue, wrong };
})().catch((error) => (window.walked = { pages: [], wrong: [String(error)] }));
"#;

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
                has("/docs/options.html") && has("/docs/zh/options.html"),
                "{pages:?}"
            );
            for path in pages.iter().filter_map(Value::as_str) {
                fits(&page, &format!("{}{path}", server.address)).await?;
            }
            Ok(())
        })
        .await
}

/// On a phone and on a desk nothing but a wide table or a long line of code scrolls to the side.
async fn fits(page: &Page, address: &str) -> Result<()> {
    page.open(address).await?;
    for width in [360, 1440] {
        page.fits(width, 800).await?;
    }
    Ok(())
}
