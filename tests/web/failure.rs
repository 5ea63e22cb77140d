//! A refresh that fails: how often and when it is tried again, and the one cause that all waiters share.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::scene::{PLAIN, Scene};
use crate::support::value::{settle, text};

const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";

/// Before a refusal counts, the store is read once more, this many ms later.
const LAG_MS: u32 = 50;

/// The header's value is an expression.
async fn asked_to_wait(scene: &Scene, status: u16, retry_after: &str) {
    let value = text(&scene.eval(retry_after), "");
    let headers = format!("{{\"retry-after\":\"{value}\"}}");
    let refresh = scene.expect("POST /refresh").await;
    refresh.answer_with(status, "", &headers);
}

#[wasm_bindgen_test]
async fn retry_after_is_honoured_in_seconds_and_as_a_date() {
    for status in [429, 503] {
        for in_2_s in ["'2'", "new Date(Date.now() + 2000).toUTCString()"] {
            let clock = Clock::stopped();
            let scene = Scene::signed_in(PLAIN);
            let pending = scene.get("/a");
            scene.expect("GET /a Bearer old").await.answer(401, "");
            asked_to_wait(&scene, status, in_2_s).await;
            clock.advance(1_999).await;
            assert_eq!(scene.refreshes(), 1, "{in_2_s}");
            clock.advance(1).await;
            scene.expect("POST /refresh").await.answer(200, GRANT);
            scene.accept("GET /a Bearer new").await;
            pending.value().await;
        }
    }
}

#[wasm_bindgen_test]
async fn a_server_that_asks_for_more_than_5_s_is_not_asked_again() {
    for late in [
        "'6'",
        "'3600'",
        "new Date(Date.now() + 60000).toUTCString()",
    ] {
        let _clock = Clock::stopped();
        let scene = Scene::signed_in(PLAIN);
        let pending = scene.get("/a");
        scene.expect("GET /a Bearer old").await.answer(401, "");
        asked_to_wait(&scene, 503, late).await;
        assert_eq!(pending.code().await, "ERR_REFRESH_UNAVAILABLE", "{late}");
        assert_eq!(scene.refreshes(), 1);
        assert_eq!(scene.stored(), "old r1");
    }
}

#[wasm_bindgen_test]
async fn a_retry_after_that_has_passed_or_makes_no_sense_hinders_nobody() {
    for odd in [
        "'0'",
        "new Date(Date.now() - 60000).toUTCString()",
        "'soon'",
        "'-5'",
        "''",
        "'1e9'",
    ] {
        let clock = Clock::stopped();
        let scene = Scene::signed_in(PLAIN);
        let pending = scene.get("/a");
        scene.expect("GET /a Bearer old").await.answer(401, "");
        asked_to_wait(&scene, 503, odd).await;
        clock.advance(600).await;
        scene.expect("POST /refresh").await.answer(200, GRANT);
        scene.accept("GET /a Bearer new").await;
        pending.value().await;
    }
}

#[wasm_bindgen_test]
async fn the_pauses_between_two_tries_double_and_are_never_longer_than_5_s() {
    for (random, pauses) in [
        (0.999, [599, 1_199, 2_398, 4_797, 4_997, 4_997, 4_997]),
        (0.0, [300, 600, 1_200, 2_400, 2_500, 2_500, 2_500]),
    ] {
        let clock = Clock::stopped();
        let scene = Scene::signed_in("{ session: { refresh: { url: '/refresh', retries: 7 } } }");
        scene.eval(&format!(
            "[scene.random, Math.random] = [Math.random, () => {random}]"
        ));
        let pending = scene.get("/a");
        scene.refuse("GET /a Bearer old").await.answer(503, "");
        for (tries, pause) in pauses.into_iter().enumerate() {
            clock.advance(pause - 1).await;
            assert_eq!(scene.refreshes(), tries + 1, "{random} {pause}");
            clock.advance(1).await;
            scene.expect("POST /refresh").await.answer(503, "");
        }
        scene.eval("Math.random = scene.random");
        assert_eq!(pending.code().await, "ERR_REFRESH_UNAVAILABLE");
    }
}

#[wasm_bindgen_test]
async fn a_server_fault_that_stays_counts_as_refused_after_the_retries() {
    for status in [500, 501, 505] {
        let clock = Clock::stopped();
        let scene = Scene::signed_in(PLAIN);
        let pending = scene.get("/a");
        scene.refuse("GET /a Bearer old").await.answer(status, "");
        for _ in 0..2 {
            clock.advance(5_000).await;
            assert_eq!(scene.state(), "refreshing");
            scene.expect("POST /refresh").await.answer(status, "");
        }
        clock.advance(LAG_MS).await;
        assert_eq!(pending.code().await, "ERR_SESSION_ENDED", "{status}");
        assert_eq!(scene.stored(), "- -");
        assert_eq!(scene.navigations(), ["/login"]);
    }
}

#[wasm_bindgen_test]
async fn a_fault_that_passes_with_the_last_try_is_not_noticed() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.get("/a");
    scene.refuse("GET /a Bearer old").await.answer(500, "");
    clock.advance(5_000).await;
    scene.expect("POST /refresh").await.cut();
    clock.advance(5_000).await;
    scene.expect("POST /refresh").await.answer(200, GRANT);
    scene.accept("GET /a Bearer new").await;
    pending.value().await;
}

#[wasm_bindgen_test]
async fn a_sign_out_between_two_tries_stops_them() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.get("/a");
    scene.refuse("GET /a Bearer old").await.answer(503, "");
    settle().await;
    scene.eval("api.session.signOut()");
    assert_eq!(pending.code().await, "ERR_SESSION_ENDED");
    clock.advance(60_000).await;
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn all_waiters_share_one_cause_and_each_has_an_error_of_its_own() {
    let once = "{ session: { refresh: { url: '/refresh', retries: 0 } } }";
    for (status, code) in [(401, "ERR_SESSION_ENDED"), (503, "ERR_REFRESH_UNAVAILABLE")] {
        let scene = Scene::signed_in(once);
        let errors = scene.run(
            "Promise.all(Array.from({ length: 20 }, (_, n) => api.get('/' + n).catch((error) => error)))
                .then((errors) => ({
                    codes: [...new Set(errors.map(({ code }) => code))].join(),
                    errors: new Set(errors).size,
                    causes: new Set(errors.map(({ cause }) => cause)).size,
                    status: errors[0].cause.status,
                    inOrder: errors.every(({ config }, n) => config.url === '/' + n),
                }))",
        );
        let mut calls = Vec::new();
        for n in 0..20 {
            calls.push(scene.expect(&format!("GET /{n} Bearer old")).await);
        }
        let late = calls.split_off(10);
        calls.iter().for_each(|call| call.answer(401, ""));
        let refresh = scene.expect("POST /refresh").await;
        late.iter().for_each(|call| call.answer(401, ""));
        settle().await;
        refresh.answer(status, "");
        let seen = errors.value().await;
        assert_eq!(text(&seen, "codes"), code);
        assert_eq!(text(&seen, "errors"), "20");
        assert_eq!(text(&seen, "causes"), "1");
        assert_eq!(text(&seen, "status"), status.to_string());
        assert_eq!(text(&seen, "inOrder"), "true");
    }
}
