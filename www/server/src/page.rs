//! The built pages: the demo, and applications below it, each with its `index.html` for every route of its
//! own.

use std::path::Path;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use crate::app::App;
use crate::convention::CONVENTIONS;

/// Serves a file, or for a path that names none, the page that the path is a route of.
pub(crate) async fn serve(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path().trim_matches('/');
    let method = request.method();
    if !matches!(*method, Method::GET | Method::HEAD) || is_api(path) {
        let body = json!({ "message": format!("{method} /{path} is not served") });
        return (StatusCode::NOT_FOUND, Json(body)).into_response();
    }
    let files = ServeDir::new(&app.dist).append_index_html_on_directories(false);
    for candidate in candidates(path) {
        let mut attempt = Request::new(Body::empty());
        *attempt.method_mut() = method.clone();
        *attempt.headers_mut() = request.headers().clone();
        let Ok(uri) = candidate.parse() else {
            continue;
        };
        *attempt.uri_mut() = uri;
        let mut response = match files.clone().oneshot(attempt).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        };
        if response.status() != StatusCode::NOT_FOUND {
            let headers = response.headers_mut();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            return response;
        }
    }
    let advice = if app.dist.join("index.html").is_file() {
        "There is no such file."
    } else {
        "The demo page is not built. `cargo xtask demo` builds it."
    };
    (StatusCode::NOT_FOUND, advice).into_response()
}

/// Keeps answers without a `Cache-Control` of their own out of every cache.
pub(crate) async fn forbid_caching(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

fn is_api(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    first == "control"
        || CONVENTIONS
            .iter()
            .any(|convention| convention.name == first)
}

/// Where the file for `path` may be: the path itself; a page, which may be requested without its ending; or, if
/// the path is a route of an application, the innermost `index.html`.
fn candidates(path: &str) -> Vec<String> {
    let mut files = vec![format!("/{path}"), format!("/{path}.html")];
    if Path::new(path).extension().is_none() {
        let folders = Path::new(path).ancestors();
        files.extend(folders.map(|folder| match folder.to_str() {
            Some("") | None => "/index.html".to_owned(),
            Some(folder) => format!("/{folder}/index.html"),
        }));
    }
    files
}
