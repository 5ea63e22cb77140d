//! Which paths are open to pages of other origins.

use axum::http::{HeaderMap, StatusCode};

use super::scenario::Scenario;

const PAGE: (&str, &str) = ("origin", "http://localhost:5173");

fn allowed(headers: &HeaderMap) -> Option<&str> {
    headers
        .get("access-control-allow-origin")
        .map(|origin| origin.to_str().unwrap())
}

#[tokio::test]
async fn only_d_and_the_control_interface_are_open_by_default() {
    let server = Scenario::new();
    for path in ["/d/me", "/d/aaa", "/control/info"] {
        let answer = server.get(path, &[PAGE]).await;
        assert_eq!(allowed(&answer.headers), Some(PAGE.1), "{path}");
        assert_eq!(answer.headers["access-control-allow-credentials"], "true");
    }
    assert_eq!(
        allowed(&server.get("/a/open/ping", &[PAGE]).await.headers),
        None
    );
}

#[tokio::test]
async fn every_back_end_is_open_to_this_machine_when_asked_for() {
    let server = Scenario::allowing_localhost(true);
    let local = server
        .get("/a/open/ping", &[("origin", "http://127.0.0.1:8000")])
        .await;
    assert_eq!(allowed(&local.headers), Some("http://127.0.0.1:8000"));
    let foreign = server
        .get("/a/open/ping", &[("origin", "http://localhost.evil.test")])
        .await;
    assert_eq!(allowed(&foreign.headers), None);
}

#[tokio::test]
async fn a_preflight_is_granted_the_headers_that_it_asks_for() {
    let server = Scenario::new();
    let mut preflight = axum::http::Request::options("/d/me")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization,x-any")
        .body(axum::body::Body::empty())
        .unwrap();
    preflight
        .headers_mut()
        .insert(PAGE.0, PAGE.1.parse().unwrap());
    let answer = server.send(preflight).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(
        answer.headers["access-control-allow-headers"],
        "authorization,x-any"
    );
    assert!(answer.headers.contains_key("access-control-max-age"));
}

#[tokio::test]
async fn answers_of_the_back_ends_are_never_cached() {
    let server = Scenario::new();
    let answer = server.get("/a/open/ping", &[]).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
}
