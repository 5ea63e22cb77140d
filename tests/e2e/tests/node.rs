//! The packed package in Node, imported and required.

use anyhow::Result;
use everfetch_e2e::App;
use serde_json::{Value, json};

/// Creates a client, sends a request with it, and passes an option that does not exist.
const SCRIPT: &str = include_str!("../scripts/node/script.cjs");

#[tokio::test]
async fn import_gives_a_client_that_works() -> Result<()> {
    works("import", "async () => await import('everfetch')").await
}

#[tokio::test]
async fn require_gives_a_client_that_works() -> Result<()> {
    works("require", "async () => require('everfetch')").await
}

#[tokio::test]
async fn the_engine_can_come_as_a_file() -> Result<()> {
    let load = "async () => {
        const everfetch = require('everfetch/wasm');
        const file = require.resolve('everfetch/engine.wasm');
        await everfetch.init(require('node:fs').readFileSync(file));
        return everfetch;
    }";
    works("engine", load).await
}

#[tokio::test]
async fn a_realm_without_text_decoder_or_weak_references_is_enough() -> Result<()> {
    // As in jsdom under Jest, and in an edge runtime. Node's own fetch, which loads later, cannot do without it.
    let load = "async () => {
        const { TextDecoder, TextEncoder, WeakRef, FinalizationRegistry } = globalThis;
        delete globalThis.TextDecoder;
        delete globalThis.TextEncoder;
        delete globalThis.WeakRef;
        delete globalThis.FinalizationRegistry;
        const everfetch = require('everfetch');
        everfetch.createClient({ session: { refresh: '/refresh' } }).session.signOut();
        Object.assign(globalThis, { TextDecoder, TextEncoder, WeakRef, FinalizationRegistry });
        return everfetch;
    }";
    works("bare", load).await
}

#[tokio::test]
async fn where_compiling_at_once_is_refused_init_is_named_and_helps() -> Result<()> {
    // As Chromium before 114 does on the main thread, above 4 kB.
    let load = "async () => {
        const Module = WebAssembly.Module;
        WebAssembly.Module = function () { throw new RangeError('larger than 4KB'); };
        const everfetch = require('everfetch');
        try {
            everfetch.createClient();
            throw new Error('it started all the same');
        } catch (error) {
            if (error.code !== 'ERR_WASM_BLOCKED' || !error.message.includes('await init()')) throw error;
        }
        WebAssembly.Module = Module;
        await everfetch.init();
        return everfetch;
    }";
    works("limited", load).await
}

#[tokio::test]
async fn the_package_has_what_its_types_declare() -> Result<()> {
    let app = App::empty("node-declared").await?;
    app.write("main.cjs", include_str!("declared.cjs")).await?;
    let differences: Value = serde_json::from_str(&app.run("node", &["main.cjs"]).await?)?;
    assert_eq!(differences, json!({}));
    Ok(())
}

async fn works(name: &str, load: &str) -> Result<()> {
    let app = App::empty(&format!("node-{name}")).await?;
    app.write("main.cjs", &format!("const load = {load};\n{SCRIPT}"))
        .await?;
    let report: Value = serde_json::from_str(&app.run("node", &["main.cjs"]).await?)?;
    let package = tokio::fs::read(app.dir.join("node_modules/everfetch/package.json")).await?;
    let package: Value = serde_json::from_slice(&package)?;
    let bad = json!({ "code": "ERR_BAD_OPTION", "own": true });
    assert_eq!(
        report,
        json!({ "name": "node", "bad": bad, "version": package["version"] })
    );
    Ok(())
}
