//! The recorder: it reports what arrives as it arrived, and answers as the path describes.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use super::scenario::Scenario;

#[tokio::test]
async fn what_arrives_under_a_name_is_recorded_as_it_arrived() {
    let server = Scenario::new();
    let request = Request::put("/recorder/mine/-/a//b%20c?x=1&x=%5B")
        .header("x-mine", "1")
        .body(Body::from("text \u{fc}"))
        .unwrap();
    assert_eq!(server.send(request).await.body, json!({ "ok": true }));
    let recorded = server.get("/control/recorder/mine?least=1", &[]).await.body;
    assert_eq!(
        recorded,
        json!([{
            "method": "PUT",
            "target": "/recorder/mine/-/a//b%20c?x=1&x=%5B",
            "headers": [["x-mine", "1"]],
            "body": "text \u{fc}",
            "binary": false,
        }])
    );
    let others = server.get("/control/recorder/others", &[]).await.body;
    assert_eq!(others, json!([]));
}

#[tokio::test]
async fn what_is_forgotten_is_recorded_for_the_last_time() {
    let server = Scenario::new();
    let bytes = Request::post("/recorder/mine/-").body(Body::from(&b"\xff\x00"[..]));
    server.send(bytes.unwrap()).await;
    let forget = || Request::delete("/control/recorder/mine").body(Body::empty());
    let recorded = server.send(forget().unwrap()).await.body;
    assert_eq!(recorded[0]["body"], "ff00");
    assert_eq!(recorded[0]["binary"], true);
    assert_eq!(server.send(forget().unwrap()).await.body, json!([]));
}

#[tokio::test]
async fn the_answer_is_what_the_path_says() {
    let server = Scenario::new();
    let described = "%7B%22status%22%3A418%2C%22headers%22%3A%5B%5B%22x-a%22%2C%22b%22%5D%5D%2C%22body%22%3A%22ab%22%2C%22times%22%3A3%7D";
    let answer = server
        .get(&format!("/recorder/mine/{described}/"), &[])
        .await;
    assert_eq!(answer.status, StatusCode::IM_A_TEAPOT);
    assert_eq!(answer.headers["x-a"], "b");
    assert_eq!(answer.body, "ababab");
    let pieces = "%7B%22pieces%22%3A%5B%221%22%2C%222%22%5D%7D";
    let answer = server.get(&format!("/recorder/mine/{pieces}"), &[]).await;
    assert!(!answer.headers.contains_key("content-length"));
    assert_eq!(answer.body, 12);
    let answer = server.get("/recorder/mine/nonsense", &[]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
