//! `api.session`: sign-in, sign-out, state, events, and a token for the application's own use.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::scene::{PLAIN, Scene, jwt};
use crate::support::value::{json, settle, text};

const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";

#[wasm_bindgen_test]
fn sign_in_and_sign_out_act_at_once() {
    let scene = Scene::new(PLAIN);
    assert_eq!(scene.state(), "signed-out");
    scene.eval("api.session.signIn({ accessToken: 'a', refreshToken: 'r' })");
    assert_eq!(scene.stored(), "a r");
    assert_eq!(scene.state(), "signed-in");
    scene.eval("api.session.signOut()");
    assert_eq!(scene.stored(), "- -");
    assert_eq!(scene.state(), "signed-out");
}

#[wasm_bindgen_test]
fn sign_in_takes_what_a_back_end_answers() {
    for tokens in [
        "{ accessToken: 'a', refreshToken: 'r' }",
        "{ access_token: 'a', refresh_token: 'r', token_type: 'Bearer', expires_in: 60 }",
        "{ token: 'a', refreshToken: 'r' }",
        "{ code: 20000, data: { access_token: 'a', refresh_token: 'r' } }",
    ] {
        let scene = Scene::new(PLAIN);
        scene.eval(&format!("api.session.signIn({tokens})"));
        assert_eq!(scene.stored(), "a r", "{tokens}");
    }
}

#[wasm_bindgen_test]
fn sign_in_takes_tokens_that_the_application_has_read_itself() {
    let scene = Scene::new(
        "{ session: { refresh: { url: '/r', reply: { accessToken: 'data.jwt', refreshToken: 'data.rt' } } } }",
    );
    for tokens in [
        "{ accessToken: 'a', refreshToken: 'r' }",
        "{ data: { jwt: 'a', rt: 'r' } }",
    ] {
        scene.eval(&format!("api.session.signIn({tokens})"));
        assert_eq!(scene.stored(), "a r", "{tokens}");
    }
}

#[wasm_bindgen_test]
fn a_sign_in_without_a_usable_token_throws_and_keeps_what_there_was() {
    let scene = Scene::signed_in(PLAIN);
    for (tokens, said) in [
        ("", "got no tokens"),
        ("{}", "has no access token"),
        ("{ accessToken: undefined }", "has no access token"),
        ("{ accessToken: '' }", "it is empty"),
        ("{ accessToken: 'undefined' }", "\"undefined\""),
        ("{ accessToken: 's3cret\\r\\nX: 1' }", "a line break"),
        (
            "{ accessToken: 'a', refreshToken: 's3cret\\n' }",
            "refresh token",
        ),
    ] {
        let error = scene.thrown(&format!("api.session.signIn({tokens})"));
        assert_eq!(text(&error, "code"), "ERR_BAD_OPTION", "{tokens}");
        let message = text(&error, "message");
        assert!(
            message.contains("session.signIn") && message.contains(said),
            "{message}"
        );
        assert!(!message.contains("s3cret"));
    }
    assert_eq!(scene.stored(), "old r1");
}

#[wasm_bindgen_test]
async fn the_session_tells_whose_it_is_and_how_many_wait() {
    let scene = Scene::new(PLAIN);
    let read = |expression: &str| json(&scene.eval(expression));
    assert_eq!(read("[api.session.user, api.session.waiting]"), "[null,0]");
    let token = jwt("alice", 0, 3_600);
    scene.eval(&format!(
        "api.session.signIn({{ accessToken: '{token}', refreshToken: 'r' }})"
    ));
    assert_eq!(read("api.session.user"), "\"alice\"");
    let first = scene.get("/1");
    let refresh = scene.refuse(&format!("GET /1 Bearer {token}")).await;
    let second = scene.get("/2");
    settle().await;
    assert_eq!(read("api.session.waiting"), "2");
    refresh.answer(200, GRANT);
    scene.accept("GET /1 Bearer new").await;
    scene.accept("GET /2 Bearer new").await;
    first.value().await;
    second.value().await;
    assert_eq!(read("[api.session.user, api.session.waiting]"), "[null,0]");
}

