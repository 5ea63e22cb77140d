//! The request to the token endpoint, as `session.refresh` describes it.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Object, Reflect};
use serde_json::Value;
use wasm_bindgen::JsCast as _;
use web_sys::{AbortController, RequestCredentials, RequestRedirect};

use super::Error;
use super::error::Kind;
use super::options::{RefreshRequest, Send};
use super::runtime::Runtime;

/// Builds the request that the options describe, with the refresh token.
pub(super) fn build(
    request: &RefreshRequest,
    runtime: &Runtime,
    aborter: Option<&AbortController>,
) -> Result<gloo_net::http::Request, Error> {
    let options = &runtime.options;
    let token = runtime.refresh_token().unwrap_or_default();
    let name = request.name.as_deref().unwrap_or(match request.send {
        Send::Form => "refresh_token",
        Send::Header => &options.header,
        Send::Json | Send::Query | Send::Cookie => "refreshToken",
    });
    let mut members = request.extra.now();
    if request.send == Send::Form && !members.iter().any(|(name, _)| name == "grant_type") {
        members.push(("grant_type".to_owned(), "refresh_token".to_owned()));
    }
    if matches!(request.send, Send::Json | Send::Form | Send::Query) {
        members.push((name.to_owned(), token.clone()));
    }
    let encode_error = |error: &dyn std::fmt::Display| Error::new(Kind::Encode, error.to_string());
    let mut url = runtime.token_url.clone();
    let form = serde_urlencoded::to_string(&members).map_err(|error| encode_error(&error))?;
    if matches!(request.send, Send::Query | Send::Header | Send::Cookie) && !form.is_empty() {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&form);
    }
    let method = Method::from_bytes(request.http_method().as_bytes())
        .map_err(|error| encode_error(&error))?;
    let mut builder = RequestBuilder::new(&url)
        .method(method)
        // The refresh token must not be sent to another URL.
        .redirect(RequestRedirect::Manual)
        .abort_signal(aborter.map(AbortController::signal).as_ref());
    for (name, value) in request.headers.now() {
        builder = builder.header(&name, &value);
    }
    builder = match request.send {
        // The header of the access token carries the refresh token in the same form; another header carries it bare.
        Send::Header
            if name.eq_ignore_ascii_case(&options.header) && !options.scheme.is_empty() =>
        {
            builder.header(name, &format!("{} {token}", options.scheme))
        }
        Send::Header => builder.header(name, &token),
        Send::Cookie => builder.credentials(RequestCredentials::Include),
        Send::Json => builder.header("Content-Type", "application/json"),
        Send::Form => builder.header("Content-Type", "application/x-www-form-urlencoded"),
        Send::Query => builder,
    };
    let built = match request.send {
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
    Ok(if request.send == Send::Cookie {
        kept_alive(built)
    } else {
        built
    })
}

/// A cookie that the server has exchanged must arrive, even if the page is reloaded in the meantime. gloo-net has no
/// option for `keepalive`.
fn kept_alive(request: gloo_net::http::Request) -> gloo_net::http::Request {
    let raw: web_sys::Request = request.into();
    let init = Object::new();
    let _ = Reflect::set(&init, &"keepalive".into(), &true.into());
    match web_sys::Request::new_with_request_and_init(&raw, init.unchecked_ref()) {
        Ok(kept) => kept.into(),
        Err(_) => raw.into(),
    }
}
