//! The answer of a token endpoint.

use crate::{Target, json};
use arbitrary::{Arbitrary as _, Result, Unstructured};
use everfetch::http::token_reply::{Paths, TokenReply, defect};
use serde_json::Value;

/// The target.
pub const TARGET: Target = Target {
    name: "token_reply",
    check,
    examples: &[
        "accessToken",
        "refresh_token",
        "expires_in",
        "data",
        "undefined",
        "null",
        " ",
        "\0\0\u{6}\u{1}a.b\r\nc",
    ],
};

const KEYS: [&str; 9] = [
    "accessToken",
    "access_token",
    "token",
    "refreshToken",
    "refresh_token",
    "expires_in",
    "expires_at",
    "data",
    "0",
];

fn check(input: &mut Unstructured<'_>) -> Result<()> {
    let paths = Paths {
        access_token: path(input)?,
        refresh_token: path(input)?,
        expires_in: path(input)?,
        expires_at: path(input)?,
    };
    let reply = json::value(input, &KEYS)?;
    let Ok(read) = TokenReply::read(&reply, &paths) else {
        return Ok(());
    };
    let shown = format!("{read:?}");
    for token in [Some(&read.access_token), read.refresh_token.as_ref()] {
        let Some(token) = token else { continue };
        assert_eq!(defect(token), None, "{token:?} is no token");
        assert!(has_text(&reply, token), "{token:?} is not in the reply");
        assert!(
            token.len() < 12 || !shown.contains(token.as_str()),
            "{shown}"
        );
    }
    Ok(())
}

/// None, or a path of two keys.
fn path(input: &mut Unstructured<'_>) -> Result<Option<String>> {
    Ok(if bool::arbitrary(input)? {
        Some(format!("{}.{}", input.choose(&KEYS)?, input.choose(&KEYS)?))
    } else {
        None
    })
}

fn has_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(found) => found == text,
        Value::Array(items) => items.iter().any(|item| has_text(item, text)),
        Value::Object(members) => members.values().any(|member| has_text(member, text)),
        _ => false,
    }
}
