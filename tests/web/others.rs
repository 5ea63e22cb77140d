//! The known bugs of other libraries (`tests/GUARANTEES.md`). Each test fails in a library with the bug, and its name
//! says what holds.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::console::Console;
use crate::support::other_tab::OtherTab;
use crate::support::scene::{Call, PLAIN, Scene, jwt};
use crate::support::value::{Pending, settle, text};

const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";
const ONCE: &str = "{ session: { refresh: { url: '/refresh', retries: 0 } } }";

/// `/1` refused, its refresh at the token endpoint, `/2` held.
async fn refreshing(options: &str) -> (Scene, Call, Pending, Pending) {
    let scene = Scene::signed_in(options);
    let refused = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    let held = scene.get("/2");
    settle().await;
    (scene, refresh, refused, held)
}

/// A function in place of the token endpoint; `/1` has been refused.
async fn refused_with(function: &str) -> (Scene, Pending) {
    let scene = Scene::signed_in(&format!("{{ session: {{ refresh: {function} }} }}"));
    let pending = scene.get("/1");
    scene.expect("GET /1 Bearer old").await.answer(401, "");
    (scene, pending)
}

// Articles B and D, alova.

#[wasm_bindgen_test]
async fn waiters_settle_when_the_refresh_fails() {
    for status in [401, 500, 503] {
        let (scene, refresh, refused, held) = refreshing(ONCE).await;
        refresh.answer(status, "");
        refused.error().await;
        held.error().await;
        assert_eq!(scene.sent().len(), 2);
    }
}

// Article D.

#[wasm_bindgen_test]
async fn a_401_of_the_refresh_does_not_wait_for_the_refresh() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    refresh.answer(401, "");
    assert_eq!(refused.code().await, "ERR_SESSION_ENDED");
    assert_eq!(held.code().await, "ERR_SESSION_ENDED");
    scene.eval("api.session.signIn({ accessToken: 'again' })");
    scene.passes("/alive", "GET /alive Bearer again").await;
}

#[wasm_bindgen_test]
async fn a_post_that_fails_during_a_refresh_is_not_sent_again() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.run("api.post('/pay', {})");
    let pay = scene.expect("POST /pay Bearer old").await;
    let refused = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    pay.answer(500, "");
    assert_eq!(pending.code().await, "ERR_BAD_RESPONSE");
    refresh.answer(200, GRANT);
    scene.accept("GET /1 Bearer new").await;
    refused.value().await;
    assert_eq!(scene.sent().len(), 4);
}

#[wasm_bindgen_test]
async fn the_next_expiry_sends_no_old_requests_again() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    refresh.answer(200, GRANT);
    scene.accept("GET /1 Bearer new").await;
    scene.accept("GET /2 Bearer new").await;
    refused.value().await;
    held.value().await;
    let next = scene.get("/3");
    let again = scene.refuse("GET /3 Bearer new").await;
    again.answer(200, "{\"accessToken\":\"newer\"}");
    scene.accept("GET /3 Bearer newer").await;
    next.value().await;
    settle().await;
    assert_eq!(scene.sent().len(), 7);
}

// Article B.

#[wasm_bindgen_test]
async fn waiters_whose_new_token_is_refused_do_not_refresh_each() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    let third = scene.get("/3");
    settle().await;
    refresh.answer(200, GRANT);
    for url in ["/1", "/2", "/3"] {
        let line = format!("GET {url} Bearer new");
        scene.expect(&line).await.answer(401, "");
    }
    // The held requests have been refused for the first time, and share one more attempt.
    let second = scene.expect("POST /refresh").await;
    second.answer(200, "{\"accessToken\":\"newer\"}");
    for url in ["/2", "/3"] {
        let line = format!("GET {url} Bearer newer");
        scene.expect(&line).await.answer(401, "");
    }
    for pending in [refused, held, third] {
        assert_eq!(pending.code().await, "ERR_REFRESH_LOOP");
    }
    settle().await;
    assert_eq!(scene.refreshes(), 2);
}

#[wasm_bindgen_test]
async fn waiters_of_a_failed_refresh_are_not_sent_as_the_next_user() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    refresh.answer(401, "");
    refused.error().await;
    held.error().await;
    scene.eval("api.session.signIn({ accessToken: 'other', refreshToken: 'r9' })");
    let demanded = scene.run("api.session.refresh()");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    demanded.value().await;
    settle().await;
    assert_eq!(scene.sent().len(), 3, "nothing but the refresh");
}

