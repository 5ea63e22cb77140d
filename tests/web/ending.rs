//! The end of a session: `onEnd`, and the redirect to the log-in page.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::other_tab::OtherTab;
use crate::support::scene::{PLAIN, Scene, jwt};
use crate::support::value::{Pending, everything, settle, text};

/// A session that is refused while `waiting` more requests wait.
async fn ended(options: &str, waiting: usize) -> Scene {
    let scene = Scene::signed_in(options);
    let mut pending = vec![scene.get("/0")];
    let refresh = scene.refuse("GET /0 Bearer old").await;
    pending.extend((1..=waiting).map(|n| scene.get(&format!("/{n}"))));
    refresh.answer(401, "");
    for waiter in pending {
        assert_eq!(waiter.code().await, "ERR_SESSION_ENDED");
    }
    settle().await;
    scene
}

#[wasm_bindgen_test]
async fn many_failures_lead_to_the_login_once() {
    let scene = ended(PLAIN, 20).await;
    assert_eq!(scene.navigations(), ["/login"]);
    let late = scene.get("/late");
    scene.expect("GET /late").await.answer(401, "");
    assert_eq!(
        late.code().await,
        "ERR_BAD_REQUEST",
        "without a session a 401 is the caller's"
    );
    assert_eq!(scene.navigations(), ["/login"]);
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn on_end_is_asked_once_and_told_why_without_a_token() {
    let scene = ended(
        "{ session: { refresh: '/refresh', onEnd: (end) => { scene.end = end; log.push(end.reason); } } }",
        4,
    )
    .await;
    assert_eq!(scene.log(), ["refused"]);
    let end = scene.eval("scene.end");
    assert_eq!(text(&end, "waiting"), "5");
    assert_eq!(text(&end, "error.code"), "ERR_SESSION_ENDED");
    assert_eq!(text(&end, "error.cause.status"), "401");
    assert!(!everything(&end).contains("old"));
    assert_eq!(scene.navigations(), ["/login"], "no answer means: redirect");
}

#[wasm_bindgen_test]
async fn on_end_may_keep_the_user_where_he_is() {
    for stay in ["() => 'stay'", "async () => 'stay'"] {
        let scene = ended(
            &format!("{{ session: {{ refresh: '/refresh', onEnd: {stay} }} }}"),
            0,
        )
        .await;
        assert!(scene.navigations().is_empty());
        assert_eq!(scene.state(), "ended");
    }
}

#[wasm_bindgen_test]
async fn an_on_end_that_throws_changes_nothing() {
    for throws in [
        "() => { throw new Error('mine'); }",
        "async () => { throw new Error('mine'); }",
    ] {
        let scene = ended(
            &format!("{{ session: {{ refresh: '/refresh', onEnd: {throws} }} }}"),
            2,
        )
        .await;
        assert_eq!(scene.navigations(), ["/login"]);
        assert_eq!(scene.stored(), "- -");
    }
}

#[wasm_bindgen_test]
async fn a_navigate_that_throws_changes_nothing() {
    let navigate =
        "{ session: { refresh: '/refresh', navigate: () => { throw new Error('mine'); } } }";
    let scene = ended(navigate, 2).await;
    assert_eq!(scene.state(), "ended");
}

#[wasm_bindgen_test]
async fn login_url_false_redirects_nowhere() {
    let scene = ended("{ session: { refresh: '/refresh', loginURL: false } }", 0).await;
    assert!(scene.navigations().is_empty());
}

#[wasm_bindgen_test]
async fn who_is_at_the_login_already_stays_there() {
    let scene = ended(
        "{ session: { refresh: '/refresh', loginURL: location.pathname } }",
        0,
    )
    .await;
    assert!(scene.navigations().is_empty());
}

#[wasm_bindgen_test]
async fn the_login_is_told_the_way_back() {
    let here = "encodeURIComponent(location.pathname + location.search)";
    for (login, before, after) in [
        ("/sign-in", "/sign-in?back=", ""),
        ("/sign-in?lang=en#form", "/sign-in?lang=en&back=", "#form"),
    ] {
        let options = format!(
            "{{ session: {{ refresh: '/refresh', loginURL: '{login}', returnParam: 'back' }} }}"
        );
        let scene = ended(&options, 0).await;
        let here = text(&scene.eval(here), "");
        assert_eq!(scene.navigations(), [format!("{before}{here}{after}")]);
    }
}

#[wasm_bindgen_test]
async fn without_a_refresh_token_the_first_refusal_ends_the_session() {
    let scene = Scene::empty();
    crate::support::scene::set_item(scene.access_key(), "old");
    scene.create("{ session: { refresh: '/refresh', onEnd: (end) => { log.push(end.reason); } } }");
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_SESSION_ENDED");
    assert_eq!(text(&error, "response.status"), "401");
    assert_eq!(scene.log(), ["no-refresh-token"]);
    assert_eq!(scene.refreshes(), 0);
}

#[wasm_bindgen_test]
async fn after_the_end_a_sign_in_begins_anew() {
    let scene = ended(PLAIN, 0).await;
    scene.eval("api.session.signIn({ accessToken: 'fresh', refreshToken: 'r9' })");
    assert_eq!(scene.state(), "signed-in");
    let pending = scene.get("/a");
    scene
        .refuse("GET /a Bearer fresh")
        .await
        .answer(200, "{\"accessToken\":\"new\"}");
    scene.expect("GET /a Bearer new").await.answer(200, "");
    pending.value().await;
}

/// Before a refusal counts, the store is read once more, this many ms later.
const LAG_MS: u32 = 50;

/// Parks the waiting requests.
const WAIT: &str = "{ session: { refresh: '/refresh', \
                    onEnd: ({ reason, waiting }) => { log.push(reason, waiting); return 'wait'; } } }";

/// Alice's session has ended while `/1` (refused) and `/2` (held) wait, and they are parked.
async fn parked(options: &str) -> (Scene, [Pending; 2]) {
    let clock = Clock::stopped();
    parked_at(&clock, options).await
}

/// The same, with the test's own clock.
async fn parked_at(clock: &Clock, options: &str) -> (Scene, [Pending; 2]) {
    let scene = Scene::empty();
    let token = jwt("alice", 0, 3_600);
    scene.store(&token, "r1");
    scene.create(options);
    let refused = scene.run("api.post('/1', 'an hour')");
    let refresh = scene.refuse(&format!("POST /1 Bearer {token}")).await;
    let held = scene.get("/2");
    settle().await;
    refresh.answer(401, "");
    // The lag begins when the answer has been read.
    for _ in 0..20 {
        clock.advance(LAG_MS).await;
        if scene.state() == "ended" {
            break;
        }
    }
    assert_eq!(scene.state(), "ended");
    assert_eq!(scene.stored(), "- -");
    (scene, [refused, held])
}

async fn go_out_with(scene: &Scene, token: &str, [refused, held]: [Pending; 2]) {
    let again = scene.expect(&format!("POST /1 Bearer {token}")).await;
    assert_eq!(again.body().as_string().as_deref(), Some("an hour"));
    again.answer(200, "");
    scene.accept(&format!("GET /2 Bearer {token}")).await;
    refused.value().await;
    held.value().await;
}

fn sign_in(scene: &Scene, token: &str) {
    scene.eval(&format!(
        "api.session.signIn({{ accessToken: '{token}', refreshToken: 'r9' }})"
    ));
}

#[wasm_bindgen_test]
async fn what_is_parked_is_sent_in_order_when_the_same_user_signs_in_again() {
    let (scene, waiters) = parked(WAIT).await;
    assert!(
        scene.navigations().is_empty(),
        "the application asks by itself"
    );
    let token = jwt("alice", 60, 3_660);
    sign_in(&scene, &token);
    go_out_with(&scene, &token, waiters).await;
    assert_eq!(scene.sent().len(), 4, "each once");
    assert_eq!(scene.log(), ["refused", "2"]);
}

#[wasm_bindgen_test]
async fn what_is_parked_is_never_sent_as_somebody_else() {
    for token in [jwt("bob", 0, 3_600), "opaque".to_owned()] {
        let (scene, waiters) = parked(WAIT).await;
        sign_in(&scene, &token);
        for waiter in waiters {
            assert_eq!(waiter.code().await, "ERR_SESSION_CHANGED");
        }
        settle().await;
        assert_eq!(scene.sent().len(), 2);
    }
}

#[wasm_bindgen_test]
async fn the_application_may_say_whose_a_token_is() {
    let by_letter =
        "{ session: { refresh: '/refresh', userOf: (token) => token[0], onEnd: () => 'wait' } }";
    for (next, same) in [("a2", true), ("b2", false)] {
        let scene = Scene::empty();
        scene.store("a1", "r1");
        scene.create(by_letter);
        let waiter = scene.get("/1");
        scene.refuse("GET /1 Bearer a1").await.answer(401, "");
        scene.comes_to_be("ended").await;
        sign_in(&scene, next);
        if same {
            scene.accept("GET /1 Bearer a2").await;
            waiter.value().await;
        } else {
            assert_eq!(waiter.code().await, "ERR_SESSION_CHANGED");
        }
    }
}

#[wasm_bindgen_test]
async fn a_sign_in_in_another_tab_counts_for_what_is_parked() {
    for (user, same) in [("alice", true), ("bob", false)] {
        let (scene, waiters) = parked(WAIT).await;
        let other = OtherTab::of(&scene);
        let token = jwt(user, 60, 3_660);
        other.broadcasts_signed_in(&token).await;
        other.writes(&token, "r9");
        if same {
            go_out_with(&scene, &token, waiters).await;
        } else {
            for waiter in waiters {
                assert_eq!(waiter.code().await, "ERR_SESSION_CHANGED");
            }
            settle().await;
            assert_eq!(scene.sent().len(), 2);
        }
        assert_eq!(scene.state(), "signed-in");
    }
}

#[wasm_bindgen_test]
async fn a_late_refusal_of_the_burst_is_parked_too() {
    let scene = Scene::empty();
    let old = jwt("alice", 0, 3_600);
    scene.store(&old, "r1");
    scene.create(WAIT);
    let (early, late) = (scene.get("/early"), scene.get("/late"));
    let refused = scene.expect(&format!("GET /early Bearer {old}")).await;
    let slow = scene.expect(&format!("GET /late Bearer {old}")).await;
    refused.answer(401, "");
    scene.expect("POST /refresh").await.answer(401, "");
    scene.comes_to_be("ended").await;
    slow.answer(401, "");
    settle().await;
    let token = jwt("alice", 60, 3_660);
    sign_in(&scene, &token);
    scene.accept(&format!("GET /early Bearer {token}")).await;
    scene.accept(&format!("GET /late Bearer {token}")).await;
    early.value().await;
    late.value().await;
    assert_eq!(scene.log(), ["refused", "1"], "asked once");
    assert_eq!(scene.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn a_late_refusal_of_a_session_that_is_over_says_so_and_asks_nobody() {
    let scene = Scene::signed_in(
        "{ session: { refresh: '/refresh', onEnd: () => { log.push('asked'); return 'stay'; } } }",
    );
    let (early, late) = (scene.get("/early"), scene.get("/late"));
    let refused = scene.expect("GET /early Bearer old").await;
    let slow = scene.expect("GET /late Bearer old").await;
    refused.answer(401, "");
    scene.expect("POST /refresh").await.answer(401, "");
    assert_eq!(early.code().await, "ERR_SESSION_ENDED");
    settle().await;
    slow.answer(401, "");
    assert_eq!(late.code().await, "ERR_SESSION_ENDED");
    settle().await;
    assert_eq!(scene.log(), ["asked"]);
    assert!(scene.navigations().is_empty());
}

#[wasm_bindgen_test]
async fn a_new_request_goes_out_while_others_are_parked() {
    let (scene, _waiters) = parked(WAIT).await;
    let login = scene.run("api.post('/login', {})");
    scene
        .expect("POST /login")
        .await
        .answer(401, "{\"why\":\"wrong password\"}");
    let error = login.error().await;
    assert_eq!(text(&error, "response.data.why"), "wrong password");
    assert_eq!(scene.log(), ["refused", "2"], "`onEnd` is not called again");
}

#[wasm_bindgen_test]
async fn what_is_parked_has_no_deadline_and_can_be_aborted() {
    let clock = Clock::stopped();
    let scene = Scene::empty();
    let old = jwt("alice", 0, 3_600);
    scene.store(&old, "r1");
    scene.create(WAIT);
    scene.eval("scene.stop = new AbortController()");
    let kept = scene.get("/kept");
    let left = scene.run("api.get('/left', { signal: scene.stop.signal })");
    let refused = scene.expect(&format!("GET /kept Bearer {old}")).await;
    scene
        .expect(&format!("GET /left Bearer {old}"))
        .await
        .answer(401, "");
    let refresh = scene.expect("POST /refresh").await;
    refused.answer(401, "");
    settle().await;
    refresh.answer(401, "");
    clock.advance(LAG_MS).await;
    scene.comes_to_be("ended").await;
    clock.advance(24 * 3_600_000).await;
    scene.eval("scene.stop.abort()");
    assert_eq!(left.code().await, "ERR_CANCELED");
    let token = jwt("alice", 0, 3_600);
    sign_in(&scene, &token);
    scene.accept(&format!("GET /kept Bearer {token}")).await;
    kept.value().await;
    assert_eq!(scene.sent().len(), 4);
}

#[wasm_bindgen_test]
async fn a_sign_out_gives_up_what_is_parked() {
    let (scene, waiters) = parked(WAIT).await;
    scene.eval("api.session.signOut()");
    for waiter in waiters {
        assert_eq!(waiter.code().await, "ERR_SESSION_ENDED");
    }
    assert_eq!(scene.state(), "signed-out");
}

#[wasm_bindgen_test]
async fn a_promise_of_on_end_is_waited_for_and_waiters_have_their_deadline() {
    let clock = Clock::stopped();
    let hangs = "{ session: { refresh: '/refresh', waiterTimeout: 30000, \
                 onEnd: () => new Promise((answer) => { scene.answer = answer; }) } }";
    let (scene, [refused, held]) = parked_at(&clock, hangs).await;
    clock.advance(29_000).await;
    assert_eq!(text(&scene.eval("api.session.waiting"), ""), "2");
    clock.advance(1_000).await;
    assert_eq!(refused.code().await, "ERR_WAITER_TIMEOUT");
    assert_eq!(held.code().await, "ERR_WAITER_TIMEOUT");
    clock.advance(3_600_000).await;
    assert!(
        scene.navigations().is_empty(),
        "the user is reading the dialog"
    );
    let late = scene.get("/late");
    scene.accept("GET /late").await;
    late.value().await;
    scene.eval("scene.answer()");
    settle().await;
    assert_eq!(scene.navigations(), ["/login"]);
}

#[wasm_bindgen_test]
async fn an_on_end_may_take_its_time() {
    let clock = Clock::stopped();
    let slow = "{ session: { refresh: '/refresh', \
                onEnd: () => new Promise((answer) => setTimeout(() => answer('wait'), 4000)) } }";
    let (scene, waiters) = parked_at(&clock, slow).await;
    let late = scene.get("/3");
    scene.expect("GET /3").await.answer(200, "");
    late.value().await;
    clock.advance(4_000).await;
    clock.advance(60_000).await;
    let token = jwt("alice", 0, 3_600);
    sign_in(&scene, &token);
    go_out_with(&scene, &token, waiters).await;
}

#[wasm_bindgen_test]
async fn an_on_end_may_call_the_client_and_sign_in_by_itself() {
    let again = jwt("alice", 60, 3_660);
    let asks = "{ session: { refresh: '/refresh', onEnd: async () => {
        const { data } = await scene.api.post('/dialog', {});
        scene.api.session.signIn(data);
        log.push('signed in');
    } } }";
    let (scene, waiters) = parked(asks).await;
    let dialog = scene.expect("POST /dialog").await;
    dialog.answer(200, &format!("{{\"accessToken\":\"{again}\"}}"));
    go_out_with(&scene, &again, waiters).await;
    settle().await;
    assert_eq!(scene.log(), ["signed in"]);
    assert!(
        scene.navigations().is_empty(),
        "who has signed in meanwhile is not sent to the login"
    );
}

