//! `cargo xtask`: everything one does with this repository, and nothing to install by hand.

mod ascii;
mod bench;
mod build;
mod demo;
mod paths;
mod server;
mod shell;
mod size;
mod test;
mod tools;

use anyhow::{Result, bail};
use lexopt::prelude::*;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  build [--plain]              make the npm package in pkg/, and its tarball in target/
                               (--plain: with the standard library as rustup ships it)
  demo [--port N] [--no-open]  build the package and the demo page, serve it, open it
  size [--top] [--record]      bytes of the package beside axios and axios + axios-auth-refresh
                               (--top: by file, crate and function; --record: make them the budget
                               that `test --package` holds the package to)
  test [part...]               every test, or only the parts named:
                               --fmt --clippy --host --face --doc --package --types --frameworks --docs
                               --browser chromium|firefox --e2e
                               (--deep: search more of what can happen; some minutes)
                               --bundlers, which must be named: every bundler, framework and test
                               runner; writes the table of www/docs/en/bundlers.md (20 minutes)
  bench [option...]            everfetch beside its peers, in Chromium and Firefox: time, memory, bytes
                               (--quick: fewer rounds; --case NAME, --browser NAME: only these;
                               --record: keep the figures in www/bench)
  ci                           the same as test";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool> {
    let mut args = lexopt::Parser::from_env();
    let command = match args.next()? {
        Some(Value(command)) => command.string()?,
        Some(Short('h') | Long("help")) | None => {
            println!("{USAGE}");
            return Ok(true);
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "build" => {
            let mut profile = build::Profile::Release;
            while let Some(arg) = args.next()? {
                match arg {
                    Long("plain") => profile = build::Profile::Plain,
                    other => return Err(other.unexpected().into()),
                }
            }
            build::package(profile)?;
            Ok(true)
        }
        "demo" => {
            let mut options = demo::Options::default();
            while let Some(arg) = args.next()? {
                match arg {
                    Long("port") => options.port = args.value()?.parse()?,
                    Long("no-open") => options.open = false,
                    other => return Err(other.unexpected().into()),
                }
            }
            demo::run(&options)?;
            Ok(true)
        }
        "bench" => {
            let mut options = bench::Options::default();
            while let Some(arg) = args.next()? {
                match arg {
                    Long("quick") => options.quick = true,
                    Long("record") => options.record = true,
                    Long("case") => options.cases.push(args.value()?.string()?),
                    Long("browser") => options.browsers.push(args.value()?.parse()?),
                    other => return Err(other.unexpected().into()),
                }
            }
            bench::run(&options)
        }
        "size" => {
            let mut options = size::Options::default();
            while let Some(arg) = args.next()? {
                match arg {
                    Long("top") => options.top = true,
                    Long("record") => options.record = true,
                    other => return Err(other.unexpected().into()),
                }
            }
            size::run(&options)?;
            Ok(true)
        }
        "test" | "ci" => {
            let mut parts = Vec::new();
            let mut deep = false;
            while let Some(arg) = args.next()? {
                match arg {
                    Long("deep") => deep = true,
                    Long("browser") => {
                        let name = args.value()?.string()?;
                        parts.push(test::Part::Browser(name.parse()?));
                    }
                    Long(name) => parts.push(test::Part::named(name)?),
                    other => return Err(other.unexpected().into()),
                }
            }
            test::run(&parts, deep)
        }
        other => bail!("no command `{other}`\n\n{USAGE}"),
    }
}