#[wasm_bindgen_test]
async fn an_answer_does_not_undo_a_sign_out_during_the_refresh() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    scene.eval("api.session.signOut()");
    refresh.answer(200, GRANT);
    refused.error().await;
    held.error().await;
    settle().await;
    assert_eq!(scene.stored(), "- -");
    assert_eq!(scene.state(), "signed-out");
}

#[wasm_bindgen_test]
async fn a_refresh_without_an_answer_ends_by_its_timeout() {
    let clock = Clock::stopped();
    let (_scene, _never, refused, held) = refreshing(ONCE).await;
    clock.advance(10_000).await;
    assert_eq!(refused.code().await, "ERR_REFRESH_UNAVAILABLE");
    assert_eq!(held.code().await, "ERR_REFRESH_UNAVAILABLE");
}

// Article C.

const ENVELOPE: &str = "{ session: { refresh: '/refresh', header: 'X-Token', scheme: '', \
                        expired: { status: 200, code: 50014 }, \
                        onEnd: () => { log.push('dialog'); return 'stay'; } } }";

#[wasm_bindgen_test]
async fn many_refusals_call_on_end_once() {
    let scene = Scene::signed_in(ENVELOPE);
    let burst: Vec<_> = (0..10).map(|n| scene.get(&format!("/{n}"))).collect();
    let mut calls = Vec::new();
    for _ in 0..10 {
        calls.push(scene.next().await);
    }
    calls
        .iter()
        .for_each(|call| call.answer(200, "{\"code\":50014}"));
    scene.expect("POST /refresh").await.answer(401, "");
    for pending in burst {
        assert_eq!(pending.code().await, "ERR_SESSION_ENDED");
    }
    settle().await;
    assert_eq!(scene.log(), ["dialog"]);
}

#[wasm_bindgen_test]
async fn the_code_for_expired_in_the_refreshs_answer_starts_no_refresh() {
    let scene = Scene::signed_in(ENVELOPE);
    let pending = scene.get("/1");
    scene.next().await.answer(200, "{\"code\":50014}");
    scene
        .expect("POST /refresh")
        .await
        .answer(200, "{\"code\":50014}");
    assert_eq!(pending.code().await, "ERR_SESSION_ENDED");
    settle().await;
    assert_eq!(scene.sent().len(), 2);
}

#[wasm_bindgen_test]
async fn a_network_error_is_typed_and_has_no_response() {
    let scene = Scene::signed_in(ENVELOPE);
    let pending = scene.get("/1");
    scene.next().await.cut();
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_NETWORK");
    assert_eq!(text(&error, "name"), "EverfetchError");
}

#[wasm_bindgen_test]
async fn a_token_in_a_header_of_its_own_stays_on_its_origin() {
    let scene = Scene::signed_in(ENVELOPE);
    let pending = scene.get("https://other.example/a");
    let call = scene.next().await;
    assert_eq!(call.header("x-token"), None);
    call.answer(200, "{}");
    pending.value().await;
}

// Article A.

