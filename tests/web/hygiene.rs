//! What is never shown (tokens), never stored (placeholders), and never allowed to disturb the session: callbacks that
//! throw, hang or call the client.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::console::Console;
use crate::support::scene::{PLAIN, Scene};
use crate::support::value::{everything, json, settle, text};

const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";
const S3CRET: &str = "{\"accessToken\":\"s3cret-new\",\"refreshToken\":\"s3cret-r2\"}";

/// What happens after a request was refused.
struct Path {
    name: &'static str,
    refresh: &'static str,
    /// The answer of the token endpoint; a status of 0 means that the connection is cut.
    status: u16,
    body: &'static str,
    code: &'static str,
}

const PATHS: [Path; 9] = [
    path("refused", "{}", 400, S3CRET, "ERR_SESSION_ENDED"),
    path(
        "unusable",
        "{}",
        200,
        "{\"accessToken\":\"s3cret\\n\"}",
        "ERR_SESSION_ENDED",
    ),
    path(
        "no JSON",
        "{}",
        200,
        "<p>s3cret</p>",
        "ERR_REFRESH_UNAVAILABLE",
    ),
    path(
        "no token",
        "{}",
        200,
        "{\"ticket\":\"s3cret\"}",
        "ERR_SESSION_ENDED",
    ),
    path(
        "named",
        "{ refused: { status: 418 } }",
        418,
        S3CRET,
        "ERR_SESSION_ENDED",
    ),
    path("busy", "{}", 503, S3CRET, "ERR_REFRESH_UNAVAILABLE"),
    path("cut", "{}", 0, "", "ERR_REFRESH_UNAVAILABLE"),
    path(
        "cut, in the query",
        "{ send: 'query' }",
        0,
        "",
        "ERR_REFRESH_UNAVAILABLE",
    ),
    path(
        "refused, in a header",
        "{ send: 'header' }",
        403,
        "",
        "ERR_SESSION_ENDED",
    ),
];

const fn path(
    name: &'static str,
    refresh: &'static str,
    status: u16,
    body: &'static str,
    code: &'static str,
) -> Path {
    Path {
        name,
        refresh,
        status,
        body,
        code,
    }
}

/// Signed in with tokens that must not appear anywhere.
fn secretly(options: &str) -> Scene {
    let scene = Scene::empty();
    scene.store("s3cret", "s3cret-r");
    scene.create(options);
    scene.listen();
    scene
}

/// Checks everything that a client exposes, as a logger would write it.
fn shows_no_token(scene: &Scene, console: &Console, what: &str) {
    for public in [
        "String(api)",
        "JSON.stringify(api)",
        "JSON.stringify({ ...api })",
        "JSON.stringify(api.defaults)",
        "String(api.session)",
        "JSON.stringify(api.session)",
    ] {
        let shown = text(&scene.eval(public), "");
        assert!(!shown.contains("s3cret"), "{what}, {public}: {shown}");
    }
    let events = json(&scene.raw_events());
    assert!(!events.contains("s3cret"), "{what}: {events}");
    let written = console.lines().join("\n");
    assert!(!written.contains("s3cret"), "{what}: {written}");
}

fn is_without_token(error: &wasm_bindgen::JsValue, what: &str) {
    let shown = everything(error);
    assert!(!shown.contains("s3cret"), "{what}: {shown}");
}

#[wasm_bindgen_test]
async fn no_token_is_seen_whatever_becomes_of_a_refresh() {
    let console = Console::watched();
    for path in PATHS {
        let Path { name, refresh, .. } = path;
        let scene = secretly(&format!(
            "{{ session: {{ refresh: {{ url: '/refresh', retries: 0, ...{refresh} }} }} }}"
        ));
        let (refused, held) = (scene.get("/1"), scene.get("/2"));
        for url in ["/1", "/2"] {
            let line = format!("GET {url} Bearer s3cret");
            scene.expect(&line).await.answer(401, "");
        }
        let call = scene.next().await;
        match path.status {
            0 => call.cut_quoting(),
            status => call.answer(status, path.body),
        }
        for pending in [refused, held] {
            let error = pending.error().await;
            assert_eq!(text(&error, "code"), path.code, "{name}");
            is_without_token(&error, name);
        }
        settle().await;
        shows_no_token(&scene, &console, name);
    }
}

