//! The other tabs of a session, one of them played by the test: their messages, writes and locks.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::other_tab::{OtherTab, fingerprint, message};
use crate::support::scene::{Call, PLAIN, Scene, jwt};
use crate::support::value::{Pending, settle, text};

const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";

/// Logs the reason for which `onEnd` was called.
const ASKS: &str =
    "{ session: { refresh: '/refresh', onEnd: ({ reason }) => { log.push(reason); } } }";

/// `/1` refused with this token, its refresh at the token endpoint, `/2` held.
struct Refreshing {
    scene: Scene,
    other: OtherTab,
    refused: Pending,
    held: Pending,
    refresh: Call,
}

impl Refreshing {
    async fn with(token: &str, options: &str) -> Self {
        let scene = Scene::empty();
        scene.store(token, "r1");
        scene.create(options);
        let other = OtherTab::of(&scene);
        let refused = scene.get("/1");
        let refresh = scene.refuse(&format!("GET /1 Bearer {token}")).await;
        let held = scene.get("/2");
        settle().await;
        Self {
            scene,
            other,
            refused,
            held,
            refresh,
        }
    }

    /// Both waiters reject with this, and the answer of the refresh, which comes late, changes nothing.
    async fn all_fail_with(self, code: &str) -> Scene {
        let Self {
            scene,
            refused,
            held,
            refresh,
            ..
        } = self;
        assert_eq!(refused.code().await, code);
        assert_eq!(held.code().await, code);
        assert_eq!(text(&refresh.init(), "signal.aborted"), "true");
        let before = scene.stored();
        refresh.answer(200, GRANT);
        settle().await;
        assert_eq!(scene.stored(), before, "the late answer is dropped");
        assert_eq!(scene.sent().len(), 2, "neither was sent");
        scene
    }

    /// Both waiters are sent with this, in order.
    async fn goes_on_with(self, token: &str) -> Scene {
        let scene = self.scene;
        scene.accept(&format!("GET /1 Bearer {token}")).await;
        scene.accept(&format!("GET /2 Bearer {token}")).await;
        self.refused.value().await;
        self.held.value().await;
        scene
    }
}

/// How a session ends in the other tab.
#[derive(Clone, Copy)]
enum Over {
    SignedOut,
    Ended,
}

impl Over {
    /// Its message about the session with this token, and its write to the store, in this order.
    async fn arrives(self, other: &OtherTab, token: &str, order: &str) {
        for what in order.split(' ') {
            match (self, what) {
                (Self::SignedOut, "word") => other.broadcasts_signed_out(token).await,
                (Self::SignedOut, _) => other.removes(),
                (Self::Ended, "word") => other.broadcasts_ended(token).await,
                (Self::Ended, _) => other.ends(),
            }
        }
    }
}

/// A request was refused; its refresh waits for a lock that the other tab holds.
async fn waiting_for_the_lock(options: &str) -> (Scene, OtherTab, Pending) {
    let scene = Scene::signed_in(options);
    let other = OtherTab::of(&scene);
    other.locks().await;
    let pending = scene.get("/1");
    scene.expect("GET /1 Bearer old").await.answer(401, "");
    let queued = "navigator.locks.query().then(({ pending }) => \
                  { scene.queued = pending.some(({ name }) => name === scene.name); })";
    while !scene.eval("scene.queued").is_truthy() {
        scene.run(queued).value().await;
    }
    (scene, other, pending)
}

/// Replaces `navigator.locks` until it is dropped.
struct Locks<'a>(&'a Scene);

impl<'a> Locks<'a> {
    fn are(scene: &'a Scene, source: &str) -> Self {
        scene.eval("scene.locks = navigator.locks");
        scene.eval(&format!(
            "Object.defineProperty(navigator, 'locks', {{ value: {source}, configurable: true }})"
        ));
        Self(scene)
    }
}

impl Drop for Locks<'_> {
    fn drop(&mut self) {
        self.0.eval("delete navigator.locks");
    }
}

