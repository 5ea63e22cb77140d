//! `cargo xtask test`: the parts in order, each also by itself, and a table at the end.

mod browsers;
mod checks;
mod e2e;
mod packed;
mod tally;
mod types;

use crate::tools::Browser;
use anyhow::{Result, bail};
use tally::{Outcome, Tally};

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The formats of Rust and JavaScript.
    Fmt,
    /// Clippy for the host and for wasm32.
    Clippy,
    /// Tests that need no browser.
    Host,
    /// The JavaScript that needs no browser either, in Node.
    Face,
    /// The documentation builds without a warning.
    Doc,
    /// The package is built and is what it must be.
    Package,
    /// The types of the package and its JavaScript.
    Types,
    /// The entries for Vue and React, by the frameworks' own test utilities.
    Frameworks,
    /// The documentation and its snippets, in Node against the demo server.
    Docs,
    /// The crate's own tests in a browser, against the demo server.
    Browser(Browser),
    /// The packed package: the demo page in both browsers, fresh apps, Node.
    EndToEnd,
    /// The packed package in every tool; takes too long for every run.
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

    /// The part that `--name` asks for.
    pub(crate) fn named(name: &str) -> Result<Self> {
        let mut parts = Self::ALL.into_iter().chain([Self::Bundlers]);
        match parts.find(|part| part.name() == name) {
            Some(part) => Ok(part),
            None => bail!("no part `--{name}`"),
        }
    }

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

/// Runs `parts`, or all of them; a failure does not stop those after it.
pub(crate) fn run(parts: &[Part], deep: bool) -> Result<bool> {
    let parts = if parts.is_empty() {
        &Part::ALL[..]
    } else {
        parts
    };
    let mut tally = Tally::default();
    for part in parts {
        eprintln!("\n{}", part.name());
        let outcome = part.run(deep).unwrap_or_else(|error| {
            eprintln!("  ✗ {error:#}");
            Outcome::failed()
        });
        tally.add(part.name(), outcome);
    }
    println!("\n{tally}");
    Ok(tally.passed())
}
