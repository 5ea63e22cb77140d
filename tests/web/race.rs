//! Sign-ins, sign-outs and writes by other code while a refresh is in flight.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::scene::{PLAIN, Scene};
use crate::support::value::{settle, text};

const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";

#[wasm_bindgen_test]
async fn sign_out_during_a_refresh_wins_over_its_answer() {
    let scene = Scene::signed_in(PLAIN);
    let (refused, refresh, held) = refreshing(&scene).await;
    scene.eval("api.session.signOut()");
    assert_eq!(scene.stored(), "- -", "at once");
    assert_eq!(
        text(&refresh.init(), "signal.aborted"),
        "true",
        "the answer is discarded"
    );
    refresh.answer(200, GRANT);
    assert_eq!(refused.code().await, "ERR_SESSION_ENDED");
    assert_eq!(held.code().await, "ERR_SESSION_ENDED");
    settle().await;
    assert_eq!(scene.stored(), "- -");
    assert_eq!(scene.state(), "signed-out");
    assert!(
        scene.navigations().is_empty(),
        "who signs out knows where to go"
    );
    assert_eq!(scene.sent().len(), 2);
}

#[wasm_bindgen_test]
async fn sign_out_wins_over_a_function_that_ignores_its_signal() {
    let ignoring = "{ session: { refresh: ({ fetch }) => {
        fetch('/asked');
        return new Promise((done) => { scene.finish = done; });
    } } }";
    let scene = Scene::signed_in(ignoring);
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    scene.expect("GET /asked").await;
    scene.eval("api.session.signOut()");
    scene.eval("scene.finish({ accessToken: 'late', refreshToken: 'late' })");
    assert_eq!(pending.code().await, "ERR_SESSION_ENDED");
    settle().await;
    assert_eq!(scene.stored(), "- -");
}

#[wasm_bindgen_test]
async fn a_request_of_one_user_is_never_sent_as_the_next() {
    let scene = Scene::signed_in(PLAIN);
    let (refused, refresh, held) = refreshing(&scene).await;
    scene.eval("api.session.signIn({ accessToken: 'other', refreshToken: 'r9' })");
    refresh.answer(200, GRANT);
    assert_eq!(refused.code().await, "ERR_SESSION_CHANGED");
    assert_eq!(held.code().await, "ERR_SESSION_CHANGED");
    settle().await;
    assert_eq!(scene.stored(), "other r9");
    let mine = scene.get("/mine");
    scene.expect("GET /mine Bearer other").await.answer(200, "");
    mine.value().await;
    assert_eq!(scene.sent().len(), 3);
}

#[wasm_bindgen_test]
async fn a_refusal_that_comes_after_another_user_has_signed_in_is_not_sent_again() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.run("api.post('/transfer', {})");
    let call = scene.expect("POST /transfer Bearer old").await;
    scene.eval("api.session.signIn({ accessToken: 'other', refreshToken: 'r9' })");
    call.answer(401, "");
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_SESSION_CHANGED");
    assert_eq!(text(&error, "response.status"), "401");
    assert_eq!(scene.sent().len(), 1);
}

#[wasm_bindgen_test]
async fn tokens_that_are_removed_from_the_store_during_a_refresh_stay_removed() {
    let scene = Scene::signed_in(PLAIN);
    let (refused, refresh, held) = refreshing(&scene).await;
    scene.clear();
    refresh.answer(200, GRANT);
    assert_eq!(refused.code().await, "ERR_SESSION_ENDED");
    assert_eq!(held.code().await, "ERR_SESSION_ENDED");
    assert_eq!(scene.stored(), "- -");
}

#[wasm_bindgen_test]
async fn tokens_that_another_wrote_during_a_refresh_are_taken_in_place_of_its_answer() {
    let scene = Scene::signed_in(PLAIN);
    let (refused, refresh, held) = refreshing(&scene).await;
    scene.store("theirs", "r5");
    refresh.answer(400, "");
    scene.expect("GET /1 Bearer theirs").await.answer(200, "");
    scene.expect("GET /2 Bearer theirs").await.answer(200, "");
    refused.value().await;
    held.value().await;
    assert_eq!(scene.stored(), "theirs r5");
    assert!(scene.navigations().is_empty());
}

#[wasm_bindgen_test]
async fn tokens_that_another_wrote_before_the_refusal_came_need_no_refresh() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.get("/a");
    let call = scene.expect("GET /a Bearer old").await;
    scene.store("theirs", "r5");
    call.answer(401, "");
    scene.expect("GET /a Bearer theirs").await.answer(200, "");
    pending.value().await;
    assert_eq!(scene.refreshes(), 0);
}

#[wasm_bindgen_test]
async fn a_listener_that_signs_out_in_the_middle_of_things_is_obeyed() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval("api.session.subscribe((event) => { if (event.type === 'refreshed') api.session.signOut(); })");
    let (refused, refresh, held) = refreshing(&scene).await;
    refresh.answer(200, GRANT);
    assert_eq!(refused.code().await, "ERR_SESSION_ENDED");
    assert_eq!(held.code().await, "ERR_SESSION_ENDED");
    settle().await;
    assert_eq!(scene.stored(), "- -");
    assert_eq!(scene.sent().len(), 2);
}

#[wasm_bindgen_test]
async fn two_clients_of_one_store_share_one_session_and_one_refresh() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval("scene.first = api");
    scene.create("{ session: { refresh: '/refresh' } }");
    let first = scene.run("scene.first.get('/1')");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    let second = scene.get("/2");
    assert_eq!(scene.state(), "refreshing");
    refresh.answer(200, GRANT);
    scene.expect("GET /1 Bearer new").await.answer(200, "");
    scene.expect("GET /2 Bearer new").await.answer(200, "");
    first.value().await;
    second.value().await;
    scene.eval("api.session.signOut()");
    assert_eq!(
        text(&scene.eval("scene.first.session.state"), ""),
        "signed-out"
    );
}

/// `/1` refused, its refresh in flight, `/2` held.
async fn refreshing(
    scene: &Scene,
) -> (
    crate::support::value::Pending,
    crate::support::scene::Call,
    crate::support::value::Pending,
) {
    let refused = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    let held = scene.get("/2");
    settle().await;
    (refused, refresh, held)
}