#[wasm_bindgen_test]
async fn a_sign_out_in_another_tab_ends_the_waiters_and_leads_to_the_login_once() {
    leads_to_the_login_once(Over::SignedOut, "signed-out-elsewhere", "signed-out").await;
}

#[wasm_bindgen_test]
async fn an_end_in_another_tab_is_the_end_here_and_leads_to_the_login_once() {
    leads_to_the_login_once(Over::Ended, "refused", "ended").await;
}

async fn leads_to_the_login_once(how: Over, reason: &str, state: &str) {
    for order in ["word deed", "deed word", "deed", "word"] {
        let session = Refreshing::with("old", ASKS).await;
        how.arrives(&session.other, "old", order).await;
        let scene = session.all_fail_with("ERR_SESSION_ENDED").await;
        scene.until("scene.navigations.length").await;
        settle().await;
        assert_eq!(scene.log(), [reason], "{order}");
        assert_eq!(scene.navigations(), ["/login"], "{order}");
        assert_eq!(scene.state(), state, "{order}");
    }
}

#[wasm_bindgen_test]
async fn what_waits_here_survives_an_end_in_another_tab_and_goes_out_after_a_sign_in_there() {
    let (old, new) = (jwt("alice", 0, 3_600), jwt("alice", 0, 7_200));
    for order in ["word deed", "deed word", "deed"] {
        let parks = "{ session: { refresh: '/refresh', onEnd: () => 'wait' } }";
        let session = Refreshing::with(&old, parks).await;
        Over::Ended.arrives(&session.other, &old, order).await;
        settle().await;
        assert_eq!(session.scene.state(), "ended", "{order}");
        session.other.broadcasts_signed_in(&new).await;
        session.other.writes(&new, "r9");
        for path in ["/1", "/2"] {
            let again = format!("GET {path} Bearer {new}");
            session.scene.expect(&again).await.answer(200, "{}");
        }
        session.refused.value().await;
        session.held.value().await;
    }
}

#[wasm_bindgen_test]
async fn a_sign_out_after_an_end_is_a_sign_out_again() {
    let scene = Scene::signed_in(ASKS);
    let other = OtherTab::of(&scene);
    scene.passes("/a", "GET /a Bearer old").await;
    other.ends();
    scene.until("scene.navigations.length").await;
    scene.eval("api.session.signIn({ accessToken: 'mine', refreshToken: 'r' })");
    other.removes();
    scene.until("scene.navigations.length > 1").await;
    assert_eq!(scene.log(), ["refused", "signed-out-elsewhere"]);
}

#[wasm_bindgen_test]
async fn a_sign_out_that_shows_while_on_end_is_asked_leads_to_the_login_all_the_same() {
    let asks = "{ session: { refresh: '/refresh', \
                onEnd: () => new Promise((answer) => { scene.answer = answer; }) } }";
    let scene = Scene::signed_in(asks);
    let other = OtherTab::of(&scene);
    scene.passes("/a", "GET /a Bearer old").await;
    other.broadcasts_signed_out("old").await;
    other.removes();
    scene.eval("scene.answer()");
    scene.until("scene.navigations.length").await;
    assert_eq!(scene.navigations(), ["/login"]);
}

#[wasm_bindgen_test]
async fn a_sign_out_that_is_heard_of_before_it_shows_sends_no_token_any_more() {
    let scene = Scene::signed_in(PLAIN);
    let other = OtherTab::of(&scene);
    scene.passes("/a", "GET /a Bearer old").await;
    other.broadcasts_signed_out("old").await;
    assert_eq!(scene.state(), "signed-out");
    scene.passes("/a", "GET /a").await;
    other.removes();
    scene.passes("/a", "GET /a").await;
}

#[wasm_bindgen_test]
async fn a_store_that_was_cleared_altogether_is_a_sign_out() {
    let scene = Scene::signed_in(ASKS);
    scene.passes("/a", "GET /a Bearer old").await;
    scene.clear();
    scene.eval("dispatchEvent(new StorageEvent('storage', { key: null }))");
    scene.until("scene.navigations.length").await;
    assert_eq!(scene.log(), ["signed-out-elsewhere"]);
    assert_eq!(scene.state(), "signed-out");
}

