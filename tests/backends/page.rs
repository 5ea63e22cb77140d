//! Reads the options from the migration page, so that the tests run what the page promises.

const PAGE: &str = include_str!("../../www/docs/en/migrate.md");

/// The code under `### A: …` that calls `createClient(`.
pub(crate) fn example(letter: &str) -> &'static str {
    let heading = format!("\n### {letter}: ");
    let from = PAGE
        .find(&heading)
        .unwrap_or_else(|| panic!("no heading for back end {letter}"));
    let section = &PAGE[from + heading.len()..];
    let section = section.split("\n## ").next().unwrap_or(section);
    let section = section.split("\n### ").next().unwrap_or(section);
    let blocks = section.split("```").skip(1).step_by(2);
    blocks
        .filter(|block| block.starts_with("js"))
        .filter_map(|block| Some(block.split_once('\n')?.1))
        .find(|block| block.contains("createClient("))
        .unwrap_or_else(|| panic!("no createClient() for back end {letter}"))
}
