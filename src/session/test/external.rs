//! A session whose credential is external: a cookie, or a credential that only the application's own function knows.
//! Nothing is stored.

use super::paper::{NOTHING, Tokens, granted, refused, tokens};
use super::scenario::{Fate, Tab};
use crate::error::Error;
use crate::session::*;

fn visitor() -> Tab {
    let mut tab = Tab::new();
    tab.policy.credential = Credential::External;
    tab
}

/// The cookie has expired, and the refresh was refused.
fn ended(choice: Choice) -> Tab {
    let mut tab = visitor();
    tab.on_end = Some(choice);
    tab.send_and_refuse("first");
    tab.refresh(refused("over"));
    assert_eq!(tab.session.state(), State::Ended);
    tab
}

#[test]
fn after_an_end_an_accepted_request_is_a_sign_in_and_the_next_expiry_starts_a_refresh() {
    let mut tab = ended(Choice::Reject);
    tab.send("log-in");
    tab.answer("log-in", 200);
    assert_eq!(tab.session.state(), State::SignedIn);
    tab.send_and_refuse("later");
    tab.refresh(granted("access-1", None));
    tab.answer("later", 200);
    assert!(tab.is_answered("later"));
    assert_eq!(tab.ends.len(), 1);
}

#[test]
fn only_a_success_of_a_request_made_after_the_end_is_a_sign_in() {
    let mut tab = visitor();
    tab.send("before");
    tab.on_end = Some(Choice::Reject);
    tab.send_and_refuse("first");
    tab.refresh(refused("over"));
    tab.answer("before", 200);
    assert_eq!(tab.session.state(), State::Ended);
    tab.send("fault");
    tab.answer("fault", 500);
    assert_eq!(tab.session.state(), State::Ended);
}

#[test]
fn an_accepted_request_is_no_sign_in_where_a_refresh_token_would_be_stored() {
    let mut tab = ended(Choice::Reject);
    tab.policy.credential = Credential::Stored;
    tab.send("one");
    tab.answer("one", 200);
    assert_eq!(tab.session.state(), State::Ended);
}

#[test]
fn an_accepted_request_is_no_sign_in_after_a_sign_out_or_while_requests_are_parked() {
    let mut tab = visitor();
    tab.sign_out();
    tab.send("the server's log-out");
    tab.answer("the server's log-out", 200);
    assert_eq!(tab.session.state(), State::SignedOut);
    let mut tab = ended(Choice::Park);
    tab.send("one");
    tab.answer("one", 200);
    assert_eq!(tab.session.state(), State::Ended);
    assert!(tab.is_waiting("first"));
}

#[test]
fn a_sign_in_without_a_token_removes_what_is_stored_and_rejects_what_waits() {
    let mut tab = visitor();
    tab.sign_in(tokens("access-1", None));
    tab.send_and_refuse("one");
    tab.sign_in_externally();
    assert_eq!(tab.error("one"), Error::SessionChanged);
    assert_eq!(tab.store, NOTHING);
    tab.finish();
    assert_eq!((tab.store, tab.session.state()), (NOTHING, State::SignedIn));
    tab.send_and_refuse("two");
    tab.refresh(granted("access-2", None));
    assert!(matches!(tab.fate("two"), Fate::InFlight(_)));
}

#[test]
fn an_end_elsewhere_ends_a_session_without_a_token_and_one_that_is_being_restored() {
    for end in [EndKind::SignOut, EndKind::Refusal] {
        let mut signed_in = visitor();
        signed_in.sign_in_externally();
        let mut restoring = visitor();
        restoring.send_and_refuse("one");
        for mut tab in [signed_in, restoring] {
            tab.on_end = Some(Choice::Reject);
            tab.hears_external_end(end);
            let (state, reason) = if end == EndKind::Refusal {
                (State::Ended, EndReason::Refused)
            } else {
                (State::SignedOut, EndReason::SignedOutElsewhere)
            };
            assert_eq!(tab.session.state(), state);
            assert_eq!(tab.ends.len(), 1);
            assert_eq!(tab.ends[0].0, reason);
            tab.finish();
            assert_eq!((tab.store, tab.session.state()), (NOTHING, state));
        }
    }
}

