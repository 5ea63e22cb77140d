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

#[wasm_bindgen_test]
async fn a_session_without_a_refresh_ends_with_its_token() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    let api = client(&scene, Session::without_refresh());
    let answers = [get(&api, "/a"), get(&api, "/b")];
    scene.expect("GET /a Bearer old").await.answer(401, "");
    scene.expect("GET /b Bearer old").await.answer(401, "");
    for answer in answers {
        assert!(answer.await.expect_err("it has ended").is_session_ended());
    }
    assert_eq!(scene.refreshes(), 0);
    assert_eq!(scene.stored(), "- -");
}

#[wasm_bindgen_test]
async fn an_answer_that_ends_names_ends_the_session_without_a_refresh() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    let reasons = Rc::new(RefCell::new(Vec::new()));
    let log = Rc::clone(&reasons);
    let session = Session::refresh("/refresh")
        .ends(everfetch::Rule::statuses([410]))
        .on_end(move |end| {
            log.borrow_mut().push(end.reason);
            async { EndChoice::Stay }
        });
    let api = client(&scene, session);
    let answer = get(&api, "/me");
    scene.expect("GET /me Bearer old").await.answer(410, "{}");
    let error = answer.await.expect_err("it has ended");
    assert!(error.is_session_ended());
    let cause = std::error::Error::source(&error).expect("what the answer was");
    assert!(cause.to_string().contains("410"), "{cause}");
    assert_eq!(*reasons.borrow(), [everfetch::EndReason::Revoked]);
    assert_eq!(scene.refreshes(), 0);
}
