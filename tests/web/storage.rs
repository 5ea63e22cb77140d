//! Where the tokens are kept: raw strings under the application's own keys.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::scene::{PLAIN, Scene, get_item, remove_item, set_item};
use crate::support::value::text;

const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";

#[wasm_bindgen_test]
fn local_storage_has_them_as_they_are_under_the_applications_keys() {
    let scene = Scene::new(
        "{ session: { refresh: '/r', keys: { accessToken: 'jwt', refreshToken: 'again' } } }",
    );
    scene.eval("api.session.signIn({ accessToken: 'a.b', refreshToken: 'c' })");
    assert_eq!(get_item("jwt").as_deref(), Some("a.b"));
    assert_eq!(get_item("again").as_deref(), Some("c"));
    scene.eval("api.session.signOut()");
    assert_eq!([get_item("jwt"), get_item("again")], [None, None]);
}

#[wasm_bindgen_test]
fn the_keys_are_access_token_and_refresh_token_unless_the_options_say_otherwise() {
    let scene = Scene::new("{ session: { refresh: '/r', keys: {} } }");
    scene.eval("api.session.signIn({ accessToken: 'a', refreshToken: 'r' })");
    assert_eq!(get_item("accessToken").as_deref(), Some("a"));
    assert_eq!(get_item("refreshToken").as_deref(), Some("r"));
    scene.eval("api.session.signOut()");
}

#[wasm_bindgen_test]
async fn session_storage_and_memory_leave_local_storage_alone() {
    for (storage, held) in [("session", "a r"), ("memory", "null null")] {
        let scene = Scene::new(&format!(
            "{{ session: {{ refresh: '/r', storage: '{storage}' }} }}"
        ));
        scene.eval("api.session.signIn({ accessToken: 'a', refreshToken: 'r' })");
        let read =
            "Object.values(scene.keys).map((key) => String(sessionStorage.getItem(key))).join(' ')";
        assert_eq!(text(&scene.eval(read), ""), held, "{storage}");
        assert_eq!(scene.stored(), "- -", "{storage}");
        let pending = scene.get("/a");
        scene.expect("GET /a Bearer a").await.answer(200, "");
        pending.value().await;
    }
}

#[wasm_bindgen_test]
async fn an_object_of_the_applications_own_is_as_good() {
    let scene = Scene::new(
        "{ session: { refresh: '/refresh', storage: scene.shelf = {
            kept: new Map(),
            getItem(key) { return this.kept.get(key) ?? null; },
            setItem(key, value) { this.kept.set(key, value); },
            removeItem(key) { this.kept.delete(key); },
        } } }",
    );
    scene.eval("api.session.signIn({ accessToken: 'a', refreshToken: 'r' })");
    let pending = scene.get("/a");
    scene.refuse("GET /a Bearer a").await.answer(200, GRANT);
    scene.expect("GET /a Bearer new").await.answer(200, "");
    pending.value().await;
    assert_eq!(
        text(
            &scene.eval("[...scene.shelf.kept.values()].sort().join()"),
            ""
        ),
        "new,r2"
    );
    scene.eval("api.session.signOut()");
    assert_eq!(text(&scene.eval("scene.shelf.kept.size"), ""), "0");
}

#[wasm_bindgen_test]
fn such_an_object_is_asked_for_its_two_keys_and_nothing_else() {
    let scene = Scene::new(
        "{ session: { refresh: '/refresh', storage: scene.shelf = {
            asked: new Set(),
            getItem(key) { this.asked.add(key); return null; },
            setItem(key) { this.asked.add(key); },
            removeItem(key) { this.asked.add(key); },
        } } }",
    );
    scene.eval("api.session.signIn({ accessToken: 'a', refreshToken: 'r' })");
    scene.eval("api.session.signOut()");
    assert_eq!(
        text(&scene.eval("[...scene.shelf.asked].sort().join()"), ""),
        text(&scene.eval("Object.values(scene.keys).sort().join()"), "")
    );
}