#[wasm_bindgen_test]
async fn a_real_403_refreshes_once_and_not_at_each_call() {
    let scene = Scene::signed_in("{ session: { refresh: '/refresh', expired: { status: 403 } } }");
    let first = scene.get("/admin");
    scene.expect("GET /admin Bearer old").await.answer(403, "");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    scene.expect("GET /admin Bearer new").await.answer(403, "");
    assert_eq!(first.code().await, "ERR_REFRESH_LOOP");
    for _ in 0..10 {
        let again = scene.get("/admin");
        scene.expect("GET /admin Bearer new").await.answer(403, "");
        let error = again.error().await;
        assert_eq!(text(&error, "response.status"), "403");
    }
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn an_undefined_refresh_token_leaves_the_old_one() {
    let scene = Scene::new(PLAIN);
    scene.eval("api.session.signIn({ accessToken: 'a', refreshToken: undefined })");
    assert_eq!(scene.stored(), "a -");
    let scene = Scene::signed_in(PLAIN);
    let demanded = scene.run("api.session.refresh()");
    let reply = "{\"accessToken\":\"new\",\"refreshToken\":\"undefined\"}";
    scene.expect("POST /refresh").await.answer(200, reply);
    demanded.value().await;
    assert_eq!(scene.stored(), "new r1");
}

// axios-auth-refresh.

#[wasm_bindgen_test]
async fn parallel_401s_join_one_refresh() {
    let scene = Scene::signed_in(PLAIN);
    let (first, second) = (scene.get("/1"), scene.get("/2"));
    let call = scene.expect("GET /1 Bearer old").await;
    scene.expect("GET /2 Bearer old").await.answer(401, "");
    call.answer(401, "");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    scene.next().await.answer(200, "");
    scene.next().await.answer(200, "");
    first.value().await;
    second.value().await;
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn a_refresh_function_may_use_the_same_client_after_an_await() {
    let (scene, pending) = refused_with(
        "async () => {
            await null;
            return (await scene.api.post('/mine', {}, { session: false })).data;
        }",
    )
    .await;
    scene.expect("POST /mine").await.answer(200, GRANT);
    scene.accept("GET /1 Bearer new").await;
    pending.value().await;
}

#[wasm_bindgen_test]
async fn after_a_refresh_that_throws_at_once_the_next_one_runs() {
    let (scene, pending) = refused_with(
        "() => {
            if (log.push('asked') === 1) throw Object.assign(new Error('mine'), { status: 401 });
            return { accessToken: 'new' };
        }",
    )
    .await;
    assert_eq!(pending.code().await, "ERR_SESSION_ENDED");
    scene.eval("api.session.signIn({ accessToken: 'again', refreshToken: 'r9' })");
    let next = scene.get("/2");
    scene.expect("GET /2 Bearer again").await.answer(401, "");
    scene.accept("GET /2 Bearer new").await;
    next.value().await;
}

#[wasm_bindgen_test]
async fn an_abort_and_a_dead_session_have_different_errors() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    scene.eval("scene.stop = new AbortController()");
    let aborted = scene.run("api.get('/3', { signal: scene.stop.signal })");
    settle().await;
    scene.eval("scene.stop.abort()");
    let error = aborted.error().await;
    assert_eq!(text(&error, "name"), "CanceledError");
    assert_eq!(text(&error, "__CANCEL__"), "true");
    refresh.answer(401, "");
    for pending in [refused, held] {
        let error = pending.error().await;
        assert_eq!(text(&error, "name"), "EverfetchError");
        assert_eq!(text(&error, "__CANCEL__"), "");
    }
}

#[wasm_bindgen_test]
async fn a_used_stream_is_not_sent_again() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.run("api.post('/a', new Blob(['an hour']).stream())");
    scene.refuse("POST /a Bearer old").await.answer(200, GRANT);
    assert_eq!(pending.code().await, "ERR_BODY_USED");
    settle().await;
    assert_eq!(scene.sent().len(), 2);
}

// alova.

#[wasm_bindgen_test]
async fn a_slow_retry_after_one_refresh_keeps_the_waiters_of_the_next() {
    let scene = Scene::signed_in(PLAIN);
    let slow = scene.get("/slow");
    scene
        .refuse("GET /slow Bearer old")
        .await
        .answer(200, GRANT);
    let again = scene.expect("GET /slow Bearer new").await;
    let refused = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer new").await;
    let held = scene.get("/2");
    settle().await;
    again.answer(200, "");
    slow.value().await;
    refresh.answer(200, "{\"accessToken\":\"newer\"}");
    scene.accept("GET /1 Bearer newer").await;
    scene.accept("GET /2 Bearer newer").await;
    refused.value().await;
    held.value().await;
}

#[wasm_bindgen_test]
async fn a_slow_expired_function_leaves_one_refresh() {
    let scene = Scene::signed_in(
        "{ session: { refresh: '/refresh', expired: (response) => response.status === 401 && \
           new Promise((answer) => { log.push('asked'); (scene.answers ??= []).push(answer); }) } }",
    );
    let (first, second) = (scene.get("/1"), scene.get("/2"));
    scene.expect("GET /1 Bearer old").await.answer(401, "");
    scene.expect("GET /2 Bearer old").await.answer(401, "");
    scene.until("log.length === 2").await;
    scene.eval("scene.answers[0](true)");
    let refresh = scene.expect("POST /refresh").await;
    scene.eval("scene.answers[1](true)");
    settle().await;
    refresh.answer(200, GRANT);
    scene.accept("GET /1 Bearer new").await;
    scene.accept("GET /2 Bearer new").await;
    first.value().await;
    second.value().await;
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn an_aborted_waiter_rejects_and_is_not_sent() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    scene.eval("scene.stop = new AbortController()");
    let aborted = scene.run("api.post('/3', {}, { signal: scene.stop.signal })");
    settle().await;
    scene.eval("scene.stop.abort()");
    assert_eq!(aborted.code().await, "ERR_CANCELED");
    refresh.answer(200, GRANT);
    scene.accept("GET /1 Bearer new").await;
    scene.accept("GET /2 Bearer new").await;
    refused.value().await;
    held.value().await;
    settle().await;
    assert_eq!(scene.sent().len(), 4);
}

