//! The tools that a fresh machine lacks: found, or installed under `target/tools`.

use crate::paths;
use crate::shell::{capture, cargo, program, step, which};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::{env, fs};

const GECKODRIVER: &str = "0.37.1";
const CARGO_DENY: &str = "0.20.2";
const WASM_PACK: &str = "0.15.1";

/// A browser in which tests run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Browser {
    Chromium,
    Firefox,
}

/// A browser and the WebDriver server that controls it.
#[derive(Debug)]
pub(crate) struct Installed {
    pub(crate) binary: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    pub(crate) const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// Finds the browser and its driver, or installs them where that is possible.
    pub(crate) fn installed(self) -> Result<Installed> {
        match self {
            Self::Chromium => {
                let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
                Ok(Installed {
                    binary: found_or_apt(&names, "chromium")?,
                    driver: found_or_apt(&["chromedriver"], "chromium-driver")?,
                })
            }
            Self::Firefox => Ok(Installed {
                binary: found_or_apt(&["firefox", "firefox-esr"], "firefox-esr")?,
                driver: cargo_tool("geckodriver", "geckodriver", GECKODRIVER, &[])?,
            }),
        }
    }
}

/// WebKitGTK's MiniBrowser, its driver, and a screen for it, since it has no headless mode.
#[derive(Debug)]
pub(crate) struct WebKit {
    pub(crate) browser: Installed,
    pub(crate) screen: PathBuf,
}

/// Finds WebKitGTK, or installs it where that is possible. Only the end-to-end tests run in it.
pub(crate) fn webkit() -> Result<WebKit> {
    Ok(WebKit {
        browser: Installed {
            // The driver's package brings the library's, which has the browser.
            driver: found_or_apt(&["WebKitWebDriver"], "webkit2gtk-driver")?,
            binary: mini_browser()?,
        },
        screen: found_or_apt(&["Xvfb"], "xvfb")?,
    })
}

/// The toolchain and wasm-bindgen, which tests in a page and the example in Rust need. The package does not.
pub(crate) fn bindgen() -> Result<()> {
    toolchain()?;
    let version = locked_version("wasm-bindgen")?;
    cargo_tool("wasm-bindgen-cli", "wasm-bindgen", &version, &[])?;
    Ok(())
}

/// cargo-deny.
pub(crate) fn deny() -> Result<()> {
    cargo_tool("cargo-deny", "cargo-deny", CARGO_DENY, &["--locked"])?;
    Ok(())
}

/// wasm-pack, which finds wasm-bindgen and wasm-opt among this checkout's tools.
pub(crate) fn wasm_pack() -> Result<()> {
    cargo_tool("wasm-pack", "wasm-pack", WASM_PACK, &["--locked"])?;
    Ok(())
}

/// The JavaScript tools that `xtask/npm` pins.
pub(crate) fn npm() -> Result<()> {
    let node = capture(program("node").arg("--version"))
        .context("Node is missing: install Node 20 or newer")?;
    let node = String::from_utf8(node)?;
    let major = node
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or("0");
    if major.parse::<u32>().unwrap_or(0) < 20 {
        bail!("Node {} is too old: install Node 20 or newer", node.trim());
    }
    npm_ci(&paths::npm(), "npm ci (the JavaScript tools)")
}