#[test]
fn an_end_elsewhere_is_nothing_to_a_visitor() {
    let mut tab = visitor();
    tab.hears_external_end(EndKind::SignOut);
    assert!(tab.ends.is_empty());
    tab.send_and_refuse("one");
    tab.refresh(granted("access-1", None));
    assert!(matches!(tab.fate("one"), Fate::InFlight(_)));
}

/// A marker in the store says that there is a cookie.
const MARKED: Tokens = Tokens {
    refresh: Some("a marker"),
    ..NOTHING
};

/// A page whose refresh token is a cookie, and whose store shows this.
fn marked(store: Tokens) -> Tab {
    let mut tab = Tab::with(NOTHING);
    tab.session.share(Sharing::Cookie);
    tab.policy.credential = Credential::Marked;
    tab.store = store;
    tab
}

#[test]
fn a_marker_restores_the_session_with_one_refresh_before_the_first_request() {
    let mut tab = marked(MARKED);
    tab.send_all(&["one", "two"]);
    assert!(tab.is_waiting("one") && tab.is_waiting("two"));
    tab.refresh(granted("access-1", "a marker"));
    tab.answer_all(&["one", "two"], 200);
    assert!(tab.is_answered("one") && tab.is_answered("two"));
    assert_eq!(tab.sent.len(), 2, "{:?}", tab.sent);
}

#[test]
fn without_a_marker_a_refusal_starts_no_refresh_and_a_call_of_the_applications_does() {
    let mut tab = marked(NOTHING);
    tab.send_and_refuse("one");
    assert_eq!(tab.fate("one"), Fate::Answered(401));
    assert_eq!(tab.session.state(), State::SignedOut);
    tab.refresh_now("two");
    tab.refresh(granted("access-1", "a marker"));
    assert_eq!(tab.session.state(), State::SignedIn);
}

#[test]
fn a_sign_in_without_a_token_leaves_a_marker_and_a_sign_out_removes_it() {
    let mut tab = marked(NOTHING);
    tab.sign_in_externally();
    assert_eq!((tab.store, tab.session.state()), (MARKED, State::SignedIn));
    tab.send("one");
    assert!(
        tab.is_waiting("one"),
        "with the cookie, a token comes first"
    );
    tab.sign_out();
    assert_eq!(
        (tab.store, tab.session.state()),
        (NOTHING, State::SignedOut)
    );
}

#[test]
fn a_marker_that_another_tab_leaves_signs_in_and_one_that_it_removes_signs_out() {
    let mut tab = marked(NOTHING);
    tab.sync(Origin::Unknown);
    for _ in 0..2 {
        tab.store = MARKED;
        tab.sync(Origin::OtherTab);
        assert_eq!(tab.session.state(), State::SignedIn);
        tab.ends.clear();
        tab.store = NOTHING;
        tab.sync(Origin::Unknown);
        assert_eq!(tab.session.state(), State::SignedOut);
        assert_eq!(tab.ends[0].0, EndReason::SignedOutElsewhere);
    }
}

#[test]
fn a_marker_does_not_release_what_is_parked() {
    let mut tab = marked(MARKED);
    tab.on_end = Some(Choice::Park);
    tab.send("one");
    tab.refresh(refused("over"));
    tab.store = MARKED;
    tab.sync(Origin::OtherTab);
    assert!(tab.is_waiting("one"), "nothing says whose session it is");
}

#[test]
fn an_access_token_that_the_application_removes_is_a_sign_out_though_a_marker_is_left() {
    let mut tab = marked(MARKED);
    tab.sign_in(tokens("access-1", "a marker"));
    tab.store = MARKED;
    tab.sync(Origin::Unknown);
    assert_eq!(
        (tab.store, tab.session.state()),
        (NOTHING, State::SignedOut)
    );
}