#[wasm_bindgen_test]
async fn a_retry_that_is_answered_with_null_is_the_answer() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.get("/a");
    scene.refuse("GET /a Bearer old").await.answer(200, GRANT);
    scene.expect("GET /a Bearer new").await.answer(200, "null");
    let response = pending.value().await;
    assert_eq!(text(&response, "status"), "200");
    assert!(crate::support::value::at(&response, "data").is_null());
}

// supabase-js.

#[wasm_bindgen_test]
async fn a_tab_that_is_refused_keeps_the_tokens_of_the_tab_that_refreshed() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    let winner = OtherTab::of(&scene);
    // The other tab's write arrives before our refusal does; the event is still on its way.
    scene.store("theirs", "r5");
    refresh.answer(400, "");
    scene.accept("GET /1 Bearer theirs").await;
    scene.accept("GET /2 Bearer theirs").await;
    refused.value().await;
    held.value().await;
    winner.broadcasts_refreshed("old", "theirs").await;
    assert_eq!(scene.stored(), "theirs r5");
    assert_eq!(scene.state(), "signed-in");
}

#[wasm_bindgen_test]
async fn a_429_keeps_the_session() {
    let (scene, refresh, refused, held) = refreshing(ONCE).await;
    refresh.answer(429, "{\"error\":\"over_request_rate_limit\"}");
    assert_eq!(refused.code().await, "ERR_REFRESH_UNAVAILABLE");
    held.error().await;
    assert_eq!(scene.stored(), "old r1");
    assert_eq!(scene.state(), "signed-in");
}

#[wasm_bindgen_test]
fn a_sign_out_works_offline() {
    let scene = Scene::signed_in(
        "{ session: { refresh: '/refresh' }, fetch: () => Promise.reject(new TypeError('offline')) }",
    );
    scene.eval("api.session.signOut()");
    assert_eq!(scene.stored(), "- -");
    assert_eq!(scene.state(), "signed-out");
}

#[wasm_bindgen_test]
async fn a_listener_that_throws_does_not_fail_the_refresh() {
    let _console = Console::watched();
    let scene = Scene::signed_in(PLAIN);
    scene.eval("api.session.subscribe(() => { throw new Error('mine'); })");
    let demanded = scene.run("api.session.refresh()");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    demanded.value().await;
    assert_eq!(scene.stored(), "new r2");
}

#[wasm_bindgen_test]
async fn a_listener_may_refresh_again() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval(
        "api.session.subscribe(({ type }) => {
            if (type === 'refreshed' && log.push('again') === 1) scene.again = api.session.refresh();
        })",
    );
    let demanded = scene.run("api.session.refresh()");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    let second = scene.expect("POST /refresh").await;
    second.answer(200, "{\"accessToken\":\"newer\"}");
    demanded.value().await;
    scene.run("scene.again").value().await;
    assert_eq!(scene.stored(), "newer r2");
}

#[wasm_bindgen_test]
async fn a_clock_two_hours_fast_does_not_refresh_on_every_call() {
    let _clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let token = jwt("alice", -7_200, -6_900);
    let demanded = scene.run("api.session.refresh()");
    let reply = format!("{{\"accessToken\":\"{token}\"}}");
    scene.expect("POST /refresh").await.answer(200, &reply);
    demanded.value().await;
    for _ in 0..5 {
        scene.passes("/a", &format!("GET /a Bearer {token}")).await;
    }
    assert_eq!(scene.refreshes(), 1);
}

// auth0-spa-js.

