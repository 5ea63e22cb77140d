//! What a token endpoint may answer: each has a clear error, and no request is left waiting.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::scene::{Call, PLAIN, Scene};
use crate::support::value::{everything, text};

/// Three requests wait while the refresh gets this answer; all reject with the same code and cause.
async fn waiters_see(scene: &Scene, answer: impl Fn(&Call)) -> [String; 2] {
    let mut waiters = vec![scene.get("/0")];
    let refresh = scene.refuse("GET /0 Bearer old").await;
    waiters.extend((1..3).map(|n| scene.get(&format!("/{n}"))));
    answer(&refresh);
    let mut seen = Vec::new();
    for waiter in waiters {
        let error = waiter.error().await;
        assert!(!everything(&error).contains("s3cret"));
        seen.push([text(&error, "code"), text(&error, "cause.message")]);
    }
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    assert_eq!(scene.sent().len(), 2, "no waiter was sent");
    assert_ne!(scene.state(), "refreshing");
    seen.swap_remove(0)
}

async fn ends_the_session(status: u16, body: &str, said: &str) {
    let scene = Scene::signed_in(PLAIN);
    let [code, message] = waiters_see(&scene, |refresh| refresh.answer(status, body)).await;
    assert_eq!(code, "ERR_SESSION_ENDED", "{status} {body}");
    assert!(message.contains(said), "{message}");
    assert_eq!(scene.stored(), "- -");
    assert_eq!(scene.state(), "ended");
    assert_eq!(scene.navigations(), ["/login"]);
}

#[wasm_bindgen_test]
async fn a_refusal_ends_the_session() {
    for status in [400, 401, 403, 404] {
        ends_the_session(status, "{\"error\":\"invalid_grant\"}", &status.to_string()).await;
    }
}

#[wasm_bindgen_test]
async fn an_answer_without_a_token_ends_the_session_and_says_so() {
    for body in [
        "{}",
        "{\"data\":{}}",
        "[]",
        "null",
        "\"s3cret\"",
        "{\"ticket\":\"s3cret\"}",
    ] {
        ends_the_session(200, body, "no access token").await;
    }
}

#[wasm_bindgen_test]
async fn html_or_a_cut_off_answer_in_place_of_json_keeps_the_session_and_says_so() {
    for body in ["<!doctype html><h1>Log in</h1>", "{\"accessToken\":\"s3cr"] {
        let scene = Scene::signed_in("{ session: { refresh: { url: '/refresh', retries: 0 } } }");
        let [code, message] = waiters_see(&scene, |refresh| refresh.answer(200, body)).await;
        assert_eq!(code, "ERR_REFRESH_UNAVAILABLE");
        assert!(message.contains("which is not JSON"), "{message}");
        assert_eq!(scene.stored(), "old r1");
    }
}

#[wasm_bindgen_test]
async fn an_empty_answer_ends_the_session_and_says_so() {
    ends_the_session(204, "", "204, but the answer is empty").await;
    ends_the_session(200, "", "200, but the answer is empty").await;
}

#[wasm_bindgen_test]
async fn a_token_with_a_line_break_ends_the_session_and_reaches_no_header() {
    let reply = "{\"accessToken\":\"s3cret\\r\\nX-Injected: 1\"}";
    ends_the_session(200, reply, "a line break").await;
    let reply = "{\"accessToken\":\"fine\",\"refreshToken\":\"s3cret\\n\"}";
    ends_the_session(200, reply, "unusable refresh token").await;
}

#[wasm_bindgen_test]
async fn the_options_may_name_a_refusal_of_the_back_ends_own() {
    let refused =
        "{ session: { refresh: { url: '/refresh', refused: { status: 200, code: 50008 } } } }";
    let scene = Scene::signed_in(refused);
    let answer = "{\"code\":50008,\"token\":\"decoy\"}";
    let [code, message] = waiters_see(&scene, |refresh| refresh.answer(200, answer)).await;
    assert_eq!(code, "ERR_SESSION_ENDED");
    assert!(message.contains("session.refresh.refused"), "{message}");
}

