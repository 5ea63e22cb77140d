//! The end of a session.

use std::cell::RefCell;
use std::rc::Rc;

use everfetch::{EndChoice, Session};
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{client, get};
use crate::support::scene::{Scene, jwt};

#[wasm_bindgen_test]
async fn the_page_is_redirected_once_with_the_way_back() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    let seen = Rc::new(RefCell::new(Vec::new()));
    let log = Rc::clone(&seen);
    let [access, refresh] = scene.install();
    let api = everfetch::Client::builder()
        .session(
            Session::refresh("/refresh")
                .keys(access, refresh)
                .login_url("/log-in?x=1")
                .return_param("back")
                .navigate(move |url| log.borrow_mut().push(url.to_owned())),
        )
        .build()
        .expect("these options are right");
    let answers = [get(&api, "/a"), get(&api, "/b")];
    scene.expect("GET /a Bearer old").await.answer(401, "");
    scene.expect("GET /b Bearer old").await.answer(401, "");
    scene.expect("POST /refresh").await.answer(401, "{}");
    for answer in answers {
        assert!(answer.await.expect_err("it has ended").is_session_ended());
    }
    let seen = seen.borrow();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(seen[0].starts_with("/log-in?x=1&back=%2F"), "{seen:?}");
}

#[wasm_bindgen_test]
async fn parked_requests_go_out_after_the_same_user_has_signed_in_again() {
    let scene = Scene::empty();
    scene.store(&jwt("ada", 0, 900), "r1");
    let api = client(
        &scene,
        Session::refresh("/refresh").on_end(|end| async move {
            assert_eq!(end.waiting, 1);
            EndChoice::Wait
        }),
    );
    let answer = get(&api, "/me");
    scene.next().await.answer(401, "");
    scene.expect("POST /refresh").await.answer(401, "{}");
    while scene.stored() != "- -" {
        gloo_timers::future::TimeoutFuture::new(1).await;
    }
    let again = jwt("ada", 1, 901);
    api.session()
        .sign_in(&serde_json::json!({ "token": again }))
        .expect("a token");
    scene
        .expect(&format!("GET /me Bearer {again}"))
        .await
        .answer(200, "mine");
    assert_eq!(answer.await.expect("an answer"), "mine");
}
