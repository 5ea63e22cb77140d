//! The refresh: when it starts, what it sends, and that there is only one.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::scene::{PLAIN, Scene};
use crate::support::value::{settle, text};

const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";

#[wasm_bindgen_test]
async fn many_refusals_share_one_refresh_and_all_are_answered() {
    let scene = Scene::signed_in(PLAIN);
    let burst: Vec<_> = (0..50).map(|n| scene.get(&format!("/{n}"))).collect();
    let mut calls = Vec::new();
    for n in 0..50 {
        calls.push(scene.expect(&format!("GET /{n} Bearer old")).await);
    }
    for call in calls {
        call.answer(401, "");
    }
    scene.expect("POST /refresh").await.answer(200, GRANT);
    for n in 0..50 {
        let call = scene.expect(&format!("GET /{n} Bearer new")).await;
        call.answer(200, &format!("{{\"id\":{n}}}"));
    }
    for (n, pending) in burst.into_iter().enumerate() {
        assert_eq!(text(&pending.value().await, "data.id"), n.to_string());
    }
    assert_eq!(scene.sent().len(), 50 + 1 + 50);
    assert_eq!(scene.stored(), "new r2");
}

#[wasm_bindgen_test]
async fn a_refusal_that_comes_during_the_refresh_joins_it() {
    let scene = Scene::signed_in(PLAIN);
    let (first, second) = (scene.get("/1"), scene.get("/2"));
    let refused = scene.expect("GET /1 Bearer old").await;
    let slow = scene.expect("GET /2 Bearer old").await;
    refused.answer(401, "");
    let refresh = scene.expect("POST /refresh").await;
    slow.answer(401, "");
    settle().await;
    refresh.answer(200, GRANT);
    scene.expect("GET /1 Bearer new").await.answer(200, "");
    scene.expect("GET /2 Bearer new").await.answer(200, "");
    first.value().await;
    second.value().await;
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn requests_made_during_a_refresh_wait_and_go_out_once_in_order() {
    let scene = Scene::signed_in(PLAIN);
    let first = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    let (second, third) = (scene.get("/2"), scene.get("/3"));
    settle().await;
    refresh.answer(200, GRANT);
    for line in [
        "GET /1 Bearer new",
        "GET /2 Bearer new",
        "GET /3 Bearer new",
    ] {
        scene.expect(line).await.answer(200, "");
    }
    for pending in [first, second, third] {
        pending.value().await;
    }
    assert_eq!(scene.sent().len(), 5);
}

#[wasm_bindgen_test]
async fn with_hold_off_a_request_goes_out_during_the_refresh() {
    let scene = Scene::signed_in("{ session: { refresh: '/refresh', hold: false } }");
    let first = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    let second = scene.get("/2");
    scene.expect("GET /2 Bearer old").await.answer(200, "");
    second.value().await;
    refresh.answer(200, GRANT);
    scene.expect("GET /1 Bearer new").await.answer(200, "");
    first.value().await;
}

#[wasm_bindgen_test]
async fn one_request_can_be_let_through_during_the_refresh() {
    let scene = Scene::signed_in(PLAIN);
    let first = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    let through = scene.run("api.get('/2', { hold: false })");
    scene.expect("GET /2 Bearer old").await.answer(200, "");
    through.value().await;
    refresh.answer(200, GRANT);
    scene.expect("GET /1 Bearer new").await.answer(200, "");
    first.value().await;
}

#[wasm_bindgen_test]
async fn a_late_refusal_of_an_old_token_is_sent_again_without_a_refresh() {
    let scene = Scene::signed_in(PLAIN);
    let (early, late) = (scene.get("/early"), scene.get("/late"));
    let refused = scene.expect("GET /early Bearer old").await;
    let slow = scene.expect("GET /late Bearer old").await;
    refused.answer(401, "");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    scene.expect("GET /early Bearer new").await.answer(200, "");
    early.value().await;
    slow.answer(401, "");
    scene.expect("GET /late Bearer new").await.answer(200, "");
    late.value().await;
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn a_body_and_its_headers_are_sent_again_as_they_were() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.run("api.post('/a', { edit: 'an hour' }, { headers: { 'X-Id': '1' } })");
    scene.refuse("POST /a Bearer old").await.answer(200, GRANT);
    let again = scene.expect("POST /a Bearer new").await;
    assert_eq!(
        again.body().as_string().as_deref(),
        Some("{\"edit\":\"an hour\"}")
    );
    assert_eq!(again.header("x-id").as_deref(), Some("1"));
    assert_eq!(
        again.header("content-type").as_deref(),
        Some("application/json")
    );
    again.answer(200, "");
    pending.value().await;
}

#[wasm_bindgen_test]
async fn a_stream_is_never_sent_twice() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.run("api.post('/a', new Blob(['x']).stream())");
    let refresh = scene.refuse("POST /a Bearer old").await;
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_BODY_USED");
    assert_eq!(text(&error, "response.status"), "401");
    refresh.answer(200, GRANT);
    let next = scene.get("/next");
    scene.expect("GET /next Bearer new").await.answer(200, "");
    next.value().await;
    assert_eq!(scene.sent().len(), 3, "the next one finds the new token");
}

