//! `session.refresh`: a URL, a request, or the application's own function.

use super::read::{Level, Read, wrong};
use super::{Refusal, header_name, refusal};
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
    /// `POST`, unless the options say otherwise.
    pub method: String,
    /// Where the refresh token travels.
    pub send: Carrier,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A member of a JSON body.
    Json(String),
    /// A field of a form body (RFC 6749 §6).
    Form(String),
    /// A query parameter.
    Query(String),
    /// A header, with what stands before the token.
    Header {
        /// Its name.
        name: String,
        /// `Bearer`, or nothing.
        scheme: String,
    },
    /// A cookie that JavaScript does not see.
    Cookie,
}

const KNOWN: &[&str] = &[
    "url", "baseURL", "method", "send", "name", "extra", "headers", "reply", "refused", "timeout",
    "retries",
];

const TIMEOUT_MS: u64 = 10_000;
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
            Self::Function(_) => TIMEOUT_MS,
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

impl RefreshRequest {
    /// What a bare URL stands for: the refresh token as JSON, by POST.
    fn to(url: String) -> Self {
        Self {
            url,
            base_url: None,
            method: "POST".into(),
            send: Carrier::Json("refreshToken".into()),
            extra: Vec::new(),
            headers: Vec::new(),
            reply: ReplyPaths::default(),
            refused: None,
            timeout: TIMEOUT_MS,
            retries: RETRIES,
        }
    }
}

/// Reads the member `refresh` of the session's options.
pub(super) fn read<J: Clone>(
    session: &Level<'_, J>,
    header: &str,
    scheme: &str,
) -> Read<RefreshBy<J>, J> {
    const TAKES: &str = "the URL of the token endpoint, a request such as \
         { url: \"/auth/refresh\" }, or a function";
    Ok(match session.member("refresh") {
        Some(Value::Text(url)) if !url.is_empty() => {
            RefreshBy::Request(RefreshRequest::to(url.clone()))
        }
        Some(Value::Function(function)) => RefreshBy::Function(function.clone()),
        Some(value @ Value::Record(..)) => {
            let path = session.path_of("refresh");
            let level = Level::open(&path, value, KNOWN)?;
            RefreshBy::Request(request(&level, header, scheme)?)
        }
        other => {
            let got = other.unwrap_or(&Value::Missing);
            return Err(wrong(session.path_of("refresh"), got, TAKES));
        }
    })
}

fn request<J: Clone>(level: &Level<'_, J>, header: &str, scheme: &str) -> Read<RefreshRequest, J> {
    const URL: &str = "the URL of the token endpoint";
    let given = |value: &Value<J>| value.text().filter(|url| !url.is_empty()).map(Into::into);
    let Some(url) = level.read("url", URL, given)? else {
        return Err(wrong(level.path_of("url"), &Value::Missing, URL));
    };
    let mut request = RefreshRequest::to(url);
    request.base_url = level.text("baseURL", "a URL; \"\" for the page's root")?;
    request.extra = level.texts("extra")?;
    request.headers = level.texts("headers")?;
    request.send = carrier(level, header, scheme)?;
    match &request.send {
        Carrier::Query(_) => request.method = "GET".into(),
        Carrier::Form(_) if request.extra.iter().all(|(key, _)| key != "grant_type") => {
            // RFC 6749 §6: REQUIRED.
            let grant_type = ("grant_type".into(), "refresh_token".into());
            request.extra.insert(0, grant_type);
        }
        Carrier::Form(_) | Carrier::Json(_) | Carrier::Header { .. } | Carrier::Cookie => {}
    }
    if let Some(method) = level.read("method", "a method such as \"POST\"", header_name)? {
        request.method = method.to_ascii_uppercase();
    }
    if let Some(value) = level.member("reply") {
        request.reply = reply(&level.path_of("reply"), value)?;
    }
    if let Some(value) = level.member("refused") {
        request.refused = Some(refusal(&level.path_of("refused"), value)?);
    }
    if let Some(timeout) = level.whole("timeout", "milliseconds, 1 or more")? {
        request.timeout = timeout.max(1).into();
    }
    if let Some(retries) = level.whole("retries", "how many times to try again, 0 or more")? {
        request.retries = retries;
    }
    Ok(request)
}

fn carrier<J: Clone>(level: &Level<'_, J>, header: &str, scheme: &str) -> Read<Carrier, J> {
    let takes = "\"json\", \"form\", \"query\", \"header\" or \"cookie\"";
    let send = level.word(
        "send",
        takes,
        &["json", "form", "query", "header", "cookie"],
    )?;
    let takes = "the name under which the refresh token travels";
    let name = if send == Some(3) {
        level.read("name", "the name of a header", header_name)?
    } else {
        level.text("name", takes)?
    };
    Ok(match send {
        None | Some(0) => Carrier::Json(name.unwrap_or_else(|| "refreshToken".into())),
        Some(1) => Carrier::Form(name.unwrap_or_else(|| "refresh_token".into())),
        Some(2) => Carrier::Query(name.unwrap_or_else(|| "refreshToken".into())),
        Some(3) => {
            // The header that carries the access token carries this one alike; another carries it bare.
            let name = name.unwrap_or_else(|| header.into());
            let scheme = if name.eq_ignore_ascii_case(header) {
                scheme
            } else {
                ""
            };
            Carrier::Header {
                name,
                scheme: scheme.into(),
            }
        }
        Some(_) => Carrier::Cookie,
    })
}

fn reply<J: Clone>(path: &str, value: &Value<J>) -> Read<ReplyPaths, J> {
    let level = Level::open(path, value, &["accessToken", "refreshToken", "expiresIn"])?;
    let takes = "a path such as \"data.token\"";
    // Checked, and of use once refreshes are proactive.
    level.text("expiresIn", takes)?;
    Ok(ReplyPaths {
        access_token: level.text("accessToken", takes)?,
        refresh_token: level.text("refreshToken", takes)?,
    })
}