#[wasm_bindgen_test]
async fn who_signs_in_while_on_end_is_asked_is_not_sent_to_the_login() {
    let clock = Clock::stopped();
    let hangs = "{ session: { refresh: '/refresh', onEnd: () => new Promise(() => {}) } }";
    let (scene, waiters) = parked_at(&clock, hangs).await;
    clock.advance(3_000).await;
    let token = jwt("alice", 60, 3_660);
    sign_in(&scene, &token);
    go_out_with(&scene, &token, waiters).await;
    clock.advance(10_000).await;
    assert!(scene.navigations().is_empty());
    assert_eq!(scene.state(), "signed-in");
}

#[wasm_bindgen_test]
async fn an_on_end_that_answers_late_answers_for_its_own_end_only() {
    let clock = Clock::stopped();
    let hangs = "{ session: { refresh: '/refresh', \
                 onEnd: () => new Promise((answer) => { log.push('asked'); scene.answer ??= answer; scene.last = answer; }) } }";
    let (scene, waiters) = parked_at(&clock, hangs).await;
    let token = jwt("alice", 60, 3_660);
    sign_in(&scene, &token);
    go_out_with(&scene, &token, waiters).await;
    let second = scene.get("/3");
    scene
        .refuse(&format!("GET /3 Bearer {token}"))
        .await
        .answer(401, "");
    clock.advance(LAG_MS).await;
    scene.comes_to_be("ended").await;
    assert_eq!(scene.log(), ["asked", "asked"]);
    scene.eval("scene.answer('wait')");
    settle().await;
    scene.eval("scene.last('redirect')");
    assert_eq!(second.code().await, "ERR_SESSION_ENDED");
    settle().await;
    assert_eq!(scene.navigations(), ["/login"]);
}

