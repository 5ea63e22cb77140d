//! Refreshing before the token expires: when a request is made, and in the background.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::scene::{PLAIN, Scene, jwt};
use crate::support::value::{Pending, settle, text};

const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";
/// Before a refusal counts, the store is read once more, this many ms later.
const LAG_MS: u32 = 50;

const ONCE: &str = "{ session: { refresh: { url: '/refresh', retries: 0 } } }";
const KEPT: &str = "{ session: { refresh: { url: '/refresh', retries: 0 }, keepFresh: true } }";

/// A JWT in the store, issued and expiring this many seconds from now, and a client that finds it.
fn found(options: &str, iat: i32, exp: i32) -> (Scene, String) {
    let scene = Scene::empty();
    let token = jwt("alice", iat, exp);
    scene.store(&token, "r1");
    scene.create(options);
    (scene, token)
}

fn bearer(url: &str, token: &str) -> String {
    format!("GET {url} Bearer {token}")
}

/// The next call is the refresh; it is answered with a JWT that lives this many seconds, by a server whose clock is
/// ahead of ours.
async fn grant(scene: &Scene, ahead: i32, life: i32) -> String {
    let token = jwt("alice", ahead, ahead + life);
    let reply = format!("{{\"accessToken\":\"{token}\"}}");
    scene.expect("POST /refresh").await.answer(200, &reply);
    token
}

#[wasm_bindgen_test]
async fn a_token_about_to_expire_is_refreshed_before_the_request_goes_out() {
    let _clock = Clock::stopped();
    let (scene, _) = found(PLAIN, -95, 5);
    let pending = scene.get("/a");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    scene.accept("GET /a Bearer new").await;
    pending.value().await;
    assert_eq!(scene.stored(), "new r2");
}

#[wasm_bindgen_test]
async fn a_burst_with_a_token_about_to_expire_takes_one_refresh_and_keeps_its_order() {
    let _clock = Clock::stopped();
    let (scene, _) = found(PLAIN, -95, 5);
    let burst: Vec<_> = (0..20).map(|n| scene.get(&format!("/{n}"))).collect();
    let refresh = scene.expect("POST /refresh").await;
    let late = scene.get("/late");
    refresh.answer(200, GRANT);
    for n in 0..20 {
        scene.accept(&format!("GET /{n} Bearer new")).await;
    }
    scene.accept("GET /late Bearer new").await;
    for pending in burst {
        pending.value().await;
    }
    late.value().await;
    assert_eq!(scene.sent().len(), 22);
}

#[wasm_bindgen_test]
async fn the_margin_is_a_tenth_of_the_life_or_30_s_or_what_the_options_say() {
    let wide = "{ session: { refresh: '/refresh', expiryMargin: 60 } }";
    let narrow = "{ session: { refresh: '/refresh', expiryMargin: 0.5 } }";
    for (options, life, margin) in [
        (PLAIN, 100, 10),
        (PLAIN, 3_600, 30),
        (wide, 3_600, 60),
        (narrow, 3_600, 1),
    ] {
        let clock = Clock::stopped();
        let (scene, token) = found(options, margin + 1 - life, margin + 1);
        scene.passes("/early", &bearer("/early", &token)).await;
        clock.sleep(1);
        if margin == 1 {
            // The margin is half a second, so one second before the expiry is still too early.
            scene.passes("/early", &bearer("/early", &token)).await;
            clock.advance(500).await;
        }
        let pending = scene.get("/late");
        scene.expect("POST /refresh").await.answer(200, GRANT);
        scene.accept("GET /late Bearer new").await;
        pending.value().await;
    }
}

#[wasm_bindgen_test]
async fn a_margin_of_0_leaves_it_to_the_server_to_refuse() {
    let _clock = Clock::stopped();
    let off = "{ session: { refresh: '/refresh', expiryMargin: 0 } }";
    let (scene, token) = found(off, -200, -100);
    let pending = scene.get("/a");
    scene.refuse(&bearer("/a", &token)).await.answer(200, GRANT);
    scene.accept("GET /a Bearer new").await;
    pending.value().await;
}

#[wasm_bindgen_test]
async fn a_margin_longer_than_the_tokens_life_does_not_refresh_for_each_request() {
    let clock = Clock::stopped();
    let day = "{ session: { refresh: '/refresh', expiryMargin: 86400 } }";
    let (scene, _) = found(day, -299, 1);
    let first = scene.get("/first");
    let token = grant(&scene, 0, 300).await;
    scene.accept(&bearer("/first", &token)).await;
    first.value().await;
    for _ in 0..10 {
        clock.sleep(14);
        scene.passes("/a", &bearer("/a", &token)).await;
    }
    assert_eq!(scene.refreshes(), 1);
    clock.sleep(10);
    let half = scene.get("/half");
    let token = grant(&scene, 0, 300).await;
    scene.accept(&bearer("/half", &token)).await;
    half.value().await;
}

