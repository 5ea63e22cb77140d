//! `session.debug`: each decision in a line, and no line with a token, a query or a body in it.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::console::Console;
use crate::support::other_tab::OtherTab;
use crate::support::scene::{Call, Scene, Surface};
use crate::support::value::settle;

const GRANT: &str =
    "{\"accessToken\":\"s3cret-2\",\"refreshToken\":\"s3cret-r2\",\"expiresIn\":600}";

/// A signed-in session with these additional options, whose lines are all kept in the log.
fn debugged(options: &str) -> Scene {
    debugged_by(Surface::Lean, options)
}

fn debugged_by(surface: Surface, options: &str) -> Scene {
    let scene = Scene::empty_of(surface);
    scene.store("s3cret", "s3cret-r");
    scene.create(&format!(
        "{{ session: {{ refresh: '/refresh', debug: (line) => {{ log.push(line); }}, {options} }} }}"
    ));
    scene
}

/// Checks the lines that were logged after the two with which each of these sessions begins.
async fn logs(scene: &Scene, lines: &[&str]) {
    settle().await;
    let lines_so_far = scene.log();
    assert_eq!(
        lines_so_far[..2],
        ["store: token #1", "signed-in, token #1"]
    );
    assert_eq!(lines_so_far[2..], *lines);
    assert!(!lines_so_far.concat().contains("s3cret"));
}

/// Refuses the next call, and returns the call of the refresh that follows.
async fn refused(scene: &Scene) -> Call {
    scene.next().await.answer(401, "");
    scene.next().await
}

#[wasm_bindgen_test]
async fn a_refresh_and_what_becomes_of_the_requests_around_it_are_logged() {
    let _clock = Clock::stopped();
    let scene = debugged("public: ['/login']");
    let first = scene.run("api.post('/a?s3cret=1', { s3cret: 1 }, { params: { b: 's3cret' } })");
    let call = scene.next().await;
    let late = scene.get("/late");
    let slow = scene.next().await;
    call.answer(401, "");
    let refresh = scene.next().await;
    let held = scene.run("api.fetch('/held?s3cret')");
    let login = scene.run("api.post('/login', { password: 's3cret' })");
    scene.next().await.answer(200, "{}");
    login.value().await;
    refresh.answer(200, GRANT);
    scene.next().await.answer(200, "{}");
    scene.next().await.answer(200, "{}");
    first.value().await;
    held.value().await;
    slow.answer(401, "");
    scene.next().await.answer(401, "");
    late.code().await;
    let origin = scene.eval("location.origin").as_string().expect("a page");
    let held = format!("GET {origin}/held");
    logs(
        &scene,
        &[
            "POST /a sent with token #1",
            "GET /late sent with token #1",
            "POST /a rejected (401) with token #1, now token #1 → waits",
            "refresh waits for the lock",
            "refresh-started, token #1",
            &format!("{held} waits, refresh started"),
            "POST /login sent outside the session: a public path",
            "refreshed this-tab, token #2, due in 570 s",
            "POST /a sent with token #2",
            &format!("{held} sent with token #2"),
            "GET /late rejected (401) with token #1, now token #2, due in 570 s → retry",
            "GET /late sent with token #2",
            "GET /late rejected (401) with token #2, now token #2, due in 570 s → fails",
        ],
    )
    .await;
}

