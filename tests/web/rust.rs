//! The same client, from Rust (src/client.rs).

use futures::StreamExt;
use serde::{Deserialize, Serialize};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::scene::Scene;
use crate::support::value::text;

#[derive(Serialize)]
struct Options<'a> {
    session: Session<'a>,
}

#[derive(Serialize)]
struct Session<'a> {
    refresh: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    storage: Option<&'a str>,
}

#[derive(Serialize)]
struct Get<'a> {
    url: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tokens<'a> {
    access_token: &'a str,
    refresh_token: &'a str,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
}

/// A client on the stub, with keys of the test's own.
fn client(scene: &Scene) -> everfetch::Client {
    let options =
        scene.eval("({ fetch: scene.fetch, session: { refresh: '/refresh', keys: scene.keys } })");
    everfetch::Client::with(&options).expect("these options are right")
}

#[wasm_bindgen_test]
async fn a_request_that_was_refused_is_answered_all_the_same() {
    let scene = Scene::empty();
    scene.store("old", "r1");
    let api = client(&scene);
    let server = async {
        let refresh = scene.refuse("GET /me Bearer old").await;
        refresh.answer(200, "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}");
        scene
            .expect("GET /me Bearer new")
            .await
            .answer(200, "hello");
    };
    let get = Get { url: "/me" };
    let (response, ()) = futures::future::join(api.request(&get), server).await;
    let response = response.expect("an answer");
    assert_eq!(response.status(), 200);
    assert_eq!(response.text().await.expect("its body is unread"), "hello");
    assert_eq!(
        everfetch::stored(scene.access_key()).as_deref(),
        Some("new")
    );
}

#[wasm_bindgen_test]
async fn the_session_is_told_as_a_stream() {
    let scene = Scene::empty();
    let api = client(&scene);
    let events = api.events::<Event>().expect("it has a session");
    let tokens = Tokens {
        access_token: "a",
        refresh_token: "r",
    };
    api.sign_in(&tokens).expect("these are tokens");
    assert_eq!(api.access_token().await, Ok(Some("a".into())));
    api.sign_out().expect("it has a session");
    assert_eq!(api.access_token().await, Ok(None));
    let kinds: Vec<_> = events.take(2).map(|event| event.kind).collect().await;
    assert_eq!(kinds, ["signed-in", "signed-out"]);
}

#[wasm_bindgen_test]
fn a_wrong_option_is_told_to_rust_as_well() {
    let session = Session {
        refresh: "/refresh",
        storage: Some("cookie"),
    };
    let error = everfetch::Client::new(&Options { session }).expect_err("there is no such storage");
    assert_eq!(text(&error, "code"), "ERR_BAD_OPTION");
}
