//! `session.refresh` as the application's own function.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::scene::Scene;
use crate::support::value::{everything, text};

fn with(function: &str) -> Scene {
    Scene::signed_in(&format!("{{ session: {{ refresh: {function} }} }}"))
}

#[wasm_bindgen_test]
async fn it_gets_the_refresh_token_a_signal_and_a_fetch_that_bypasses_the_session() {
    let scene = with(
        "async ({ refreshToken, signal, fetch }) => {
            log.push(refreshToken, signal instanceof AbortSignal);
            const answer = await fetch('/mine', { method: 'POST', body: refreshToken });
            return answer.json();
        }",
    );
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    let own = scene.expect("POST /mine").await;
    own.answer(
        200,
        "{\"access_token\":\"new\",\"refresh_token\":\"r2\",\"expires_in\":60}",
    );
    scene.expect("GET /a Bearer new").await.answer(200, "");
    pending.value().await;
    assert_eq!(scene.log(), ["r1", "true"]);
    assert_eq!(
        scene.stored(),
        "new r2",
        "RFC 6749's spelling is understood"
    );
}

#[wasm_bindgen_test]
async fn it_is_asked_once_however_many_wait_and_may_answer_without_a_promise() {
    let scene = with("() => { log.push('asked'); return { accessToken: 'new' }; }");
    let pending: Vec<_> = (0..5).map(|n| scene.get(&format!("/{n}"))).collect();
    for n in 0..5 {
        scene
            .expect(&format!("GET /{n} Bearer old"))
            .await
            .answer(401, "");
    }
    for n in 0..5 {
        scene
            .expect(&format!("GET /{n} Bearer new"))
            .await
            .answer(200, "");
    }
    for pending in pending {
        pending.value().await;
    }
    assert_eq!(scene.log(), ["asked"]);
}

#[wasm_bindgen_test]
async fn one_that_throws_a_refusal_ends_the_session_with_what_it_threw_as_the_cause() {
    for function in [
        "() => { throw Object.assign(new Error('no more'), { status: 401 }); }",
        "async () => { throw Object.assign(new Error('no more'), { response: { status: 400 } }); }",
    ] {
        let scene = with(function);
        let pending = scene.get("/a");
        scene.expect("GET /a Bearer old").await.answer(401, "");
        let error = pending.error().await;
        assert_eq!(text(&error, "code"), "ERR_SESSION_ENDED");
        assert_eq!(text(&error, "cause.message"), "no more");
        assert_eq!(scene.stored(), "- -");
    }
}

#[wasm_bindgen_test]
async fn one_that_returns_no_token_ends_the_session_and_says_so() {
    for (returned, said) in [
        ("undefined", "has no access token"),
        ("null", "has no access token"),
        ("({})", "has no access token"),
        ("({ accessToken: '' })", "it is empty"),
        ("({ accessToken: 's3cret\\r\\nX: 1' })", "a line break"),
    ] {
        let scene = with(&format!("async () => {returned}"));
        let pending = scene.get("/a");
        scene.expect("GET /a Bearer old").await.answer(401, "");
        let error = pending.error().await;
        assert_eq!(text(&error, "code"), "ERR_SESSION_ENDED", "{returned}");
        let message = text(&error, "cause.message");
        assert!(
            message.starts_with("what session.refresh returned"),
            "{message}"
        );
        assert!(message.contains(said), "{message}");
        assert!(!everything(&error).contains("s3cret"));
    }
}

#[wasm_bindgen_test]
async fn one_that_fails_by_the_network_keeps_the_session_after_its_retries() {
    let scene = with("() => { log.push('asked'); throw new TypeError('Failed to fetch'); }");
    let clock = Clock::stopped();
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    clock.advance(60_000).await;
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_REFRESH_UNAVAILABLE");
    assert_eq!(text(&error, "cause.message"), "Failed to fetch");
    assert_eq!(scene.log().len(), 3);
    assert_eq!(scene.stored(), "old r1");
}

#[wasm_bindgen_test]
async fn one_that_hangs_is_given_up_and_its_signal_fires() {
    let scene = with(
        "({ signal, fetch }) => new Promise(() => {
            fetch('/asked');
            signal.addEventListener('abort', () => log.push('aborted'));
        })",
    );
    let clock = Clock::stopped();
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    for tries in 1..=3 {
        scene.expect("GET /asked").await;
        clock.advance(10_000).await;
        assert_eq!(scene.log().len(), tries);
        // The pause before the next attempt.
        clock.advance(1_000).await;
    }
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_REFRESH_UNAVAILABLE");
    assert_eq!(text(&error, "cause.code"), "ETIMEDOUT");
    assert_eq!(
        scene.log(),
        ["aborted", "aborted", "aborted"],
        "each try has a signal of its own"
    );
    assert_eq!(scene.stored(), "old r1");
}

#[wasm_bindgen_test]
async fn one_that_calls_the_client_itself_does_not_wait_for_itself_when_it_says_session_false() {
    let scene = with("() => scene.api.post('/mine', {}, { session: false }).then((r) => r.data)");
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    scene
        .expect("POST /mine")
        .await
        .answer(200, "{\"accessToken\":\"new\"}");
    scene.expect("GET /a Bearer new").await.answer(200, "");
    pending.value().await;
}
