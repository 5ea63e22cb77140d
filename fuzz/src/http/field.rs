//! The names and values of header fields.

use crate::Target;
use arbitrary::{Result, Unstructured};
use everfetch::http::field::{is_token, is_value};

/// The target.
pub const TARGET: Target = Target {
    name: "field",
    check,
    examples: &[
        "X-Token",
        "Bearer a.b",
        "a\r\nb",
        "é",
        "a\0",
        "日本",
        "!#$%&'*+-.^_`|~",
    ],
};

fn check(input: &mut Unstructured<'_>) -> Result<()> {
    let text = String::from_utf8_lossy(input.bytes(input.len())?).into_owned();
    assert!(
        !is_token(&text) || is_value(&text),
        "every token is a value"
    );
    if is_value(&text) {
        let lines = ['\r', '\n', '\0'];
        assert!(!text.contains(lines), "a value is one line");
        assert!(text.chars().all(|letter| u32::from(letter) < 0x100));
    }
    for separator in [":", " ", "\"", ",", "=", "\r\n"] {
        assert!(!is_token(&format!("{text}{separator}")));
    }
    // Both go letter by letter.
    let is_value_by_letter = text.chars().all(|letter| is_value(&letter.to_string()));
    assert_eq!(is_value(&text), is_value_by_letter);
    let is_token_by_letter = text.chars().all(|letter| is_token(&letter.to_string()));
    assert_eq!(is_token(&text), is_token_by_letter && !text.is_empty());
    Ok(())
}
