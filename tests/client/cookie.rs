//! Sessions whose credential is a cookie, which JavaScript never sees.

use everfetch::{Client, RefreshRequest, Send, Session, SessionState, Storage, Transport};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{client, get};
use crate::support::scene::{Scene, get_item};
use crate::support::value::{settle, text};

#[wasm_bindgen]
extern "C" {
    /// Another tab.
    type BroadcastChannel;

    #[wasm_bindgen(constructor)]
    fn new(name: &str) -> BroadcastChannel;

    #[wasm_bindgen(method, js_name = postMessage)]
    fn post_message(this: &BroadcastChannel, message: &JsValue);
}

/// The answer to a refresh by cookie.
const GRANT: &str = "{\"accessToken\":\"new\"}";

/// The token endpoint of a test, and the name of the channel of all tabs with its cookie.
fn by_cookie(scene: &Scene) -> (Client, String) {
    let [key, _] = scene.install();
    let path = format!("/refresh/{key}");
    let request = RefreshRequest::new(&path).send(Send::Cookie);
    let session = Session::refresh(request)
        .storage(Storage::Memory)
        .no_redirect();
    let api = Client::builder().session(session).build();
    let origin = js_sys::eval("location.origin").expect("a page").as_string();
    let origin = origin.expect("text");
    let name = format!("everfetch cookie {origin}{path}");
    (api.expect("these options are right"), name)
}

#[wasm_bindgen_test]
async fn a_sign_in_without_tokens_begins_a_session_whose_first_request_obtains_one() {
    let scene = Scene::empty();
    let (api, _) = by_cookie(&scene);
    api.session().sign_in_externally().expect("a cookie");
    assert_eq!(api.session().state(), SessionState::SignedIn);
    let answer = get(&api, "/me");
    scene.next().await.answer(200, GRANT);
    scene
        .expect("GET /me Bearer new")
        .await
        .answer(200, "hello");
    assert_eq!(answer.await.expect("an answer"), "hello");
}

#[wasm_bindgen_test]
async fn a_sign_in_without_tokens_is_an_error_where_tokens_are_stored() {
    let scene = Scene::empty();
    let api = client(&scene, Session::refresh("/refresh"));
    let error = api.session().sign_in_externally().expect_err("no cookie");
    assert!(error.is_bad_option());
}

#[wasm_bindgen_test]
async fn a_sign_out_in_a_tab_with_the_same_cookie_ends_the_session() {
    let scene = Scene::empty();
    let (api, name) = by_cookie(&scene);
    api.session().sign_in_externally().expect("a cookie");
    let message = "({ everfetch: 1, kind: 'signed-out', token: '', next: '' })";
    let message = js_sys::eval(message).expect("an object");
    BroadcastChannel::new(&name).post_message(&message);
    while api.session().state() == SessionState::SignedIn {
        settle().await;
    }
    assert_eq!(api.session().state(), SessionState::SignedOut);
}

#[wasm_bindgen_test]
async fn a_refresh_by_cookie_is_marked_until_its_answer_is_there() {
    let scene = Scene::empty();
    let (api, name) = by_cookie(&scene);
    api.session().sign_in_externally().expect("a cookie");
    let answer = get(&api, "/me");
    let refresh = scene.next().await;
    let entry = format!("{name} sent");
    assert!(get_item(&entry).is_some(), "a page that is reloaded waits");
    refresh.answer(401, "{\"why\":\"idle\",\"token\":\"s3cret\"}");
    let error = answer.await.expect_err("refused");
    assert!(error.is_session_ended());
    let cause = error.cause().expect("the refusal");
    assert_eq!(cause.status(), Some(401));
    let body = cause.body().expect("the server's words").to_string();
    assert_eq!(body, "{\"why\":\"idle\"}", "and no token");
    assert_eq!(get_item(&entry), None);
}

/// The page's entry under this key.
fn is_kept(key: &str) -> bool {
    get_item(key).is_some()
}