#[wasm_bindgen_test]
async fn why_a_request_is_not_the_sessions_is_logged() {
    let scene = debugged_by(
        Surface::Axios,
        "public: ['/login'], refresh: async () => {
            await scene.api.get('/token');
            return { accessToken: 's3cret-2' };
        }",
    );
    let calls = [
        "api.get('/login?s3cret')",
        "api.get('/a', { session: false })",
        "api.get('/a', { auth: { username: 'me', password: 's3cret' } })",
        "api.fetch('https://other.test/a?s3cret')",
        "api.fetch('/a?s3cret', { session: false })",
    ];
    for call in calls {
        let pending = scene.run(call);
        scene.next().await.answer(200, "{}");
        pending.value().await;
    }
    let refreshed = scene.run("api.session.refresh()");
    scene.next().await.answer(200, "{}");
    refreshed.value().await;
    logs(
        &scene,
        &[
            "GET /login sent outside the session: a public path",
            "GET /a sent outside the session: session: false",
            "GET /a sent outside the session: its own auth",
            "api.fetch of https://other.test/a sent outside the session: another origin than the page's, that of defaults.baseURL, and those in session.origins",
            "api.fetch of /a sent outside the session: session: false",
            "session.refresh()",
            "early refresh; an expired token would be recognised by session.expired: status 401",
            "refresh waits for the lock",
            "refresh-started, token #1",
            "GET /token sent outside the session: by the refresh",
            "refreshed this-tab, token #2",
        ],
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_refresh_ahead_of_time_is_logged() {
    let clock = Clock::stopped();
    let scene = debugged("userOf: () => 'me'");
    let demanded = scene.run("api.session.refresh()");
    let call = scene.next().await;
    let token = scene.run("api.session.accessToken()");
    call.answer(200, GRANT);
    demanded.value().await;
    token.value().await;
    clock.advance(571_000).await;
    let early = scene.get("/early");
    scene.next().await.answer(200, GRANT);
    scene.next().await.answer(200, "{}");
    early.value().await;
    logs(
        &scene,
        &[
            "session.refresh()",
            "early refresh; an expired token would be recognised by session.expired: status 401",
            "refresh waits for the lock",
            "refresh-started, token #1",
            "the application waits, refresh started",
            "refreshed this-tab, token #2, due in 570 s",
            "GET /early waits, refresh due",
            "refresh waits for the lock",
            "refresh-started, token #2",
            "refreshed this-tab, token #3, due in 570 s",
            "GET /early sent with token #3",
        ],
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_refresh_that_fails_and_the_end_are_logged() {
    let clock = Clock::stopped();
    let scene = debugged("refresh: { url: '/refresh', retries: 1 }, onEnd: () => 'wait'");
    let outage = scene.get("/a");
    let later = "{\"retry-after\":\"2\"}";
    refused(&scene).await.answer_with(503, "s3cret", later);
    clock.advance(2_000).await;
    scene.next().await.cut_quoting();
    assert_eq!(outage.code().await, "ERR_REFRESH_UNAVAILABLE");
    let parked = scene.get("/a");
    refused(&scene).await.answer(400, "s3cret");
    clock.advance(5_000).await;
    scene.eval("api.session.signIn({ accessToken: 's3cret-3', expiresIn: 600 })");
    assert_eq!(parked.code().await, "ERR_SESSION_CHANGED");
    scene.eval("api.session.signOut()");
    let out = scene.get("/out");
    scene.next().await.answer(401, "");
    assert_eq!(out.code().await, "ERR_BAD_REQUEST");
    logs(
        &scene,
        &[
            "GET /a sent with token #1",
            "GET /a rejected (401) with token #1, now token #1 → waits",
            "refresh waits for the lock",
            "refresh-started, token #1",
            "the refresh (POST /refresh) was answered with 503",
            "refresh is retried in 2000 ms",
            "the refresh (POST /refresh) could not be reached",
            "refresh-failed ERR_REFRESH_UNAVAILABLE, token #1",
            "GET /a fails: ERR_REFRESH_UNAVAILABLE",
            "GET /a sent with token #1",
            "GET /a rejected (401) with token #1, now token #1 → waits",
            "refresh waits for the lock",
            "refresh-started, token #1",
            "the refresh (POST /refresh) was answered with 400",
            "refresh-failed ERR_SESSION_ENDED, no token",
            "ended refused, no token",
            "1 waiting → wait",
            "signed-in, token #3, due in 570 s",
            "GET /a fails: ERR_SESSION_CHANGED",
            "signed-out, no token",
            "GET /out sent with no token",
            "GET /out rejected (401) with no token, now no token → the caller",
        ],
    )
    .await;
}

#[wasm_bindgen_test]
async fn what_another_tab_does_is_logged() {
    let scene = debugged("loginURL: false");
    let other = OtherTab::of(&scene);
    other.locks().await;
    let pending = scene.get("/a");
    scene.next().await.answer(401, "");
    settle().await;
    other.writes("s3cret-2", "s3cret-r2");
    other.unlocks();
    scene.next().await.answer(200, "{}");
    pending.value().await;
    other.removes();
    logs(
        &scene,
        &[
            "GET /a sent with token #1",
            "GET /a rejected (401) with token #1, now token #1 → waits",
            "refresh waits for the lock",
            "store of another tab: token #2",
            "refreshed other-tab, token #2",
            "GET /a sent with token #2",
            "store of another tab: no token",
            "signed-out, no token",
            "0 waiting → stay",
        ],
    )
    .await;
}

#[wasm_bindgen_test]
async fn what_a_function_throws_is_not_repeated() {
    let scene = debugged(
        "refresh: () => { throw Object.assign(new Error('s3cret'), { status: 401 }); },
        onEnd: () => 'stay'",
    );
    let pending = scene.get("/a");
    scene.next().await.answer(401, "");
    assert_eq!(pending.code().await, "ERR_SESSION_ENDED");
    logs(
        &scene,
        &[
            "GET /a sent with token #1",
            "GET /a rejected (401) with token #1, now token #1 → waits",
            "refresh waits for the lock",
            "refresh-started, token #1",
            "session.refresh threw, status 401",
            "refresh-failed ERR_SESSION_ENDED, no token",
            "ended refused, no token",
            "1 waiting → stay",
            "GET /a fails: ERR_SESSION_ENDED",
        ],
    )
    .await;
}

#[wasm_bindgen_test]
async fn one_that_throws_or_calls_the_client_changes_nothing() {
    let console = Console::watched();
    let scene = Scene::signed_in(
        "{ session: { refresh: '/refresh', debug: () => {
            log.push(scene.api.session.state);
            throw new Error('debug');
        } } }",
    );
    let pending = scene.get("/a");
    scene.refuse("GET /a Bearer old").await.answer(200, GRANT);
    scene.accept("GET /a Bearer s3cret-2").await;
    pending.value().await;
    settle().await;
    assert!(scene.log().contains(&"refreshing".to_owned()));
    let written = console.lines();
    assert!(written[0].starts_with("everfetch: session.debug threw Error: debug"));
}

#[wasm_bindgen_test]
async fn it_is_written_to_the_console_where_no_function_is_given() {
    let console = Console::watched();
    let scene = Scene::new("{ session: { refresh: '/refresh', debug: true } }");
    scene.passes("/a", "GET /a").await;
    settle().await;
    assert_eq!(
        console.lines(),
        [
            "everfetch: store: no token",
            "everfetch: GET /a sent with no token"
        ]
    );
}

#[wasm_bindgen_test]
async fn nothing_is_logged_without_the_option() {
    let console = Console::watched();
    let scene = Scene::new("{ session: { refresh: '/refresh', debug: false } }");
    scene.passes("/a", "GET /a").await;
    settle().await;
    assert_eq!(console.lines(), [""; 0]);
}