#[wasm_bindgen_test]
async fn what_on_end_answers_decides_whether_there_is_a_redirect() {
    for (answer, navigations) in [
        ("'stay'", 0),
        ("Promise.resolve('stay')", 0),
        ("'wait'", 0),
        ("'redirect'", 1),
        ("undefined", 1),
        ("Promise.reject(new Error('mine'))", 1),
    ] {
        let options = format!("{{ session: {{ refresh: '/refresh', onEnd: () => {answer} }} }}");
        let (scene, _waiters) = parked(&options).await;
        settle().await;
        assert_eq!(scene.navigations().len(), navigations, "{answer}");
    }
}

#[wasm_bindgen_test]
async fn the_way_back_never_leads_to_another_origin() {
    let here = text(&Scene::empty().eval("location.href"), "");
    for (path, back) in [
        ("//evil.example/a?b#c", "/evil.example/a?b"),
        ("/\\\\evil.example", "/evil.example"),
        ("/a//b", "/a//b"),
    ] {
        let scene = Scene::signed_in(
            "{ session: { refresh: '/refresh', loginURL: '/sign-in', returnParam: 'back' } }",
        );
        scene.eval(&format!(
            "history.replaceState(null, '', location.origin + '{path}')"
        ));
        let pending = scene.get("/a");
        scene.refuse("GET /a Bearer old").await.answer(401, "");
        pending.code().await;
        settle().await;
        scene.eval(&format!("history.replaceState(null, '', '{here}')"));
        let back = text(&scene.eval(&format!("encodeURIComponent('{back}')")), "");
        assert_eq!(scene.navigations(), [format!("/sign-in?back={back}")]);
    }
}
