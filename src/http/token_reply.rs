//! The answer of a token endpoint (RFC 6749 §5.1), in the spellings that back ends use for it.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::iso_date::iso_date;
use super::refusal::at;

/// The tokens that a log-in or a refresh has granted.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenReply {
    /// The access token.
    pub access_token: String,
    /// The refresh token, if there is a new one.
    pub refresh_token: Option<String>,
    /// The lifetime of the access token, from now.
    pub expires_in: Option<Duration>,
    /// When the access token expires, as the time since the epoch.
    pub expires_at: Option<Duration>,
}

/// Does not print the tokens.
impl fmt::Debug for TokenReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenReply")
            .field("expires_in", &self.expires_in)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// The paths of the members, such as `data.token`, for back ends that do not use the common ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// The access token.
    pub access_token: Option<String>,
    /// The refresh token.
    pub refresh_token: Option<String>,
    /// The lifetime, in seconds.
    pub expires_in: Option<String>,
    /// When the access token expires: seconds or milliseconds since the epoch, or an ISO 8601 date.
    pub expires_at: Option<String>,
}

/// Why a reply grants no tokens. It never contains the reply's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unusable {
    /// There is no access token under any of the expected names.
    NoAccessToken,
    /// No header field can carry the access token.
    AccessToken(Defect),
    /// No header field can carry the refresh token.
    RefreshToken(Defect),
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAccessToken => f.write_str(
                "has no access token where one is expected; name its place in `reply.access_token`",
            ),
            Self::AccessToken(defect) => write!(f, "has an unusable access token: it {defect}"),
            Self::RefreshToken(defect) => write!(f, "has an unusable refresh token: it {defect}"),
        }
    }
}

impl std::error::Error for Unusable {}

/// Why a string is not a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Defect {
    /// It is empty or consists of white space.
    Empty,
    /// It is the result of `setItem(key, undefined)`.
    Placeholder,
    /// It contains a line break or another character that no header field can carry.
    Characters,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty",
            Self::Placeholder => "is the word \"undefined\" or \"null\"",
            Self::Characters => "has a line break or another character that no header can carry",
        })
    }
}

/// Why a string cannot be used as a token (RFC 6749 appendix A.12), if it cannot.
#[must_use]
pub fn defect(token: &str) -> Option<Defect> {
    match token {
        _ if token.trim().is_empty() => Some(Defect::Empty),
        "undefined" | "null" => Some(Defect::Placeholder),
        _ if !token.bytes().all(|byte| matches!(byte, b' '..=b'~')) => Some(Defect::Characters),
        _ => None,
    }
}

const ACCESS: [&str; 7] = [
    "accessToken",
    "access_token",
    "token",
    "newAccessToken",
    "new_access_token",
    "access", // SimpleJWT
    "jwt",
];
const REFRESH: [&str; 5] = [
    "refreshToken",
    "refresh_token",
    "newRefreshToken",
    "new_refresh_token",
    "refresh", // SimpleJWT
];
const EXPIRES_IN: [&str; 2] = ["expires_in", "expiresIn"];
const EXPIRES_AT: [&str; 2] = ["expires_at", "expiresAt"];

impl TokenReply {
    /// Reads a reply. A member without a path is searched for under its common spellings, at the top level and under
    /// `data`.
    ///
    /// # Errors
    /// The reply contains no usable access token, or an unusable refresh token.
    pub fn read(reply: &Value, paths: &Paths) -> Result<Self, Unusable> {
        let access_token = find(reply, paths.access_token.as_deref(), &ACCESS, text)
            .ok_or(Unusable::NoAccessToken)?;
        if let Some(defect) = defect(&access_token) {
            return Err(Unusable::AccessToken(defect));
        }
        let refresh_token = find(reply, paths.refresh_token.as_deref(), &REFRESH, text)
            // A placeholder is not a new token: the old one is kept (G17).
            .filter(|token| !matches!(defect(token), Some(Defect::Empty | Defect::Placeholder)));
        if let Some(defect) = refresh_token.as_deref().and_then(defect) {
            return Err(Unusable::RefreshToken(defect));
        }
        Ok(Self {
            access_token,
            refresh_token,
            expires_in: find(reply, paths.expires_in.as_deref(), &EXPIRES_IN, seconds),
            expires_at: find(reply, paths.expires_at.as_deref(), &EXPIRES_AT, moment),
        })
    }
}

