//! `cargo xtask size`: the bytes that the package adds to a page, compared with axios and with axios +
//! axios-auth-refresh, all bundled and minified by the same tools in the same run.

mod budget;
mod functions;
mod shaking;
mod top;

use crate::{build, paths, shell};
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Bytes as they are, after `gzip -9`, after brotli at 11.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Something to measure: its name in the table, and an app that uses it.
struct Subject {
    name: &'static str,
    app: &'static str,
}

const NOTHING: &str = "document.title = String(Date.now());\n";

/// An app with nothing of the package but a client.
const APP: &str = "import { createClient } from 'everfetch';\n\
     const api = createClient({ baseURL: '/api', session: { refresh: '/refresh' } });\n\
     api.get('/me').then((r) => { document.title = r.data.name; });\n";

/// The setup that everfetch replaces, to which the ratios refer.
const REPLACED: &str = "axios + axios-auth-refresh";

const SUBJECTS: [Subject; 4] = [
    Subject {
        name: "everfetch",
        app: APP,
    },
    Subject {
        name: "everfetch/axios",
        app: "import axios from 'everfetch/axios';\n\
              const api = axios.create({ baseURL: '/api', session: { refresh: '/refresh' } });\n\
              api.get('/me').then((r) => { document.title = r.data.name; });\n",
    },
    Subject {
        name: "axios",
        app: "import axios from 'axios';\n\
              const api = axios.create({ baseURL: '/api' });\n\
              api.get('/me').then((r) => { document.title = r.data.name; });\n",
    },
    Subject {
        name: REPLACED,
        app: "import axios from 'axios';\n\
              import { createAuthRefresh } from 'axios-auth-refresh';\n\
              const api = axios.create({ baseURL: '/api' });\n\
              createAuthRefresh(api, () => api.post('/refresh'));\n\
              api.get('/me').then((r) => { document.title = r.data.name; });\n",
    },
];

/// The options of `cargo xtask size`.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// List the bytes by file, crate and function.
    #[arg(long)]
    top: bool,
    /// Save the current sizes as the budget that `test --package` enforces.
    #[arg(long)]
    record: bool,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.record {
        build::package_if_changed()?;
        budget::record()?;
    }
    if options.top {
        top::report()?;
    }
    if options.record || options.top {
        return Ok(());
    }
    report()
}

/// Fails when the package, as it was last built, is over its budget, or contains code that is not used.
pub(crate) fn check(tarball: &Path) -> Result<()> {
    budget::check()?;
    shaking::check(tarball)
}

/// Measures, prints the table, writes `target/size.json`.
fn report() -> Result<()> {
    let tarball = build::package_if_changed()?;
    let dir = workshop(&tarball)?;
    let mut rows: Vec<(String, Size)> = Vec::new();

    let wasm = fs::read(paths::pkg().join("dist/engine.wasm"))?;
    rows.push(("engine.wasm".into(), measure(&wasm)));
    rows.push((
        "dist/wasm.js (JavaScript alone)".into(),
        file(&paths::pkg().join("dist/wasm.js"))?,
    ));
    for entry in ["vue", "react", "devtools", "dpop", "storage"] {
        let file = file(&paths::pkg().join(format!("dist/{entry}.js")))?;
        rows.push((format!("everfetch/{entry} (by itself)"), file));
    }
    for (tool, bundle) in [
        ("esbuild", esbuild as fn(&Path, &str) -> Result<Vec<u8>>),
        ("Vite", vite),
    ] {
        let empty = measure(&shell::timed(&format!("{tool}: an empty app"), || {
            bundle(&dir, NOTHING)
        })?);
        for subject in &SUBJECTS {
            let what = format!("{tool}: an app with {}", subject.name);
            let size = measure(&shell::timed(&what, || bundle(&dir, subject.app))?);
            rows.push((format!("{} in {tool}", subject.name), size.beyond(empty)));
        }
    }
    print(&rows);
    let json: serde_json::Map<String, Value> = rows
        .iter()
        .map(|(name, size)| {
            let size = json!({ "raw": size.raw, "gzip": size.gzip, "brotli": size.brotli });
            (name.clone(), size)
        })
        .collect();
    fs::write(
        paths::target().join("size.json"),
        serde_json::to_string_pretty(&json)? + "\n",
    )?;
    Ok(())
}

