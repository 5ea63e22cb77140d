//! A refresh, from the point of view of the requests that need it.

use everfetch::{RefreshError, RefreshRequest, Send, Session};
use futures::future::join_all;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{GRANT, client, get, signed_in};
use crate::support::scene::Scene;

#[wasm_bindgen_test]
async fn a_refused_request_is_refreshed_once_and_sent_again() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let answer = get(&api, "/me");
    scene.refuse("GET /me Bearer old").await.answer(200, GRANT);
    scene
        .expect("GET /me Bearer new")
        .await
        .answer(200, "hello");
    assert_eq!(answer.await.expect("an answer"), "hello");
    assert_eq!(scene.stored(), "new r2");
}

#[wasm_bindgen_test]
async fn twenty_refusals_share_one_refresh() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let answers: Vec<_> = (0..20)
        .map(|number| get(&api, &format!("/{number}")))
        .collect();
    for _ in 0..20 {
        scene.next().await.answer(401, "");
    }
    scene.expect("POST /refresh").await.answer(200, GRANT);
    for _ in 0..20 {
        let call = scene.next().await;
        assert!(call.line().ends_with("Bearer new"), "{}", call.line());
        call.answer(200, "{}");
    }
    for answer in join_all(answers).await {
        answer.expect("each is answered");
    }
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn a_refused_refresh_rejects_with_its_cause_and_clears_the_tokens() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let answer = get(&api, "/me");
    scene.refuse("GET /me Bearer old").await.answer(400, "{}");
    let error = answer.await.expect_err("the session has ended");
    assert!(error.is_session_ended(), "{error}");
    let cause = std::error::Error::source(&error).expect("the refresh's own failure");
    assert_eq!(cause.to_string().split(" (").next(), Some("the refresh"));
    assert_eq!(scene.stored(), "- -");
}

#[wasm_bindgen_test]
async fn an_outage_keeps_the_tokens() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    let api = client(
        &scene,
        Session::refresh(RefreshRequest::new("/refresh").retries(0)),
    );
    for status in [503, 520, 307] {
        let answer = get(&api, "/me");
        scene.refuse("GET /me Bearer old").await.answer(status, "");
        let error = answer.await.expect_err("there is no token");
        assert!(error.is_refresh_unavailable(), "{status}: {error}");
        assert_eq!(scene.stored(), "old r1");
    }
}

#[wasm_bindgen_test]
async fn a_page_of_html_keeps_the_tokens() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    let api = client(
        &scene,
        Session::refresh(RefreshRequest::new("/refresh").retries(0)),
    );
    let answer = get(&api, "/me");
    scene.refuse("GET /me Bearer old").await.answer_with(
        200,
        "<h1>Maintenance</h1>",
        "{\"content-type\":\"text/html\"}",
    );
    assert!(
        answer
            .await
            .expect_err("no tokens")
            .is_refresh_unavailable()
    );
    assert_eq!(scene.stored(), "old r1");
}

#[wasm_bindgen_test]
async fn the_refresh_token_travels_where_the_options_say() {
    for (send, line, body) in [
        (Send::Json, "POST /refresh", "{\"refreshToken\":\"r1\"}"),
        (
            Send::Form,
            "POST /refresh",
            "grant_type=refresh_token&refresh_token=r1",
        ),
        (Send::Query, "GET /refresh?refreshToken=r1", ""),
        (Send::Header, "POST /refresh Bearer r1", ""),
        (Send::Cookie, "POST /refresh", ""),
    ] {
        let scene = Scene::empty();
        scene.store("old", "r1");
        let api = client(
            &scene,
            Session::refresh(RefreshRequest::new("/refresh").send(send)),
        );
        let answer = get(&api, "/me");
        scene.expect("GET /me Bearer old").await.answer(401, "");
        let refresh = scene.expect(line).await;
        assert_eq!(
            refresh.body().as_string().as_deref(),
            Some(body),
            "{send:?}"
        );
        refresh.answer(200, GRANT);
        scene.accept("GET /me Bearer new").await;
        answer.await.expect("an answer");
    }
}

#[wasm_bindgen_test]
async fn a_refresh_function_refreshes_and_may_refuse() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    let api = client(
        &scene,
        Session::refresh_by(|context| async move {
            assert_eq!(context.refresh_token.as_deref(), Some("r1"));
            Err(RefreshError::Refused("the account is locked".to_owned()))
        }),
    );
    let answer = get(&api, "/me");
    scene.expect("GET /me Bearer old").await.answer(401, "");
    let error = answer.await.expect_err("the session has ended");
    assert!(error.is_session_ended());
    let cause = std::error::Error::source(&error).expect("what the function said");
    assert_eq!(cause.to_string(), "the account is locked");
}

#[wasm_bindgen_test]
async fn a_fresh_token_that_is_rejected_does_not_refresh_for_ever() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let answer = get(&api, "/me");
    scene.refuse("GET /me Bearer old").await.answer(200, GRANT);
    scene.expect("GET /me Bearer new").await.answer(401, "");
    let error = answer.await.expect_err("a loop");
    assert!(error.is_refresh_loop(), "{error}");
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn what_functions_say_of_the_refresh_is_asked_for_at_each_attempt() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    let tries = std::rc::Rc::new(std::cell::Cell::new(0));
    let counted = std::rc::Rc::clone(&tries);
    let request = RefreshRequest::new("refresh")
        .base_url("/auth")
        .send(Send::Query)
        .extra_by(move || {
            counted.set(counted.get() + 1);
            vec![("try".to_owned(), counted.get().to_string())]
        })
        .headers_by(|| vec![("X-Tenant".to_owned(), "7".to_owned())]);
    let api = client(&scene, Session::refresh(request));
    let answer = get(&api, "/me");
    scene.expect("GET /me Bearer old").await.answer(401, "");
    let call = scene.next().await;
    let line = call.line();
    assert!(line.starts_with("GET /auth/refresh?try=1"), "{line}");
    call.answer(200, GRANT);
    scene
        .expect("GET /me Bearer new")
        .await
        .answer(200, "hello");
    assert_eq!(answer.await.expect("an answer"), "hello");
    assert_eq!(tries.get(), 1);
}
