//! Sessions whose credential is a cookie, which JavaScript never sees.

use everfetch::{Client, RefreshRequest, Send, Session, SessionState, Storage};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::get;
use crate::support::scene::{Scene, get_item};
use crate::support::value::settle;

#[wasm_bindgen]
extern "C" {
    /// Another tab.
    type BroadcastChannel;

    #[wasm_bindgen(constructor)]
    fn new(name: &str) -> BroadcastChannel;

    #[wasm_bindgen(method, js_name = postMessage)]
    fn post_message(this: &BroadcastChannel, message: &JsValue);
}

/// The token endpoint of a test, and the name under which tabs with its cookie meet.
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
async fn a_sign_in_without_tokens_begins_a_session_that_attaches_none() {
    let scene = Scene::empty();
    let (api, _) = by_cookie(&scene);
    api.session().sign_in_externally().expect("a cookie");
    assert_eq!(api.session().state(), SessionState::SignedIn);
    let answer = get(&api, "/me");
    scene.expect("GET /me").await.answer(200, "hello");
    assert_eq!(answer.await.expect("an answer"), "hello");
}

#[wasm_bindgen_test]
async fn a_sign_in_without_tokens_is_an_error_where_tokens_are_stored() {
    let scene = Scene::empty();
    let api = super::page::client(&scene, Session::refresh("/refresh"));
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
    scene.expect("GET /me").await.answer(401, "");
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
