//! The requests that contain the refresh token: the refresh, and the log-out.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Object, Reflect};
use serde_json::Value;
use wasm_bindgen::JsCast as _;
use web_sys::{AbortSignal, RequestCredentials, RequestRedirect};

use super::Error;
use super::error::Kind;
use super::options::{Send, Session, Values};

/// A request, as an option describes it.
pub(super) struct Described<'a> {
    /// Absolute.
    pub(super) url: &'a str,
    pub(super) method: String,
    pub(super) send: Send,
    pub(super) name: Option<&'a str>,
    pub(super) extra: &'a Values,
    pub(super) headers: &'a Values,
    /// The refresh token, if there is one.
    pub(super) token: Option<String>,
    /// Of a log-out: the access token, if it is still valid.
    pub(super) bearer: Option<Option<String>>,
}

/// A method in capitals, with its default.
pub(super) fn method(given: Option<&str>, send: Send) -> String {
    match given {
        Some(method) => method.to_ascii_uppercase(),
        None if send == Send::Query => "GET".to_owned(),
        None => "POST".to_owned(),
    }
}

/// Builds the request that an option describes.
pub(super) fn build(
    described: &Described<'_>,
    options: &Session,
    signal: Option<&AbortSignal>,
) -> Result<gloo_net::http::Request, Error> {
    let send = described.send;
    let name = described.name.unwrap_or(match send {
        Send::Form => "refresh_token",
        Send::Header => &options.header,
        Send::Json | Send::Query | Send::Cookie => "refreshToken",
    });
    let is_refresh = described.bearer.is_none();
    let token = match &described.token {
        None if is_refresh => Some(String::new()),
        token => token.clone(),
    };
    let mut members = described.extra.now();
    if is_refresh && send == Send::Form && !members.iter().any(|(name, _)| name == "grant_type") {
        members.push(("grant_type".to_owned(), "refresh_token".to_owned()));
    }
    if let (Send::Json | Send::Form | Send::Query, Some(token)) = (send, &token) {
        members.push((name.to_owned(), token.clone()));
    }
    let encode_error = |error: &dyn std::fmt::Display| Error::new(Kind::Encode, error.to_string());
    let mut url = described.url.to_owned();
    let form = serde_urlencoded::to_string(&members).map_err(|error| encode_error(&error))?;
    if matches!(send, Send::Query | Send::Header | Send::Cookie) && !form.is_empty() {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&form);
    }
    let method =
        Method::from_bytes(described.method.as_bytes()).map_err(|error| encode_error(&error))?;
    let mut builder = RequestBuilder::new(&url)
        .method(method)
        // The refresh token must not be sent to another URL.
        .redirect(RequestRedirect::Manual)
        .abort_signal(signal);
    if send == Send::Cookie || options.is_by_cookie() {
        builder = builder.credentials(RequestCredentials::Include);
    }
    for (name, value) in headers(described, options, name, token) {
        builder = builder.header(&name, &value);
    }
    let built = match send {
        Send::Json => {
            let object: serde_json::Map<String, Value> = members
                .into_iter()
                .map(|(name, value)| (name, value.into()))
                .collect();
            builder.body(Value::Object(object).to_string())
        }
        Send::Form => builder.body(form),
        Send::Query | Send::Header | Send::Cookie => builder.build(),
    }
    .map_err(|error| encode_error(&error))?;
    Ok(if send == Send::Cookie || !is_refresh {
        kept_alive(built)
    } else {
        built
    })
}

/// The headers. The application's own override the others, and an empty one removes a header of a log-out.
fn headers(
    described: &Described<'_>,
    options: &Session,
    name: &str,
    token: Option<String>,
) -> Vec<(String, String)> {
    let with_scheme = |name: &str, token: &str| {
        // The header of the access token contains the refresh token in the same form; another header contains it bare.
        if name.eq_ignore_ascii_case(&options.header) && !options.scheme.is_empty() {
            format!("{} {token}", options.scheme)
        } else {
            token.to_owned()
        }
    };
    let mut headers: Vec<(String, String)> = Vec::new();
    if let Some(Some(access)) = &described.bearer {
        let value = with_scheme(&options.header, access);
        headers.push((options.header.clone(), value));
    }
    let own = match (described.send, token) {
        (Send::Header, Some(token)) => Some((name.to_owned(), with_scheme(name, &token))),
        (Send::Json, _) => Some(("Content-Type".to_owned(), "application/json".to_owned())),
        (Send::Form, _) => Some((
            "Content-Type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        )),
        (Send::Header | Send::Query | Send::Cookie, _) => None,
    };
    for (name, value) in own.into_iter().chain(described.headers.now()) {
        headers.retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        headers.push((name, value));
    }
    let is_log_out = described.bearer.is_some();
    headers.retain(|(_, value)| !(is_log_out && value.is_empty()));
    headers
}

/// The browser must store the new cookie, and send a log-out, even if the page is closed in the meantime. gloo-net has
/// no option for `keepalive`.
fn kept_alive(request: gloo_net::http::Request) -> gloo_net::http::Request {
    let raw: web_sys::Request = request.into();
    let init = Object::new();
    let _ = Reflect::set(&init, &"keepalive".into(), &true.into());
    match web_sys::Request::new_with_request_and_init(&raw, init.unchecked_ref()) {
        Ok(kept) => kept.into(),
        Err(_) => raw.into(),
    }
}
