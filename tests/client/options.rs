//! Options that are wrong: the error names the option and the fix.

use everfetch::{Client, RefreshRequest, Session};
use wasm_bindgen_test::wasm_bindgen_test;

fn refused(session: Session) -> String {
    let error = Client::builder()
        .base_url("/api")
        .session(session)
        .build()
        .expect_err("an option is wrong");
    assert_eq!(error.code(), "ERR_BAD_OPTION");
    error.to_string()
}

#[wasm_bindgen_test]
fn a_wrong_option_is_named() {
    let plain = || Session::refresh("/refresh");
    for (session, word) in [
        (plain().keys("a", "a"), "different"),
        (plain().login_url("javascript:alert(1)"), "login_url"),
        (plain().origins(["api.test"]), "api.test"),
        (plain().header("X Token"), "X Token"),
        (
            Session::refresh(RefreshRequest::new("https://id.test/token")),
            "origins",
        ),
    ] {
        let message = refused(session);
        assert!(message.contains(word), "{message}");
    }
}

#[wasm_bindgen_test]
fn a_client_without_a_session_says_so() {
    let api = Client::builder().build().expect("no options");
    let error = api
        .session()
        .sign_in(&serde_json::json!({ "token": "a" }))
        .expect_err("no session");
    assert!(error.to_string().contains("no session"), "{error}");
}