impl Size {
    /// How much larger an app of this size is than `other`.
    fn beyond(self, other: Self) -> Self {
        Self {
            raw: self.raw.saturating_sub(other.raw),
            gzip: self.gzip.saturating_sub(other.gzip),
            brotli: self.brotli.saturating_sub(other.brotli),
        }
    }
}

/// A folder whose `node_modules` holds the tarball and, by links, the tools' packages.
fn workshop(tarball: &Path) -> Result<PathBuf> {
    let dir = paths::target().join("size");
    shell::fresh_dir(&dir)?;
    shell::copy_dir(&paths::npm(), &dir, &["node_modules"])?;
    shell::copy_dir(
        &paths::npm().join("node_modules/axios"),
        &dir.join("node_modules/axios"),
        &[],
    )?;
    let refresh = "node_modules/axios-auth-refresh";
    shell::copy_dir(&paths::npm().join(refresh), &dir.join(refresh), &[])?;
    shell::unpack(tarball, &dir.join("node_modules/everfetch"))?;
    Ok(dir)
}

fn esbuild(dir: &Path, app: &str) -> Result<Vec<u8>> {
    fs::write(dir.join("app.js"), app)?;
    shell::capture(
        shell::program("esbuild")
            .args([
                "app.js",
                "--bundle",
                "--minify",
                "--format=esm",
                "--target=es2022",
                "--external:vue",
                "--external:react",
            ])
            .args(["--legal-comments=none", "--log-level=warning"])
            .current_dir(dir),
    )
}

fn vite(dir: &Path, app: &str) -> Result<Vec<u8>> {
    fs::write(dir.join("app.js"), app)?;
    fs::write(
        dir.join("index.html"),
        "<!doctype html><meta charset=utf-8><script type=module src=./app.js></script>\n",
    )?;
    shell::capture(
        shell::program("vite")
            .args(["build", "--logLevel", "warn"])
            .current_dir(dir),
    )?;
    let mut all = Vec::new();
    for entry in fs::read_dir(dir.join("dist/assets"))? {
        all.extend(fs::read(entry?.path())?);
    }
    Ok(all)
}

fn file(path: &Path) -> Result<Size> {
    Ok(measure(
        &fs::read(path).with_context(|| path.display().to_string())?,
    ))
}

fn measure(bytes: &[u8]) -> Size {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let gzip = gzip.write_all(bytes).and_then(|()| gzip.finish());
    let mut brotli = Vec::new();
    let options = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &options).expect("a Vec takes every byte");
    Size {
        raw: bytes.len(),
        gzip: gzip.expect("a Vec takes every byte").len(),
        brotli: brotli.len(),
    }
}

/// The table; the last column is a row's brotli bytes by those of axios + axios-auth-refresh, as
/// the same tool bundled them.
fn print(rows: &[(String, Size)]) {
    println!(
        "\n{:<42} {:>9} {:>9} {:>9}   ratio",
        "bytes", "raw", "gzip -9", "brotli 11"
    );
    for (name, size) in rows {
        let tool = name.rsplit_once(" in ").map(|(_, tool)| tool);
        let base = tool.and_then(|tool| {
            let base = format!("{} in {tool}", REPLACED);
            rows.iter().find(|(name, _)| *name == base)
        });
        #[expect(
            clippy::cast_precision_loss,
            reason = "bytes of a bundle are far below 2^52"
        )]
        let ratio = base.map_or_else(String::new, |(_, base)| {
            format!("{:.3}", size.brotli as f64 / base.brotli as f64)
        });
        println!(
            "{name:<42} {:>9} {:>9} {:>9}   {ratio}",
            size.raw, size.gzip, size.brotli
        );
    }
    println!("(`in esbuild`, `in Vite`: an app with it, less the same app without)");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_of_real_compressors() {
        let size = measure(&[b'a'; 10_000]);
        assert_eq!(size.raw, 10_000);
        assert!(size.gzip < 100 && size.brotli < size.gzip);
    }
}
