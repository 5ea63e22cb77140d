//! What the back ends serve: guarded resources, and a few open ones.

use std::time::Duration;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::app::BackEnd;
use crate::convention::Refusal;
use crate::guard::Caller;
use crate::reply;

/// How an item is to come.
#[derive(Deserialize)]
pub(crate) struct Manner {
    /// Milliseconds that it takes longer.
    #[serde(default)]
    delay: u64,
    /// Bytes that it is larger.
    #[serde(default)]
    size: usize,
}

/// Of what an item is made larger.
const NOTE: &str = "a note on it ";

/// Who asks.
pub(crate) async fn me(
    State(back_end): State<BackEnd>,
    Extension(caller): Extension<Caller>,
) -> Response {
    let me = json!({ "user": caller.0, "servedBy": back_end.convention.name });
    reply::data(back_end.convention, me)
}

/// One of any number of items, by whatever method.
pub(crate) async fn item(
    State(back_end): State<BackEnd>,
    Extension(caller): Extension<Caller>,
    Path(number): Path<u64>,
    Query(manner): Query<Manner>,
    _body: Bytes,
) -> Response {
    tokio::time::sleep(Duration::from_millis(manner.delay)).await;
    let mut item = json!({ "id": number, "user": caller.0, "servedBy": back_end.convention.name });
    if manner.size > 0 {
        item["notes"] = vec![NOTE; manner.size / (NOTE.len() + 3)].into();
    }
    reply::data(back_end.convention, item)
}

/// The request as it arrived.
pub(crate) async fn echo(
    State(back_end): State<BackEnd>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let headers: Map<String, Value> = headers
        .iter()
        .map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into(),
            )
        })
        .collect();
    let query: Map<String, Value> = query
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .collect();
    let echo = json!({
        "method": method.as_str(),
        "path": uri.path(),
        "search": uri.query().unwrap_or_default(),
        "query": query,
        "headers": headers,
        "body": String::from_utf8_lossy(&body),
    });
    reply::data(back_end.convention, echo)
}

/// The body as it arrived, byte for byte, under its own content type.
pub(crate) async fn mirror(headers: HeaderMap, body: Bytes) -> Response {
    let kind = headers.get(CONTENT_TYPE).cloned();
    let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    ([(CONTENT_TYPE, kind)], body).into_response()
}

/// Open to all.
pub(crate) async fn ping(State(back_end): State<BackEnd>) -> Response {
    reply::data(back_end.convention, json!({ "pong": true }))
}

/// Open to all: answers with the status asked for.
pub(crate) async fn status(State(back_end): State<BackEnd>, Path(code): Path<u16>) -> Response {
    match StatusCode::from_u16(code) {
        Ok(StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) => StatusCode::from_u16(code)
            .unwrap_or_default()
            .into_response(),
        Ok(status) => {
            let body = back_end.convention.wrap(json!({ "status": code }));
            (status, axum::Json(body)).into_response()
        }
        Err(_) => back_end.refuse(Refusal::Malformed),
    }
}

/// Always refused, and not for an expired token.
pub(crate) async fn forbidden(State(back_end): State<BackEnd>) -> Response {
    back_end.refuse(Refusal::Forbidden)
}
