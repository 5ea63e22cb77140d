//! The engine: the crate's core as wasm, compiled by cargo, made small by wasm-opt.

use super::{Profile, work};
use crate::{paths, shell};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

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

/// Compiles the core and makes it small.
pub(crate) fn build(profile: Profile) -> Result<Vec<u8>> {
    shell::step("cargo build: the engine", &mut compile(profile))?;
    fs::create_dir_all(work())?;
    let engine = work().join("engine.wasm");
    if is_newer(&engine, &[&compiled(), &env::current_exe()?]) {
        return Ok(fs::read(engine)?);
    }
    shell::step(
        "wasm-opt",
        wasm_opt()
            .arg(compiled())
            .args(SMALLER)
            .arg("-o")
            .arg(&engine),
    )?;
    Ok(fs::read(engine)?)
}

/// Is the file newer than all of these? The options that produced it are in this program.
fn is_newer(file: &Path, than: &[&Path]) -> bool {
    let made = |file: &Path| fs::metadata(file).and_then(|data| data.modified()).ok();
    than.iter().all(|other| made(file) > made(other))
}

/// The engine as it was last compiled, with the names of its functions.
pub(crate) fn named() -> Result<Vec<u8>> {
    let named = work().join("named.wasm");
    shell::capture(
        wasm_opt()
            .arg(compiled())
            .args(SMALLER)
            .args(["--debuginfo", "-o"])
            .arg(&named),
    )?;
    Ok(fs::read(named)?)
}

/// The passes of wasm-opt, in order. No function is inlined, because brotli then finds more repetition: 0.15 kB.
/// Flattening and restructuring the control flow saves another 0.1 kB.
const SMALLER: [&str; 13] = [
    "--low-memory-unused", // the stack's end lies there
    "--one-caller-inline-max-function-size",
    "0",
    "-O4",
    "--flatten",
    "--rereloop",
    "-O3",
    "-Oz",
    "--converge",
    "--reorder-functions",
    "--reorder-locals",
    "--strip-producers",
    "--strip-target-features",
];

/// A separate target folder, because different flags would recompile everything.
fn target() -> PathBuf {
    paths::target().join("engine")
}

/// Where cargo puts what it makes.
fn compiled() -> PathBuf {
    target().join("wasm32-unknown-unknown/release/everfetch.wasm")
}

/// Panics that abort immediately without any output: no messages, no locations, no `Debug`. And less inlining than in
/// opt-level 2: 0.4 kB. And a stack of one page, instead of 16 unused ones: nothing here recurses.
const RELEASE_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none \
     -Zfmt-debug=none -Cllvm-args=-inline-threshold=25 -Clink-arg=-zstack-size=65536";

/// The release profile: everything in which the published engine differs from a plain `cargo build`.
fn compile(profile: Profile) -> Command {
    let mut command = shell::cargo();
    command
        .args(["build", "--package", "everfetch", "--lib", "--release"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--no-default-features", "--features", "engine"])
        .arg("--target-dir")
        .arg(target());
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
