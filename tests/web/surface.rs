//! Where axios's surface meets the session, which a comparison with axios cannot show.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::scene::{PLAIN, Scene};
use crate::support::value::text;

const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";

#[wasm_bindgen_test]
async fn an_interceptor_runs_once_for_a_call_that_is_sent_twice() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval("api.interceptors.request.use((config) => { log.push('out'); return config; })");
    scene.eval("api.interceptors.response.use((response) => { log.push('in'); return response; })");
    let pending = scene.get("/a");
    let refresh = scene.refuse("GET /a Bearer old").await;
    refresh.answer(200, GRANT);
    scene.accept("GET /a Bearer new").await;
    pending.value().await;
    assert_eq!(scene.log(), ["out", "in"]);
}

#[wasm_bindgen_test]
async fn an_interceptor_that_asks_for_it_sees_the_request_again_before_it_is_sent_again() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval("scene.count = 0");
    scene.eval(
        "api.interceptors.request.use((config) => {
            config.headers.set('X-Nonce', String(++scene.count));
            return config;
        }, null, { onRetry: true })",
    );
    let pending = scene.get("/a");
    let first = scene.expect("GET /a Bearer old").await;
    assert_eq!(first.header("x-nonce").as_deref(), Some("1"));
    first.answer(401, "");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    let second = scene.expect("GET /a Bearer new").await;
    assert_eq!(second.header("x-nonce").as_deref(), Some("2"));
    second.answer(200, "{}");
    pending.value().await;
}

#[wasm_bindgen_test]
async fn what_an_interceptor_throws_before_the_second_sending_is_the_callers() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval("scene.count = 0");
    scene.eval(
        "api.interceptors.request.use((config) => {
            if (++scene.count === 2) throw new RangeError('no');
            return config;
        }, null, { onRetry: true })",
    );
    let pending = scene.get("/a");
    let refresh = scene.refuse("GET /a Bearer old").await;
    refresh.answer(200, GRANT);
    assert_eq!(text(&pending.error().await, "message"), "no");
    scene.passes("/b", "GET /b Bearer new").await;
}

#[wasm_bindgen_test]
async fn no_interceptor_ever_sees_the_token() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval(
        "api.interceptors.request.use((config) => {
            log.push(JSON.stringify([config, [...config.headers]]));
            return config;
        })",
    );
    scene.eval(
        "api.interceptors.response.use((response) => {
            log.push(JSON.stringify([response.config, response.request]));
            return response;
        })",
    );
    scene.passes("/a", "GET /a Bearer old").await;
    let seen = scene.log().concat();
    assert!(
        seen.contains("/a") && !seen.contains("old"),
        "an interceptor saw {seen}"
    );
}

#[wasm_bindgen_test]
async fn an_adapter_stands_in_for_fetch_with_the_session_around_it() {
    let scene = Scene::axios(PLAIN);
    scene.eval(
        "api.defaults.adapter = async (config) => {
            const token = config.headers.get('Authorization');
            log.push(config.url + ' ' + token);
            if (config.url === '/refresh')
                return { data: { accessToken: 'new' }, status: 200, statusText: '', headers: {}, config };
            const status = token === 'Bearer old' ? 401 : 200;
            const response = { data: '{\"a\":1}', status, statusText: '', headers: {}, config };
            if (status === 200) return response;
            throw Object.assign(new Error('refused'), { response, config });
        }",
    );
    let pending = scene.get("/a");
    assert_eq!(text(&pending.value().await, "data.a"), "1");
    let log = scene.log();
    assert_eq!(log[0], "/a Bearer old");
    assert!(log[1].starts_with("/refresh "), "{log:?}");
    assert_eq!(log[2], "/a Bearer new");
}

#[wasm_bindgen_test]
async fn what_an_adapter_rejects_with_is_the_callers() {
    let scene = Scene::axios(PLAIN);
    scene.eval(
        "api.defaults.adapter = async (config) => {
            const response = { data: '{\"why\":\"teapot\"}', status: 418, headers: {}, config };
            throw Object.assign(new RangeError('mine'), { response });
        }",
    );
    let error = scene.get("/a").error().await;
    assert_eq!(text(&error, "message"), "mine");
    assert_eq!(text(&error, "response.data.why"), "teapot");
}

#[wasm_bindgen_test]
async fn a_client_made_by_create_shares_the_session_and_not_the_interceptors() {
    let scene = Scene::signed_in("{ baseURL: '/api', session: { refresh: '/refresh' } }");
    scene.eval("api.interceptors.request.use((config) => { log.push('parent'); return config; })");
    scene.eval("scene.child = api.create({ baseURL: '/api/v2', headers: { 'X-Child': '1' } })");
    let pending = scene.run("scene.child.get('/a')");
    let first = scene.expect("GET /api/v2/a Bearer old").await;
    assert_eq!(first.header("x-child").as_deref(), Some("1"));
    let held = scene.get("/b");
    first.answer(401, "");
    scene.expect("GET /api/b Bearer old").await.answer(401, "");
    // The token endpoint is still the parent's.
    scene.expect("POST /api/refresh").await.answer(200, GRANT);
    for _ in 0..2 {
        scene.next().await.answer(200, "{}");
    }
    pending.value().await;
    held.value().await;
    assert_eq!(scene.refreshes(), 1);
    assert_eq!(scene.log(), ["parent"]);
    scene.eval("scene.child.session.signOut()");
    assert_eq!(scene.state(), "signed-out");
}

