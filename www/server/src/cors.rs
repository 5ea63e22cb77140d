//! CORS with credentials, for pages on this machine.
//!
//! Not tower-http's `CorsLayer`: it answers every OPTIONS request itself, and those that are no preflight must arrive.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;

const METHODS: HeaderValue =
    HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "content-length, date, etag, location, retry-after, www-authenticate, x-total",
);

/// Answers preflights and marks answers, where the path is open to other origins.
pub(crate) async fn allow(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let origin = request
        .headers()
        .get(header::ORIGIN)
        .filter(|origin| is_local(origin))
        .filter(|_| app.allow_localhost || is_open(request.uri().path()))
        .cloned();
    let Some(origin) = origin else {
        return next.run(request).await;
    };
    let mut response = match preflight(&request) {
        Some(answer) => answer,
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
        HeaderValue::from_static("true"),
    );
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    response
}

fn preflight(request: &Request) -> Option<Response> {
    let asks = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if !asks {
        return None;
    }
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from(600));
    // With credentials `*` is no wildcard, so what is asked for is named.
    if let Some(asked) = request
        .headers()
        .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
    {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    Some((StatusCode::NO_CONTENT, headers).into_response())
}

/// Back end D lives on another origin than its page; the control interface and the recorder are for any test.
fn is_open(path: &str) -> bool {
    ["/d/", "/control/", "/recorder/"]
        .iter()
        .any(|open| path.starts_with(open))
}

fn is_local(origin: &HeaderValue) -> bool {
    let host = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.strip_prefix("http://"))
        .map(|host| host.split_once(':').map_or(host, |(host, _)| host));
    matches!(host, Some("localhost" | "127.0.0.1"))
}