#[wasm_bindgen_test]
async fn another_user_who_signs_in_elsewhere_is_never_sent_the_requests_of_this_one() {
    let (alice, bob) = (jwt("alice", 0, 3_600), jwt("bob", 0, 3_600));
    for (mine, theirs, order) in [
        (alice.as_str(), bob.as_str(), "word deed"),
        (&alice, &bob, "deed word"),
        (&alice, &bob, "deed"),
        // Only the message names the user of an opaque token.
        ("old", "theirs", "word deed"),
    ] {
        let session = Refreshing::with(mine, ASKS).await;
        for what in order.split(' ') {
            match what {
                "word" => session.other.broadcasts_signed_in(theirs).await,
                _ => session.other.writes(theirs, "r9"),
            }
        }
        let scene = session.all_fail_with("ERR_SESSION_CHANGED").await;
        assert_eq!(scene.log(), ["user-changed"], "{order}");
        assert_eq!(scene.stored(), format!("{theirs} r9"));
        let mine = scene.get("/mine");
        scene.accept(&format!("GET /mine Bearer {theirs}")).await;
        mine.value().await;
    }
}

#[wasm_bindgen_test]
async fn the_same_user_who_signs_in_elsewhere_takes_the_waiters_along() {
    let (before, after) = (jwt("alice", 0, 3_600), jwt("alice", 60, 3_660));
    let session = Refreshing::with(&before, ASKS).await;
    session.other.broadcasts_signed_in(&after).await;
    session.other.writes(&after, "r9");
    let scene = session.goes_on_with(&after).await;
    assert!(scene.log().is_empty());
}

#[wasm_bindgen_test]
async fn what_another_tab_has_refreshed_meanwhile_is_adopted() {
    for order in ["word deed", "deed word", "deed"] {
        let session = Refreshing::with("old", ASKS).await;
        session.scene.listen();
        for what in order.split(' ') {
            match what {
                "word" => session.other.broadcasts_refreshed("old", "theirs").await,
                _ => session.other.writes("theirs", "r5"),
            }
        }
        let scene = session.goes_on_with("theirs").await;
        assert!(scene.events().contains(&"refreshed other-tab".to_owned()));
        assert_eq!(scene.stored(), "theirs r5");
        assert!(scene.log().is_empty());
    }
}

#[wasm_bindgen_test]
async fn a_refresh_of_a_tab_that_has_not_heard_of_the_sign_out_is_undone() {
    let scene = Scene::signed_in(PLAIN);
    let other = OtherTab::of(&scene);
    scene.passes("/a", "GET /a Bearer old").await;
    scene.eval("api.session.signOut()");
    other.writes("theirs", "r5");
    other.broadcasts_refreshed("old", "theirs").await;
    assert_eq!(scene.stored(), "- -");
    assert_eq!(scene.state(), "signed-out");
}

#[wasm_bindgen_test]
async fn tokens_that_come_while_it_waits_for_the_lock_are_adopted_without_an_exchange() {
    let (scene, other, pending) = waiting_for_the_lock(PLAIN).await;
    scene.listen();
    other.writes("theirs", "r5");
    scene.accept("GET /1 Bearer theirs").await;
    pending.value().await;
    other.unlocks();
    scene.passes("/2", "GET /2 Bearer theirs").await;
    assert_eq!(scene.refreshes(), 0);
    assert_eq!(scene.events()[0], "refreshed other-tab");
}

#[wasm_bindgen_test]
async fn the_store_is_looked_at_once_more_inside_the_lock() {
    let (scene, other, pending) = waiting_for_the_lock(PLAIN).await;
    // Without an event, which may arrive later than the lock.
    scene.store("theirs", "r5");
    other.unlocks();
    scene.accept("GET /1 Bearer theirs").await;
    pending.value().await;
    assert_eq!(scene.refreshes(), 0);
}

