//! Records what arrives, byte for byte, and sends the answer that the path describes: for tests that compare clients.
//!
//! `/recorder/{name}/{answer}/…` takes every method and any path below it. `{name}` is whatever a test
//! chooses; `{answer}` is JSON, percent-encoded, or `-` for the plainest. What has arrived under a name,
//! `/control/recorder/{name}` returns the record (`?least=1` waits for it), and a DELETE clears it.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
use hyper::body::{Body as HttpBody, Frame};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::app::App;
use crate::serve::Cut;

/// How long a question for arrivals waits for them.
const PATIENCE: Duration = Duration::from_secs(30);

/// What has arrived, by name.
pub(crate) struct Recorder {
    arrived: watch::Sender<HashMap<String, Vec<Arrival>>>,
}

/// A request as it arrived.
#[derive(Clone, Serialize)]
struct Arrival {
    method: String,
    /// Path and query, as they stood in the request line.
    target: String,
    headers: Vec<(String, String)>,
    /// As text where it is text, else in hexadecimal digits.
    body: String,
    binary: bool,
}

/// What a request is answered with.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    /// How often the body is repeated.
    times: usize,
    /// Sent in pieces instead of `body`, without a length.
    pieces: Vec<String>,
    end: End,
}

/// How the answer ends.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum End {
    /// As it should.
    Well,
    /// There is none: the client waits until it goes away.
    Never,
    /// The body's end never comes.
    BodyNever,
    /// The connection is cut.
    Cut,
    /// The connection is cut in the middle of the body.
    BodyCut,
}

impl Default for Recorder {
    fn default() -> Self {
        Self {
            arrived: watch::Sender::new(HashMap::new()),
        }
    }
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: r#"{"ok":true}"#.to_owned(),
            times: 1,
            pieces: Vec::new(),
            end: End::Well,
        }
    }
}

/// `/recorder/…`
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/{name}/{answer}", any(record))
        .route("/{name}/{answer}/", any(record))
        .route("/{name}/{answer}/{*rest}", any(record))
}

/// `/control/recorder/…`
pub(crate) fn control() -> Router<Arc<App>> {
    Router::new().route("/{name}", get(arrivals).delete(forget))
}

async fn record(
    State(app): State<Arc<App>>,
    Path(params): Path<HashMap<String, String>>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let param = |name| params.get(name).map_or("", String::as_str);
    let answer = match param("answer") {
        "-" => Ok(Answer::default()),
        answer => serde_json::from_str(answer),
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    };
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    let arrival = Arrival::new(&method, target, &headers, &body);
    let name = param("name").to_owned();
    app.recorder
        .arrived
        .send_modify(|arrived| arrived.entry(name).or_default().push(arrival));
    answer.perform().await
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    least: usize,
}

async fn arrivals(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let mut watcher = app.recorder.arrived.subscribe();
    let reached =
        watcher.wait_for(|arrived| arrived.get(&name).map_or(0, Vec::len) >= wanted.least);
    let reached = tokio::time::timeout(PATIENCE, reached).await;
    if reached.is_err() {
        return StatusCode::GATEWAY_TIMEOUT.into_response();
    }
    let arrived = app.recorder.arrived.borrow().get(&name).cloned();
    Json(arrived.unwrap_or_default()).into_response()
}

/// What has arrived, for the last time.
async fn forget(State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let mut forgotten = None;
    app.recorder
        .arrived
        .send_modify(|arrived| forgotten = arrived.remove(&name));
    Json(forgotten.unwrap_or_default()).into_response()
}

impl Arrival {
    fn new(method: &Method, target: &str, headers: &HeaderMap, body: &[u8]) -> Self {
        let text = str::from_utf8(body);
        Self {
            method: method.to_string(),
            target: target.to_owned(),
            headers: headers
                .iter()
                .map(|(name, value)| (name.to_string(), latin1(value.as_bytes())))
                .collect(),
            body: text.map_or_else(|_| hex(body), str::to_owned),
            binary: text.is_err(),
        }
    }
}

impl Answer {
    async fn perform(self) -> Response {
        match self.end {
            End::Never => return pending().await,
            End::Cut => return Cut::InHead.into_response(),
            End::BodyCut => return Cut::InBody.into_response(),
            End::Well | End::BodyNever => {}
        }
        let endless = self.end == End::BodyNever;
        let body = if self.pieces.is_empty() && !endless {
            Body::from(self.body.repeat(self.times))
        } else {
            let pieces = self.pieces.into_iter().map(Bytes::from).collect();
            Body::new(Pieces { pieces, endless })
        };
        let mut response = Response::new(body);
        let Ok(status) = StatusCode::from_u16(self.status) else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        *response.status_mut() = status;
        for (name, value) in self.headers {
            match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                (Ok(name), Ok(value)) => response.headers_mut().append(name, value),
                _ => return StatusCode::BAD_REQUEST.into_response(),
            };
        }
        response
    }
}

/// A body in pieces, without a `Content-Length`.
struct Pieces {
    pieces: VecDeque<Bytes>,
    /// Whether more is expected for ever.
    endless: bool,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.pieces.pop_front() {
            Some(piece) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            None if self.endless => Poll::Pending,
            None => Poll::Ready(None),
        }
    }
}

/// Every byte of a header as one character.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
