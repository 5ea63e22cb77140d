//! The built pages: the demo, and applications below it, each with its `index.html` for every route of its
//! own.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::app::App;
use crate::convention::CONVENTIONS;

/// Serves a file, or the page itself for a path that names none.
pub(crate) async fn serve(State(app): State<Arc<App>>, method: Method, uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if !matches!(method, Method::GET | Method::HEAD) || is_api(path) {
        let body = json!({ "message": format!("{method} /{path} is not served") });
        return (StatusCode::NOT_FOUND, Json(body)).into_response();
    }
    let file = file_path(&app.dist, path);
    // A page of text may be asked for without its ending.
    let file = file.or_else(|| file_path(&app.dist, &format!("{path}.html")));
    if let Some(file) = file
        && let Ok(bytes) = std::fs::read(&file)
    {
        let headers = [
            (header::CONTENT_TYPE, media_type(&file)),
            (header::CACHE_CONTROL, "no-cache"),
        ];
        return (headers, bytes).into_response();
    }
    let is_route = Path::new(path).extension().is_none();
    match std::fs::read(nearest_index(&app.dist, path)) {
        Ok(bytes) if is_route => {
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::CACHE_CONTROL, "no-cache"),
            ];
            (headers, bytes).into_response()
        }
        Ok(_) => (StatusCode::NOT_FOUND, "no such file").into_response(),
        Err(_) => {
            let advice = "The demo page is not built. `cargo xtask demo` builds it.";
            (StatusCode::NOT_FOUND, advice).into_response()
        }
    }
}

/// Keeps answers that do not say otherwise out of every cache.
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

/// The file that `path` names below `dist`; none for a path that leads out of it.
fn file_path(dist: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let stays = path
        .components()
        .all(|component| matches!(component, Component::Normal(_)));
    let file = dist.join(path);
    (stays && file.is_file()).then_some(file)
}

/// The `index.html` of the innermost folder of `path` that has one: the application that the route is of.
fn nearest_index(dist: &Path, path: &str) -> PathBuf {
    let folders = Path::new(path).ancestors();
    let mut indexes = folders.filter_map(|folder| {
        let index = folder.join("index.html");
        file_path(dist, index.to_str()?)
    });
    indexes.next().unwrap_or_else(|| dist.join("index.html"))
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("wasm") => "application/wasm",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        Some(_) | None => "application/octet-stream",
    }
}