/// Runs `npm ci` in `dir`, unless the packages of its lock file are already installed.
pub(crate) fn npm_ci(dir: &Path, what: &str) -> Result<()> {
    let lock = fs::read(dir.join("package-lock.json"))
        .with_context(|| format!("no package-lock.json in {}", dir.display()))?;
    let stamp = dir.join("node_modules/.everfetch-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = program("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(dir);
    if let Some(prefix) = node_prefix() {
        npm.env("npm_config_nodedir", prefix);
    }
    step(what, &mut npm)?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// The folder below which the headers of Node are, for a package that compiles: without it, npm downloads them.
fn node_prefix() -> Option<PathBuf> {
    let node = fs::canonicalize(which("node")?).ok()?;
    let prefix = node.parent()?.parent()?;
    let has_headers = prefix.join("include/node/node.h").exists();
    has_headers.then(|| prefix.to_path_buf())
}

/// The components and targets that `rust-toolchain.toml` names. rustup installs them automatically, unless automatic
/// installation is turned off or `RUSTUP_TOOLCHAIN` selects another toolchain.
const PARTS: [(&str, &[&str]); 2] = [
    ("component", &["clippy", "rustfmt", "rust-src"]),
    ("target", &["wasm32-unknown-unknown"]),
];

/// Adds the components and targets that the toolchain lacks.
pub(crate) fn toolchain() -> Result<()> {
    for (kind, names) in PARTS {
        let Ok(installed) = capture(program("rustup").args([kind, "list", "--installed"])) else {
            return Ok(()); // without rustup, the toolchain has been put together by other means
        };
        let installed = str::from_utf8(&installed)?;
        for name in names {
            // The name of an installed component ends with that of its host.
            if installed.lines().any(|line| line.starts_with(name)) {
                continue;
            }
            let add = [kind, "add", name];
            step(
                &format!("rustup {}", add.join(" ")),
                program("rustup").args(add),
            )?;
        }
    }
    Ok(())
}

/// A tool from crates.io at exactly this version, in `target/tools/bin`. It is built without optimisation: that takes a
/// quarter of the time, minutes on a fresh machine, and none of these tools works for more than a few seconds.
fn cargo_tool(package: &str, binary: &str, version: &str, options: &[&str]) -> Result<PathBuf> {
    let file = format!("{binary}{}", env::consts::EXE_SUFFIX);
    let path = paths::tools().join("bin").join(file);
    let has = |output: Vec<u8>| {
        String::from_utf8_lossy(&output)
            .split_whitespace()
            .any(|w| w == version)
    };
    if path.is_file() && capture(program(binary).arg("--version")).is_ok_and(has) {
        return Ok(path);
    }
    step(
        &format!("cargo install {package} {version} (once)"),
        cargo()
            .args([
                "install",
                package,
                "--version",
                version,
                "--debug",
                "--force",
                "--root",
            ])
            .arg(paths::tools())
            .args(options)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_TARGET_DIR", paths::tools().join("build"))
            .env_remove("RUSTFLAGS"),
    )?;
    Ok(path)
}

/// The version of a crate in `Cargo.lock`.
fn locked_version(name: &str) -> Result<String> {
    let metadata = paths::metadata()?;
    let mut packages = metadata.packages.iter();
    let package = packages.find(|package| package.name == name);
    let package = package.with_context(|| format!("{name} is not in Cargo.lock"))?;
    Ok(package.version.to_string())
}

/// It lies beside the library, in a folder with the library's version in its name.
fn mini_browser() -> Result<PathBuf> {
    let mut folders = vec![PathBuf::from("/usr/lib"), PathBuf::from("/usr/libexec")];
    folders.extend(subfolders(Path::new("/usr/lib")));
    let versions = folders.iter().flat_map(|folder| subfolders(folder));
    let mut found: Vec<PathBuf> = versions
        .filter(|folder| {
            let name = folder.file_name().unwrap_or_default();
            name.to_string_lossy().starts_with("webkit")
        })
        .map(|folder| folder.join("MiniBrowser"))
        .filter(|file| file.is_file())
        .collect();
    found.sort();
    found.pop().context(
        "MiniBrowser is missing: install WebKitGTK (Debian: apt-get install webkit2gtk-driver)",
    )
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// The first of `names` on the `PATH`; else what apt-get installs as `package`.
fn found_or_apt(names: &[&str], package: &str) -> Result<PathBuf> {
    let find = || names.iter().find_map(|name| which(name));
    if let Some(path) = find() {
        return Ok(path);
    }
    let root = capture(program("id").arg("-u")).is_ok_and(|id| id.starts_with(b"0"));
    if which("apt-get").is_none() || !root {
        bail!(
            "{} is missing: install it (Debian: apt-get install {package})",
            names[0]
        );
    }
    step("apt-get update", program("apt-get").args(["update", "-q"]))?;
    step(
        &format!("apt-get install {package}"),
        program("apt-get")
            .args([
                "install",
                "-q",
                "-y",
                "--no-install-recommends",
                "fonts-dejavu-core",
                package,
            ])
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )?;
    find().with_context(|| format!("{package} is installed, yet has no {}", names[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_those_that_the_toolchain_file_names() {
        let file = include_str!("../../rust-toolchain.toml");
        for (kind, names) in PARTS {
            let line = format!("{kind}s = {names:?}");
            assert!(file.lines().any(|it| it == line), "no line {line}");
        }
    }
}