#[wasm_bindgen_test]
async fn a_write_that_arrives_while_it_asks_for_notices_is_not_too_late() {
    let scene = Scene::signed_in(PLAIN);
    let _locks = Locks::are(
        &scene,
        "{
            request: (...given) => scene.locks.request(...given),
            query: async () => {
                const seen = await scene.locks.query();
                if (seen.held.some(({ name }) => name === scene.name))
                    localStorage.setItem(scene.keys.accessToken, 'theirs');
                return seen;
            },
        }",
    );
    let pending = scene.get("/a");
    scene.expect("GET /a Bearer old").await.answer(401, "");
    scene.accept("GET /a Bearer theirs").await;
    pending.value().await;
    assert_eq!(scene.refreshes(), 0);
}

/// A refused request that causes no refresh, and is sent again with the tokens that are stored meanwhile.
async fn waits_for_what_another_tab_has_got(scene: &Scene, clock: &Clock) {
    let pending = scene.get("/1");
    scene.expect("GET /1 Bearer old").await.answer(401, "");
    clock.advance(100).await;
    assert_eq!(scene.refreshes(), 0);
    scene.store("theirs", "r5");
    clock.advance(20).await;
    scene.accept("GET /1 Bearer theirs").await;
    pending.value().await;
    assert_eq!(scene.refreshes(), 0);
}

#[wasm_bindgen_test]
async fn a_notice_says_that_the_token_is_spent_although_the_store_still_shows_it() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let other = OtherTab::of(&scene);
    other.raises_notice("old").await;
    waits_for_what_another_tab_has_got(&scene, &clock).await;
}

#[wasm_bindgen_test]
async fn a_refresh_token_that_arrives_before_its_access_token_is_not_exchanged() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let other = OtherTab::of(&scene);
    other.raises_notice("old").await;
    other.raises_notice("r1").await;
    scene.store("old", "r5");
    waits_for_what_another_tab_has_got(&scene, &clock).await;
}

#[wasm_bindgen_test]
async fn a_spent_token_is_not_exchanged_again_even_if_its_successor_never_comes() {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let other = OtherTab::of(&scene);
    other.raises_notice("r1").await;
    scene.eval("scene.timeout = setTimeout");
    scene.eval("globalThis.setTimeout = (callback, ms) => { log.push(ms); return scene.timeout(callback, ms); }");
    let pending = scene.get("/1");
    scene.expect("GET /1 Bearer old").await.answer(401, "");
    // It reads the store every 10 ms.
    scene.until("log.includes(10)").await;
    clock.sleep(4);
    clock.advance(20).await;
    assert_eq!(scene.state(), "refreshing");
    clock.sleep(1);
    clock.advance(20).await;
    let error = pending.error().await;
    assert_eq!(text(&error, "code"), "ERR_REFRESH_UNAVAILABLE");
    assert_eq!(text(&error, "response.status"), "401");
    assert_eq!(scene.refreshes(), 0);
    assert_eq!(scene.stored(), "old r1", "the user stays signed in");
}

#[wasm_bindgen_test]
async fn a_token_that_is_granted_once_more_is_not_taken_for_spent() {
    let scene = Scene::signed_in(PLAIN);
    for _ in 0..3 {
        let demanded = scene.run("api.session.refresh()");
        let refresh = scene.expect("POST /refresh").await;
        refresh.answer(200, "{\"accessToken\":\"same\"}");
        demanded.value().await;
    }
    assert_eq!(scene.stored(), "same r1");
}

#[wasm_bindgen_test]
async fn a_lock_that_is_held_for_ever_is_taken_away() {
    let clock = Clock::stopped();
    let hasty = "{ session: { refresh: { url: '/refresh', timeout: 1000, retries: 0 } } }";
    let (scene, frozen, pending) = waiting_for_the_lock(hasty).await;
    clock.advance(1_999).await;
    assert_eq!(
        scene.refreshes(),
        0,
        "that long, the holder may be refreshing"
    );
    assert!(!frozen.is_robbed());
    clock.advance(1).await;
    let refresh = scene.expect("POST /refresh").await;
    assert!(frozen.is_robbed(), "or others would refresh as well");
    refresh.answer(200, GRANT);
    scene.accept("GET /1 Bearer new").await;
    pending.value().await;
}

