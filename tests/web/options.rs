//! Wrong options: the error says how to correct them.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::scene::{PLAIN, Scene};
use crate::support::value::text;

fn says(options: &str, words: &[&str]) {
    let Err(error) = Scene::empty().try_create(options) else {
        panic!("{options} was taken");
    };
    assert_eq!(text(&error, "code"), "ERR_BAD_OPTION", "{options}");
    assert_eq!(text(&error, "name"), "EverfetchError");
    let message = text(&error, "message");
    for word in words {
        assert!(message.contains(word), "{word:?} is not in {message:?}");
    }
}

#[wasm_bindgen_test]
fn an_unknown_option_is_named_with_the_nearest_that_exists() {
    says(
        "{ session: { refresh: '/r', storege: 'local' } }",
        &["session.storege", "Did you mean \"storage\"?"],
    );
    says(
        "{ session: { refresh: { url: '/r', retry: 1 } } }",
        &["session.refresh.retry", "retries"],
    );
    says(
        "{ session: { refresh: '/r', keys: { acessToken: 'a' } } }",
        &["session.keys.acessToken", "\"accessToken\""],
    );
    says(
        "{ session: { refresh: '/r', expired: { statuses: 401 } } }",
        &["session.expired.statuses", "\"status\""],
    );
}

#[wasm_bindgen_test]
fn a_wrong_value_is_named_with_what_it_takes() {
    says(
        "{ session: {} }",
        &["`session.refresh` is required", "token endpoint"],
    );
    says("{ session: 'yes' }", &["`session` is \"yes\"", "an object"]);
    says(
        "{ session: { refresh: '/r', storage: 'locl' } }",
        &["`session.storage` is \"locl\"", "Did you mean \"local\"?"],
    );
    says(
        "{ session: { refresh: '/r', storage: { getItem() {} } } }",
        &["session.storage", "setItem"],
    );
    says(
        "{ session: { refresh: '/r', waiterTimeout: -1 } }",
        &["`session.waiterTimeout` is -1", "milliseconds"],
    );
    says(
        "{ session: { refresh: '/r', hold: 'yes' } }",
        &["`session.hold` is \"yes\"", "true or false"],
    );
    says(
        "{ session: { refresh: '/r', origins: 'https://a.example' } }",
        &["session.origins", "an array"],
    );
    says(
        "{ session: { refresh: '/r', origins: ['a.example'] } }",
        &["session.origins", "https://"],
    );
    says(
        "{ session: { refresh: '/r', header: 'X Token' } }",
        &["session.header", "the name of a header"],
    );
    says(
        "{ session: { refresh: '/r', navigate: '/login' } }",
        &["session.navigate", "a function"],
    );
    says(
        "{ session: { refresh: { url: '/r', send: 'body' } } }",
        &["`session.refresh.send` is \"body\"", "\"json\""],
    );
    says(
        "{ session: { refresh: '/r', expired: {} } }",
        &["session.expired", "at least one of `status` and `code`"],
    );
    says("{ timeout: '5s' }", &["timeout` is \"5s\"", "a number"]);
    says(
        "{ baseURL: new URL('https://a.example') }",
        &["baseURL` is an object", "a string"],
    );
}

#[wasm_bindgen_test]
fn a_token_that_ended_up_in_the_wrong_place_is_not_repeated() {
    let error = Scene::empty()
        .try_create("{ session: { refresh: '/r', storage: 'eyJhbGciOiJIUzI1NiJ9.s3cret.s3cret' } }")
        .expect_err("a token is no storage");
    assert!(!text(&error, "message").contains("s3cret"));
}

#[wasm_bindgen_test]
async fn a_wrong_request_rejects_before_it_is_sent() {
    let scene = Scene::new(PLAIN);
    for (request, word) in [
        ("api.get('/a', { timeout: -1 })", "timeout"),
        ("api.get('/a', { timeout: NaN })", "timeout"),
        ("api.get('/a', { signal: {} })", "signal"),
        ("api.get('/a', { headers: 'x' })", "headers"),
        ("api(7)", "the request"),
    ] {
        let error = scene.run(request).error().await;
        assert_eq!(text(&error, "code"), "ERR_BAD_OPTION", "{request}");
        assert!(text(&error, "message").contains(word), "{request}");
    }
    assert!(scene.sent().is_empty());
}
