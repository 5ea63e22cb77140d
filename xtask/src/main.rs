//! `cargo xtask`: all tasks of this repository, without anything to install by hand.

mod ascii;
mod bench;
mod build;
mod demo;
mod group;
mod paths;
mod protocol;
mod server;
mod shell;
mod size;
mod test;
mod tools;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Build, test, measure and show everfetch. Each command finds or installs the tools that it needs.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build the npm package in pkg/ and its tarball in target/.
    Build(build::Options),
    /// Write pkg-template/src/protocol.ts, everything that TypeScript knows about the core, from the core's tables.
    Protocol,
    /// Build the package and the demo page, serve them and open the browser.
    Demo(demo::Options),
    /// Measure the size of the package, compared with axios and axios + axios-auth-refresh.
    Size(size::Options),
    /// Run all tests, or only the parts given by their flags.
    #[command(visible_alias = "ci")]
    Test(test::Options),
    /// Compare everfetch with its peers, in Chromium and Firefox: time, memory, bytes.
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    match group::end_all_when_interrupted().and_then(|()| run(&command)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<bool> {
    match task {
        Task::Build(options) => build::run(options).map(|()| true),
        Task::Protocol => protocol::run().map(|()| true),
        Task::Demo(options) => demo::run(options).map(|()| true),
        Task::Size(options) => size::run(options).map(|()| true),
        Task::Test(options) => test::run(options),
        Task::Bench(options) => bench::run(options),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
