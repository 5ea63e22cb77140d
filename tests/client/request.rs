//! A request of the Rust client.

use std::time::Duration;

use everfetch::Session;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{client, get, signed_in};
use crate::support::scene::Scene;

#[wasm_bindgen_test]
async fn method_query_headers_and_json_are_sent() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let send = api
        .post("/things?x=1")
        .query(&[("page", 2)])
        .header("X-Kind", "a")
        .json(&serde_json::json!({ "name": "Ada" }))
        .send();
    let serve = async {
        let call = scene.expect("POST /things?x=1&page=2 Bearer old").await;
        assert_eq!(
            call.body().as_string().as_deref(),
            Some("{\"name\":\"Ada\"}")
        );
        assert_eq!(call.header("x-kind").as_deref(), Some("a"));
        assert_eq!(
            call.header("content-type").as_deref(),
            Some("application/json")
        );
        call.answer(201, "{\"id\":7}");
    };
    let (response, ()) = futures::future::join(send, serve).await;
    let response = response.expect("an answer");
    assert_eq!(response.status(), 201);
    let body: serde_json::Value = response.json().await.expect("JSON");
    assert_eq!(body["id"], 7);
}

#[wasm_bindgen_test]
async fn a_dropped_request_is_aborted() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let answer = get(&api, "/slow");
    let call = scene.expect("GET /slow Bearer old").await;
    drop(answer);
    crate::support::value::settle().await;
    let signal = js_sys::Reflect::get(&call.init(), &"signal".into()).expect("a signal");
    let aborted = js_sys::Reflect::get(&signal, &"aborted".into()).expect("a flag");
    assert_eq!(aborted.as_bool(), Some(true));
}

#[wasm_bindgen_test]
async fn a_dropped_waiter_leaves_the_refresh_running() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let dropped = get(&api, "/a");
    let kept = get(&api, "/b");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    scene.expect("GET /b Bearer old").await.answer(401, "");
    let refresh = scene.expect("POST /refresh").await;
    drop(dropped);
    refresh.answer(200, super::page::GRANT);
    scene.accept("GET /b Bearer new").await;
    kept.await.expect("an answer");
    assert_eq!(scene.sent().len(), 4, "{:?}", scene.sent());
}

#[wasm_bindgen_test]
async fn an_answer_that_takes_too_long_is_a_timeout() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let error = api
        .get("/slow")
        .timeout(Duration::from_millis(20))
        .send()
        .await
        .expect_err("nothing answers");
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.to_string(), "timeout of 20ms exceeded");
}

#[wasm_bindgen_test]
async fn the_token_goes_to_the_sessions_own_origins_only() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    let api = client(
        &scene,
        Session::refresh("/refresh")
            .origins(["https://api.test"])
            .public(["/login"]),
    );
    for (url, line) in [
        ("https://api.test/me", "GET https://api.test/me Bearer old"),
        ("https://evil.test/me", "GET https://evil.test/me"),
        ("//evil.test/me", "GET http://evil.test/me"),
        ("/login", "GET /login"),
        ("/refresh", "GET /refresh Bearer old"),
    ] {
        let answer = get(&api, url);
        scene.expect(line).await.answer(200, "{}");
        answer.await.expect("an answer");
    }
}

#[wasm_bindgen_test]
async fn a_missing_permission_is_not_an_expiry() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let answer = get(&api, "/admin");
    scene.expect("GET /admin Bearer old").await.answer_with(
        401,
        "no",
        "{\"www-authenticate\":\"Bearer error=\\\"insufficient_scope\\\"\"}",
    );
    assert_eq!(answer.await.expect("the answer itself"), "no");
    assert_eq!(scene.refreshes(), 0);
}

#[wasm_bindgen_test]
async fn a_header_that_no_request_can_carry_is_named() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let error = api
        .get("/me")
        .header("X-Bad", "a\nb")
        .send()
        .await
        .expect_err("a line break");
    assert!(error.is_bad_option());
    assert!(error.to_string().contains("X-Bad"), "{error}");
}