#[wasm_bindgen_test]
async fn no_token_is_seen_in_the_other_errors_of_a_request() {
    let console = Console::watched();
    let clock = Clock::stopped();
    let scene = secretly(
        "{ timeout: 500, session: { refresh: { url: '/refresh', retries: 0 }, waiterTimeout: 100 } }",
    );
    let mut errors = Vec::new();
    for answer in ["404", "cut", "timeout", "abort"] {
        scene.eval("scene.stop = new AbortController()");
        let pending = scene.run("api.get('/a', { signal: scene.stop.signal })");
        let call = scene.expect("GET /a Bearer s3cret").await;
        match answer {
            "404" => call.answer(404, ""),
            "cut" => call.cut(),
            "abort" => drop(scene.eval("scene.stop.abort()")),
            _ => clock.advance(500).await,
        }
        errors.push(pending.error().await);
    }
    let stream = scene.run("api.post('/a', new Blob(['x']).stream())");
    scene.expect("POST /a Bearer s3cret").await.answer(401, "");
    errors.push(stream.error().await);
    let refresh = scene.expect("POST /refresh").await;
    let late = scene.get("/late");
    settle().await;
    clock.advance(100).await;
    errors.push(late.error().await);
    refresh.answer(200, S3CRET);
    settle().await;
    let refused = scene.get("/never");
    scene
        .expect("GET /never Bearer s3cret-new")
        .await
        .answer(401, "");
    scene.expect("POST /refresh").await.answer(200, S3CRET);
    scene
        .expect("GET /never Bearer s3cret-new")
        .await
        .answer(401, "");
    errors.push(refused.error().await);
    let changed = scene.get("/mine");
    let call = scene.expect("GET /mine Bearer s3cret-new").await;
    scene.eval("api.session.signIn({ accessToken: 's3cret-other' })");
    call.answer(401, "");
    errors.push(changed.error().await);
    let unusable = "api.session.signIn({ accessToken: 's3cret\\n' })";
    errors.push(scene.thrown(unusable));
    let codes: Vec<_> = errors.iter().map(|error| text(error, "code")).collect();
    assert_eq!(
        codes,
        [
            "ERR_BAD_REQUEST",
            "ERR_NETWORK",
            "ECONNABORTED",
            "ERR_CANCELED",
            "ERR_BODY_USED",
            "ERR_WAITER_TIMEOUT",
            "ERR_REFRESH_LOOP",
            "ERR_SESSION_CHANGED",
            "ERR_BAD_OPTION",
        ]
    );
    for (error, code) in errors.iter().zip(&codes) {
        is_without_token(error, code);
    }
    shows_no_token(&scene, &console, "all of them");
}

#[wasm_bindgen_test]
async fn no_token_is_seen_where_the_applications_own_code_throws() {
    let console = Console::watched();
    let scene = secretly(
        "{ session: { refresh: '/refresh',
            userOf: () => { throw new Error('userOf'); },
            onEnd: () => { throw new Error('onEnd'); },
            navigate: () => { throw new Error('navigate'); } } }",
    );
    scene.eval("api.session.subscribe(() => { throw new Error('listener'); })");
    let pending = scene.get("/a");
    scene
        .refuse("GET /a Bearer s3cret")
        .await
        .answer(401, S3CRET);
    is_without_token(&pending.error().await, "the error");
    settle().await;
    shows_no_token(&scene, &console, "callbacks");
    let written = console.lines().join("\n");
    for what in ["userOf", "onEnd", "navigate", "listener"] {
        assert!(written.contains(what), "{what} is logged: {written}");
    }
}

