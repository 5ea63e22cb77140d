//! The client itself: axios's shape, request, response and error.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::scene::{PLAIN, Scene};
use crate::support::value::{at, everything, json, text, written};

const NO_SESSION: &str = "{ baseURL: 'https://api.example/v1/' }";

#[wasm_bindgen_test]
fn a_client_is_a_function_with_axioss_methods_and_is_there_at_once() {
    let scene = Scene::new(PLAIN);
    assert_eq!(text(&scene.eval("typeof api"), ""), "function");
    for method in [
        "request", "get", "delete", "head", "options", "post", "put", "patch",
    ] {
        assert_eq!(
            text(&scene.eval(&format!("typeof api.{method}")), ""),
            "function",
            "{method}"
        );
    }
    let session = scene.eval("Object.keys(api.session).sort().join()");
    assert_eq!(
        text(&session, ""),
        "accessToken,refresh,signIn,signOut,state,subscribe,user,waiting"
    );
}

#[wasm_bindgen_test]
async fn every_way_to_call_it_sends_what_it_says() {
    let scene = Scene::new(NO_SESSION);
    for (call, line) in [
        ("api('/a')", "GET https://api.example/v1/a"),
        (
            "api('/a', { method: 'DELETE' })",
            "DELETE https://api.example/v1/a",
        ),
        (
            "api({ url: 'a', method: 'put' })",
            "PUT https://api.example/v1/a",
        ),
        ("api.request({ url: '/a' })", "GET https://api.example/v1/a"),
        ("api.head('/a')", "HEAD https://api.example/v1/a"),
        ("api.options('/a')", "OPTIONS https://api.example/v1/a"),
        ("api.delete('/a')", "DELETE https://api.example/v1/a"),
        ("api.post('/a', 1)", "POST https://api.example/v1/a"),
        ("api.put('/a', 1)", "PUT https://api.example/v1/a"),
        ("api.patch('/a', 1)", "PATCH https://api.example/v1/a"),
        (
            "api.get('https://other.example/a')",
            "GET https://other.example/a",
        ),
        ("api.get('/a', { baseURL: '/b' })", "GET /b/a"),
    ] {
        let pending = scene.run(call);
        scene.expect(line).await.answer(200, "{}");
        assert_eq!(text(&pending.value().await, "status"), "200", "{call}");
    }
}

#[wasm_bindgen_test]
async fn params_are_written_as_axios_writes_them() {
    let scene = Scene::axios("{}");
    for (params, url) in [
        ("{ a: 1, b: 'x y', c: undefined, d: null }", "/a?a=1&b=x+y"),
        (
            "{ ids: [1, 2], at: { x: 1 } }",
            "/a?ids%5B%5D=1&ids%5B%5D=2&at%5Bx%5D=1",
        ),
        ("{ when: new Date(0) }", "/a?when=1970-01-01T00:00:00.000Z"),
        ("new URLSearchParams('q=1&q=2')", "/a?q=1&q=2"),
        ("{ q: 'a&b=c#d' }", "/a?q=a%26b%3Dc%23d"),
        ("{}", "/a"),
    ] {
        let pending = scene.run(&format!("api.get('/a', {{ params: {params} }})"));
        scene.expect(&format!("GET {url}")).await.answer(200, "");
        pending.value().await;
    }
    let pending = scene.run("api.get('/a?x=1#part', { params: { y: 2 } })");
    scene.expect("GET /a?x=1&y=2").await.answer(200, "");
    pending.value().await;
}

#[wasm_bindgen_test]
async fn headers_of_the_request_win_over_the_clients_whatever_their_case() {
    let scene = Scene::new("{ headers: { 'X-Who': 'client', 'X-Gone': '1', 'X-All': 'all' } }");
    let pending = scene.run("api.get('/a', { headers: { 'x-who': 'request', 'X-Gone': false } })");
    let call = scene.next().await;
    assert_eq!(call.header("x-who").as_deref(), Some("request"));
    assert_eq!(call.header("x-all").as_deref(), Some("all"));
    assert_eq!(call.header("x-gone"), None);
    assert_eq!(
        call.header("accept").as_deref(),
        Some("application/json, text/plain, */*")
    );
    assert_eq!(call.header("content-type"), None);
    call.answer(200, "");
    pending.value().await;
}