#[wasm_bindgen_test]
async fn a_503_with_a_json_body_keeps_the_refresh_token() {
    let (scene, refresh, refused, held) = refreshing(ONCE).await;
    refresh.answer(503, "{\"error\":\"temporarily_unavailable\"}");
    refused.error().await;
    held.error().await;
    assert_eq!(scene.stored(), "old r1");
}

#[wasm_bindgen_test]
async fn the_lock_is_waited_for_as_long_as_a_refresh_takes() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let other = OtherTab::of(&scene);
    other.locks().await;
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    settle().await;
    // Three attempts of 10 s and two pauses of 5 s, which is how long the other tab may take.
    clock.advance(40_000).await;
    assert_eq!(scene.state(), "refreshing");
    assert_eq!(scene.refreshes(), 0);
    other.writes("theirs", "r5");
    other.unlocks();
    scene.accept("GET /a Bearer theirs").await;
    pending.value().await;
    assert_eq!(scene.refreshes(), 0);
}

#[wasm_bindgen_test]
async fn the_token_does_not_go_to_a_foreign_absolute_url() {
    let scene =
        Scene::signed_in("{ baseURL: 'https://api.example', session: { refresh: '/refresh' } }");
    scene
        .passes(
            "https://api.example/a",
            "GET https://api.example/a Bearer old",
        )
        .await;
    scene
        .passes("https://evil.example/a", "GET https://evil.example/a")
        .await;
}

// axios-jwt.

#[wasm_bindgen_test]
async fn clients_of_two_back_ends_refresh_each_for_itself() {
    let a = Scene::signed_in(PLAIN);
    let b = Scene::signed_in(PLAIN);
    let (of_a, of_b) = (a.get("/a"), b.get("/b"));
    let refresh_a = a.refuse("GET /a Bearer old").await;
    let refresh_b = b.refuse("GET /b Bearer old").await;
    refresh_a.answer(200, "{\"accessToken\":\"token-a\"}");
    a.accept("GET /a Bearer token-a").await;
    of_a.value().await;
    assert_eq!(b.state(), "refreshing");
    refresh_b.answer(200, "{\"accessToken\":\"token-b\"}");
    b.accept("GET /b Bearer token-b").await;
    of_b.value().await;
}

#[wasm_bindgen_test]
async fn an_opaque_token_is_sent() {
    for token in ["opaque", "a.b.c", "a.b", "...", "e30.e30.", "1"] {
        let scene = Scene::empty();
        scene.store(token, "r1");
        scene.create(PLAIN);
        scene.passes("/a", &format!("GET /a Bearer {token}")).await;
    }
}

// oidc-client-ts.

#[wasm_bindgen_test]
async fn three_refreshes_at_once_send_the_refresh_token_once() {
    let scene = Scene::signed_in(PLAIN);
    let renewals = scene.run("Promise.all([1, 2, 3].map(() => api.session.refresh()))");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    renewals.value().await;
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn an_answer_does_not_restore_tokens_that_were_removed() {
    let scene = Scene::signed_in(PLAIN);
    let renewal = scene.run("api.session.refresh()");
    let refresh = scene.expect("POST /refresh").await;
    scene.clear();
    refresh.answer(200, GRANT);
    assert_eq!(renewal.code().await, "ERR_SESSION_ENDED");
    assert_eq!(scene.stored(), "- -");
}

// ktor.

#[wasm_bindgen_test]
async fn a_401_of_another_host_gets_no_token() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.get("https://other.example/a");
    let call = scene.expect("GET https://other.example/a").await;
    call.answer_with(401, "", "{\"www-authenticate\":\"Bearer\"}");
    assert_eq!(pending.code().await, "ERR_BAD_REQUEST");
    settle().await;
    assert_eq!(scene.sent().len(), 1);
}

#[wasm_bindgen_test]
async fn the_new_token_is_kept_when_the_request_that_started_the_refresh_is_aborted() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval("scene.stop = new AbortController()");
    let pending = scene.run("api.get('/a', { signal: scene.stop.signal })");
    let refresh = scene.refuse("GET /a Bearer old").await;
    scene.eval("scene.stop.abort()");
    assert_eq!(pending.code().await, "ERR_CANCELED");
    assert_eq!(text(&refresh.init(), "signal.aborted"), "false");
    refresh.answer(200, GRANT);
    scene.passes("/b", "GET /b Bearer new").await;
    assert_eq!(scene.stored(), "new r2");
}
