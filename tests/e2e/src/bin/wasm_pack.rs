//! `cargo xtask test --wasm-pack`: the output of `wasm-pack build --target web`, in a page without a bundler.

use anyhow::Result;
use everfetch_e2e::files::Files;
use everfetch_e2e::{Browser, environment};
use std::fs;

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>page</title>
<script type=module src=/main.js></script><output data-testid=result></output>\n";

/// Three requests with an expired token.
const MAIN: &str = r#"import init, { createClient } from "/everfetch.js";
await init();
let refreshes = 0;
const fetch = async (request) => {
  if (new URL(request.url).pathname === "/auth/refresh") {
    refreshes++;
    return Response.json({ accessToken: "new" });
  }
  const fresh = request.headers.get("authorization") === "Bearer new";
  return Response.json({ name: "ada" }, { status: fresh ? 200 : 401 });
};
const api = createClient({ fetch, session: { refresh: "/auth/refresh" } });
api.session.signIn({ accessToken: "old", refreshToken: "r1" });
const answers = await Promise.all([1, 2, 3].map((id) => api.get(`/items/${id}`)));
const names = answers.map(({ data }) => data.name);
document.querySelector("output").textContent = [...names, refreshes, api.session.state].join(" ");
"#;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let dir = environment::work("wasm-pack");
    fs::create_dir_all(&dir)?;
    fs::write(dir.join("index.html"), PAGE)?;
    fs::write(dir.join("main.js"), MAIN)?;
    for file in ["everfetch.js", "everfetch_bg.wasm"] {
        let made = environment::path("EVERFETCH_WASM_PACK").join(file);
        fs::copy(made, dir.join(file))?;
    }
    let files = Files::serve(&dir, "script-src 'self' 'wasm-unsafe-eval'").await?;
    for browser in [Browser::Chromium, Browser::Firefox] {
        browser
            .run(async |page| {
                page.open(&files.address).await?;
                page.shows("result", "ada ada ada 1 signed-in").await
            })
            .await?;
    }
    Ok(())
}