#[wasm_bindgen_test]
async fn a_reload_restores_the_session_with_one_refresh_before_its_first_requests() {
    let scene = Scene::empty();
    let (before, marker) = by_cookie(&scene);
    before.session().sign_in_externally().expect("a cookie");
    assert!(is_kept(&marker));
    let (api, _) = by_cookie(&scene);
    assert_eq!(api.session().state(), SessionState::SignedIn);
    let answers = [get(&api, "/one"), get(&api, "/two")];
    scene.next().await.answer(200, GRANT);
    scene.accept("GET /one Bearer new").await;
    scene.accept("GET /two Bearer new").await;
    for answer in answers {
        answer.await.expect("an answer");
    }
    api.session().sign_out();
    assert!(!is_kept(&marker));
}

#[wasm_bindgen_test]
async fn a_visitors_refusal_starts_no_refresh_by_cookie() {
    let scene = Scene::empty();
    let (api, _) = by_cookie(&scene);
    assert_eq!(api.session().state(), SessionState::SignedOut);
    let answer = get(&api, "/me");
    scene.expect("GET /me").await.answer(401, "no");
    assert_eq!(answer.await.expect("the caller's"), "no");
    assert_eq!(scene.sent().len(), 1);
}

/// Both tokens are cookies.
fn with_cookies(scene: &Scene) -> (Client, String) {
    let session = Session::refresh("/refresh")
        .transport(Transport::Cookie)
        .no_redirect();
    (
        client(scene, session),
        format!("{} marker", scene.access_key()),
    )
}

#[wasm_bindgen_test]
async fn where_both_tokens_are_cookies_nothing_is_attached_and_any_success_is_a_refresh() {
    let scene = Scene::empty();
    let (api, marker) = with_cookies(&scene);
    api.session().sign_in_externally().expect("a cookie");
    let first = get_item(&marker).expect("a marker");
    assert_eq!(api.session().access_token().await.expect("no error"), None);
    let answers: Vec<_> = (0..20).map(|_| get(&api, "/me")).collect();
    for _ in 0..20 {
        scene.expect("GET /me").await.answer(401, "");
    }
    let refresh = scene.expect("POST /refresh").await;
    assert_eq!(text(&refresh.init(), "credentials"), "include");
    refresh.answer(204, "");
    for _ in 0..20 {
        scene.expect("GET /me").await.answer(200, "hello");
    }
    for answer in answers {
        assert_eq!(answer.await.expect("an answer"), "hello");
    }
    assert_ne!(get_item(&marker).expect("a marker"), first);
    assert_eq!(scene.refreshes(), 1);
    api.session().sign_out();
    assert!(!is_kept(&marker));
}

#[wasm_bindgen_test]
async fn where_both_tokens_are_cookies_a_visitor_causes_no_refresh_and_a_refusal_ends_the_session()
{
    let scene = Scene::empty();
    let (api, marker) = with_cookies(&scene);
    let visitor = get(&api, "/me");
    scene.expect("GET /me").await.answer(401, "no");
    assert_eq!(visitor.await.expect("the caller's"), "no");
    api.session()
        .sign_in(&serde_json::json!({ "accessToken": "ignored", "expiresIn": 900 }))
        .expect("no token is needed");
    assert!(!get_item(&marker).expect("a marker").contains("ignored"));
    let answer = get(&api, "/me");
    scene.refuse("GET /me").await.answer(401, "");
    assert!(answer.await.expect_err("over").is_session_ended());
    assert_eq!(api.session().state(), SessionState::Ended);
    assert!(!is_kept(&marker));
}

#[wasm_bindgen_test]
async fn the_transport_is_that_of_every_client_of_the_session() {
    let scene = Scene::empty();
    let (_api, _) = with_cookies(&scene);
    let [access, refresh] = scene.install();
    for session in [
        Session::refresh("/refresh").keys(access, refresh),
        Session::refresh("/refresh")
            .transport(Transport::Cookie)
            .storage(Storage::Memory),
    ] {
        let error = Client::builder().session(session).build();
        assert!(error.expect_err("they differ").is_bad_option());
    }
}