#[wasm_bindgen_test]
async fn a_body_is_sent_as_what_it_is() {
    let scene = Scene::axios("{}");
    for (data, content_type, body) in [
        ("{ a: [1] }", "application/json", "{\"a\":[1]}"),
        ("'a=1'", "application/x-www-form-urlencoded", "a=1"),
        (
            "new URLSearchParams({ a: 1 })",
            "application/x-www-form-urlencoded;charset=utf-8",
            "a=1",
        ),
        ("new FormData()", "", "[object FormData]"),
        (
            "new Blob(['x'])",
            "application/x-www-form-urlencoded",
            "[object Blob]",
        ),
        (
            "new Blob(['x'], { type: 'image/png' })",
            "image/png",
            "[object Blob]",
        ),
    ] {
        let pending = scene.run(&format!("api.post('/a', {data})"));
        let call = scene.expect("POST /a").await;
        assert_eq!(
            call.header("content-type").unwrap_or_default(),
            content_type,
            "{data}"
        );
        assert_eq!(written(&call.body()), body, "{data}");
        call.answer(200, "");
        pending.value().await;
    }
}

#[wasm_bindgen_test]
async fn a_response_has_axioss_shape() {
    let scene = Scene::new("{}");
    let pending = scene.get("/a");
    scene.next().await.answer(201, "{\"id\":7}");
    let response = pending.value().await;
    assert_eq!(text(&response, "data.id"), "7");
    assert_eq!(text(&response, "status"), "201");
    assert_eq!(text(&response, "headers.x-total"), "7");
    assert_eq!(text(&response, "config.url"), "/a");
    assert_eq!(text(&response, "config.method"), "get");
    let header = scene.run("api.get('/a').then(({ headers }) => headers.get('X-TOTAL'))");
    scene.next().await.answer(200, "");
    assert_eq!(text(&header.value().await, ""), "7");
}

#[wasm_bindgen_test]
async fn a_body_is_read_as_the_response_type_says_and_text_that_is_no_json_stays_text() {
    let scene = Scene::new("{}");
    for (config, body, read) in [
        ("{}", "{\"a\":1}", "{\"a\":1}"),
        ("{}", "<p>", "<p>"),
        ("{}", "", ""),
        ("{ responseType: 'text' }", "{\"a\":1}", "{\"a\":1}"),
    ] {
        let pending = scene.run(&format!("api.get('/a', {config})"));
        scene.next().await.answer(200, body);
        assert_eq!(text(&pending.value().await, "data"), read);
    }
    let pending = scene.run("api.get('/a', { responseType: 'blob' }).then((r) => r.data.size)");
    scene.next().await.answer(200, "12345");
    assert_eq!(text(&pending.value().await, ""), "5");
}

#[wasm_bindgen_test]
async fn a_status_outside_2xx_rejects_in_axioss_shape() {
    let scene = Scene::new("{}");
    for (status, code) in [(404, "ERR_BAD_REQUEST"), (500, "ERR_BAD_RESPONSE")] {
        let pending = scene.get("/a");
        scene.next().await.answer(status, "{\"why\":\"so\"}");
        let error = pending.error().await;
        assert_eq!(text(&error, "code"), code);
        assert_eq!(text(&error, "status"), status.to_string());
        assert_eq!(
            text(&error, "message"),
            format!("Request failed with status code {status}")
        );
        assert_eq!(text(&error, "response.data.why"), "so");
        assert_eq!(text(&error, "config.url"), "/a");
        assert_eq!(text(&error, "isAxiosError"), "true");
        assert_eq!(text(&error, "name"), "EverfetchError");
        let written = json(&error);
        assert!(
            written.contains(code) && written.contains("\"url\":\"/a\""),
            "{written}"
        );
    }
}

#[wasm_bindgen_test]
async fn validate_status_decides_what_rejects() {
    let scene = Scene::new("{ validateStatus: (status) => status < 500 }");
    let pending = scene.get("/a");
    scene.next().await.answer(404, "{}");
    assert_eq!(text(&pending.value().await, "status"), "404");
}

#[wasm_bindgen_test]
async fn a_failed_network_is_err_network_with_its_cause() {
    let scene = Scene::new("{}");
    let pending = scene.get("/a");
    scene.next().await.cut();
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_NETWORK");
    assert_eq!(text(&error, "message"), "Network Error");
    assert_eq!(text(&error, "cause.message"), "Failed to fetch");
    assert!(at(&error, "response").is_undefined());
}

#[wasm_bindgen_test]
async fn no_error_shows_the_token_of_its_request() {
    let scene = Scene::empty();
    scene.store("s3cret-access", "s3cret-refresh");
    scene.create(PLAIN);
    let not_found = scene.get("/a");
    scene.next().await.answer(404, "{}");
    let refused = scene.get("/b");
    scene
        .refuse("GET /b Bearer s3cret-access")
        .await
        .answer(400, "{\"no\":1}");
    for error in [not_found.error().await, refused.error().await] {
        let shown = everything(&error);
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}