#[wasm_bindgen_test]
async fn a_child_on_another_origin_sends_the_token_there_and_the_parent_does_not() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval("scene.child = api.create({ baseURL: 'https://other.example' })");
    let theirs = scene.run("scene.child.get('/a')");
    scene.accept("GET https://other.example/a Bearer old").await;
    theirs.value().await;
    let ours = scene.get("https://other.example/a");
    scene.accept("GET https://other.example/a").await;
    ours.value().await;
}

#[wasm_bindgen_test]
async fn a_request_with_its_own_auth_is_not_the_sessions() {
    let scene = Scene::axios(PLAIN);
    let pending = scene.run("api.get('/a', { auth: { username: 'ann', password: 'π' } })");
    let call = scene.next().await;
    assert_eq!(
        call.header("authorization").as_deref(),
        Some("Basic YW5uOs+A")
    );
    call.answer(401, "");
    assert_eq!(text(&pending.error().await, "response.status"), "401");
    assert_eq!(scene.refreshes(), 0);
}

#[wasm_bindgen_test]
async fn a_cancel_token_lets_go_of_a_request_that_waits_for_a_refresh() {
    let scene = Scene::axios(PLAIN);
    scene.eval(
        "scene.token = new (class {
            listeners = [];
            throwIfRequested() {}
            subscribe(listener) { this.listeners.push(listener); }
            unsubscribe(listener) { this.listeners = this.listeners.filter((it) => it !== listener); }
        })()",
    );
    let pending = scene.run("api.get('/a', { cancelToken: scene.token })");
    let refresh = scene.refuse("GET /a Bearer old").await;
    scene.eval(
        "scene.token.reason = Object.assign(new Error('enough'), { code: 'ERR_CANCELED' }),
        scene.token.listeners.forEach((listener) => listener(scene.token.reason))",
    );
    assert_eq!(text(&pending.error().await, "message"), "enough");
    assert_eq!(text(&scene.eval("scene.token.listeners.length"), ""), "0");
    refresh.answer(200, GRANT);
    scene.passes("/b", "GET /b Bearer new").await;
}

#[wasm_bindgen_test]
async fn the_xsrf_cookie_goes_to_the_pages_own_origin_only() {
    let scene = Scene::axios("{}");
    scene.eval("document.cookie = 'XSRF-TOKEN=a%20mark; path=/'");
    for (url, config, mark) in [
        ("/a", "{}", Some("a mark")),
        ("/a", "{ withXSRFToken: false }", None),
        ("https://other.example/a", "{}", None),
        ("//other.example/a", "{}", None),
        ("/\\\\other.example/a", "{}", None),
        (
            "https://other.example/a",
            "{ withXSRFToken: true }",
            Some("a mark"),
        ),
        ("https://other.example/a", "{ withXSRFToken: 'true' }", None),
    ] {
        let pending = scene.run(&format!("api.delete('{url}', {config})"));
        let call = scene.next().await;
        assert_eq!(
            call.header("x-xsrf-token").as_deref(),
            mark,
            "{url} {config}"
        );
        call.answer(200, "");
        pending.value().await;
    }
    scene.eval("document.cookie = 'XSRF-TOKEN=; path=/; max-age=0'");
}

#[wasm_bindgen_test]
async fn a_burst_of_gets_reads_the_cookies_once_and_the_next_one_reads_them_again() {
    let clock = Clock::stopped();
    let scene = Scene::axios("{}");
    clock.advance(1_000).await;
    for (mark, waited, sent) in [("one", 0, "one"), ("two", 4, "one"), ("two", 1, "two")] {
        scene.eval(&format!("document.cookie = 'XSRF-TOKEN={mark}; path=/'"));
        clock.advance(waited).await;
        let pending = scene.get("/a");
        let call = scene.next().await;
        assert_eq!(call.header("x-xsrf-token").as_deref(), Some(sent));
        call.answer(200, "");
        pending.value().await;
    }
    scene.eval("document.cookie = 'XSRF-TOKEN=; path=/; max-age=0'");
}

#[wasm_bindgen_test]
async fn neither_tokens_nor_bodies_are_in_what_an_error_says_of_its_config() {
    let scene = Scene::signed_in(PLAIN);
    let pending = scene.run(
        "api.post('/a', { password: 's3cret' }, {
            params: { page: 1 },
            headers: { Authorization: 's3cret', 'X-Auth-Token': 's3cret' },
        })",
    );
    scene.next().await.answer(500, "");
    let error = pending.error().await;
    let said = js_sys::JSON::stringify(&error)
        .expect("an error can be logged")
        .as_string()
        .unwrap_or_default();
    assert!(said.contains("\"page\""), "{said}");
    assert!(!said.contains("s3cret") && !said.contains("old"), "{said}");
}
