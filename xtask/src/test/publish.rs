//! The crate as its users on crates.io get it: its files, a build from them, and its public API.

use super::checks::library;
use super::tally::Outcome;
use crate::shell::{attempt, capture, cargo, step};
use crate::{build, paths, tools};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The files that cargo adds to those that the manifest includes.
const ADDED: [&str; 4] = [
    ".cargo_vcs_info.json",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
];

/// Packs the crate, and builds it for wasm32 from what is packed. With `deep`, compares its public API with the
/// recorded one.
pub(crate) fn run(deep: bool) -> Result<Outcome> {
    tools::toolchain()?;
    version()?;
    contents()?;
    let mut package = cargo();
    package
        .args(["package", "--package", "everfetch", "--allow-dirty"])
        .args(["--target", "wasm32-unknown-unknown"]);
    let packed = attempt("cargo package (wasm32)", &mut package)?;
    if deep {
        public_api()?;
    }
    Ok(Outcome::check(&packed))
}

/// Crate and npm package are released together.
fn version() -> Result<()> {
    let npm = build::version()?;
    let metadata = paths::metadata()?;
    let ours = metadata.packages.iter().find(|it| it.name == "everfetch");
    let ours = ours.context("no crate everfetch")?.version.to_string();
    ensure!(
        ours == npm,
        "the crate's version is {ours} in Cargo.toml, and the package's {npm} in pkg-template/package.json"
    );
    Ok(())
}

/// Everything that is packed is Rust, its types, or text for people: no JavaScript of the npm package, no test page.
fn contents() -> Result<()> {
    let listed = capture(cargo().args([
        "package",
        "--package",
        "everfetch",
        "--list",
        "--allow-dirty",
    ]))?;
    let listed = String::from_utf8(listed)?;
    let strange: Vec<&str> = listed
        .lines()
        .map(str::trim)
        .filter(|file| !ADDED.contains(file) && !belongs(Path::new(file)))
        .collect();
    ensure!(
        strange.is_empty(),
        "the crate would contain {strange:?}; see `include` in Cargo.toml"
    );
    for wanted in [
        "src/lib.rs",
        "src/README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
    ] {
        ensure!(
            listed.lines().any(|file| file == wanted),
            "the crate would lack {wanted}; see `include` in Cargo.toml"
        );
    }
    Ok(())
}

fn belongs(file: &Path) -> bool {
    let ending = file.extension().unwrap_or_default();
    let is_text = [
        "src/README.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
    ];
    (file.starts_with("src") && (ending == "rs" || file.ends_with("types.d.ts")))
        || is_text.iter().any(|name| file == Path::new(name))
}

/// Compares the public API, as rustdoc describes it, with `xtask/public-api`, line by line.
fn public_api() -> Result<()> {
    let mut rustdoc = library("rustdoc");
    rustdoc
        .args([
            "--lib",
            "--",
            "-Zunstable-options",
            "--output-format",
            "json",
        ])
        .env("RUSTC_BOOTSTRAP", "1"); // the JSON, of the stable compiler
    step("cargo rustdoc (the public API)", &mut rustdoc)?;
    let json = paths::cargo_target()?.join("wasm32-unknown-unknown/doc/everfetch.json");
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .context("the JSON of this toolchain is of another version than `public-api` in xtask/Cargo.toml reads")?;
    let items = api.items().map(ToString::to_string);
    let now: String = items
        .filter(|item| is_promised(item))
        .map(|item| item + "\n")
        .collect();
    let found = paths::target().join("public-api");
    fs::write(&found, &now)?;
    let recorded = fs::read_to_string(recorded())?;
    if now == recorded {
        return Ok(());
    }
    for line in changes(&recorded, &now) {
        eprintln!("  │ {line}");
    }
    bail!(
        "the public API of the crate has changed. If that is meant, add a line to CHANGELOG.md and copy {} to \
         xtask/public-api; a line that is gone or different is a breaking change",
        found.display()
    );
}

/// The state machine, the parsers and the exports are public for the tests and for JavaScript. Their Rust may change in
/// any release, as `src/lib.rs` states.
fn is_promised(item: &str) -> bool {
    let path = item.find("everfetch::").map_or("", |at| &item[at..]);
    !["bindings", "error", "http", "js", "session"]
        .iter()
        .any(|module| {
            let rest = path
                .strip_prefix("everfetch::")
                .and_then(|rest| rest.strip_prefix(module));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        })
}

fn recorded() -> PathBuf {
    paths::root().join("xtask/public-api")
}

/// The lines that are gone, with `-`, and those that are new, with `+`.
fn changes(before: &str, after: &str) -> Vec<String> {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (before, after) = (lines(before), lines(after));
    let gone = before.difference(&after).map(|line| format!("- {line}"));
    let new = after.difference(&before).map(|line| format!("+ {line}"));
    gone.chain(new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_is_one_that_is_gone_and_one_that_is_new() {
        assert_eq!(changes("a\nb\n", "a\nc\n"), ["- b", "+ c"]);
    }

    #[test]
    fn the_machine_and_the_parsers_are_not_promised() {
        for (item, promised) in [
            ("pub mod everfetch::session", false),
            (
                "pub fn everfetch::http::jwt::Claims::of(&str) -> Self",
                false,
            ),
            ("impl core::fmt::Debug for everfetch::session::Stamp", false),
            ("pub struct everfetch::Session", true),
        ] {
            assert_eq!(is_promised(item), promised, "{item}");
        }
    }

    #[test]
    fn what_is_of_the_npm_package_does_not_belong_to_the_crate() {
        for (file, belongs_there) in [
            ("src/client/mod.rs", true),
            ("src/client/js/types.d.ts", true),
            ("src/README.md", true),
            ("README.md", false), // the repository's
            ("src/client/client.js", false),
            ("pkg-template/package.json", false),
            ("tests/web.rs", false),
        ] {
            assert_eq!(belongs(Path::new(file)), belongs_there, "{file}");
        }
    }
}
