//! `cargo xtask bench`: runs `bench/` with everything that it needs: the package among its peers, the demo server, the
//! browsers.

use crate::group::Group;
use crate::server::{Port, Server};
use crate::tools::{self, Browser};
use crate::{build, paths, shell};
use anyhow::Result;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

/// The options of `cargo xtask bench`.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Measure fewer rounds.
    #[arg(long)]
    quick: bool,
    /// Save the figures in www/bench. Only for a complete run.
    #[arg(long, conflicts_with_all = ["quick", "cases", "browsers"])]
    record: bool,
    /// Measure only this case. Can be repeated.
    #[arg(long = "case", value_name = "NAME")]
    cases: Vec<String>,
    /// Measure only in this browser. Can be repeated.
    #[arg(long = "browser", value_name = "NAME")]
    browsers: Vec<Browser>,
}

/// The files that `--record` saves of a run.
const RECORDED: [&str; 2] = ["bench.json", "bench.svg"];

/// Measures, and returns whether the run succeeded, whatever the figures.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let tarball = build::package_if_changed()?;
    tools::npm_ci(&bench(), "npm ci (the peers)")?;
    let everfetch = bench().join("node_modules/everfetch");
    shell::unpack(&tarball, &everfetch)?;
    let out = paths::target().join("bench");
    let page = out.join("page");
    fs::create_dir_all(&page)?;
    let server = Server::start(Port::Exactly(0), Some(&page), false)?;
    let mut node = shell::program("node");
    node.arg(bench().join("run.mjs"));
    node.args(["--server", server.address()]);
    node.arg("--out").arg(&out);
    for browser in Browser::ALL {
        if options.browsers.is_empty() || options.browsers.contains(&browser) {
            let binary = browser.installed()?.binary;
            node.arg(format!("--{}", browser.name())).arg(binary);
        }
    }
    for case in &options.cases {
        node.args(["--case", case]);
    }
    if options.quick {
        node.arg("--quick");
    }
    node.stdin(Stdio::null());
    if !Group::start(&mut node)?.wait()?.success() {
        return Ok(false);
    }
    if options.record {
        let kept = paths::root().join("www/bench");
        fs::create_dir_all(&kept)?;
        for name in RECORDED {
            fs::copy(out.join(name), kept.join(name))?;
        }
    }
    Ok(true)
}

/// The peers and the pages.
fn bench() -> PathBuf {
    paths::root().join("bench")
}
