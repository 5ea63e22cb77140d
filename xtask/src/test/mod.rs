//! `cargo xtask test`: the parts in order, each also by itself, and a table at the end.

mod browsers;
mod checks;
mod differences;
mod e2e;
mod packed;
mod publish;
mod servers;
mod tally;
mod types;
mod wasm_pack;

use crate::tools::Browser;
use anyhow::Result;
use tally::{Outcome, Tally};

/// The options of `cargo xtask test`.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(crate) struct Options {
    /// Search a larger part of the state space, and build the package twice, in two folders. Takes a few minutes more.
    #[arg(long)]
    deep: bool,
    /// Check the formatting of Rust and JavaScript.
    #[arg(long)]
    fmt: bool,
    /// Run Clippy for the host and for wasm32.
    #[arg(long)]
    clippy: bool,
    /// Check the licences and the sources of the Rust dependencies.
    #[arg(long)]
    deny: bool,
    /// Run the Rust tests that need no browser.
    #[arg(long)]
    host: bool,
    /// Run the JavaScript tests that need no browser.
    #[arg(long)]
    unit: bool,
    /// Build the crates' documentation; warnings are errors.
    #[arg(long)]
    doc: bool,
    /// Pack the crate and build it from what is packed; with --deep, compare its public API with the recorded one.
    #[arg(long)]
    publish: bool,
    /// Build the package, and check its contents and its size.
    #[arg(long)]
    package: bool,
    /// Check the package's types, and its JavaScript, with tsc.
    #[arg(long)]
    types: bool,
    /// Test the packed package's behaviour in Node.
    #[arg(long)]
    behaviour: bool,
    /// Test the entries for Vue and React.
    #[arg(long)]
    frameworks: bool,
    /// Check the documentation, and run its snippets against the demo server.
    #[arg(long)]
    docs: bool,
    /// Run the crate's tests in this browser, against the demo server. Can be repeated.
    #[arg(long, value_name = "NAME")]
    browser: Vec<Browser>,
    /// Test the packed package in the demo page, in new applications and in Node.
    #[arg(long)]
    e2e: bool,
    /// Test the packed package in every bundler, framework and test runner, and write the tables of
    /// www/docs/en/bundlers.md. Takes 20 minutes, and runs only if this flag is given.
    #[arg(long)]
    bundlers: bool,
    /// Test the packed package against real back ends, such as Django REST framework, Flask and NestJS, and write the
    /// table of www/docs/en/servers.md. Takes 10 minutes, and runs only if this flag is given.
    #[arg(long)]
    servers: bool,
    /// Build the crate by `wasm-pack build --target web`, check the types of what comes out, run it in Chromium and
    /// Firefox, and run `wasm-pack test` in both. Runs only with this flag or with --deep.
    #[arg(long)]
    wasm_pack: bool,
    /// Run tabs of the packed package under random faults for this long, a third of it in each browser, and
    /// check the guarantees. Runs only if this option is given.
    #[arg(long, value_name = "MINUTES")]
    soak: Option<f64>,
    /// Repeat a soak from the seed that it has printed.
    #[arg(long, requires = "soak", value_name = "NUMBER")]
    seed: Option<u64>,
    /// Soak in this browser only: chromium, firefox or webkit. Can be repeated.
    #[arg(long, requires = "soak", value_name = "NAME")]
    soak_in: Vec<String>,
}

impl Options {
    /// The parts to run, in order: those given by flags, or else all except the slow ones.
    fn parts(&self) -> Vec<Part> {
        let named: Vec<Part> = Part::ALL
            .into_iter()
            .chain([Part::WasmPack, Part::Bundlers, Part::Servers, Part::Soak])
            .filter(|part| self.names(*part))
            .collect();
        if !named.is_empty() {
            return named;
        }
        let deep = self.deep.then_some(Part::WasmPack);
        Part::ALL.into_iter().chain(deep).collect()
    }

    fn names(&self, part: Part) -> bool {
        match part {
            Part::Fmt => self.fmt,
            Part::Clippy => self.clippy,
            Part::Deny => self.deny,
            Part::Host => self.host,
            Part::Unit => self.unit,
            Part::Doc => self.doc,
            Part::Publish => self.publish,
            Part::Package => self.package,
            Part::Types => self.types,
            Part::Behaviour => self.behaviour,
            Part::Frameworks => self.frameworks,
            Part::Docs => self.docs,
            Part::Browser(browser) => self.browser.contains(&browser),
            Part::EndToEnd => self.e2e,
            Part::WasmPack => self.wasm_pack,
            Part::Bundlers => self.bundlers,
            Part::Servers => self.servers,
            Part::Soak => self.soak.is_some(),
        }
    }
}

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Fmt,
    Clippy,
    Deny,
    Host,
    Unit,
    Doc,
    Publish,
    Package,
    Types,
    Behaviour,
    Frameworks,
    Docs,
    Browser(Browser),
    EndToEnd,
    WasmPack,
    Bundlers,
    Servers,
    Soak,
}

impl Part {
    const ALL: [Self; 15] = [
        Self::Fmt,
        Self::Clippy,
        Self::Deny,
        Self::Host,
        Self::Unit,
        Self::Doc,
        Self::Publish,
        Self::Package,
        Self::Types,
        Self::Behaviour,
        Self::Frameworks,
        Self::Docs,
        Self::Browser(Browser::Chromium),
        Self::Browser(Browser::Firefox),
        Self::EndToEnd,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Deny => "deny",
            Self::Host => "host",
            Self::Unit => "unit",
            Self::Doc => "doc",
            Self::Publish => "publish",
            Self::Package => "package",
            Self::Types => "types",
            Self::Behaviour => "behaviour",
            Self::Frameworks => "frameworks",
            Self::Docs => "docs",
            Self::Browser(browser) => browser.name(),
            Self::EndToEnd => "e2e",
            Self::WasmPack => "wasm-pack",
            Self::Bundlers => "bundlers",
            Self::Servers => "servers",
            Self::Soak => "soak",
        }
    }

    fn run(self, options: &Options) -> Result<Outcome> {
        let deep = options.deep;
        match self {
            Self::Fmt => checks::formats(),
            Self::Clippy => checks::clippy(),
            Self::Deny => checks::deny(),
            Self::Host => checks::host(deep),
            Self::Unit => checks::unit(),
            Self::Doc => checks::documentation(),
            Self::Publish => publish::run(deep),
            Self::Package => checks::package(deep),
            Self::Types => types::run(),
            Self::Behaviour => packed::behaviour(),
            Self::Frameworks => packed::frameworks(),
            Self::Docs => packed::docs(),
            Self::Browser(browser) => browsers::run(browser, deep),
            Self::EndToEnd => e2e::run(),
            Self::WasmPack => wasm_pack::run(),
            Self::Bundlers => e2e::bundlers(),
            Self::Servers => servers::run(),
            Self::Soak => {
                let minutes = options.soak.unwrap_or_default();
                e2e::soak(minutes, options.seed, &options.soak_in)
            }
        }
    }
}

/// Runs the parts; a failure does not stop the parts after it.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let mut tally = Tally::default();
    for part in options.parts() {
        eprintln!("\n{}", part.name());
        let outcome = part.run(options).unwrap_or_else(|error| {
            eprintln!("  ✗ {error:#}");
            Outcome::failed()
        });
        tally.add(part.name(), outcome);
    }
    println!("\n{tally}");
    Ok(tally.passed())
}