#[wasm_bindgen_test]
async fn whoever_leaves_while_it_waits_for_the_lock_leaves_nothing_behind() {
    let (scene, other, pending) = waiting_for_the_lock(PLAIN).await;
    scene.eval("api.session.signOut()");
    assert_eq!(pending.code().await, "ERR_SESSION_ENDED");
    other.unlocks();
    let free = "navigator.locks.request(scene.name, () => 'free')";
    assert_eq!(text(&scene.run(free).value().await, ""), "free");
    assert_eq!(scene.refreshes(), 0);
}

/// What the next holder of the lock finds: the store, and whether the exchanged-token notices for `old` and `r1` are raised.
fn next_in_line(scene: &Scene) -> Pending {
    let [access, refresh] = ["old", "r1"].map(fingerprint);
    scene.run(&format!(
        "navigator.locks.request(scene.name, async () => {{
            const stored = Object.values(scene.keys).map((key) => localStorage.getItem(key) ?? '-');
            const {{ held }} = await navigator.locks.query();
            const raised = ['{access}', '{refresh}'].map((print) =>
                held.some(({{ name }}) => name === scene.name + ' ' + print));
            return [...stored, ...raised].join(' ');
        }})"
    ))
}

#[wasm_bindgen_test]
async fn the_lock_is_let_go_of_when_the_tokens_are_stored_and_the_notices_are_raised() {
    let session = Refreshing::with("old", PLAIN).await;
    let next = next_in_line(&session.scene);
    session.refresh.answer(200, GRANT);
    assert_eq!(text(&next.value().await, ""), "new r2 true true");
    session.goes_on_with("new").await;
}

#[wasm_bindgen_test]
async fn the_lock_is_let_go_of_whatever_the_answer() {
    for (status, stored) in [(401, "- -"), (503, "old r1")] {
        let once = "{ session: { refresh: { url: '/refresh', retries: 0 } } }";
        let session = Refreshing::with("old", once).await;
        let next = next_in_line(&session.scene);
        session.refresh.answer(status, "");
        let found = text(&next.value().await, "");
        assert!(found.starts_with(stored), "{found}");
        session.refused.error().await;
        session.held.error().await;
    }
}

#[wasm_bindgen_test]
async fn the_others_are_told_without_a_token() {
    let scene = Scene::new(PLAIN);
    let other = OtherTab::of(&scene);
    scene.eval("api.session.signIn({ accessToken: 's3cret', refreshToken: 's3cret-r' })");
    let demanded = scene.run("api.session.refresh()");
    let grant = "{\"accessToken\":\"s3cret-new\",\"refreshToken\":\"s3cret-r2\"}";
    scene.expect("POST /refresh").await.answer(200, grant);
    demanded.value().await;
    scene.eval("api.session.signOut()");
    let said = [
        message("signed-in", "s3cret", ""),
        message("refreshed", "s3cret", "s3cret-new"),
        message("signed-out", "s3cret-new", ""),
    ];
    assert_eq!(other.receives(3).await, format!("[{}]", said.join(",")));
}

#[wasm_bindgen_test]
async fn an_end_is_told_to_the_others() {
    let session = Refreshing::with("old", PLAIN).await;
    session.refresh.answer(401, "");
    session.refused.error().await;
    session.held.error().await;
    assert_eq!(
        session.other.receives(1).await,
        format!("[{}]", message("ended", "old", ""))
    );
}

