//! Checks the finished files for what a minifier or a bundler could have broken unnoticed.

use crate::{paths, shell};
use anyhow::{Context, Result, bail};
use std::fs;

/// Loads an entry in Node, and writes the bytes that reach `WebAssembly.Module` to a file.
const SPY: &str = r#"
const [entry, out] = process.argv.slice(1);
const Module = WebAssembly.Module;
let seen;
WebAssembly.Module = function (bytes) { seen = Buffer.from(bytes); return new Module(bytes); };
const { createClient } = entry.endsWith(".cjs")
  ? (await import("node:module")).createRequire(entry)(entry)
  : await import(entry);
if (seen) throw new Error("the engine starts at the import, which is a side effect");
createClient();
(await import("node:fs")).writeFileSync(out, seen);
"#;

/// Fails if a file of `pkg/dist` is not as it must be.
pub(crate) fn verify(engine: &[u8]) -> Result<()> {
    let dist = paths::pkg().join("dist");
    let seen = super::work().join("decoded.wasm");
    for name in [
        "index.js",
        "index.cjs",
        "axios.js",
        "axios.cjs",
        "index.development.js",
        "index.development.cjs",
        "axios.development.js",
        "axios.development.cjs",
    ] {
        let file = dist.join(name);
        let text = fs::read(&file)?;
        if !text.is_ascii() {
            bail!("{name} is not plain ASCII");
        }
        if String::from_utf8_lossy(&text).contains("import.meta") {
            bail!("{name} names import.meta: bundlers would look for a file beside it");
        }
        let node = ["--input-type=module", "--eval", SPY];
        shell::capture(shell::program("node").args(node).arg(&file).arg(&seen))
            .with_context(|| format!("{name} in Node"))?;
        if fs::read(&seen)? != engine {
            bail!("{name} does not decode to the engine");
        }
    }
    for name in ["wasm.js", "workerd-shared.js", "edge-shared.js"] {
        if !fs::read_to_string(dist.join(name))?.contains("engine.wasm") {
            bail!("{name} does not name engine.wasm");
        }
    }
    Ok(())
}