#[cfg(all(target_arch = "wasm32", feature = "client"))]
impl TokenReply {
    /// What a reply grants if the tokens are cookies: this marker, whatever the reply contains, and the lifetime if it
    /// states one.
    #[cfg_attr(
        not(all(target_arch = "wasm32", feature = "client")),
        allow(dead_code, reason = "only the client has cookies")
    )]
    pub(crate) fn marked(marker: String, reply: &Value, paths: &Paths) -> Self {
        Self {
            access_token: marker,
            refresh_token: None,
            expires_in: find(reply, paths.expires_in.as_deref(), &EXPIRES_IN, seconds),
            expires_at: find(reply, paths.expires_at.as_deref(), &EXPIRES_AT, moment),
        }
    }
}

fn find<T>(
    reply: &Value,
    path: Option<&str>,
    spellings: &[&str],
    read: fn(&Value) -> Option<T>,
) -> Option<T> {
    if let Some(path) = path {
        return at(reply, path).and_then(read);
    }
    [reply, &reply["data"]]
        .into_iter()
        .flat_map(|level| spellings.iter().map(move |name| &level[*name]))
        .find_map(read)
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A positive number, or a string that contains one.
fn positive(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (number.is_finite() && number > 0.0).then_some(number)
}

fn seconds(value: &Value) -> Option<Duration> {
    Duration::try_from_secs_f64(positive(value)?).ok()
}

fn moment(value: &Value) -> Option<Duration> {
    match positive(value) {
        Some(number) => super::since_epoch(number),
        None => iso_date(value.as_str()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(reply: &Value) -> Result<TokenReply, Unusable> {
        TokenReply::read(reply, &Paths::default())
    }

    #[test]
    fn the_common_spellings_are_found() {
        for reply in [
            json!({ "accessToken": "a", "refreshToken": "r" }),
            json!({ "access_token": "a", "refresh_token": "r" }),
            json!({ "access": "a", "refresh": "r" }),
            json!({ "code": 0, "data": { "token": "a", "refreshToken": "r" } }),
        ] {
            let read = read(&reply).expect("it has tokens");
            assert_eq!(
                (read.access_token.as_str(), read.refresh_token.as_deref()),
                ("a", Some("r"))
            );
        }
    }

    #[test]
    fn a_path_names_the_only_place() {
        let paths = Paths {
            access_token: Some("result.0".to_owned()),
            ..Paths::default()
        };
        let reply = json!({ "result": ["a"], "token": "x" });
        assert_eq!(
            TokenReply::read(&reply, &paths).map(|read| read.access_token),
            Ok("a".to_owned())
        );
        let reply = json!({ "token": "x" });
        assert_eq!(
            TokenReply::read(&reply, &paths),
            Err(Unusable::NoAccessToken)
        );
    }

    #[test]
    fn what_is_no_token_is_never_one() {
        for (token, defect) in [
            ("", Defect::Empty),
            (" ", Defect::Empty),
            ("null", Defect::Placeholder),
            ("undefined", Defect::Placeholder),
            ("a\nb", Defect::Characters),
            ("é", Defect::Characters),
        ] {
            assert_eq!(
                read(&json!({ "token": token })),
                Err(Unusable::AccessToken(defect)),
                "{token:?}"
            );
        }
    }

    #[test]
    fn a_placeholder_does_not_replace_the_refresh_token() {
        for placeholder in [json!(""), json!("null"), json!(null), json!(7)] {
            let reply = json!({ "token": "a", "refreshToken": placeholder });
            assert_eq!(read(&reply).map(|read| read.refresh_token), Ok(None));
        }
    }

    #[test]
    fn times_are_read_in_their_units() {
        let reply = read(
            &json!({ "token": "a", "expires_in": "900", "expires_at": 1_700_000_000_000_u64 }),
        )
        .expect("it has a token");
        assert_eq!(reply.expires_in, Some(Duration::from_secs(900)));
        assert_eq!(reply.expires_at, Some(Duration::from_secs(1_700_000_000)));
        let reply = read(&json!({ "token": "a", "expires_in": -1 })).expect("it has a token");
        assert_eq!(reply.expires_in, None);
    }

    #[test]
    fn no_token_is_shown() {
        let reply = read(&json!({ "token": "s3cret" })).expect("it has a token");
        assert!(!format!("{reply:?}").contains("s3cret"));
    }
}
