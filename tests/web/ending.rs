//! The end of a session: `onEnd`, and the way to the login.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::scene::{PLAIN, Scene};
use crate::support::value::{everything, settle, text};

/// A session that is refused while `waiting` more requests wait.
async fn ended(options: &str, waiting: usize) -> Scene {
    let scene = Scene::signed_in(options);
    let mut pending = vec![scene.get("/0")];
    let refresh = scene.refuse("GET /0 Bearer old").await;
    pending.extend((1..=waiting).map(|n| scene.get(&format!("/{n}"))));
    refresh.answer(401, "");
    for waiter in pending {
        assert_eq!(waiter.code().await, "ERR_SESSION_ENDED");
    }
    settle().await;
    scene
}

#[wasm_bindgen_test]
async fn many_failures_lead_to_the_login_once() {
    let scene = ended(PLAIN, 20).await;
    assert_eq!(scene.navigations(), ["/login"]);
    let late = scene.get("/late");
    scene.expect("GET /late").await.answer(401, "");
    assert_eq!(
        late.code().await,
        "ERR_BAD_REQUEST",
        "without a session a 401 is the caller's"
    );
    assert_eq!(scene.navigations(), ["/login"]);
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn on_end_is_asked_once_and_told_why_without_a_token() {
    let scene = ended(
        "{ session: { refresh: '/refresh', onEnd: (end) => { scene.end = end; log.push(end.reason); } } }",
        4,
    )
    .await;
    assert_eq!(scene.log(), ["refused"]);
    let end = scene.eval("scene.end");
    assert_eq!(text(&end, "waiting"), "5");
    assert_eq!(text(&end, "error.code"), "ERR_SESSION_ENDED");
    assert_eq!(text(&end, "error.cause.status"), "401");
    assert!(!everything(&end).contains("old"));
    assert_eq!(scene.navigations(), ["/login"], "no answer means: redirect");
}

#[wasm_bindgen_test]
async fn on_end_may_keep_the_user_where_he_is() {
    for stay in ["() => 'stay'", "async () => 'stay'"] {
        let scene = ended(
            &format!("{{ session: {{ refresh: '/refresh', onEnd: {stay} }} }}"),
            0,
        )
        .await;
        assert!(scene.navigations().is_empty());
        assert_eq!(scene.state(), "ended");
    }
}

#[wasm_bindgen_test]
async fn an_on_end_that_throws_changes_nothing() {
    for throws in [
        "() => { throw new Error('mine'); }",
        "async () => { throw new Error('mine'); }",
    ] {
        let scene = ended(
            &format!("{{ session: {{ refresh: '/refresh', onEnd: {throws} }} }}"),
            2,
        )
        .await;
        assert_eq!(scene.navigations(), ["/login"]);
        assert_eq!(scene.stored(), "- -");
    }
}

#[wasm_bindgen_test]
async fn a_navigate_that_throws_changes_nothing() {
    let navigate =
        "{ session: { refresh: '/refresh', navigate: () => { throw new Error('mine'); } } }";
    let scene = ended(navigate, 2).await;
    assert_eq!(scene.state(), "ended");
}

#[wasm_bindgen_test]
async fn login_url_false_redirects_nowhere() {
    let scene = ended("{ session: { refresh: '/refresh', loginURL: false } }", 0).await;
    assert!(scene.navigations().is_empty());
}

#[wasm_bindgen_test]
async fn who_is_at_the_login_already_stays_there() {
    let scene = ended(
        "{ session: { refresh: '/refresh', loginURL: location.pathname } }",
        0,
    )
    .await;
    assert!(scene.navigations().is_empty());
}

#[wasm_bindgen_test]
async fn the_login_is_told_the_way_back() {
    let here = "encodeURIComponent(location.pathname + location.search + location.hash)";
    for (login, before, after) in [
        ("/sign-in", "/sign-in?back=", ""),
        ("/sign-in?lang=en#form", "/sign-in?lang=en&back=", "#form"),
    ] {
        let options = format!(
            "{{ session: {{ refresh: '/refresh', loginURL: '{login}', returnParam: 'back' }} }}"
        );
        let scene = ended(&options, 0).await;
        let here = text(&scene.eval(here), "");
        assert_eq!(scene.navigations(), [format!("{before}{here}{after}")]);
    }
}

#[wasm_bindgen_test]
async fn without_a_refresh_token_the_first_refusal_ends_the_session() {
    let scene = Scene::empty();
    crate::support::scene::set_item(scene.access_key(), "old");
    scene.create("{ session: { refresh: '/refresh', onEnd: (end) => { log.push(end.reason); } } }");
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_SESSION_ENDED");
    assert_eq!(text(&error, "response.status"), "401");
    assert_eq!(scene.log(), ["no-refresh-token"]);
    assert_eq!(scene.refreshes(), 0);
}

#[wasm_bindgen_test]
async fn after_the_end_a_sign_in_begins_anew() {
    let scene = ended(PLAIN, 0).await;
    scene.eval("api.session.signIn({ accessToken: 'fresh', refreshToken: 'r9' })");
    assert_eq!(scene.state(), "signed-in");
    let pending = scene.get("/a");
    scene
        .refuse("GET /a Bearer fresh")
        .await
        .answer(200, "{\"accessToken\":\"new\"}");
    scene.expect("GET /a Bearer new").await.answer(200, "");
    pending.value().await;
}
