//! `cargo xtask demo`: the package in a page and in the example applications, served by the demo server, opened
//! in the browser.

use crate::server::Server;
use crate::{build, paths, shell, tools};
use anyhow::Result;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The applications in `www/examples`, which are served below the page.
const EXAMPLES: [&str; 2] = ["examples/vue", "examples/react"];

/// The options of `cargo xtask demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The port of the page.
    #[arg(long, default_value_t = 4700)]
    port: u16,
    /// Print the address without opening the browser.
    #[arg(long)]
    no_open: bool,
}

/// Builds what has changed, serves it until interrupted.
pub(crate) fn run(options: &Options) -> Result<()> {
    let tarball = build::package_if_changed()?;
    let dist = page(&paths::root().join("www"), &tarball)?;
    let server = Server::start(options.port, Some(&dist), false)?;
    println!("\n{}", server.said);
    println!("Ctrl-C ends it.");
    if !options.no_open && can_open() {
        open(server.address());
    }
    server.wait()
}

/// Builds the demo page and the examples in `www` with the packed package, and says where they are.
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
    vite_build(www, ".", "the demo page")?;
    for example in EXAMPLES {
        vite_build(www, example, example)?;
    }
    Ok(www.join("dist"))
}

fn vite_build(www: &Path, root: &str, what: &str) -> Result<()> {
    let vite = www.join("node_modules/.bin/vite"); // its own, not the one that xtask pins
    shell::step(
        &format!("vite build ({what})"),
        shell::program(&vite.to_string_lossy())
            .args(["build", root])
            .current_dir(www),
    )?;
    Ok(())
}

/// Without a screen there is nothing to open.
fn can_open() -> bool {
    let screen = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(target_os = "macos", windows)) || screen("DISPLAY") || screen("WAYLAND_DISPLAY")
}

fn open(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    if command.arg(address).spawn().is_err() {
        println!("(no browser to open: the address is above)");
    }
}