#[wasm_bindgen_test]
async fn what_a_reply_says_of_an_opaque_tokens_life_counts_in_every_spelling() {
    for life in [
        "expires_in: 100",
        "expiresIn: 100",
        "expires_in: '100'",
        "expires_at: Date.now() / 1000 + 100",
        "expiresAt: Date.now() + 100000",
        "expires_at: new Date(Date.now() + 100000).toISOString()",
    ] {
        let clock = Clock::stopped();
        let scene = Scene::new(PLAIN);
        let tokens = format!("{{ accessToken: 'old', refreshToken: 'r1', {life} }}");
        scene.eval(&format!("api.session.signIn({tokens})"));
        clock.sleep(89);
        scene.passes("/early", "GET /early Bearer old").await;
        clock.sleep(1);
        let pending = scene.get("/late");
        let reply = text(&scene.eval(&format!("JSON.stringify({tokens})")), "");
        let refresh = scene.expect("POST /refresh").await;
        refresh.answer(200, &reply.replace("old", "new"));
        scene.accept("GET /late Bearer new").await;
        pending.value().await;
        clock.sleep(89);
        scene.passes("/early", "GET /early Bearer new").await;
        clock.sleep(1);
        let again = scene.get("/again");
        scene.expect("POST /refresh").await.answer(200, GRANT);
        scene.accept("GET /again Bearer new").await;
        again.value().await;
    }
}

#[wasm_bindgen_test]
async fn the_options_may_say_where_the_reply_has_the_life() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(
        "{ session: { refresh: { url: '/refresh', reply: { expiresIn: 'meta.ttl' } } } }",
    );
    let demanded = scene.run("api.session.refresh()");
    let reply = "{\"accessToken\":\"short\",\"meta\":{\"ttl\":100}}";
    scene.expect("POST /refresh").await.answer(200, reply);
    demanded.value().await;
    clock.sleep(91);
    let pending = scene.get("/a");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    scene.accept("GET /a Bearer new").await;
    pending.value().await;
}

#[wasm_bindgen_test]
async fn a_token_of_which_nothing_is_known_is_used_until_it_is_refused() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    clock.sleep(30 * 24 * 3_600);
    scene.passes("/a", "GET /a Bearer old").await;
}

/// A device whose clock differs this much from the server's obtains a token, and uses it until it expires.
async fn lives_with_a_wrong_clock(ahead: i32, date: bool) {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let first = scene.get("/first");
    let refresh = scene.refuse("GET /first Bearer old").await;
    let token = jwt("alice", ahead, ahead + 300);
    let headers = format!("new Date(Date.now() + {ahead} * 1000).toUTCString()");
    let headers = match date {
        true => format!("{{\"date\":\"{}\"}}", text(&scene.eval(&headers), "")),
        false => "{}".to_owned(),
    };
    refresh.answer_with(200, &format!("{{\"accessToken\":\"{token}\"}}"), &headers);
    scene.accept(&bearer("/first", &token)).await;
    first.value().await;
    for _ in 0..10 {
        clock.sleep(26);
        scene.passes("/a", &bearer("/a", &token)).await;
    }
    assert_eq!(scene.refreshes(), 1);
    clock.sleep(11);
    let last = scene.get("/last");
    let token = grant(&scene, ahead, 300).await;
    scene.accept(&bearer("/last", &token)).await;
    last.value().await;
}

#[wasm_bindgen_test]
async fn a_clock_two_hours_fast_or_slow_refreshes_as_often_as_a_right_one() {
    for ahead in [-7_200, 7_200] {
        for date in [false, true] {
            lives_with_a_wrong_clock(ahead, date).await;
        }
    }
}