#[wasm_bindgen_test]
async fn another_sessions_writes_and_words_are_none_of_its_business() {
    let scene = Scene::signed_in(ASKS);
    let other_client = Scene::signed_in(PLAIN);
    let other = OtherTab::of(&other_client);
    other.broadcasts_signed_out("old").await;
    other.removes();
    scene.passes("/a", "GET /a Bearer old").await;
    assert!(scene.log().is_empty());
}

#[wasm_bindgen_test]
async fn where_there_are_no_locks_it_refreshes_all_the_same() {
    for none in [
        "undefined",
        "{ request: () => Promise.reject(new DOMException('', 'SecurityError')), \
           query: () => Promise.reject(new DOMException('', 'SecurityError')) }",
        "{ request() { throw new DOMException('', 'SecurityError'); }, \
           query() { throw new DOMException('', 'SecurityError'); } }",
    ] {
        let scene = Scene::signed_in(PLAIN);
        let _none = Locks::are(&scene, none);
        let pending = scene.get("/a");
        scene.refuse("GET /a Bearer old").await.answer(200, GRANT);
        scene.accept("GET /a Bearer new").await;
        pending.value().await;
        assert_eq!(scene.stored(), "new r2");
    }
}

/// After a refusal, the store is read again this many ms later, before the session ends.
async fn reads_again(locks: &str, later: u32, comes: bool) {
    let clock = Clock::stopped();
    let scene = Scene::signed_in(PLAIN);
    let _locks = (locks == "none").then(|| Locks::are(&scene, "undefined"));
    let pending = scene.get("/a");
    scene.refuse("GET /a Bearer old").await.answer(400, "");
    clock.advance(later - 1).await;
    assert_eq!(scene.state(), "refreshing");
    if comes {
        scene.store("theirs", "r5");
        clock.advance(1).await;
        scene.accept("GET /a Bearer theirs").await;
        pending.value().await;
        assert_eq!(scene.stored(), "theirs r5");
        assert!(scene.navigations().is_empty());
    } else {
        clock.advance(1).await;
        assert_eq!(pending.code().await, "ERR_SESSION_ENDED");
        assert_eq!(scene.stored(), "- -");
    }
}

#[wasm_bindgen_test]
async fn a_refusal_counts_once_a_write_of_another_tab_would_have_come() {
    for comes in [true, false] {
        reads_again("locks", 50, comes).await;
    }
}

#[wasm_bindgen_test]
async fn where_there_are_no_locks_it_counts_once_a_rival_would_be_done() {
    for comes in [true, false] {
        reads_again("none", 250, comes).await;
    }
}

#[wasm_bindgen_test]
async fn where_there_is_no_channel_the_store_tells_enough() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    scene.eval("[scene.channel, globalThis.BroadcastChannel] = [BroadcastChannel, undefined]");
    scene.create(ASKS);
    scene.eval("globalThis.BroadcastChannel = scene.channel");
    let other = OtherTab::of(&scene);
    other.writes("theirs", "r5");
    scene.passes("/a", "GET /a Bearer theirs").await;
    other.removes();
    assert_eq!(scene.state(), "signed-out");
    scene.until("scene.navigations.length").await;
    assert_eq!(scene.log(), ["signed-out-elsewhere"]);
}

#[wasm_bindgen_test]
async fn a_page_that_has_asked_for_nothing_yet_hears_of_a_sign_out_as_well() {
    let scene = Scene::signed_in(PLAIN);
    let other = OtherTab::of(&scene);
    other.broadcasts_signed_out("old").await;
    settle().await;
    assert_eq!(scene.navigations(), ["/login"]);
    let pending = scene.get("/1");
    scene.expect("GET /1").await.answer(200, "");
    pending.value().await;
}

#[wasm_bindgen_test]
async fn a_refresh_that_is_granted_the_same_token_again_does_not_stand_in_the_way_of_the_next() {
    let scene = Scene::signed_in(PLAIN);
    for _ in 0..3 {
        let demanded = scene.run("api.session.refresh()");
        let refresh = scene.expect("POST /refresh").await;
        refresh.answer(200, "{\"accessToken\":\"old\"}");
        demanded.value().await;
    }
}