#[wasm_bindgen_test]
async fn the_new_tokens_are_stored_before_anyone_is_told_or_sent() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval(
        "api.session.subscribe(({ type }) => type === 'refreshed' && \
         log.push(Object.values(scene.keys).map((key) => localStorage.getItem(key)).join(' ')))",
    );
    let pending = scene.get("/a");
    scene.refuse("GET /a Bearer old").await.answer(200, GRANT);
    scene.expect("GET /a Bearer new").await.answer(200, "");
    pending.value().await;
    assert_eq!(scene.log(), ["new r2"]);
}

#[wasm_bindgen_test]
async fn what_the_applications_own_code_writes_or_removes_the_next_request_sees() {
    let scene = Scene::new(PLAIN);
    for (access, line) in [
        ("first", "GET /a Bearer first"),
        ("second", "GET /a Bearer second"),
    ] {
        scene.store(access, "r");
        let pending = scene.get("/a");
        scene.expect(line).await.answer(200, "");
        pending.value().await;
        assert_eq!(scene.state(), "signed-in");
    }
    scene.clear();
    let pending = scene.get("/a");
    scene.expect("GET /a").await.answer(200, "");
    pending.value().await;
    assert_eq!(scene.state(), "signed-out");
}

#[wasm_bindgen_test]
async fn placeholders_in_the_store_are_no_tokens() {
    for nothing in ["undefined", "null", "", "a\nb"] {
        let scene = Scene::new(PLAIN);
        scene.store(nothing, nothing);
        let pending = scene.get("/a");
        scene.expect("GET /a").await.answer(401, "");
        assert_eq!(pending.code().await, "ERR_BAD_REQUEST", "{nothing:?}");
        scene.clear();
    }
}

#[wasm_bindgen_test]
fn a_sign_in_without_a_refresh_token_leaves_no_other_ones_behind() {
    let scene = Scene::signed_in(PLAIN);
    scene.eval("api.session.signIn({ accessToken: 'other' })");
    assert_eq!(scene.stored(), "other -");
}

/// One test, because the warning appears once per page, however many stores fail.
#[wasm_bindgen_test]
async fn storage_that_throws_is_warned_of_once_and_the_session_goes_on_in_memory() {
    let blocked = "{ getItem() { throw new Error('blocked'); }, setItem() { throw new Error('blocked'); }, \
                     removeItem() { throw new Error('blocked'); } }";
    let full = "{ getItem: () => null, setItem() { throw new Error('QuotaExceededError'); }, removeItem() {} }";
    let watch = Scene::empty();
    watch.eval("[scene.warn, console.warn] = [console.warn, (text) => log.push(text)]");
    for storage in [blocked, full, blocked] {
        let scene = Scene::new(&format!(
            "{{ session: {{ refresh: '/refresh', storage: {storage} }} }}"
        ));
        assert_eq!(scene.state(), "signed-out");
        scene.eval("api.session.signIn({ accessToken: 'a', refreshToken: 'r' })");
        assert_eq!(scene.state(), "signed-in");
        let pending = scene.get("/a");
        scene.refuse("GET /a Bearer a").await.answer(200, GRANT);
        scene.expect("GET /a Bearer new").await.answer(200, "");
        pending.value().await;
        scene.eval("api.session.signOut()");
        assert_eq!(scene.state(), "signed-out");
    }
    watch.eval("console.warn = scene.warn");
    let warnings = watch.log();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(
        warnings[0].contains("storage is blocked or full"),
        "{warnings:?}"
    );
}

#[wasm_bindgen_test]
async fn a_store_that_fills_up_does_not_keep_a_spent_refresh_token() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    scene.create(
        "{ session: { refresh: '/refresh', storage: {
            getItem: (key) => localStorage.getItem(key),
            setItem() { throw new Error('QuotaExceededError'); },
            removeItem: (key) => localStorage.removeItem(key),
        } } }",
    );
    let pending = scene.get("/a");
    scene.refuse("GET /a Bearer old").await.answer(200, GRANT);
    scene.expect("GET /a Bearer new").await.answer(200, "");
    pending.value().await;
    assert_eq!(scene.stored(), "- -");
    set_item(scene.access_key(), "");
    remove_item(scene.access_key());
}
