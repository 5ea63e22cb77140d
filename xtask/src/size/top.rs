//! `cargo xtask size --top`: which files and functions the bytes of the package belong to.

use super::functions::{Part, crate_of, parts};
use super::measure;
use crate::{build, shell};
use anyhow::Result;
use std::collections::HashMap;

/// How many functions are shown.
const SHOWN: usize = 40;

/// Prints the files of `dist/index.js`, and the crates and functions of the engine.
pub(super) fn report() -> Result<()> {
    build::package_if_changed()?;
    files()?;
    functions()
}

/// By knock-out: how much smaller the bundle is, compressed, without the file. Repetition across files
/// belongs to no file, so this adds up to less than the whole.
fn files() -> Result<()> {
    let chunks = build::index_by_file()?;
    let all = minified(chunks.iter().map(|(_, code)| code.as_str()))?;
    let whole = measure(all.as_bytes());
    let mut rows = Vec::new();
    for (at, (file, code)) in chunks.iter().enumerate() {
        let others = chunks.iter().enumerate().filter(|(other, _)| *other != at);
        let without = measure(minified(others.map(|(_, (_, code))| code.as_str()))?.as_bytes());
        let raw = minified([code.as_str()].into_iter())?.len();
        rows.push((file, raw, whole.brotli.saturating_sub(without.brotli)));
    }
    rows.sort_by_key(|(_, _, brotli)| std::cmp::Reverse(*brotli));
    println!(
        "\n{:<42} {:>9} {:>9}",
        "files of index.js", "raw", "brotli 11"
    );
    for (file, raw, brotli) in rows {
        println!("{file:<42} {raw:>9} {brotli:>9}");
    }
    println!("{:<42} {:>9} {:>9}", "all", whole.raw, whole.brotli);
    println!("(brotli: what all is larger by with the file than without)");
    Ok(())
}

fn functions() -> Result<()> {
    let parts = parts(&build::named_engine()?)?;
    let mut crates: HashMap<&str, usize> = HashMap::new();
    for Part { name, bytes } in &parts {
        *crates.entry(crate_of(name)).or_default() += bytes;
    }
    let mut crates: Vec<_> = crates.into_iter().collect();
    crates.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let all: usize = crates.iter().map(|(_, bytes)| bytes).sum();
    println!(
        "\n{:<42} {:>9} {:>9}",
        "crates of the engine", "raw", "percent"
    );
    for (name, bytes) in &crates {
        println!("{name:<42} {bytes:>9} {:>9}", percent(*bytes, all));
    }
    println!(
        "\n{:<42} {:>9} {:>9}",
        "functions of the engine", "raw", "percent"
    );
    for Part { name, bytes } in parts.iter().take(SHOWN) {
        println!("{bytes:>9} {:>9}  {name}", percent(*bytes, all));
    }
    println!("(what is inlined counts for the function that it is in)");
    Ok(())
}

fn percent(part: usize, all: usize) -> String {
    let thousandths = part * 1000 / all.max(1);
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

/// The form in which esbuild writes it without white space.
fn minified<'a>(chunks: impl Iterator<Item = &'a str>) -> Result<String> {
    let code: String = chunks.collect();
    shell::filter(
        shell::program("esbuild").args(["--minify-whitespace", "--charset=ascii"]),
        &code,
    )
}