#[wasm_bindgen_test]
async fn a_token_found_by_a_fast_clock_takes_one_refresh_and_no_more() {
    let _clock = Clock::stopped();
    let (scene, _) = found(PLAIN, -7_210, -7_200 + 290);
    let first = scene.get("/first");
    let token = grant(&scene, -7_200, 300).await;
    scene.accept(&bearer("/first", &token)).await;
    first.value().await;
    for _ in 0..10 {
        scene.passes("/a", &bearer("/a", &token)).await;
    }
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn a_token_found_by_a_slow_clock_is_refreshed_when_it_is_refused() {
    let _clock = Clock::stopped();
    let (scene, old) = found(PLAIN, 7_200 - 400, 7_200 - 100);
    let first = scene.get("/first");
    scene.expect(&bearer("/first", &old)).await.answer(401, "");
    let token = grant(&scene, 7_200, 300).await;
    scene.accept(&bearer("/first", &token)).await;
    first.value().await;
    scene.passes("/a", &bearer("/a", &token)).await;
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn an_expiry_that_makes_no_sense_by_a_fast_clock_is_left_to_the_server() {
    let _clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let demanded = scene.run("api.session.refresh()");
    let past = text(&scene.eval("Math.round(Date.now() / 1000) - 6900"), "");
    let reply = format!("{{\"accessToken\":\"opaque\",\"expires_at\":{past}}}");
    let refresh = scene.expect("POST /refresh").await;
    refresh.answer_with(200, &reply, "{}");
    demanded.value().await;
    for _ in 0..10 {
        scene.passes("/a", "GET /a Bearer opaque").await;
    }
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn a_clock_set_back_and_forth_during_a_session_never_refreshes_for_each_request() {
    let clock = Clock::stopped();
    let (scene, _) = found(PLAIN, -95, 5);
    let first = scene.get("/first");
    let token = grant(&scene, 0, 300).await;
    scene.accept(&bearer("/first", &token)).await;
    first.value().await;
    clock.sleep(-7_200);
    scene.passes("/slow", &bearer("/slow", &token)).await;
    clock.sleep(14_400);
    let jumped = scene.get("/fast");
    let token = grant(&scene, -7_200, 300).await;
    scene.accept(&bearer("/fast", &token)).await;
    jumped.value().await;
    for _ in 0..10 {
        scene.passes("/a", &bearer("/a", &token)).await;
    }
    assert_eq!(scene.refreshes(), 2);
}

#[wasm_bindgen_test]
async fn a_proactive_refresh_that_cannot_be_had_lets_the_requests_out_with_what_there_is() {
    for cut in [true, false] {
        let clock = Clock::stopped();
        let (scene, token) = found(ONCE, -3_575, 25);
        let (first, second) = (scene.get("/1"), scene.get("/2"));
        let refresh = scene.expect("POST /refresh").await;
        if cut {
            refresh.cut();
        } else {
            refresh.answer(503, "");
        }
        scene.accept(&bearer("/1", &token)).await;
        scene.accept(&bearer("/2", &token)).await;
        first.value().await;
        second.value().await;
        for _ in 0..5 {
            scene.passes("/next", &bearer("/next", &token)).await;
        }
        assert_eq!(scene.refreshes(), 1, "the next one comes 30 s later");
        assert!(scene.stored().ends_with(" r1"));
        assert!(scene.navigations().is_empty());
        clock.sleep(30);
        let again = scene.get("/again");
        scene.expect("POST /refresh").await.answer(200, GRANT);
        scene.accept("GET /again Bearer new").await;
        again.value().await;
    }
}

#[wasm_bindgen_test]
async fn a_proactive_refresh_that_is_refused_leaves_the_session_alone_while_the_token_works() {
    let clock = Clock::stopped();
    let (scene, token) = found(PLAIN, -3_575, 25);
    let first = scene.get("/1");
    scene.expect("POST /refresh").await.answer(401, "");
    clock.advance(LAG_MS).await;
    scene.accept(&bearer("/1", &token)).await;
    first.value().await;
    assert_eq!(scene.state(), "signed-in");
    assert!(scene.navigations().is_empty());
    clock.sleep(20);
    scene.passes("/2", &bearer("/2", &token)).await;
    clock.sleep(5);
    let expired = scene.get("/3");
    scene.expect("POST /refresh").await.answer(401, "");
    clock.advance(LAG_MS).await;
    assert_eq!(expired.code().await, "ERR_SESSION_ENDED");
    settle().await;
    assert_eq!(scene.navigations(), ["/login"]);
    assert_eq!(scene.refreshes(), 2);
}

#[wasm_bindgen_test]
async fn a_refusal_that_comes_during_a_proactive_refresh_makes_it_count() {
    let clock = Clock::stopped();
    let (scene, token) = found(ONCE, -95, 5);
    let through = scene.run("api.get('/through', { hold: false })");
    let call = scene.expect(&bearer("/through", &token)).await;
    let held = scene.get("/held");
    let refresh = scene.expect("POST /refresh").await;
    call.answer(401, "");
    settle().await;
    refresh.answer(401, "");
    clock.advance(LAG_MS).await;
    assert_eq!(through.code().await, "ERR_SESSION_ENDED");
    assert_eq!(held.code().await, "ERR_SESSION_ENDED");
}

#[wasm_bindgen_test]
async fn a_stream_is_sent_at_once_after_a_proactive_refresh() {
    let _clock = Clock::stopped();
    let (scene, _) = found(PLAIN, -95, 5);
    let pending = scene.run("api.post('/a', new Blob(['an hour']).stream())");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    let call = scene.expect("POST /a Bearer new").await;
    let read = js_sys::Function::new_with_args("body", "return new Response(body).text()");
    let body = read.call1(&wasm_bindgen::JsValue::NULL, &call.body());
    let body = Pending::new(&body.expect("a stream can be read"));
    let body = text(&body.value().await, "");
    // Firefox converts a stream in a `Request` to text, and the Rust client needs a `Request`.
    let streams = scene.eval(
        "!new Request('/', { method: 'POST', body: new ReadableStream(), duplex: 'half' }).headers.has('content-type')",
    );
    if streams.is_truthy() || !call.body().is_string() {
        assert_eq!(body, "an hour");
    }
    call.answer(200, "");
    pending.value().await;
    assert_eq!(scene.sent().len(), 2);
}

#[wasm_bindgen_test]
async fn an_access_token_to_go_is_a_fresh_one() {
    let _clock = Clock::stopped();
    let (scene, _) = found(PLAIN, -95, 5);
    let (first, second) = (
        scene.run("api.session.accessToken()"),
        scene.run("api.session.accessToken()"),
    );
    scene.expect("POST /refresh").await.answer(200, GRANT);
    assert_eq!(text(&first.value().await, ""), "new");
    assert_eq!(text(&second.value().await, ""), "new");
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn keep_fresh_refreshes_by_itself_time_and_again() {
    let clock = Clock::stopped();
    let (scene, _) = found(KEPT, 0, 100);
    for lives in 0..3 {
        clock.advance(89_000).await;
        assert_eq!(scene.refreshes(), lives);
        clock.advance(1_000).await;
        grant(&scene, 0, 100).await;
        settle().await;
    }
    assert_eq!(scene.sent().len(), 3);
}

#[wasm_bindgen_test]
async fn without_keep_fresh_nothing_is_sent_by_itself() {
    let clock = Clock::stopped();
    let (scene, _) = found(PLAIN, 0, 100);
    scene.eval("[dispatchEvent(new Event('online')), document.dispatchEvent(new Event('visibilitychange'))]");
    clock.advance(500_000).await;
    scene.eval("[dispatchEvent(new Event('online')), document.dispatchEvent(new Event('visibilitychange'))]");
    settle().await;
    assert!(scene.sent().is_empty());
}

#[wasm_bindgen_test]
async fn keep_fresh_takes_up_again_after_sleep() {
    for wakes in [
        "dispatchEvent(new Event('online'))",
        "document.dispatchEvent(new Event('visibilitychange'))",
    ] {
        let clock = Clock::stopped();
        let (scene, _) = found(KEPT, 0, 100);
        clock.sleep(3_600);
        settle().await;
        assert!(scene.sent().is_empty(), "timers sleep too");
        scene.eval(wakes);
        grant(&scene, 0, 100).await;
        settle().await;
        scene.eval(wakes);
        settle().await;
        assert_eq!(scene.refreshes(), 1, "not due yet");
        clock.advance(90_000).await;
        grant(&scene, 0, 100).await;
        settle().await;
        assert_eq!(scene.sent().len(), 2);
    }
}

#[wasm_bindgen_test]
async fn keep_fresh_begins_with_a_sign_in_and_stops_with_a_sign_out() {
    let clock = Clock::stopped();
    let scene = Scene::new(KEPT);
    let sign_in = "api.session.signIn({ accessToken: 'old', refreshToken: 'r1', expires_in: 100 })";
    scene.eval(sign_in);
    clock.advance(90_000).await;
    scene.expect("POST /refresh").await.answer(200, GRANT);
    settle().await;
    scene.eval(sign_in);
    scene.eval("api.session.signOut()");
    clock.advance(500_000).await;
    assert_eq!(scene.sent().len(), 1);
}

#[wasm_bindgen_test]
async fn keep_fresh_that_fails_tries_again_every_30_s_and_no_more_often() {
    let clock = Clock::stopped();
    let (scene, _) = found(KEPT, -3_560, 40);
    clock.advance(10_000).await;
    scene.expect("POST /refresh").await.answer(503, "");
    clock.advance(29_000).await;
    assert_eq!(scene.refreshes(), 1);
    clock.advance(1_000).await;
    scene.expect("POST /refresh").await.answer(503, "");
    clock.advance(29_000).await;
    assert_eq!(scene.refreshes(), 2);
    clock.advance(1_000).await;
    scene.expect("POST /refresh").await.answer(200, GRANT);
    settle().await;
    assert_eq!(scene.stored(), "new r2");
}

#[wasm_bindgen_test]
async fn a_request_joins_the_refresh_that_runs_in_the_background() {
    let clock = Clock::stopped();
    let (scene, _) = found(KEPT, 0, 100);
    clock.advance(90_000).await;
    let refresh = scene.expect("POST /refresh").await;
    let pending = scene.get("/a");
    settle().await;
    refresh.answer(200, GRANT);
    scene.accept("GET /a Bearer new").await;
    pending.value().await;
    assert_eq!(scene.refreshes(), 1);
}