#[wasm_bindgen_test]
async fn a_cut_connection_keeps_the_session() {
    let scene = Scene::signed_in("{ session: { refresh: { url: '/refresh', retries: 0 } } }");
    let [code, message] = waiters_see(&scene, Call::cut).await;
    assert_eq!(code, "ERR_REFRESH_UNAVAILABLE");
    assert!(!message.is_empty());
    assert_eq!(scene.stored(), "old r1");
    assert!(scene.navigations().is_empty());
    assert_eq!(scene.state(), "signed-in");
}

#[wasm_bindgen_test]
async fn a_busy_server_keeps_the_session() {
    for status in [408, 425, 429, 502, 503, 504] {
        let scene = Scene::signed_in("{ session: { refresh: { url: '/refresh', retries: 0 } } }");
        let [code, message] = waiters_see(&scene, |refresh| refresh.answer(status, "")).await;
        assert_eq!(code, "ERR_REFRESH_UNAVAILABLE", "{status}");
        assert!(message.contains(&status.to_string()), "{message}");
        assert_eq!(scene.stored(), "old r1");
    }
}

#[wasm_bindgen_test]
async fn after_a_failure_that_keeps_the_session_the_next_request_tries_again() {
    let scene = Scene::signed_in("{ session: { refresh: { url: '/refresh', retries: 0 } } }");
    waiters_see(&scene, |refresh| refresh.answer(503, "")).await;
    let pending = scene.get("/again");
    scene
        .refuse("GET /again Bearer old")
        .await
        .answer(200, "{\"accessToken\":\"new\"}");
    scene.expect("GET /again Bearer new").await.answer(200, "");
    pending.value().await;
}

#[wasm_bindgen_test]
async fn a_server_fault_is_tried_again_and_nobody_notices() {
    for status in [500, 503] {
        let scene = Scene::signed_in(PLAIN);
        let clock = Clock::stopped();
        let pending = scene.get("/a");
        scene.refuse("GET /a Bearer old").await.answer(status, "");
        clock.advance(5_000).await;
        let again = scene.expect("POST /refresh").await;
        again.answer(200, "{\"accessToken\":\"new\"}");
        scene.expect("GET /a Bearer new").await.answer(200, "");
        pending.value().await;
        assert_eq!(scene.refreshes(), 2);
    }
}

#[wasm_bindgen_test]
async fn retries_are_bounded_and_what_they_come_to_depends_on_the_status() {
    for (status, code, stored) in [
        (503, "ERR_REFRESH_UNAVAILABLE", "old r1"),
        (500, "ERR_SESSION_ENDED", "- -"),
    ] {
        let scene = Scene::signed_in(PLAIN);
        let clock = Clock::stopped();
        let pending = scene.get("/a");
        scene.refuse("GET /a Bearer old").await.answer(status, "");
        for _ in 0..2 {
            clock.advance(5_000).await;
            scene.expect("POST /refresh").await.answer(status, "");
        }
        // This is how long a sign-in in another tab may take to become visible before the session ends.
        clock.advance(50).await;
        let error = pending.error().await;
        assert_eq!(text(&error, "code"), code);
        assert_eq!(text(&error, "cause.status"), status.to_string());
        assert_eq!(
            text(&error, "response.status"),
            "401",
            "the refusal stays on the error"
        );
        assert_eq!(scene.stored(), stored);
        assert_eq!(scene.refreshes(), 3);
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_never_comes_is_given_up() {
    let scene =
        Scene::signed_in("{ session: { refresh: { url: '/refresh', timeout: 200, retries: 0 } } }");
    let clock = Clock::stopped();
    let pending = scene.get("/a");
    let refresh = scene.refuse("GET /a Bearer old").await;
    clock.advance(199).await;
    assert_eq!(text(&refresh.init(), "signal.aborted"), "false");
    clock.advance(1).await;
    assert_eq!(text(&refresh.init(), "signal.aborted"), "true");
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_REFRESH_UNAVAILABLE");
    assert_eq!(
        text(&error, "cause.message"),
        "the refresh (POST /refresh) got no answer within 200 ms"
    );
}

#[wasm_bindgen_test]
async fn a_token_in_the_query_is_in_no_error() {
    let scene = Scene::empty();
    scene.store("old", "s3cret");
    scene.create("{ session: { refresh: { url: '/refresh', send: 'query', retries: 0 } } }");
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    scene.expect("GET /refresh?refreshToken=s3cret").await.cut();
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_REFRESH_UNAVAILABLE");
    assert!(!everything(&error).contains("s3cret"));
}
