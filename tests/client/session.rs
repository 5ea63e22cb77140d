//! Signing in and out, events, and a page with both runtimes.

use everfetch::session::State;
use everfetch::{Client, Session, SessionEvent, SessionState};
use futures::StreamExt as _;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{GRANT, client, get, signed_in};
use crate::support::scene::{Scene, jwt};

#[wasm_bindgen_test]
async fn sign_in_and_sign_out_act_at_once() {
    let scene = Scene::empty();
    let api = client(&scene, Session::refresh("/refresh"));
    let events = api.session().events();
    let token = jwt("ada", 0, 900);
    api.session()
        .sign_in(&serde_json::json!({ "access_token": token, "refresh_token": "r1" }))
        .expect("tokens");
    assert_eq!(api.session().state(), State::SignedIn);
    assert_eq!(api.session().user().as_deref(), Some("ada"));
    assert_eq!(
        api.session().access_token().await.expect("no refresh"),
        Some(token)
    );
    api.session().sign_out();
    assert_eq!(api.session().state(), State::SignedOut);
    assert_eq!(scene.stored(), "- -");
    let events: Vec<_> = events.take(2).collect().await;
    assert_eq!(events, [SessionEvent::SignedIn, SessionEvent::SignedOut]);
}

#[wasm_bindgen_test]
async fn a_sign_out_wins_over_a_refresh_in_flight() {
    let scene = Scene::empty();
    let api = signed_in(&scene);
    let answer = get(&api, "/me");
    let refresh = scene.refuse("GET /me Bearer old").await;
    api.session().sign_out();
    refresh.answer(200, GRANT);
    assert!(answer.await.expect_err("signed out").is_session_ended());
    assert_eq!(scene.stored(), "- -");
}

#[wasm_bindgen_test]
async fn a_request_of_one_user_is_never_sent_as_another() {
    let scene = Scene::empty();
    scene.store(&jwt("ada", 0, 900), "r1");
    let api = client(&scene, Session::refresh("/refresh"));
    let answer = get(&api, "/me");
    scene.next().await.answer(401, "");
    let refresh = scene.expect("POST /refresh").await;
    api.session()
        .sign_in(&serde_json::json!({ "token": jwt("bob", 0, 900) }))
        .expect("a token");
    refresh.answer(200, GRANT);
    assert!(answer.await.expect_err("another user").is_session_changed());
    assert_eq!(scene.sent().len(), 2, "{:?}", scene.sent());
}

#[wasm_bindgen_test]
async fn an_access_token_that_has_expired_is_never_handed_out() {
    let scene = Scene::empty();
    let api = client(&scene, Session::refresh("/refresh"));
    let token = jwt("ada", -900, -10);
    scene.store(&token, "r1");
    let session = api.session();
    let asked = session.access_token();
    let serve = async { scene.expect("POST /refresh").await.answer(200, GRANT) };
    let (token, ()) = futures::future::join(asked, serve).await;
    assert_eq!(token.expect("a refresh"), Some("new".to_owned()));
}

#[wasm_bindgen_test]
async fn a_page_with_both_runtimes_has_one_session() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    let api = client(&scene, Session::refresh("/refresh"));
    scene.create("{ session: { refresh: '/refresh' } }");
    let mine = get(&api, "/rust");
    scene.expect("GET /rust Bearer old").await.answer(401, "");
    let refresh = scene.expect("POST /refresh").await;
    let theirs = scene.get("/js");
    scene.expect("GET /js Bearer old").await.answer(401, "");
    refresh.answer(200, GRANT);
    let mut lines = [scene.next().await, scene.next().await];
    lines.sort_by_key(crate::support::scene::Call::line);
    assert_eq!(lines[0].line(), "GET /js Bearer new");
    assert_eq!(lines[1].line(), "GET /rust Bearer new");
    lines.iter().for_each(|call| call.answer(200, "{}"));
    mine.await.expect("an answer");
    theirs.value().await;
    assert_eq!(scene.refreshes(), 1);
}

/// A session with a log-out, signed in with `old` and `r1`.
fn with_log_out(scene: &Scene) -> Client {
    scene.store("old", "r1");
    client(scene, Session::refresh("/refresh").logout("/logout"))
}

#[wasm_bindgen_test]
async fn a_sign_out_is_immediate_and_logs_out_at_the_server() {
    let scene = Scene::empty();
    let api = with_log_out(&scene);
    let done = api.session().sign_out();
    assert_eq!(api.session().state(), SessionState::SignedOut);
    assert_eq!(scene.stored(), "- -");
    let call = scene.expect("POST /logout Bearer old").await;
    assert_eq!(
        call.body().as_string().as_deref(),
        Some("{\"refreshToken\":\"r1\"}")
    );
    call.answer(204, "");
    done.await;
}

#[wasm_bindgen_test]
async fn a_rejected_log_out_is_sent_once_more_after_a_refresh() {
    let scene = Scene::empty();
    let api = with_log_out(&scene);
    let done = api.session().sign_out();
    let refused = scene.expect("POST /logout Bearer old").await;
    refused.answer(401, "");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    let call = scene.expect("POST /logout Bearer new").await;
    assert_eq!(
        call.body().as_string().as_deref(),
        Some("{\"refreshToken\":\"r2\"}")
    );
    call.answer(401, "");
    done.await;
    assert_eq!(scene.stored(), "- -");
}

#[wasm_bindgen_test]
async fn the_answer_of_a_refresh_in_flight_is_revoked() {
    let scene = Scene::empty();
    let api = with_log_out(&scene);
    let answer = get(&api, "/me");
    scene.expect("GET /me Bearer old").await.answer(401, "");
    let refresh = scene.expect("POST /refresh").await;
    let done = api.session().sign_out();
    assert!(answer.await.expect_err("signed out").is_session_ended());
    refresh.answer(200, GRANT);
    let call = scene.expect("POST /logout Bearer new").await;
    assert_eq!(
        call.body().as_string().as_deref(),
        Some("{\"refreshToken\":\"r2\"}")
    );
    call.answer(204, "");
    done.await;
    assert_eq!(scene.stored(), "- -");
}
