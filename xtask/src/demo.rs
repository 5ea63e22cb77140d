//! `cargo xtask demo`: the package in a page and in the example applications, served by the demo server, opened
//! in the browser.

use crate::server::{Port, Server};
use crate::{build, paths, shell, tools};
use anyhow::Result;
use std::path::{self, Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The applications in `www/examples` that Vite builds; they are served below the page, as is the one in Rust.
const EXAMPLES: [&str; 2] = ["examples/vue", "examples/react"];

/// The example application in Rust, with Yew.
const YEW: &str = "examples/yew";

/// The options of `cargo xtask demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The port of the page. If it is in use, the demo takes the next free one.
    #[arg(long, default_value_t = 4700)]
    port: u16,
    /// Print the address without opening the browser.
    #[arg(long)]
    no_open: bool,
    /// Serve this built page instead of building it.
    #[arg(long, value_name = "FOLDER")]
    dist: Option<PathBuf>,
}

/// Builds what has changed, serves it until interrupted.
pub(crate) fn run(options: &Options) -> Result<()> {
    let dist = match &options.dist {
        Some(dist) => path::absolute(dist)?,
        None => page(&paths::root().join("www"), &build::package_if_changed()?)?,
    };
    let server = Server::start(Port::OrNext(options.port), Some(&dist), false)?;
    println!("\n{}", server.announcement);
    if options.no_open || !has_desktop() {
        println!("Open {} in a browser.", server.address());
    } else if let Err(error) = open::that_detached(server.address()) {
        println!("Open {} in a browser: {error}", server.address());
    }
    println!("Press Ctrl-C to stop.");
    server.wait()
}

/// Builds the demo page, the documentation and the examples in `www` with the packed package, and returns their folder.
pub(crate) fn page(www: &Path, tarball: &Path) -> Result<PathBuf> {
    tools::npm_ci(www, "npm ci (the demo page)")?;
    shell::step(
        "npm install the tarball in the demo page",
        shell::program("npm")
            .args([
                "install",
                "--no-save",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
            ])
            .arg(tarball)
            .current_dir(www),
    )?;
    build_with(www, "vite", ".", "the demo page")?;
    build_with(www, "vitepress", ".", "the documentation")?;
    for example in EXAMPLES {
        build_with(www, "vite", example, example)?;
    }
    yew(&www.join("dist").join(YEW))?;
    Ok(www.join("dist"))
}

/// Builds the example in Rust into `dist`. It is in the checkout, even if `www` is a copy, because the crate is next to
/// it.
fn yew(dist: &Path) -> Result<()> {
    tools::bindgen()?;
    let sources = paths::root().join("www").join(YEW);
    let target = paths::cargo_target()?;
    shell::step(
        &format!("cargo build ({YEW})"),
        yew_cargo("build")?.arg("--release"),
    )?;
    let module = "wasm32-unknown-unknown/release/everfetch-example-yew.wasm";
    shell::step(
        &format!("wasm-bindgen ({YEW})"),
        shell::program("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--out-name", "app"])
            .arg("--out-dir")
            .arg(dist)
            .arg(target.join(module)),
    )?;
    fs::copy(sources.join("index.html"), dist.join("index.html"))?;
    fs::copy(sources.join("../style.css"), dist.join("style.css"))?;
    Ok(())
}

/// A cargo command for the example in Rust. It shares the target folder, and therefore the compiled macros.
pub(crate) fn yew_cargo(command: &str) -> Result<Command> {
    let mut cargo = shell::cargo();
    cargo
        .args([command, "--target", "wasm32-unknown-unknown"])
        .current_dir(paths::root().join("www").join(YEW))
        .env("CARGO_TARGET_DIR", paths::cargo_target()?);
    Ok(cargo)
}

fn build_with(www: &Path, tool: &str, root: &str, what: &str) -> Result<()> {
    let path = www.join("node_modules/.bin").join(tool); // its own, not the one that xtask pins
    shell::step(
        &format!("{tool} build ({what})"),
        shell::program(&path.to_string_lossy())
            .args(["build", root])
            .current_dir(www),
    )?;
    Ok(())
}

/// Without a desktop, some launchers start a browser in the terminal, and others wait.
fn has_desktop() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(target_os = "macos", windows)) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
