//! The claims of a JWT.

use crate::{Target, json};
use arbitrary::{Result, Unstructured};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use everfetch::http::jwt::Claims;
use serde_json::{Number, Value};
use std::time::Duration;

/// The target.
pub const TARGET: Target = Target {
    name: "jwt",
    check,
    examples: &[
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJaw7VlIiwiZXhwIjoxNzAwMDAwMDAwLCJpYXQiOjE2OTk5OTkxMDB9.c2ln",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOjcsImV4cCI6MTcwMDAwMDAwMDAwMH0.",
        "e30.e30=.x",
        "..",
        "opaque",
    ],
};

fn check(input: &mut Unstructured<'_>) -> Result<()> {
    let token = String::from_utf8_lossy(input.peek_bytes(input.len()).unwrap_or_default());
    let claims = Claims::of(&token);
    if !token.contains('.') {
        assert_eq!(claims, Claims::default());
    }
    let text = json::value(input, &["sub", "exp", "iat"])?.to_string();
    let token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(&text));
    // A fraction may lose its last digit on the way through text; a subject is compared with its own text.
    let payload: Value = serde_json::from_str(&text).expect("it is JSON");
    let claims = Claims::of(&token);
    match &payload["sub"] {
        Value::String(subject) => {
            let name = Some(subject).filter(|name| !name.is_empty());
            assert_eq!(claims.subject.as_ref(), name);
        }
        Value::Number(subject) => {
            let digits = claims.subject.expect("a number names a user");
            assert!(text.contains(&digits), "{digits} is not in {text}");
            assert_eq!(
                serde_json::from_str::<Number>(&digits).ok().as_ref(),
                Some(subject)
            );
        }
        _ => assert_eq!(claims.subject, None),
    }
    for (claim, read) in [("exp", claims.expires_at), ("iat", claims.issued_at)] {
        let number = payload[claim].as_f64().filter(|number| *number >= 0.0);
        let Some(number) = number else {
            assert_eq!(read, None, "{claim}");
            continue;
        };
        // Seconds, or milliseconds.
        let near = |read: Duration, seconds: f64| (read.as_secs_f64() - seconds).abs() <= 1.0;
        let is_right = read.is_none_or(|read| near(read, number) || near(read, number / 1000.0));
        assert!(is_right || number > 1e15, "{claim} {number} is {read:?}");
    }
    Ok(())
}