#[wasm_bindgen_test]
async fn events_tell_the_story_in_order_and_hold_no_token() {
    let scene = Scene::new(PLAIN);
    scene.listen();
    scene.eval("api.session.signIn({ accessToken: 's3cret', refreshToken: 's3cret-r' })");
    let first = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer s3cret").await;
    let second = scene.get("/2");
    settle().await;
    refresh.answer(200, "{\"accessToken\":\"s3cret-new\"}");
    scene
        .expect("GET /1 Bearer s3cret-new")
        .await
        .answer(200, "");
    scene
        .expect("GET /2 Bearer s3cret-new")
        .await
        .answer(200, "");
    first.value().await;
    second.value().await;
    scene.eval("api.session.signOut()");
    assert_eq!(
        scene.events(),
        [
            "signed-in",
            "refused 401",
            "waiting 1",
            "refresh-started",
            "waiting 2",
            "refreshed this-tab",
            "waiting 0",
            "retried",
            "signed-out",
        ]
    );
    assert!(!json(&scene.raw_events()).contains("s3cret"));
}

#[wasm_bindgen_test]
async fn a_failed_refresh_is_told_with_what_becomes_of_the_session() {
    let scene = Scene::signed_in("{ session: { refresh: { url: '/refresh', retries: 0 } } }");
    scene.listen();
    let pending = scene.get("/1");
    scene.refuse("GET /1 Bearer old").await.answer(503, "");
    pending.error().await;
    let again = scene.get("/1");
    scene.refuse("GET /1 Bearer old").await.answer(401, "");
    again.error().await;
    let events = scene.events();
    let types = events
        .iter()
        .filter(|event| event.contains("failed") || event.contains("ended"));
    assert_eq!(
        types.collect::<Vec<_>>(),
        [
            "refresh-failed ERR_REFRESH_UNAVAILABLE",
            "refresh-failed ERR_SESSION_ENDED",
            "ended refused"
        ]
    );
}

#[wasm_bindgen_test]
fn a_listener_that_throws_or_leaves_changes_nothing_for_the_others() {
    let scene = Scene::new(PLAIN);
    scene.eval("api.session.subscribe(() => { throw new Error('mine'); })");
    scene.eval(
        "scene.leave = api.session.subscribe((event) => { scene.leave(); log.push('once'); })",
    );
    scene.listen();
    scene.eval("api.session.signIn({ accessToken: 'a' })");
    scene.eval("api.session.signOut()");
    assert_eq!(scene.events(), ["signed-in", "signed-out"]);
    assert_eq!(scene.log(), ["once"]);
}

#[wasm_bindgen_test]
async fn an_access_token_to_go_waits_for_the_refresh_in_flight() {
    let scene = Scene::signed_in(PLAIN);
    let now = scene.run("api.session.accessToken()");
    assert_eq!(text(&now.value().await, ""), "old");
    let refused = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    let later = scene.run("api.session.accessToken()");
    refresh.answer(200, GRANT);
    assert_eq!(text(&later.value().await, ""), "new");
    scene.expect("GET /1 Bearer new").await.answer(200, "");
    refused.value().await;
    scene.eval("api.session.signOut()");
    let none = scene.run("api.session.accessToken()");
    assert!(none.value().await.is_null());
}

#[wasm_bindgen_test]
async fn a_refresh_on_demand_joins_the_one_in_flight() {
    let scene = Scene::signed_in(PLAIN);
    let (first, second) = (
        scene.run("api.session.refresh()"),
        scene.run("api.session.refresh()"),
    );
    scene.expect("POST /refresh").await.answer(200, GRANT);
    first.value().await;
    second.value().await;
    assert_eq!(scene.refreshes(), 1);
    scene.eval("api.session.signOut()");
    let error = scene.run("api.session.refresh()").code().await;
    assert_eq!(error, "ERR_SESSION_ENDED");
}

#[wasm_bindgen_test]
async fn a_client_without_a_session_attaches_nothing_and_says_what_is_missing() {
    let scene = Scene::signed_in("{}");
    let pending = scene.get("/a");
    scene.expect("GET /a").await.answer(401, "");
    assert_eq!(pending.code().await, "ERR_BAD_REQUEST");
    assert_eq!(scene.state(), "signed-out");
    let error = scene.thrown("api.session.signIn({ accessToken: 'a' })");
    assert!(text(&error, "message").contains("createClient({ session:"));
}
