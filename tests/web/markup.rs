//! Third-party markup in the page: elements whose names hide the document's members.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::scene::Scene;

const NAMES: [&str; 4] = [
    "cookie",
    "baseURI",
    "addEventListener",
    "removeEventListener",
];

/// Adds one element for each name to the page, or removes them.
fn clobber(scene: &Scene, on: bool) {
    for tag in ["img", "form", "embed", "object"] {
        for name in NAMES {
            scene.eval(&if on {
                format!(
                    "document.body.append(Object.assign(document.createElement('{tag}'), \
                     {{ name: '{name}', className: 'clobber' }}))"
                )
            } else {
                "document.querySelectorAll('.clobber').forEach((each) => each.remove())".to_owned()
            });
        }
    }
}

#[wasm_bindgen_test]
async fn elements_named_as_members_of_the_document_change_no_request_and_break_no_client() {
    let clock = Clock::stopped();
    let scene = Scene::empty();
    clock.advance(1_000).await;
    scene.eval("document.cookie = 'XSRF-TOKEN=mark; path=/'");
    scene.store("old", "r1");
    clobber(&scene, true);
    scene.create(
        "{ xsrf: { cookie: 'XSRF-TOKEN', header: 'X-XSRF-TOKEN' },
           session: { refresh: { url: '/refresh', retries: 0 }, keepFresh: true } }",
    );
    let pending = scene.run("api.post('/a', {})");
    // The URL is absolute where the document's base cannot be read.
    let first = scene.next().await;
    first.answer(401, "");
    let refresh = scene.next().await;
    refresh.answer(200, r#"{ "accessToken": "new", "refreshToken": "r2" }"#);
    let second = scene.next().await;
    second.answer(200, "");
    pending.value().await;
    // Before any assertion, because the tests that follow run on the same page.
    clobber(&scene, false);
    scene.eval("document.cookie = 'XSRF-TOKEN=; path=/; max-age=0'");
    assert!(first.line().ends_with("/a Bearer old"), "{}", first.line());
    assert!(refresh.line().ends_with("/refresh"), "{}", refresh.line());
    assert!(
        second.line().ends_with("/a Bearer new"),
        "{}",
        second.line()
    );
    for call in [first, second] {
        assert_eq!(call.header("x-xsrf-token").as_deref(), Some("mark"));
    }
}
