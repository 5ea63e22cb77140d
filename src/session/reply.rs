//! What a sign-in or a token endpoint says, read as tokens: RFC 6749 §5.1 and the spellings that real
//! back ends use for it.

use super::{AccessToken, Answer, BadToken, Grant, RefreshToken};
use crate::value::Value;

/// Where the tokens are in a reply; what is not named is looked for under the common spellings, at the
/// top and under `data`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplyPaths<'a> {
    /// Such as `data.token`.
    pub access_token: Option<&'a str>,
    /// Such as `data.refresh`.
    pub refresh_token: Option<&'a str>,
}

/// Why a reply is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// There is no access token in it.
    NoAccessToken,
    /// There is one that cannot be used.
    AccessToken(BadToken),
    /// The refresh token cannot be used.
    RefreshToken(BadToken),
}

impl Malformed {
    /// What is wrong, to follow the name of what was read; never the token.
    pub fn reason(self) -> String {
        let (token, bad) = match self {
            Self::NoAccessToken => {
                return "has no access token where one is looked for; name its place in \
                        session.refresh.reply.accessToken"
                    .into();
            }
            Self::AccessToken(bad) => ("access", bad),
            Self::RefreshToken(bad) => ("refresh", bad),
        };
        ["has an unusable ", token, " token: it ", bad.reason()].concat()
    }
}

const ACCESS: [&str; 5] = [
    "accessToken",
    "access_token",
    "token",
    "newAccessToken",
    "new_access_token",
];
const REFRESH: [&str; 4] = [
    "refreshToken",
    "refresh_token",
    "newRefreshToken",
    "new_refresh_token",
];

/// Reads a reply.
///
/// # Errors
/// [`Malformed`], when there is no access token in it or one of the tokens cannot be used.
pub fn read<J>(reply: &Value<J>, paths: ReplyPaths<'_>) -> Result<Grant, Malformed> {
    let access = find(reply, paths.access_token, &ACCESS).ok_or(Malformed::NoAccessToken)?;
    let refresh = find(reply, paths.refresh_token, &REFRESH);
    Ok(Grant {
        access: AccessToken::parse(access).map_err(Malformed::AccessToken)?,
        // An empty or placeholder refresh token is none: the old one stays (G17).
        refresh: match refresh.map(RefreshToken::parse) {
            Some(Err(bad @ BadToken::Unprintable)) => return Err(Malformed::RefreshToken(bad)),
            Some(Ok(token)) => Some(token),
            Some(Err(BadToken::Empty | BadToken::Placeholder)) | None => None,
        },
    })
}

fn find<'a, J>(reply: &'a Value<J>, path: Option<&str>, spellings: &[&str]) -> Option<&'a str> {
    if let Some(path) = path {
        return reply.at(path).text();
    }
    for place in [reply, reply.get("data")] {
        for key in spellings {
            if let Some(token) = place.get(key).text() {
                return Some(token);
            }
        }
    }
    None
}

/// What kind of answer a status is, where the reply has no usable token in it (G8).
pub fn without_tokens<C>(status: u16, cause: C) -> Answer<C> {
    match status {
        408 | 425 | 429 | 502 | 503 | 504 => Answer::Unavailable(cause),
        500.. => Answer::Faulty(cause),
        _ => Answer::Refused(cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::json::{record, text};

    fn grant(access: &str, refresh: Option<&str>) -> Grant {
        Grant {
            access: AccessToken::parse(access).unwrap(),
            refresh: refresh.map(|token| RefreshToken::parse(token).unwrap()),
        }
    }

    #[test]
    fn the_common_spellings_are_found_at_the_top_and_under_data() {
        for access in ACCESS {
            for refresh in REFRESH {
                let reply = record(&[(access, text("a")), (refresh, text("r"))]);
                let expected = Ok(grant("a", Some("r")));
                assert_eq!(read(&reply, ReplyPaths::default()), expected);
                let wrapped = record(&[("code", Value::Number(20000.0)), ("data", reply)]);
                assert_eq!(read(&wrapped, ReplyPaths::default()), expected);
            }
        }
    }

    #[test]
    fn a_named_path_is_the_only_place_looked_at() {
        let reply = record(&[
            ("token", text("decoy")),
            ("result", record(&[("jwt", text("a"))])),
        ]);
        let mut paths = ReplyPaths {
            access_token: Some("result.jwt"),
            refresh_token: None,
        };
        assert_eq!(read(&reply, paths), Ok(grant("a", None)));
        paths.access_token = Some("result.nope");
        assert_eq!(read(&reply, paths), Err(Malformed::NoAccessToken));
    }

    #[test]
    fn a_reply_that_is_no_reply_has_no_token() {
        for reply in [
            Value::Missing,
            Value::Null,
            text("<html>"),
            record(&[]),
            Value::List(vec![]),
        ] {
            assert_eq!(
                read(&reply, ReplyPaths::default()),
                Err(Malformed::NoAccessToken)
            );
        }
        let number = record(&[("accessToken", Value::Number(5.0))]);
        assert_eq!(
            read(&number, ReplyPaths::default()),
            Err(Malformed::NoAccessToken)
        );
    }

    #[test]
    fn a_token_that_would_break_its_header_is_malformed() {
        let reply = record(&[("accessToken", text("a\r\nX-Evil: 1"))]);
        let malformed = Err(Malformed::AccessToken(BadToken::Unprintable));
        assert_eq!(read(&reply, ReplyPaths::default()), malformed);
        let reply = record(&[("accessToken", text("a")), ("refreshToken", text("r\n"))]);
        let malformed = Err(Malformed::RefreshToken(BadToken::Unprintable));
        assert_eq!(read(&reply, ReplyPaths::default()), malformed);
    }

    #[test]
    fn an_empty_refresh_token_is_none() {
        for nothing in [text(""), text("undefined"), text("null"), Value::Null] {
            let reply = record(&[("accessToken", text("a")), ("refreshToken", nothing)]);
            assert_eq!(read(&reply, ReplyPaths::default()), Ok(grant("a", None)));
        }
    }

    #[test]
    fn only_answers_that_say_nothing_about_the_token_keep_the_session() {
        for status in [408, 425, 429, 502, 503, 504] {
            assert_eq!(
                without_tokens(status, ()),
                Answer::Unavailable(()),
                "{status}"
            );
        }
        for status in [500, 501, 505, 599] {
            assert_eq!(without_tokens(status, ()), Answer::Faulty(()), "{status}");
        }
        for status in [200, 204, 302, 400, 401, 403, 404] {
            assert_eq!(without_tokens(status, ()), Answer::Refused(()), "{status}");
        }
    }
}
