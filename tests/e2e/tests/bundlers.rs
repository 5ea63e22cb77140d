//! The rows of the matrix that take seconds. `cargo xtask test --bundlers` runs all of them, and writes the
//! table of `www/docs/en/bundlers.md`.

use anyhow::{Context, Result};
use everfetch_e2e::matrix::{BUNDLERS, RUNTIMES};

#[tokio::test]
async fn vite_with_vue_needs_nothing() -> Result<()> {
    works("Vite, Vue and TypeScript").await
}

#[tokio::test]
async fn vite_with_react_needs_nothing() -> Result<()> {
    works("Vite, React and TypeScript").await
}

#[tokio::test]
async fn webpack_needs_nothing() -> Result<()> {
    works("webpack").await
}

#[tokio::test]
async fn rspack_needs_nothing() -> Result<()> {
    works("Rspack").await
}

#[tokio::test]
async fn rollup_needs_nothing() -> Result<()> {
    works("Rollup").await
}

#[tokio::test]
async fn esbuild_needs_nothing() -> Result<()> {
    works("esbuild").await
}

#[tokio::test]
async fn vitest_in_node_needs_nothing() -> Result<()> {
    works("Vitest, node").await
}

#[tokio::test]
async fn vitest_in_jsdom_needs_nothing() -> Result<()> {
    works("Vitest, jsdom").await
}

#[tokio::test]
async fn jest_with_commonjs_needs_nothing() -> Result<()> {
    works("Jest, CommonJS").await
}

#[tokio::test]
async fn jest_with_es_modules_needs_nothing() -> Result<()> {
    works("Jest, ES modules").await
}

#[tokio::test]
async fn jest_in_jsdom_needs_a_fetch() -> Result<()> {
    works("Jest, jsdom").await
}

#[tokio::test]
async fn node_imports_it() -> Result<()> {
    works("Node, `import`").await
}

#[tokio::test]
async fn node_requires_it() -> Result<()> {
    works("Node, `require`").await
}

#[tokio::test]
async fn a_page_without_a_bundler_needs_an_import_map() -> Result<()> {
    works("`<script type=\"module\">`").await
}

#[tokio::test]
async fn a_strict_policy_needs_wasm_unsafe_eval() -> Result<()> {
    works("a page with a Content-Security-Policy").await
}

#[tokio::test]
async fn a_worker_can_import_it() -> Result<()> {
    works("a worker").await
}

#[tokio::test]
async fn vite_takes_it_into_a_worker() -> Result<()> {
    works("Vite, a worker").await
}

#[tokio::test]
async fn webpack_takes_it_into_a_worker() -> Result<()> {
    works("webpack, a worker").await
}

#[tokio::test]
async fn rspack_takes_it_into_a_worker() -> Result<()> {
    works("Rspack, a worker").await
}

#[tokio::test]
async fn a_service_worker_can_import_it() -> Result<()> {
    works("a service worker").await
}

/// Runs the row with this name.
async fn works(tool: &str) -> Result<()> {
    let mut rows = BUNDLERS.iter().chain(&RUNTIMES);
    let row = rows.find(|row| row.tool == tool);
    row.with_context(|| format!("no row {tool}"))?.works().await
}
