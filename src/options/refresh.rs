//! `session.refresh`: a URL, a request, or the application's own function.

use super::{Refusal, refusal, schema, text_or, texts, whole};
use crate::session::longest_pauses;
use crate::session::reply::ReplyPaths;
use crate::value::Value;

/// How a new access token is bought.
#[derive(Clone, Debug)]
pub enum RefreshBy<J> {
    /// By a request that everfetch makes.
    Request(RefreshRequest),
    /// By the application.
    Function(J),
}

/// A request to the token endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct RefreshRequest {
    /// Combined with `base_url`.
    pub url: String,
    /// Instead of the client's.
    pub base_url: Option<String>,
    /// `POST`, or `GET` where the refresh token travels in the query.
    pub method: String,
    /// Where the refresh token travels.
    pub send: Carrier,
    /// Under which name, or in which header.
    pub name: String,
    /// What stands before it in a header: `Bearer`, or nothing.
    pub scheme: String,
    /// Sent along with the refresh token: `client_id`, `grant_type`, …
    pub extra: Vec<(String, String)>,
    /// More headers.
    pub headers: Vec<(String, String)>,
    /// Where the answer has the tokens.
    pub reply: ReplyPaths,
    /// What says "log in again", besides the rule of statuses.
    pub refused: Option<Refusal>,
    /// The longest that one try takes, in ms.
    pub timeout: u64,
    /// How often to try again.
    pub retries: u32,
}

/// Where the refresh token travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A member of a JSON body.
    Json,
    /// A field of a form body (RFC 6749 §6).
    Form,
    /// A query parameter.
    Query,
    /// A header.
    Header,
    /// A cookie that JavaScript does not see.
    Cookie,
}

const TIMEOUT_MS: u32 = 10_000;
const RETRIES: u32 = 2;

impl<J> RefreshBy<J> {
    /// How often an answer that says nothing about the token is asked for again.
    pub fn retries(&self) -> u32 {
        match self {
            Self::Request(request) => request.retries,
            Self::Function(_) => RETRIES,
        }
    }

    /// The longest that one try takes, in ms.
    pub fn timeout(&self) -> u64 {
        match self {
            Self::Request(request) => request.timeout,
            Self::Function(_) => TIMEOUT_MS.into(),
        }
    }

    /// Can it be done without a refresh token in the store?
    pub fn is_ambient(&self) -> bool {
        match self {
            Self::Request(request) => request.send == Carrier::Cookie,
            Self::Function(_) => true,
        }
    }

    /// The longest that a refresh takes, in ms.
    pub(super) fn longest_ms(&self) -> u64 {
        let tries = u64::from(self.retries()) + 1;
        tries * self.timeout() + longest_pauses(self.retries())
    }
}

/// Reads the member `refresh` of the session's options, which has been checked. `header` and `scheme`
/// are those of the access token.
pub(super) fn read<J: Clone>(value: &Value<J>, header: &str, scheme: &str) -> RefreshBy<J> {
    if let Value::Function(function) = value {
        return RefreshBy::Function(function.clone());
    }
    // A bare URL stands for a request with nothing but defaults.
    let url = value.text().or(value.get("url").text());
    let send = carrier(value.get("send").text().unwrap_or_default());
    let (method, name) = match send {
        Carrier::Json | Carrier::Cookie => ("POST", "refreshToken"),
        Carrier::Form => ("POST", "refresh_token"),
        Carrier::Query => ("GET", "refreshToken"),
        Carrier::Header => ("POST", header),
    };
    let name = text_or(value.get("name"), name);
    let mut extra = texts(value.get("extra"));
    if send == Carrier::Form && extra.iter().all(|(key, _)| key != "grant_type") {
        // RFC 6749 §6: REQUIRED.
        extra.push(("grant_type".into(), "refresh_token".into()));
    }
    let paths = value.get("reply");
    RefreshBy::Request(RefreshRequest {
        url: url.unwrap_or_default().into(),
        base_url: value.get("baseURL").text().map(Into::into),
        method: text_or(value.get("method"), method).to_ascii_uppercase(),
        send,
        // The header that carries the access token carries this one alike; another carries it bare.
        scheme: if name.eq_ignore_ascii_case(header) {
            scheme
        } else {
            ""
        }
        .into(),
        name,
        extra,
        headers: texts(value.get("headers")),
        reply: ReplyPaths {
            access_token: paths.get("accessToken").text().map(Into::into),
            refresh_token: paths.get("refreshToken").text().map(Into::into),
        },
        refused: refusal(value.get("refused")),
        timeout: whole(value.get("timeout")).unwrap_or(TIMEOUT_MS).into(),
        retries: whole(value.get("retries")).unwrap_or(RETRIES),
    })
}

fn carrier(word: &str) -> Carrier {
    let carriers = [
        Carrier::Json,
        Carrier::Form,
        Carrier::Query,
        Carrier::Header,
        Carrier::Cookie,
    ];
    let place = schema::SEND.iter().position(|known| *known == word);
    carriers[place.unwrap_or_default()]
}