#[wasm_bindgen_test]
async fn the_store_never_holds_a_placeholder() {
    let scene = Scene::new(
        "{ session: { refresh: '/refresh', storage: {
            kept: new Map(),
            getItem(key) { return this.kept.get(key) ?? null; },
            setItem(key, value) { log.push(value); this.kept.set(key, value); },
            removeItem(key) { this.kept.delete(key); },
        } } }",
    );
    scene.eval("api.session.signIn({ accessToken: 'a', refreshToken: 'r' })");
    for (n, refresh) in ["\"\"", "\"undefined\"", "\"null\"", "null", "0", "{}", "[]"]
        .into_iter()
        .enumerate()
    {
        let demanded = scene.run("api.session.refresh()");
        let reply = format!("{{\"accessToken\":\"b{n}\",\"refreshToken\":{refresh}}}");
        scene.expect("POST /refresh").await.answer(200, &reply);
        demanded.value().await;
    }
    for tokens in [
        "{ accessToken: 'c' }",
        "{ accessToken: 'c', refreshToken: '' }",
        "{ accessToken: 'c', refreshToken: 'undefined' }",
        "{ accessToken: 'c', refreshToken: undefined }",
    ] {
        scene.eval(&format!("api.session.signIn({tokens})"));
    }
    for access in ["''", "'undefined'", "'null'", "undefined", "null", "7"] {
        scene.thrown(&format!("api.session.signIn({{ accessToken: {access} }})"));
    }
    for value in scene.log() {
        assert!(
            "abcr".contains(&value[..1]) && value.len() <= 2,
            "{value:?}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_user_of_that_throws_leaves_the_session_to_itself() {
    let _console = Console::watched();
    let scene = Scene::signed_in(
        "{ session: { refresh: '/refresh', userOf: () => { throw new Error('mine'); } } }",
    );
    let pending = scene.get("/a");
    scene.refuse("GET /a Bearer old").await.answer(200, GRANT);
    scene.accept("GET /a Bearer new").await;
    pending.value().await;
}

#[wasm_bindgen_test]
async fn an_expired_that_throws_or_hangs_has_not_said_yes() {
    for (expired, ms) in [
        ("() => { throw new Error('mine'); }", 0),
        ("async () => { throw new Error('mine'); }", 0),
        ("() => new Promise(() => {})", 5_000),
    ] {
        let clock = Clock::stopped();
        let scene = Scene::signed_in(&format!(
            "{{ session: {{ refresh: '/refresh', expired: {expired} }} }}"
        ));
        let pending = scene.get("/a");
        scene
            .expect("GET /a Bearer old")
            .await
            .answer(401, "{\"why\":\"so\"}");
        clock.advance(ms).await;
        let error = pending.error().await;
        assert_eq!(text(&error, "code"), "ERR_BAD_REQUEST", "{expired}");
        assert_eq!(text(&error, "response.data.why"), "so", "{expired}");
        assert_eq!(scene.refreshes(), 0);
    }
}

#[wasm_bindgen_test]
async fn an_expired_may_call_the_client() {
    let scene = Scene::signed_in(
        "{ session: { refresh: '/refresh', expired: async (response) => {
            if (response.status !== 401) return false;
            const { data } = await scene.api.get('/clock');
            return data.late;
        } } }",
    );
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    let asked = scene.expect("GET /clock Bearer old").await;
    asked.answer(200, "{\"late\":true}");
    scene.expect("POST /refresh").await.answer(200, GRANT);
    scene.accept("GET /a Bearer new").await;
    pending.value().await;
}

#[wasm_bindgen_test]
async fn a_navigate_that_hangs_or_calls_the_client_holds_nobody() {
    let scene = Scene::signed_in(
        "{ session: { refresh: '/refresh',
            navigate: (url) => { scene.api.get('/left?' + url); return new Promise(() => {}); } } }",
    );
    let pending = scene.get("/a");
    scene.refuse("GET /a Bearer old").await.answer(401, "");
    assert_eq!(pending.code().await, "ERR_SESSION_ENDED");
    scene.accept("GET /left?/login").await;
    scene.eval("api.session.signIn({ accessToken: 'again' })");
    scene.passes("/b", "GET /b Bearer again").await;
}

