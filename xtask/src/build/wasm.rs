//! The crate as wasm: compiled by wasm-pack, made small by wasm-opt.

use super::{Profile, glue, work};
use crate::{paths, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the package is assembled around.
pub(crate) struct Engine {
    /// The module.
    pub(crate) wasm: Vec<u8>,
    /// Its JavaScript, fitted to it.
    pub(crate) glue: String,
    /// The JavaScript files of `src/` that the glue imports, as wasm-bindgen copied them.
    pub(crate) snippets: PathBuf,
    /// What the imports and exports are called now.
    pub(crate) names: glue::Names,
}

/// The features of WebAssembly that rustc's output uses, each in every browser since 2021. Named
/// one by one, so that no newer one slips in.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Compiles the crate and fits the glue to what wasm-opt makes of it.
pub(crate) fn build(profile: Profile) -> Result<Engine> {
    let out = compiled();
    shell::step("wasm-pack build", &mut wasm_pack(profile, &out))?;

    fs::create_dir_all(work())?;
    let small = work().join("small.wasm");
    shell::step(
        "wasm-opt",
        wasm_opt()
            .arg(out.join("everfetch_bg.wasm"))
            .args(SMALLER)
            .arg("-o")
            .arg(&small),
    )?;
    // By itself, once nothing changes any more: what it prints holds for what it writes.
    let engine = work().join("engine.wasm");
    let names = shell::step(
        "wasm-opt: short names",
        wasm_opt()
            .arg(&small)
            .arg("--minify-imports-and-exports-and-modules")
            .arg("-o")
            .arg(&engine),
    )?;
    let names = glue::Names::parse(&names)?;
    let glue = fs::read_to_string(out.join("everfetch.js")).context("wasm-bindgen's glue")?;
    Ok(Engine {
        wasm: fs::read(engine)?,
        glue: glue::fit(&glue, &names)?,
        snippets: out.join("snippets"),
        names,
    })
}

/// The engine as it was last compiled, with the names of its functions.
pub(crate) fn named() -> Result<Vec<u8>> {
    let named = work().join("named.wasm");
    shell::capture(
        wasm_opt()
            .arg(compiled().join("everfetch_bg.wasm"))
            .args(SMALLER)
            .args(["--debuginfo", "-o"])
            .arg(&named),
    )?;
    Ok(fs::read(named)?)
}

/// What wasm-opt does.
const SMALLER: [&str; 4] = [
    "-Oz",
    "--converge",
    "--strip-producers",
    "--strip-target-features",
];

/// Where wasm-pack puts what it makes.
fn compiled() -> PathBuf {
    paths::target().join("wasm-pack")
}

/// Panics that abort at once and say nothing: no messages, no places, no `Debug`. And less inlining
/// than opt-level 2 does by itself: 0.4 kB. And a stack of one page, in place of 16 that nobody uses: nothing here
/// recurses.
const RELEASE_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none \
     -Zfmt-debug=none -Cllvm-args=-inline-threshold=25 -Clink-arg=-zstack-size=65536";

/// The release switch: everything that makes the published engine differ from a plain
/// `wasm-pack build` is said here.
fn wasm_pack(profile: Profile, out: &Path) -> Command {
    let mut command = shell::program("wasm-pack");
    command
        .args([
            "build",
            "--release",
            "--target",
            "web",
            "--no-typescript",
            "--no-pack",
        ])
        .args([
            "--no-opt",
            "--mode",
            "no-install",
            "--out-name",
            "everfetch",
            "--out-dir",
        ])
        .arg(out)
        .arg(paths::root());
    command.args(["--", "--no-default-features"]);
    if profile == Profile::Release {
        command
            .arg("-Zbuild-std=std,panic_abort")
            .arg("-Zbuild-std-features=optimize_for_size")
            .env("RUSTC_BOOTSTRAP", "1") // build-std and immediate-abort, on the stable compiler
            .env("RUSTFLAGS", RELEASE_FLAGS);
    }
    command
}

fn wasm_opt() -> Command {
    let mut command = shell::program("wasm-opt");
    command.args(FEATURES);
    command
}
