//! `tests/GUARANTEES.md` names the tests that prove each guarantee, and `ARCHITECTURE.md` the functions that a
//! request goes through. They exist.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

const MAP: &str = include_str!("../GUARANTEES.md");
const ARCHITECTURE: &str = include_str!("../../ARCHITECTURE.md");

/// How many guarantees there are.
const GUARANTEES: usize = 26;

#[test]
fn every_test_that_the_map_names_exists() {
    let missing: Vec<&str> = names(MAP).filter(|name| !exists(name)).collect();
    assert!(missing.is_empty(), "no such test: {missing:#?}");
}

#[test]
fn every_guarantee_and_every_bug_has_a_test() {
    let mut expected = 1;
    for row in rows() {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let first = cells.next().unwrap_or_default();
        if first == format!("G{expected}") {
            expected += 1;
        }
        assert!(names(row).next().is_some(), "no test proves: {row}");
    }
    assert_eq!(
        expected - 1,
        GUARANTEES,
        "a guarantee is missing, or out of order"
    );
}

#[test]
fn every_function_and_file_that_the_architecture_names_exists() {
    let functions: Vec<&str> = names(ARCHITECTURE).collect();
    assert!(functions.len() > 30, "the walks name their functions");
    let functions = functions.into_iter().filter(|name| !is_defined(name));
    let files = quoted(ARCHITECTURE)
        .filter(|name| name.contains('/') && !name.contains("::") && !name.contains('('))
        .filter(|name| !root().join(name).exists());
    let missing: Vec<&str> = functions.chain(files).collect();
    assert!(missing.is_empty(), "nothing has this name: {missing:#?}");
}

/// Less their heads.
fn rows() -> impl Iterator<Item = &'static str> {
    MAP.lines().filter(|line| {
        let head = ["| # |", "| Where |", "| ---"];
        line.starts_with('|') && !head.iter().any(|head| line.starts_with(head))
    })
}

/// What stands as `path::name` in backquotes.
fn names(text: &str) -> impl Iterator<Item = &str> {
    quoted(text).filter(|name| name.contains("::"))
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn exists(test: &str) -> bool {
    let Some((path, name)) = test.split_once("::") else {
        return false;
    };
    let source = fs::read_to_string(root().join(path)).unwrap_or_default();
    // A function with an attribute above it, or a call of node:test.
    source.contains(&format!("fn {name}(")) || source.contains(&format!("test(\"{name}\""))
}

/// Whether a line of the file begins the definition of a function, a method or a class.
fn is_defined(name: &str) -> bool {
    let Some((path, name)) = name.split_once("::") else {
        return false;
    };
    let source = fs::read_to_string(root().join(path)).unwrap_or_default();
    let is_typescript = Path::new(path).extension().is_some_and(|end| end == "ts");
    source.lines().any(|line| {
        let definition = if is_typescript {
            let line = line.trim_start();
            let words = ["export ", "async ", "const ", "class ", "function ", "get "];
            words
                .iter()
                .fold(line, |line, word| line.strip_prefix(word).unwrap_or(line))
                .strip_prefix(name)
        } else {
            line.split_once("fn ")
                .and_then(|(_, line)| line.strip_prefix(name))
        };
        // `name(…) {`, `name = …` or `name {`, and no call: that ends in a semicolon, or has no brace.
        definition.is_some_and(|rest| {
            rest.starts_with(['<', ' ']) || (rest.starts_with('(') && !rest.ends_with(';'))
        })
    })
}
