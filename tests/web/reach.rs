//! Which requests the session covers: those to its own origins, except the public paths.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::scene::{PLAIN, Scene};
use crate::support::value::{json, text};

#[wasm_bindgen_test]
async fn a_token_goes_to_the_page_the_base_url_and_the_named_origins_and_to_nobody_else() {
    let scene = Scene::signed_in(
        "{ baseURL: 'https://api.example/v1', \
           session: { refresh: '/refresh', origins: ['https://files.example'] } }",
    );
    for url in [
        "https://api.example/v1/a",
        "https://api.example/elsewhere",
        "https://files.example/a",
    ] {
        let pending = scene.get(url);
        scene
            .expect(&format!("GET {url} Bearer old"))
            .await
            .answer(200, "");
        pending.value().await;
    }
    let page = text(&scene.eval("location.origin + '/a'"), "");
    let pending = scene.get(&page);
    let call = scene.next().await;
    assert_eq!(call.header("authorization").as_deref(), Some("Bearer old"));
    call.answer(200, "");
    pending.value().await;
    for url in [
        "https://other.example/a",
        "http://api.example/a",
        "https://api.example.evil.example/a",
        "https://api.example:8443/a",
        "//evil.example/a",
    ] {
        let pending = scene.get(url);
        let call = scene.next().await;
        assert_eq!(call.header("authorization"), None, "{url}");
        call.answer(200, "");
        pending.value().await;
    }
}

/// fetch rejects such a URL, and so does the constructor of `Request`, which the Rust client uses.
#[wasm_bindgen_test]
async fn a_host_behind_a_user_name_in_the_url_gets_no_token() {
    let scene =
        Scene::signed_in("{ baseURL: 'https://api.example', session: { refresh: '/refresh' } }");
    let outcome = scene
        .run("api.get('https://api.example@evil.example/a', { timeout: 1 }).catch(() => {})")
        .value();
    outcome.await;
    assert!(
        scene.sent().iter().all(|line| !line.contains("Bearer")),
        "{:?}",
        scene.sent()
    );
}

#[wasm_bindgen_test]
async fn a_401_of_a_third_party_starts_nothing() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.get("https://other.example/a");
    scene
        .expect("GET https://other.example/a")
        .await
        .answer(401, "");
    assert_eq!(pending.code().await, "ERR_BAD_REQUEST");
    assert_eq!(scene.stored(), "old r1");
    assert_eq!(scene.sent().len(), 1);
}

#[wasm_bindgen_test]
async fn a_401_at_the_end_of_a_redirect_to_a_third_party_starts_nothing() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.get("/a");
    let call = scene.expect("GET /a Bearer old").await;
    call.answer_from(401, "https://sso.example/login");
    assert_eq!(pending.code().await, "ERR_BAD_REQUEST");
    assert_eq!(scene.refreshes(), 0);
}

#[wasm_bindgen_test]
async fn a_public_path_carries_no_token_waits_for_nothing_and_starts_nothing() {
    let scene = Scene::signed_in(
        "{ baseURL: '/api', session: { refresh: '/refresh', public: ['/auth/login', 'register', /open/] } }",
    );
    let refused = scene.get("/me");
    scene.expect("GET /api/me Bearer old").await.answer(401, "");
    let refresh = scene.expect("POST /api/refresh").await;
    for (method, path) in [
        ("get", "/auth/login"),
        ("get", "/register"),
        ("get", "/open/ping"),
        ("post", "/refresh"),
    ] {
        let pending = scene.run(&format!("api.{method}('{path}')"));
        let sent = method.to_uppercase();
        scene
            .expect(&format!("{sent} /api{path}"))
            .await
            .answer(401, "{\"why\":\"wrong password\"}");
        let error = pending.error().await;
        assert_eq!(text(&error, "code"), "ERR_BAD_REQUEST", "{path}");
        assert_eq!(text(&error, "response.data.why"), "wrong password");
    }
    refresh.answer(200, "{\"accessToken\":\"new\"}");
    scene.expect("GET /api/me Bearer new").await.answer(200, "");
    refused.value().await;
}

#[wasm_bindgen_test]
async fn a_request_with_session_false_is_on_its_own() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.run("api.get('/a', { session: false })");
    scene.expect("GET /a").await.answer(401, "");
    assert_eq!(pending.code().await, "ERR_BAD_REQUEST");
    assert_eq!(scene.refreshes(), 0);
}

#[wasm_bindgen_test]
async fn a_wrong_password_is_the_callers_to_see_when_nobody_is_signed_in() {
    let scene = Scene::new(PLAIN);
    let pending = scene.run("api.post('/login', {})");
    scene
        .expect("POST /login")
        .await
        .answer(401, "{\"why\":\"wrong password\"}");
    let error = pending.error().await;
    assert_eq!(text(&error, "response.data.why"), "wrong password");
    assert!(scene.navigations().is_empty());
}

#[wasm_bindgen_test]
async fn the_token_travels_in_the_header_and_the_scheme_of_the_options() {
    for (options, header, value) in [
        ("header: 'X-Token', scheme: ''", "x-token", "old"),
        ("scheme: 'Token'", "authorization", "Token old"),
    ] {
        let scene = Scene::signed_in(&format!(
            "{{ session: {{ refresh: '/refresh', {options} }} }}"
        ));
        let pending = scene.get("/a");
        let call = scene.next().await;
        assert_eq!(call.header(header).as_deref(), Some(value));
        call.answer(200, "");
        pending.value().await;
    }
}

#[wasm_bindgen_test]
async fn a_stream_of_events_is_not_waited_for_to_its_end_for_a_code() {
    let scene = Scene::signed_in(
        "{ session: { refresh: '/refresh', expired: { status: 200, code: 'OLD' } },
           fetch: async () => new Response(new ReadableStream(), {
               headers: { 'Content-Type': 'text/event-stream; charset=utf-8' },
           }) }",
    );
    let answer = scene.run("api.fetch('/events').then(({ status }) => status)");
    assert_eq!(json(&answer.value().await), "200");
}
