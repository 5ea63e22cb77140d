//! `cargo xtask test`: the parts in order, each also by itself, and a table at the end.

mod browsers;
mod checks;
mod e2e;
mod packed;
mod tally;
mod types;

use crate::tools::Browser;
use anyhow::Result;
use tally::{Outcome, Tally};

/// What the command line says.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(crate) struct Options {
    /// Search more of what can happen. Takes some minutes.
    #[arg(long)]
    deep: bool,
    /// The formats of Rust and JavaScript.
    #[arg(long)]
    fmt: bool,
    /// Clippy for the host and for wasm32.
    #[arg(long)]
    clippy: bool,
    /// Tests of Rust that need no browser.
    #[arg(long)]
    host: bool,
    /// Tests of JavaScript that need no browser.
    #[arg(long)]
    face: bool,
    /// The documentation of the crates builds without a warning.
    #[arg(long)]
    doc: bool,
    /// The package is built and is what it must be.
    #[arg(long)]
    package: bool,
    /// The types of the package, and its JavaScript.
    #[arg(long)]
    types: bool,
    /// The entries for Vue and React.
    #[arg(long)]
    frameworks: bool,
    /// The documentation and its snippets, against the demo server.
    #[arg(long)]
    docs: bool,
    /// The crate's own tests in this browser, against the demo server. May be repeated.
    #[arg(long, value_name = "NAME")]
    browser: Vec<Browser>,
    /// The packed package in the demo page, in fresh apps and in Node.
    #[arg(long)]
    e2e: bool,
    /// The packed package in every bundler, framework and test runner. Must be named. Writes the table of
    /// www/docs/en/bundlers.md. Takes 20 minutes.
    #[arg(long)]
    bundlers: bool,
}

impl Options {
    /// The parts that are named, in their order; all but the slow ones if none is.
    fn parts(&self) -> Vec<Part> {
        let named: Vec<Part> = Part::ALL
            .into_iter()
            .chain([Part::Bundlers])
            .filter(|part| self.names(*part))
            .collect();
        if named.is_empty() {
            Part::ALL.to_vec()
        } else {
            named
        }
    }

    fn names(&self, part: Part) -> bool {
        match part {
            Part::Fmt => self.fmt,
            Part::Clippy => self.clippy,
            Part::Host => self.host,
            Part::Face => self.face,
            Part::Doc => self.doc,
            Part::Package => self.package,
            Part::Types => self.types,
            Part::Frameworks => self.frameworks,
            Part::Docs => self.docs,
            Part::Browser(browser) => self.browser.contains(&browser),
            Part::EndToEnd => self.e2e,
            Part::Bundlers => self.bundlers,
        }
    }
}

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Fmt,
    Clippy,
    Host,
    Face,
    Doc,
    Package,
    Types,
    Frameworks,
    Docs,
    Browser(Browser),
    EndToEnd,
    Bundlers,
}

impl Part {
    const ALL: [Self; 12] = [
        Self::Fmt,
        Self::Clippy,
        Self::Host,
        Self::Face,
        Self::Doc,
        Self::Package,
        Self::Types,
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
            Self::Host => "host",
            Self::Face => "face",
            Self::Doc => "doc",
            Self::Package => "package",
            Self::Types => "types",
            Self::Frameworks => "frameworks",
            Self::Docs => "docs",
            Self::Browser(browser) => browser.name(),
            Self::EndToEnd => "e2e",
            Self::Bundlers => "bundlers",
        }
    }

    fn run(self, deep: bool) -> Result<Outcome> {
        match self {
            Self::Fmt => checks::formats(),
            Self::Clippy => checks::clippy(),
            Self::Host => checks::host(deep),
            Self::Face => checks::face(),
            Self::Doc => checks::documentation(),
            Self::Package => checks::package(),
            Self::Types => types::run(),
            Self::Frameworks => packed::frameworks(),
            Self::Docs => packed::docs(),
            Self::Browser(browser) => browsers::run(browser),
            Self::EndToEnd => e2e::run(),
            Self::Bundlers => e2e::bundlers(),
        }
    }
}

/// Runs what the command line names; a failure does not stop the parts after it.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let mut tally = Tally::default();
    for part in options.parts() {
        eprintln!("\n{}", part.name());
        let outcome = part.run(options.deep).unwrap_or_else(|error| {
            eprintln!("  ✗ {error:#}");
            Outcome::failed()
        });
        tally.add(part.name(), outcome);
    }
    println!("\n{tally}");
    Ok(tally.passed())
}
