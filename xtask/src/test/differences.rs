//! Where the Rust client is not the npm package's: `tests/rust_web.differences` names the tests of `tests/web` that
//! only the latter passes, with the reason. A test that passes must not be listed.

use crate::paths;
use anyhow::{Context, Result, bail};
use std::fs;

/// The target whose differences are listed.
const TARGET: &str = "rust_web";

/// The tests in the list that belong to a target: a test by its full name, or a file of tests with `::` at the end.
pub(crate) fn of(target: &str) -> Result<Vec<String>> {
    if target != TARGET {
        return Ok(Vec::new());
    }
    let file = paths::root().join("tests/rust_web.differences");
    parse(&fs::read_to_string(&file).with_context(|| format!("no {}", file.display()))?)
}

/// Each line is `name: reason`; an empty line and one that begins with `#` are for people.
fn parse(text: &str) -> Result<Vec<String>> {
    let lines = text.lines().map(str::trim);
    let entries = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    entries
        .map(|line| match line.split_once(": ") {
            Some((name, reason)) if !reason.trim().is_empty() => Ok(name.to_owned()),
            _ => bail!("a difference needs a reason: {line}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_a_name_and_a_reason() {
        let text = "# why\n\nsurface::: axios only\nabort::a_test: no deadline\n";
        assert_eq!(
            parse(text).expect("it is right"),
            ["surface::", "abort::a_test"]
        );
        assert!(parse("abort::a_test").is_err());
    }

    #[test]
    fn every_difference_names_a_test() -> Result<()> {
        for name in of(TARGET)? {
            let mut parts = name.splitn(3, "::");
            let mut part = || parts.next().with_context(|| format!("{name} is no test"));
            let (folder, file, test) = (part()?, part()?, part()?);
            let path = paths::root().join(format!("tests/{folder}/{file}.rs"));
            let tests = fs::read_to_string(&path).with_context(|| name.clone())?;
            let is_there = test.is_empty() || tests.contains(&format!("fn {test}("));
            assert!(is_there, "{name} is not in {}", path.display());
        }
        Ok(())
    }
}
