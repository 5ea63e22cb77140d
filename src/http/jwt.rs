//! Reads the claims of a JWT (RFC 7519). It does not check the signature, which is the server's task.

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use serde_json::value::RawValue;

/// The registered claims (RFC 7519 §4.1) that a client may use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// `sub`, or `user_id` without one (SimpleJWT): the user of the token. RFC 7519 requires a string, but many back
    /// ends send a number.
    pub subject: Option<String>,
    /// `exp`, as the time since the epoch.
    pub expires_at: Option<Duration>,
    /// `iat`, as the time since the epoch.
    pub issued_at: Option<Duration>,
}

impl Claims {
    /// The claims of a token; empty if the token is not a JWT.
    #[must_use]
    pub fn of(token: &str) -> Self {
        let Some(payload) = payload(token) else {
            return Self::default();
        };
        let claim = |name: &str| payload.get(name).map(|raw| raw.get());
        Self {
            subject: claim("sub")
                .and_then(name)
                .or_else(|| claim("user_id").and_then(name))
                .filter(|name| !name.is_empty()),
            expires_at: claim("exp").and_then(moment),
            issued_at: claim("iat").and_then(moment),
        }
    }
}

/// The claims as raw JSON, because a number may have more digits than a float can represent.
fn payload(token: &str) -> Option<HashMap<String, Box<RawValue>>> {
    let part = token.split('.').nth(1)?.trim_end_matches('=');
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// A string, or a number as it is written, because user 9007199254740993 is not user 9007199254740992 (G10).
fn name(claim: &str) -> Option<String> {
    match serde_json::from_str(claim).ok()? {
        Value::String(name) => Some(name),
        Value::Number(_) => Some(claim.to_owned()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A `NumericDate` (RFC 7519 §2).
fn moment(claim: &str) -> Option<Duration> {
    let number: f64 = serde_json::from_str(claim).ok()?;
    super::since_epoch(Some(number).filter(|number| *number >= 0.0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> String {
        format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn the_claims_are_read() {
        let claims = Claims::of(&token(
            r#"{"sub":"Zoë","exp":1700000000,"iat":1699999100.5}"#,
        ));
        assert_eq!(claims.subject.as_deref(), Some("Zoë"));
        assert_eq!(claims.expires_at, Some(Duration::from_secs(1_700_000_000)));
        assert_eq!(
            claims.issued_at,
            Some(Duration::from_millis(1_699_999_100_500))
        );
        assert_eq!(
            Claims::of(&token(r#"{"sub":7}"#)).subject.as_deref(),
            Some("7")
        );
    }

    #[test]
    fn the_user_of_a_token_without_sub_is_its_user_id() {
        let subject = |payload| Claims::of(&token(payload)).subject;
        assert_eq!(subject(r#"{"user_id":7}"#).as_deref(), Some("7"));
        assert_eq!(subject(r#"{"sub":{},"user_id":"7"}"#).as_deref(), Some("7"));
        assert_eq!(
            subject(r#"{"sub":"ada","user_id":7}"#).as_deref(),
            Some("ada")
        );
    }

    #[test]
    fn users_whose_numbers_are_too_long_for_a_float_are_told_apart() {
        for digits in [
            "9007199254740993",
            "-9007199254740993",
            "123456789012345678901234567890",
        ] {
            let claims = Claims::of(&token(&format!(r#"{{"sub":{digits},"act":{{"sub":1}}}}"#)));
            assert_eq!(claims.subject.as_deref(), Some(digits));
        }
    }

    #[test]
    fn milliseconds_are_recognised() {
        let claims = Claims::of(&token(r#"{"exp":1700000000000}"#));
        assert_eq!(claims.expires_at, Some(Duration::from_secs(1_700_000_000)));
    }

    #[test]
    fn a_token_that_is_no_jwt_says_nothing() {
        for token in [
            "",
            "opaque",
            "a.b.c",
            "..",
            "e30.W10.x",
            &token("{\"sub\":{},\"exp\":-1}"),
        ] {
            assert_eq!(Claims::of(token), Claims::default(), "{token}");
        }
    }
}
