//! The peculiarities of single back ends, and the faults of a token endpoint.

use wasm_bindgen_test::wasm_bindgen_test;

use super::back_end::{A, B, C, D, E, F, G};
use crate::support::value::text;

#[wasm_bindgen_test]
async fn a_real_lack_of_permission_is_not_refreshed() {
    for (back_end, path, status, code) in [
        (&A, "/admin", "403", "FORBIDDEN"),
        (&C, "/forbidden", "401", "50008"),
    ] {
        let visit = back_end.signed_in().await;
        let error = visit.scene.get(path).error().await;
        assert_eq!(text(&error, "code"), "ERR_BAD_REQUEST");
        assert_eq!(text(&error, "response.status"), status);
        assert_eq!(text(&error, "response.data.code"), code);
        assert_eq!(visit.user.count("refreshes").await, 0);
        visit.burst(1).await;
    }
}

#[wasm_bindgen_test]
async fn the_body_of_an_envelope_is_still_the_callers_to_read() {
    let visit = G.signed_in().await;
    visit.user.expire().await;
    let response = visit.scene.get("/me").value().await;
    assert_eq!(text(&response, "data.code"), "20000");
    assert_eq!(text(&response, "data.data.user"), visit.user.name);
}

#[wasm_bindgen_test]
async fn with_the_refresh_token_in_a_cookie_a_new_page_signs_in_by_itself() {
    let visit = F.signed_in().await;
    // Another client with memory storage is what a reload leaves: no token, and the cookie with its marker.
    visit.scene.create(&F.options());
    assert_eq!(visit.scene.state(), "signed-in");
    visit.burst(5).await;
    assert_eq!(visit.user.count("refreshes").await, 1);
    assert_eq!(visit.user.count("refused").await, 0);
}

#[wasm_bindgen_test]
async fn a_post_with_an_expired_token_arrives_once_with_its_body() {
    for back_end in [&A, &D, &E] {
        let visit = back_end.signed_in().await;
        visit.user.expire().await;
        let pending = visit
            .scene
            .run("api.post('/echo', { edit: 'an hour' }, { params: { v: 2 } })");
        let response = pending.value().await;
        assert_eq!(text(&response, "data.body"), "{\"edit\":\"an hour\"}");
        assert_eq!(text(&response, "data.query.v"), "2");
        // The log-in counts no call; the refused try and the one that was answered do.
        assert_eq!(visit.user.count("calls").await, 2);
        assert_eq!(visit.user.count("refused").await, 1);
    }
}

#[wasm_bindgen_test]
async fn every_answer_that_is_none_has_its_error_and_leaves_nobody_waiting() {
    for (fault, code) in [
        (r#"{"action":"html","times":3}"#, "ERR_REFRESH_UNAVAILABLE"),
        (r#"{"action":"no-content"}"#, "ERR_SESSION_ENDED"),
        (r#"{"action":"no-token"}"#, "ERR_SESSION_ENDED"),
        (r#"{"action":"bad-token"}"#, "ERR_SESSION_ENDED"),
        (
            r#"{"action":"server-error","times":3}"#,
            "ERR_SESSION_ENDED",
        ),
        (
            r#"{"action":"status","status":503,"times":3}"#,
            "ERR_REFRESH_UNAVAILABLE",
        ),
        (
            r#"{"action":"drop-body","times":99}"#,
            "ERR_REFRESH_UNAVAILABLE",
        ),
    ] {
        let visit = B.signed_in().await;
        visit.user.expire().await;
        visit.user.next_refresh(fault).await;
        assert_eq!(visit.failed_burst(10).await, code, "{fault}");
        assert_ne!(visit.scene.state(), "refreshing", "{fault}");
    }
}

#[wasm_bindgen_test]
async fn a_fault_that_passes_is_not_noticed() {
    for fault in [
        r#"{"action":"server-error"}"#,
        r#"{"action":"status","status":503,"times":2}"#,
        r#"{"action":"delay","delay":300}"#,
    ] {
        let visit = A.signed_in().await;
        visit.user.expire().await;
        visit.user.next_refresh(fault).await;
        visit.burst(10).await;
        assert_eq!(visit.user.count("refreshed").await, 1, "{fault}");
    }
}

#[wasm_bindgen_test]
async fn tokens_that_are_refused_however_fresh_stop_the_refreshing() {
    let visit = A.signed_in().await;
    visit.user.command("refuse-access", r#"{"on":true}"#).await;
    assert_eq!(visit.failed_burst(20).await, "ERR_REFRESH_LOOP");
    assert_eq!(visit.failed_burst(20).await, "ERR_REFRESH_LOOP");
    assert!(visit.user.count("refreshes").await <= 2);
    visit.user.command("refuse-access", r#"{"on":false}"#).await;
    visit.burst(5).await;
}