#[wasm_bindgen_test]
async fn a_fresh_token_that_is_refused_stops_the_refreshing() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.get("/never");
    scene
        .refuse("GET /never Bearer old")
        .await
        .answer(200, GRANT);
    scene
        .expect("GET /never Bearer new")
        .await
        .answer(401, "{\"why\":\"permission\"}");
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_REFRESH_LOOP");
    assert_eq!(text(&error, "response.data.why"), "permission");
    let again = scene.get("/never");
    scene.expect("GET /never Bearer new").await.answer(401, "");
    assert_eq!(again.code().await, "ERR_REFRESH_LOOP");
    assert_eq!(scene.refreshes(), 1);
    assert_eq!(
        scene.stored(),
        "new r2",
        "a missing permission does not sign the user out"
    );
}

#[wasm_bindgen_test]
async fn one_address_for_everything_goes_on_refreshing_though_it_refuses_one_thing() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let secret = scene.get("/graphql");
    let refresh = scene.refuse("GET /graphql Bearer old").await;
    refresh.answer(200, GRANT);
    let again = scene.expect("GET /graphql Bearer new").await;
    again.answer(401, "");
    assert_eq!(secret.code().await, "ERR_REFRESH_LOOP");
    scene
        .passes("/graphql?me", "GET /graphql?me Bearer new")
        .await;
    clock.advance(30_000).await;
    let expired = scene.get("/graphql?me");
    let refresh = scene.refuse("GET /graphql?me Bearer new").await;
    refresh.answer(200, "{\"accessToken\":\"newer\"}");
    scene.accept("GET /graphql?me Bearer newer").await;
    expired.value().await;
}

#[wasm_bindgen_test]
async fn when_every_fresh_token_is_refused_there_are_two_refreshes_at_most() {
    let refuse_all = "{ session: { refresh: '/refresh' }, fetch: async (input) => {
        const url = new URL(input.url ?? input, location.href).pathname;
        log.push(url);
        return url === '/refresh'
            ? new Response(JSON.stringify({ accessToken: 'new' + log.length }))
            : new Response('', { status: 401 });
    } }";
    let scene = Scene::signed_in(refuse_all);
    for n in 0..10 {
        assert_eq!(scene.get(&format!("/{n}")).code().await, "ERR_REFRESH_LOOP");
    }
    let refreshes = scene.log().iter().filter(|url| *url == "/refresh").count();
    assert_eq!(refreshes, 2);
}

#[wasm_bindgen_test]
async fn with_a_refresh_token_alone_the_token_is_bought_before_the_first_request() {
    let scene = Scene::signed_in(PLAIN);
    crate::support::scene::remove_item(scene.access_key());
    let pending = scene.get("/a");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    scene.expect("GET /a Bearer new").await.answer(200, "");
    pending.value().await;
}

#[wasm_bindgen_test]
async fn a_reply_without_a_new_refresh_token_keeps_the_old_one() {
    let scene = Scene::signed_in(PLAIN);
    for reply in [
        "{\"accessToken\":\"new\"}",
        "{\"accessToken\":\"newer\",\"refreshToken\":\"undefined\"}",
    ] {
        let pending = scene.run("api.session.refresh()");
        scene.expect("POST /refresh").await.answer(200, reply);
        pending.value().await;
    }
    assert_eq!(scene.stored(), "newer r1");
}

