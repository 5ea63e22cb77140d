//! Markup that somebody else has put into the page: elements whose names hide the document's members.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::clock::Clock;
use crate::support::scene::Scene;

const NAMES: [&str; 4] = [
    "cookie",
    "baseURI",
    "addEventListener",
    "removeEventListener",
];

/// Puts one element for each name into the page, or takes them away.
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
    scene.create("{ session: { refresh: { url: '/refresh', retries: 0 }, keepFresh: true } }");
    let pending = scene.run("api.post('/a', {})");
    let call = scene.expect("POST /a Bearer old").await;
    assert_eq!(call.header("x-xsrf-token").as_deref(), Some("mark"));
    call.answer(401, "");
    scene
        .expect("POST /refresh")
        .await
        .answer(200, r#"{ "accessToken": "new", "refreshToken": "r2" }"#);
    let call = scene.expect("POST /a Bearer new").await;
    assert_eq!(call.header("x-xsrf-token").as_deref(), Some("mark"));
    call.answer(200, "");
    pending.value().await;
    clobber(&scene, false);
    scene.eval("document.cookie = 'XSRF-TOKEN=; path=/; max-age=0'");
}
