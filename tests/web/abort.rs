//! Timeouts and aborts of one request, while it is in flight and while it waits.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::scene::{PLAIN, Scene};
use crate::support::value::{settle, text};

#[wasm_bindgen_test]
async fn a_request_that_takes_longer_than_its_timeout_is_given_up() {
    let scene = Scene::new("{ timeout: 500 }");
    let clock = Clock::stopped();
    let late = scene.get("/late");
    clock.advance(499).await;
    let in_time = scene.run("api.get('/in-time', { timeout: 2 })");
    scene.next().await;
    scene.next().await.answer(200, "");
    in_time.value().await;
    clock.advance(1).await;
    let error = late.error().await;
    assert_eq!(text(&error, "code"), "ECONNABORTED");
    assert_eq!(text(&error, "message"), "timeout of 500ms exceeded");
}

#[wasm_bindgen_test]
async fn the_error_of_a_timeout_is_as_the_config_of_axios_says() {
    let scene = Scene::axios("{ timeout: 500 }");
    let clock = Clock::stopped();
    let renamed = scene.run(
        "api.get('/late', { timeoutErrorMessage: 'too late', transitional: { clarifyTimeoutError: true } })",
    );
    clock.advance(500).await;
    let error = renamed.error().await;
    assert_eq!(text(&error, "code"), "ETIMEDOUT");
    assert_eq!(text(&error, "message"), "too late");
}

#[wasm_bindgen_test]
async fn a_timeout_does_not_run_while_the_request_waits_for_a_refresh() {
    let scene = Scene::signed_in("{ timeout: 500, session: { refresh: '/refresh' } }");
    let clock = Clock::stopped();
    let refused = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    let held = scene.get("/2");
    clock.advance(5_000).await;
    refresh.answer(200, "{\"accessToken\":\"new\"}");
    scene.expect("GET /1 Bearer new").await.answer(404, "");
    scene.expect("GET /2 Bearer new").await;
    assert_eq!(refused.code().await, "ERR_BAD_REQUEST", "no timeout");
    clock.advance(500).await;
    assert_eq!(held.code().await, "ECONNABORTED");
}

#[wasm_bindgen_test]
async fn an_aborted_signal_rejects_at_once() {
    let scene = Scene::signed_in(PLAIN);
    let error = scene
        .run("api.get('/a', { signal: AbortSignal.abort() })")
        .error()
        .await;
    assert_eq!(text(&error, "code"), "ERR_CANCELED");
    assert_eq!(text(&error, "__CANCEL__"), "true");
    assert_eq!(text(&error, "name"), "CanceledError");
}

#[wasm_bindgen_test]
async fn an_abort_in_flight_cancels_the_exchange() {
    let scene = Scene::new("{ timeout: 60000 }");
    let pending =
        scene.run("api.get('/a', { signal: (scene.abort = new AbortController()).signal })");
    let call = scene.next().await;
    scene.eval("scene.abort.abort()");
    assert_eq!(text(&call.init(), "signal.aborted"), "true");
    assert_eq!(pending.code().await, "ERR_CANCELED");
}

#[wasm_bindgen_test]
async fn an_abort_while_waiting_rejects_at_once_and_the_refresh_goes_on() {
    let scene = Scene::signed_in(PLAIN);
    let starter =
        scene.run("api.get('/1', { signal: (scene.first = new AbortController()).signal })");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    let held =
        scene.run("api.get('/2', { signal: (scene.second = new AbortController()).signal })");
    let other = scene.get("/3");
    scene.eval("[scene.first.abort(), scene.second.abort()]");
    assert_eq!(starter.code().await, "ERR_CANCELED");
    assert_eq!(held.code().await, "ERR_CANCELED");
    refresh.answer(200, "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}");
    scene.expect("GET /3 Bearer new").await.answer(200, "");
    other.value().await;
    settle().await;
    assert_eq!(scene.stored(), "new r2");
    assert_eq!(
        scene.sent(),
        ["GET /1 Bearer old", "POST /refresh", "GET /3 Bearer new"],
        "an aborted waiter is never sent"
    );
}

#[wasm_bindgen_test]
async fn a_waiter_has_a_deadline_of_its_own() {
    let scene = Scene::signed_in("{ session: { refresh: '/refresh', waiterTimeout: 300 } }");
    let clock = Clock::stopped();
    let starter = scene.get("/1");
    let refresh = scene.refuse("GET /1 Bearer old").await;
    let held = scene.get("/2");
    clock.advance(299).await;
    assert_eq!(scene.state(), "refreshing");
    clock.advance(1).await;
    assert_eq!(held.code().await, "ERR_WAITER_TIMEOUT");
    let error = starter.error().await;
    assert_eq!(text(&error, "code"), "ERR_WAITER_TIMEOUT");
    assert_eq!(
        text(&error, "response.status"),
        "401",
        "the refusal stays on the error"
    );
    refresh.answer(200, "{\"accessToken\":\"new\"}");
    clock.advance(1).await;
    assert_eq!(
        scene.stored(),
        "new r1",
        "the refresh goes on, and its tokens are kept"
    );
}