#[wasm_bindgen_test]
async fn a_listener_may_call_the_client_and_the_session() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval(
        "api.session.subscribe(({ type }) => {
            if (type === 'refresh-started') api.get('/from-listener');
            if (type === 'refreshed' && !log.length) {
                log.push('again');
                api.session.refresh();
            }
        })",
    );
    let pending = scene.get("/a");
    let refresh = scene.refuse("GET /a Bearer old").await;
    refresh.answer(200, GRANT);
    let second = scene.next().await;
    // Released waiters are sent, or wait for the second refresh that the listener has started.
    let mut calls = vec![second];
    while calls.len() < 3 {
        calls.push(scene.next().await);
        settle().await;
        for call in calls.iter().filter(|call| call.line().starts_with("POST")) {
            call.answer(200, "{\"accessToken\":\"newer\"}");
        }
    }
    for call in calls.iter().filter(|call| call.line().starts_with("GET")) {
        call.answer(200, "");
    }
    pending.value().await;
    scene.comes_to_be("signed-in").await;
    assert_eq!(scene.refreshes(), 2);
    assert_eq!(scene.stored(), "newer r2");
}

#[wasm_bindgen_test]
async fn a_refresh_that_calls_the_client_at_once_does_not_wait_for_itself() {
    let scene = Scene::signed_in(
        "{ session: { refresh: () => scene.api.post('/mine', {}).then(({ data }) => data) } }",
    );
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    scene.expect("POST /mine").await.answer(200, GRANT);
    scene.accept("GET /a Bearer new").await;
    pending.value().await;
    assert_eq!(scene.sent().len(), 3);
}

#[wasm_bindgen_test]
async fn a_refresh_that_waits_for_itself_after_an_await_is_given_up_and_the_session_lives_on() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(
        "{ session: { refresh: async () => {
            await null;
            return (await scene.api.post('/mine', {})).data;
        } } }",
    );
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    clock.advance(120_000).await;
    assert_eq!(pending.code().await, "ERR_REFRESH_UNAVAILABLE");
    assert_eq!(scene.state(), "signed-in");
    assert_eq!(scene.sent().len(), 1);
    scene.passes("/b", "GET /b Bearer old").await;
}

#[wasm_bindgen_test]
async fn a_lack_of_scope_is_delivered_and_not_refreshed() {
    for (challenge, refreshed) in [
        (
            "Bearer error=\\\"insufficient_scope\\\", scope=\\\"admin\\\"",
            false,
        ),
        (
            "Basic realm=\\\"x\\\", Bearer error=insufficient_scope",
            false,
        ),
        ("Bearer error=\\\"invalid_token\\\"", true),
        ("Basic realm=\\\"error=insufficient_scope\\\"", true),
    ] {
        let scene = Scene::signed_in(PLAIN);
        let pending = scene.get("/a");
        let headers = format!("{{\"www-authenticate\":\"{challenge}\"}}");
        let call = scene.expect("GET /a Bearer old").await;
        call.answer_with(401, "{\"why\":\"scope\"}", &headers);
        if refreshed {
            scene.expect("POST /refresh").await.answer(200, GRANT);
            scene.accept("GET /a Bearer new").await;
            pending.value().await;
        } else {
            let error = pending.error().await;
            assert_eq!(text(&error, "code"), "ERR_BAD_REQUEST", "{challenge}");
            assert_eq!(text(&error, "response.data.why"), "scope");
            assert_eq!(scene.refreshes(), 0);
        }
    }
}

#[wasm_bindgen_test]
async fn memory_is_its_clients_alone() {
    let memory = "{ session: { refresh: '/refresh', storage: 'memory' } }";
    let scene = Scene::new(memory);
    scene.eval("api.session.signIn({ accessToken: 'mine', refreshToken: 'r' })");
    scene.eval("scene.first = api");
    scene.create(memory);
    assert_eq!(scene.state(), "signed-out");
    scene.passes("/a", "GET /a").await;
    scene.eval("api.session.signIn({ accessToken: 'theirs', refreshToken: 'r' })");
    scene.eval("api.session.signOut()");
    scene.eval("[scene.api, scene.second] = [scene.first, api]");
    scene.passes("/a", "GET /a Bearer mine").await;
    assert_eq!(scene.stored(), "- -");
}
