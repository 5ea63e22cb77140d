//! The known bugs of others, each seen when run (`guarantees.md`): what would show each of them here.

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
async fn queued_promises_that_never_settle_when_the_refresh_fails() {
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
async fn the_refreshs_own_401_queues_behind_itself() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    refresh.answer(401, "");
    assert_eq!(refused.code().await, "ERR_SESSION_ENDED");
    assert_eq!(held.code().await, "ERR_SESSION_ENDED");
    scene.eval("api.session.signIn({ accessToken: 'again' })");
    scene.passes("/alive", "GET /alive Bearer again").await;
}

#[wasm_bindgen_test]
async fn a_500_of_a_post_during_a_refresh_sends_it_again() {
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
async fn a_queue_that_is_never_emptied_replays_the_old_requests_at_the_next_expiry() {
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
async fn queued_requests_refresh_once_more_each_when_the_new_token_is_refused_as_well() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    let third = scene.get("/3");
    settle().await;
    refresh.answer(200, GRANT);
    for url in ["/1", "/2", "/3"] {
        let line = format!("GET {url} Bearer new");
        scene.expect(&line).await.answer(401, "");
    }
    // Those who were held have been refused for the first time, and share one more try.
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
async fn leftovers_of_a_failed_refresh_go_out_under_the_next_users_token() {
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
async fn a_logout_during_a_refresh_is_undone_by_its_answer() {
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
async fn a_refresh_without_a_timeout_is_waited_for_for_ever() {
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
async fn many_refusals_show_as_many_dialogs() {
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
async fn the_refreshs_own_code_for_expired_recurses() {
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
async fn a_network_error_has_no_response_and_throws_a_type_error() {
    let scene = Scene::signed_in(ENVELOPE);
    let pending = scene.get("/1");
    scene.next().await.cut();
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_NETWORK");
    assert_eq!(text(&error, "name"), "EverfetchError");
}

#[wasm_bindgen_test]
async fn x_token_goes_to_any_origin() {
    let scene = Scene::signed_in(ENVELOPE);
    let pending = scene.get("https://other.example/a");
    let call = scene.next().await;
    assert_eq!(call.header("x-token"), None);
    call.answer(200, "{}");
    pending.value().await;
}

// Article A.

#[wasm_bindgen_test]
async fn a_real_403_refreshes_once_a_call_for_ever() {
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
async fn the_word_undefined_is_stored_as_a_refresh_token() {
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
async fn parallel_401s_are_rejected_instead_of_joined() {
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
async fn a_refresh_through_the_same_client_after_an_await_deadlocks_even_when_it_is_to_be_skipped()
{
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
async fn a_refresh_that_throws_at_once_disables_refreshing_for_good() {
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
async fn an_abort_cannot_be_told_from_a_dead_session() {
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
async fn a_used_stream_is_sent_again_empty() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.run("api.post('/a', new Blob(['an hour']).stream())");
    scene.refuse("POST /a Bearer old").await.answer(200, GRANT);
    assert_eq!(pending.code().await, "ERR_BODY_USED");
    settle().await;
    assert_eq!(scene.sent().len(), 2);
}

// alova.

#[wasm_bindgen_test]
async fn a_slow_retry_after_one_refresh_wipes_the_queue_of_the_next() {
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
async fn an_expired_that_takes_its_time_breaks_the_single_flight() {
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
async fn an_aborted_waiter_resolves_with_nothing_and_is_sent_all_the_same() {
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
async fn a_retry_that_is_answered_with_null_is_discarded_for_the_old_401() {
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
async fn the_loser_of_two_tabs_clears_the_winners_tokens() {
    let (scene, refresh, refused, held) = refreshing(PLAIN).await;
    let winner = OtherTab::of(&scene);
    // Its write comes before our refusal does; the event is still on its way.
    scene.store("theirs", "r5");
    refresh.answer(400, "");
    scene.accept("GET /1 Bearer theirs").await;
    scene.accept("GET /2 Bearer theirs").await;
    refused.value().await;
    held.value().await;
    winner.says_refreshed("old", "theirs").await;
    assert_eq!(scene.stored(), "theirs r5");
    assert_eq!(scene.state(), "signed-in");
}

#[wasm_bindgen_test]
async fn a_429_removes_the_session() {
    let (scene, refresh, refused, held) = refreshing(ONCE).await;
    refresh.answer(429, "{\"error\":\"over_request_rate_limit\"}");
    assert_eq!(refused.code().await, "ERR_REFRESH_UNAVAILABLE");
    held.error().await;
    assert_eq!(scene.stored(), "old r1");
    assert_eq!(scene.state(), "signed-in");
}

#[wasm_bindgen_test]
fn a_sign_out_fails_offline() {
    let scene = Scene::signed_in(
        "{ session: { refresh: '/refresh' }, fetch: () => Promise.reject(new TypeError('offline')) }",
    );
    scene.eval("api.session.signOut()");
    assert_eq!(scene.stored(), "- -");
    assert_eq!(scene.state(), "signed-out");
}

#[wasm_bindgen_test]
async fn a_listener_that_throws_fails_the_refresh() {
    let _console = Console::watched();
    let scene = Scene::signed_in(PLAIN);
    scene.eval("api.session.subscribe(() => { throw new Error('mine'); })");
    let demanded = scene.run("api.session.refresh()");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    demanded.value().await;
    assert_eq!(scene.stored(), "new r2");
}

#[wasm_bindgen_test]
async fn a_listener_that_refreshes_again_hangs() {
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
async fn a_clock_two_hours_fast_refreshes_on_every_call() {
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
async fn one_503_with_a_json_body_deletes_the_refresh_token() {
    let (scene, refresh, refused, held) = refreshing(ONCE).await;
    refresh.answer(503, "{\"error\":\"temporarily_unavailable\"}");
    refused.error().await;
    held.error().await;
    assert_eq!(scene.stored(), "old r1");
}

#[wasm_bindgen_test]
async fn the_lock_is_waited_for_shorter_than_a_refresh_takes() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let other = OtherTab::of(&scene);
    other.locks().await;
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    settle().await;
    // Three tries of 10 s and two pauses of 5 s, which the other tab may well take.
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
async fn the_token_goes_to_any_absolute_url() {
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
async fn one_refresh_for_all_modules_gives_the_token_of_one_back_end_to_another() {
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
async fn an_opaque_token_makes_every_request_throw() {
    for token in ["opaque", "a.b.c", "a.b", "...", "e30.e30.", "1"] {
        let scene = Scene::empty();
        scene.store(token, "r1");
        scene.create(PLAIN);
        scene.passes("/a", &format!("GET /a Bearer {token}")).await;
    }
}

// oidc-client-ts.

#[wasm_bindgen_test]
async fn three_renewals_at_once_spend_one_refresh_token_three_times() {
    let scene = Scene::signed_in(PLAIN);
    let renewals = scene.run("Promise.all([1, 2, 3].map(() => api.session.refresh()))");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    renewals.value().await;
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn removing_the_user_during_a_renewal_is_undone() {
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
async fn any_hosts_401_is_answered_with_the_token() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.get("https://other.example/a");
    let call = scene.expect("GET https://other.example/a").await;
    call.answer_with(401, "", "{\"www-authenticate\":\"Bearer\"}");
    assert_eq!(pending.code().await, "ERR_BAD_REQUEST");
    settle().await;
    assert_eq!(scene.sent().len(), 1);
}

#[wasm_bindgen_test]
async fn cancelling_the_request_that_started_the_refresh_loses_the_rotated_token() {
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
