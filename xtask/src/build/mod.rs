//! `cargo xtask build`: builds the engine with cargo and wasm-opt, and the package around it.

mod assemble;
mod verify;
mod wasm;

pub(crate) use assemble::declarations;

use crate::{paths, shell, tools};
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// How the crate is compiled; `wasm.rs` has the details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Profile {
    /// For publication: the standard library built for size, and panics that abort immediately.
    Release,
    /// With the standard library as rustup ships it.
    Plain,
}

/// The options of `cargo xtask build`.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Use the standard library that rustup ships. Compiles faster; the package is larger.
    #[arg(long)]
    plain: bool,
}

/// Builds the package with these options.
pub(crate) fn run(options: &Options) -> Result<()> {
    let profile = if options.plain {
        Profile::Plain
    } else {
        Profile::Release
    };
    package(profile).map(drop)
}

/// Creates `pkg/` and its tarball, and returns the path of the tarball.
pub(crate) fn package(profile: Profile) -> Result<PathBuf> {
    tools::npm()?;
    tools::toolchain()?;
    let _ = fs::remove_file(stamp());
    let before = sources(profile)?;
    let engine = wasm::build(profile)?;
    shell::timed("assemble pkg/", || assemble::assemble(&engine))?;
    shell::timed("the package decodes to the engine, in Node", || {
        verify::verify(&engine)
    })?;
    let tarball = pack()?;
    fs::write(stamp(), before.to_string())?;
    Ok(tarball)
}

/// As [`package`], unless nothing has changed since the last build.
pub(crate) fn package_if_changed() -> Result<PathBuf> {
    let built = fs::read_to_string(stamp()).unwrap_or_default();
    let tarball = tarball()?;
    if tarball.is_file() && built == sources(Profile::Release)?.to_string() {
        tools::npm()?;
        return Ok(tarball);
    }
    package(Profile::Release)
}

/// The package's version, which `pkg-template/package.json` alone holds.
pub(crate) fn version() -> Result<String> {
    let text = fs::read_to_string(paths::template().join("package.json"))?;
    let json: Value = serde_json::from_str(&text)?;
    Ok(json["version"]
        .as_str()
        .context("package.json has no version")?
        .to_owned())
}

/// The engine of the last build, with the names of its functions.
pub(crate) fn named_engine() -> Result<Vec<u8>> {
    wasm::named()
}

/// What `dist/index.js` of the last build is made from, file by file, with short names but with white
/// space.
pub(crate) fn index_by_file() -> Result<Vec<(String, String)>> {
    assemble::index_by_file()
}

/// The folder that the package is assembled in.
fn work() -> PathBuf {
    paths::target().join("package")
}

fn pack() -> Result<PathBuf> {
    let tarball = tarball()?;
    shell::step(
        "npm pack",
        shell::program("npm")
            .args(["pack", "--pack-destination"])
            .arg(paths::target())
            .current_dir(paths::pkg()),
    )?;
    eprintln!("  {}", tarball.display());
    Ok(tarball)
}

fn tarball() -> Result<PathBuf> {
    Ok(paths::target().join(format!("everfetch-{}.tgz", version()?)))
}

fn stamp() -> PathBuf {
    work().join("built")
}

/// A hash of everything that the package is made from.
fn sources(profile: Profile) -> Result<u64> {
    let root = paths::root();
    let mut hasher = DefaultHasher::new();
    profile.hash(&mut hasher);
    for folder in ["src", "pkg-template", "www/docs", "xtask/src"] {
        hash_folder(&root.join(folder), &mut hasher)?;
    }
    for file in [
        "Cargo.toml",
        "Cargo.lock",
        "xtask/npm/package-lock.json",
        "CHANGELOG.md",
    ] {
        fs::read(root.join(file)).ok().hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        entry.file_name().hash(hasher);
        if entry.file_type()?.is_dir() {
            hash_folder(&entry.path(), hasher)?;
        } else {
            fs::read(entry.path())?.hash(hasher);
        }
    }
    Ok(())
}
