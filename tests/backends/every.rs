//! What holds at every back end.

use wasm_bindgen_test::wasm_bindgen_test;

use super::back_end::{A, B, BackEnd, C, D, E, F, G};
use crate::support::value::{settle, text};

/// One test for each back end.
macro_rules! at_every_back_end {
    ($($test:ident)*) => {$(
        mod $test {
            use super::*;
            #[wasm_bindgen_test] async fn at_a() { super::$test(&A).await; }
            #[wasm_bindgen_test] async fn at_b() { super::$test(&B).await; }
            #[wasm_bindgen_test] async fn at_c() { super::$test(&C).await; }
            #[wasm_bindgen_test] async fn at_d() { super::$test(&D).await; }
            #[wasm_bindgen_test] async fn at_e() { super::$test(&E).await; }
            #[wasm_bindgen_test] async fn at_f() { super::$test(&F).await; }
            #[wasm_bindgen_test] async fn at_g() { super::$test(&G).await; }
        }
    )*};
}

at_every_back_end! {
    fifty_requests_with_an_expired_token_take_one_refresh
    a_refused_refresh_rejects_all_and_leads_to_the_login_once
    a_cut_connection_keeps_the_session
    sign_out_wins_over_a_refresh_that_the_server_holds
    a_wrong_password_is_the_callers_to_see
}

async fn fifty_requests_with_an_expired_token_take_one_refresh(back_end: &'static BackEnd) {
    let visit = back_end.signed_in().await;
    // Twice, because the second refresh needs the tokens that the first one stored.
    for expiry in 1..=2 {
        let before = visit.scene.stored();
        visit.user.expire().await;
        visit.burst(50).await;
        assert_eq!(visit.user.count("refreshes").await, expiry);
        assert_eq!(visit.user.count("refreshed").await, expiry);
        let changed = token_changes(&before, &visit.scene.stored());
        let refresh_token_changes = back_end.rotates && back_end.letter != "f";
        let in_local_storage = back_end.letter != "f";
        assert_eq!(changed, [in_local_storage, refresh_token_changes]);
    }
    assert_eq!(
        visit.user.count("reuse").await,
        0,
        "no token was sent twice"
    );
    assert!(visit.scene.navigations().is_empty());
    assert_eq!(visit.scene.state(), "signed-in");
}

/// Returns which of the two tokens has changed.
fn token_changes(before: &str, after: &str) -> [bool; 2] {
    let (before, after) = (before.split_once(' '), after.split_once(' '));
    let ((access, refresh), (next, again)) =
        (before.expect("two tokens"), after.expect("two tokens"));
    [access != next, refresh != again]
}

async fn a_refused_refresh_rejects_all_and_leads_to_the_login_once(back_end: &'static BackEnd) {
    let visit = back_end.signed_in().await;
    visit.user.expire().await;
    visit.user.next_refresh(r#"{"action":"refuse"}"#).await;
    assert_eq!(visit.failed_burst(50).await, "ERR_SESSION_ENDED");
    settle().await;
    assert_eq!(visit.scene.stored(), "- -");
    assert_eq!(visit.scene.navigations(), ["/login"]);
    assert_eq!(visit.scene.state(), "ended");
    assert_eq!(visit.user.count("refreshes").await, 1);
}

async fn a_cut_connection_keeps_the_session(back_end: &'static BackEnd) {
    let visit = back_end.signed_in().await;
    let before = visit.scene.stored();
    visit.user.expire().await;
    // Higher than the number of everfetch's requests, because Chromium repeats requests on its own.
    visit
        .user
        .next_refresh(r#"{"action":"drop","times":99}"#)
        .await;
    assert_eq!(visit.failed_burst(10).await, "ERR_REFRESH_UNAVAILABLE");
    assert_eq!(visit.scene.stored(), before);
    assert_eq!(visit.scene.state(), "signed-in");
    assert!(visit.scene.navigations().is_empty());
    visit.user.command("reset", "{}").await;
    visit.burst(10).await;
    assert_eq!(
        visit.user.count("refreshed").await,
        1,
        "and the next request has it refreshed"
    );
}

async fn sign_out_wins_over_a_refresh_that_the_server_holds(back_end: &'static BackEnd) {
    let visit = back_end.signed_in().await;
    visit.user.expire().await;
    visit.user.command("hold", "{}").await;
    let items = visit.items(5);
    visit.user.wait_for("held").await;
    visit.scene.eval("api.session.signOut()");
    assert_eq!(visit.scene.stored(), "- -");
    visit.user.command("release", "{}").await;
    for item in items {
        assert_eq!(item.code().await, "ERR_SESSION_ENDED");
    }
    settle().await;
    assert_eq!(visit.scene.stored(), "- -");
    assert_eq!(visit.scene.state(), "signed-out");
    assert!(visit.scene.navigations().is_empty());
}

async fn a_wrong_password_is_the_callers_to_see(back_end: &'static BackEnd) {
    // Both for a signed-out user and for a signed-in one who logs in as another user.
    for visit in [back_end.visitor().await, back_end.signed_in().await] {
        let before = [visit.scene.stored(), visit.scene.state()];
        let login = visit.log_in("wrong");
        let seen = visit
            .scene
            .run(&format!("{login}.catch((error) => error.response)"));
        let seen = seen.value().await;
        let messages = ["data.message", "data.error_description"].map(|path| text(&seen, path));
        assert_eq!(messages.concat(), "wrong name or password");
        assert_eq!([visit.scene.stored(), visit.scene.state()], before);
        assert_eq!(visit.user.count("refreshes").await, 0);
        assert!(visit.scene.navigations().is_empty());
    }
}
