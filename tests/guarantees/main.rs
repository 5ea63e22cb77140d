//! `tests/GUARANTEES.md` names the tests that prove each guarantee. They exist.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

const MAP: &str = include_str!("../GUARANTEES.md");

/// How many guarantees there are.
const GUARANTEES: usize = 21;

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

/// Less their heads.
fn rows() -> impl Iterator<Item = &'static str> {
    MAP.lines().filter(|line| {
        let head = ["| # |", "| Where |", "| ---"];
        line.starts_with('|') && !head.iter().any(|head| line.starts_with(head))
    })
}

/// What stands as `path::name` in backquotes.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|name| name.contains("::"))
}

fn exists(test: &str) -> bool {
    let Some((path, name)) = test.split_once("::") else {
        return false;
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let source = fs::read_to_string(path).unwrap_or_default();
    // A function with an attribute above it, or a call of node:test.
    source.contains(&format!("fn {name}(")) || source.contains(&format!("test(\"{name}\""))
}
