//! What an answer means: by its status, its body's kind, and a code in its body.

use crate::{Target, json};
use arbitrary::{Arbitrary as _, Result, Unstructured};
use everfetch::http::failure::{Failure, Named, Outcome, TokenAnswer, TokenBody, of_status};
use everfetch::http::refusal::{Code, Rule, at};
use serde_json::{Value, json};

/// The target.
pub const TARGET: Target = Target {
    name: "refusal",
    check,
    examples: &[
        "code",
        "errors",
        "0",
        "text/html",
        "application/json",
        "<html>",
        "{\"a\":",
    ],
};

const KEYS: [&str; 5] = ["code", "error", "errors", "0", "1"];

fn check(input: &mut Unstructured<'_>) -> Result<()> {
    let status = u16::arbitrary(input)?;
    if status < 600 && status != 0 && !(300..400).contains(&status) {
        // A client's error ends the session but where it says "later"; a server's does not at once.
        let later = matches!(status, 408 | 425 | 429);
        let ends = of_status(status) == Failure::Refused;
        assert_eq!(ends, status < 500 && !later, "{status}");
    }
    judges_an_answer(status, input)?;
    finds_what_is_there(input)
}

fn judges_an_answer(status: u16, input: &mut Unstructured<'_>) -> Result<()> {
    let named = *input.choose(&[
        Named::Nothing,
        Named::Refused,
        Named::Unavailable,
        Named::Nonce,
    ])?;
    let body = *input.choose(&[
        TokenBody::Tokens,
        TokenBody::Other,
        TokenBody::NotJson,
        TokenBody::Empty,
        TokenBody::Cookies,
    ])?;
    let redirected = bool::arbitrary(input)?;
    let answer = TokenAnswer {
        status,
        redirected,
        named,
        body,
    };
    let outcome = answer.outcome();
    let success = (200..300).contains(&status) && !redirected && named == Named::Nothing;
    let grants = success && matches!(body, TokenBody::Tokens | TokenBody::Cookies);
    assert_eq!(outcome == Outcome::Granted, grants, "{answer:?}");
    assert_eq!(outcome.failure(status).is_none(), grants, "{answer:?}");
    if body == TokenBody::NotJson && success {
        assert_eq!(outcome.failure(status), Some(Failure::Unavailable));
    }
    Ok(())
}

fn finds_what_is_there(input: &mut Unstructured<'_>) -> Result<()> {
    let code = i64::arbitrary(input)?;
    let keys = [*input.choose(&KEYS)?, *input.choose(&KEYS)?];
    let path = keys.join(".");
    let body = json::value(input, &KEYS)?;
    let rule = Rule::codes([code]).at(path.clone());
    let found = at(&body, &path).and_then(Value::as_i64) == Some(code);
    assert_eq!(rule.finds_code(&body), found);
    let with_code = json!({ keys[0]: { keys[1]: code } });
    assert!(rule.finds_code(&with_code));
    let as_text = json!({ keys[0]: { keys[1]: code.to_string() } });
    assert!(!rule.finds_code(&as_text), "a number is not its text");
    let rule = Rule {
        codes: vec![Code::Text(code.to_string())],
        ..rule
    };
    assert!(rule.finds_code(&as_text));
    Ok(())
}