#[wasm_bindgen_test]
async fn the_refresh_token_travels_where_the_options_say() {
    let basics = [
        ("{ url: '/r' }", "POST /r", "{\"refreshToken\":\"r1\"}"),
        (
            "{ url: '/r', name: 'rt', extra: { device: 'web' } }",
            "POST /r",
            "{\"device\":\"web\",\"rt\":\"r1\"}",
        ),
        (
            "{ url: '/r', send: 'form', extra: { client_id: 'app' } }",
            "POST /r",
            "client_id=app&grant_type=refresh_token&refresh_token=r1",
        ),
        (
            "{ url: '/r', send: 'query', name: 'rt' }",
            "GET /r?rt=r1",
            "",
        ),
        ("{ url: '/r', send: 'header' }", "POST /r Bearer r1", ""),
        ("{ url: '/r', send: 'cookie', method: 'put' }", "PUT /r", ""),
        (
            "{ url: '/r', baseURL: '' }",
            "POST /r",
            "{\"refreshToken\":\"r1\"}",
        ),
    ];
    for (refresh, line, body) in basics {
        let scene = Scene::signed_in(&format!("{{ session: {{ refresh: {refresh} }} }}"));
        let pending = scene.run("api.session.refresh()");
        let call = scene.expect(line).await;
        assert_eq!(
            call.body().as_string().unwrap_or_default(),
            body,
            "{refresh}"
        );
        if refresh.contains("cookie") {
            assert_eq!(text(&call.init(), "credentials"), "include");
        }
        call.answer(200, GRANT);
        pending.value().await;
        assert_eq!(scene.stored(), "new r2");
    }
}

#[wasm_bindgen_test]
async fn the_new_tokens_are_found_where_the_reply_has_them() {
    for (reply, answer) in [
        (
            "undefined",
            "{\"access_token\":\"new\",\"refresh_token\":\"r2\",\"expires_in\":60}",
        ),
        (
            "undefined",
            "{\"accessToken\":\"new\",\"newRefreshToken\":\"r2\"}",
        ),
        (
            "undefined",
            "{\"code\":20000,\"data\":{\"token\":\"new\",\"refreshToken\":\"r2\"}}",
        ),
        (
            "{ accessToken: 'result.jwt', refreshToken: 'result.again.0' }",
            "{\"token\":\"decoy\",\"result\":{\"jwt\":\"new\",\"again\":[\"r2\"]}}",
        ),
    ] {
        let options =
            format!("{{ session: {{ refresh: {{ url: '/refresh', reply: {reply} }} }} }}");
        let scene = Scene::signed_in(&options);
        let pending = scene.run("api.session.refresh()");
        scene.expect("POST /refresh").await.answer(200, answer);
        pending.value().await;
        assert_eq!(scene.stored(), "new r2", "{answer}");
    }
}

#[wasm_bindgen_test]
async fn a_code_in_the_body_tells_expiry_and_the_body_stays_the_callers() {
    let options = "{ session: { refresh: '/refresh', expired: { status: 200, code: 50014 } } }";
    let scene = Scene::signed_in(options);
    let pending = scene.get("/a");
    scene
        .expect("GET /a Bearer old")
        .await
        .answer(200, "{\"code\":50014}");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    scene
        .expect("GET /a Bearer new")
        .await
        .answer(200, "{\"code\":20000,\"data\":1}");
    assert_eq!(text(&pending.value().await, "data.data"), "1");
    let other = scene.get("/b");
    scene
        .expect("GET /b Bearer new")
        .await
        .answer(200, "{\"code\":40300}");
    assert_eq!(text(&other.value().await, "data.code"), "40300");
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn the_application_may_tell_expiry_itself() {
    let options = "{ session: { refresh: '/refresh', \
                   expired: async (response) => (await response.json()).stale === true } }";
    let scene = Scene::signed_in(options);
    let pending = scene.get("/a");
    scene
        .expect("GET /a Bearer old")
        .await
        .answer(418, "{\"stale\":true}");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    scene.expect("GET /a Bearer new").await.answer(401, "{}");
    let error = pending.error().await;
    assert_eq!(
        text(&error, "code"),
        "ERR_BAD_REQUEST",
        "401 is nothing special then"
    );
}
