//! The log-out at the server that a sign-out sends: the session is over at once, and the newest token is revoked.

use super::paper::{NOTHING, Tokens, busy, granted, refused, tokens, unavailable};
use super::scenario::{Fate, NOW, Tab};
use super::world::World;
use crate::session::*;

const LIFE: u64 = 600_000;

fn fresh() -> Tokens {
    tokens("access-1", "refresh-1")
}

fn without_access(refresh: &'static str) -> Tokens {
    Tokens {
        refresh: Some(refresh),
        ..NOTHING
    }
}

/// The access token has expired, and the session does not know it yet.
fn expired() -> Tab {
    let lasting = super::paper::Paper::from("access-1").lasting(NOW, LIFE);
    let mut tab = Tab::with(tokens(lasting, "refresh-1"));
    tab.passes(LIFE);
    tab
}

fn sent(tab: &Tab) -> Vec<(Option<&'static str>, Option<&'static str>)> {
    let sent = tab.logged_out.iter().flatten();
    sent.map(|tokens| (tokens.access.map(|access| access.name), tokens.refresh))
        .collect()
}

#[test]
fn it_is_sent_with_both_tokens_and_the_session_is_over() {
    let mut tab = Tab::with(fresh());
    tab.log_out();
    assert_eq!(tab.logged_out, [Some(fresh())]);
    assert_eq!(tab.store, NOTHING);
    assert_eq!(tab.session.state(), State::SignedOut);
    assert!(tab.refresh_is_over());
}

#[test]
fn an_expired_access_token_is_refreshed_first_and_the_newest_tokens_are_revoked() {
    let mut tab = expired();
    tab.log_out();
    assert_eq!(tab.store, NOTHING);
    assert_eq!(tab.session.state(), State::SignedOut);
    assert!(tab.logged_out.is_empty());
    tab.lock();
    tab.reply_to_last(granted("access-2", "refresh-2"));
    assert_eq!(tab.logged_out, [Some(tokens("access-2", "refresh-2"))]);
    tab.announce();
    assert!(tab.refresh_is_over());
    assert_eq!(tab.exchanged(), [Some("refresh-1")]);
    assert_eq!(tab.store, NOTHING);
    assert!(tab.ends.is_empty());
}

#[test]
fn a_refresh_that_fails_is_no_reason_not_to_log_out() {
    for reply in [refused("no"), unavailable("503"), busy("429", 60_000)] {
        let mut tab = expired();
        tab.log_out();
        tab.lock();
        tab.reply_to_last(reply);
        assert_eq!(tab.logged_out, [Some(without_access("refresh-1"))]);
        tab.announce();
        assert!(tab.refresh_is_over(), "it is not tried again");
    }
}

#[test]
fn nothing_is_refreshed_where_there_is_nothing_to_refresh_with() {
    let mut tab = expired();
    tab.policy.credential = Credential::Nothing;
    tab.log_out();
    assert_eq!(tab.logged_out, [Some(without_access("refresh-1"))]);
    assert!(tab.refresh_is_over());
}

#[test]
fn a_token_endpoint_that_has_asked_to_be_left_alone_is_not_asked() {
    let mut tab = expired();
    tab.send("one");
    tab.refresh(busy("429", 60_000));
    tab.log_out();
    assert_eq!(tab.logged_out.len(), 1);
    assert!(tab.refresh_is_over());
}

#[test]
fn the_answer_of_a_refresh_in_flight_is_waited_for_and_stores_nothing() {
    let mut tab = Tab::with(fresh());
    tab.send_and_refuse("one");
    tab.lock();
    tab.done.clear();
    tab.log_out();
    assert!(!tab.done.contains(&"cancel"));
    assert_eq!(tab.store, NOTHING);
    assert!(matches!(tab.fate("one"), Fate::Failed(_)));
    assert!(tab.logged_out.is_empty());
    tab.reply_to_last(granted("access-2", "refresh-2"));
    assert_eq!(tab.logged_out, [Some(tokens("access-2", "refresh-2"))]);
    tab.announce();
    assert_eq!(tab.exchanged(), [Some("refresh-1")]);
    assert_eq!(tab.store, NOTHING);
}

#[test]
fn what_a_refresh_was_granted_and_has_not_stored_yet_is_revoked_at_once() {
    let mut tab = Tab::with(fresh());
    tab.send_and_refuse("one");
    tab.lock();
    tab.reply(granted("access-2", "refresh-2"));
    tab.log_out();
    assert_eq!(tab.logged_out, [Some(tokens("access-2", "refresh-2"))]);
    tab.finish();
    assert_eq!(tab.store, NOTHING);
    assert_eq!(tab.logged_out.len(), 1);
}

#[test]
fn a_refresh_that_has_sent_nothing_yet_is_called_off() {
    let mut tab = Tab::with(fresh());
    tab.send_and_refuse("one");
    tab.log_out();
    assert_eq!(tab.logged_out, [Some(fresh())]);
    tab.finish();
    assert_eq!(tab.exchanged(), []);
    assert_eq!(tab.logged_out.len(), 1);
}

#[test]
fn a_refused_log_out_is_sent_once_more_after_a_refresh() {
    let mut tab = Tab::with(fresh());
    tab.log_out();
    tab.refuse_log_out();
    tab.lock();
    tab.reply_to_last(granted("access-2", "refresh-2"));
    assert_eq!(
        sent(&tab),
        [
            (Some("access-1"), Some("refresh-1")),
            (Some("access-2"), Some("refresh-2"))
        ]
    );
    tab.announce();
    assert!(tab.refresh_is_over());
}

#[test]
fn a_refused_log_out_is_not_sent_again_without_anything_to_refresh_with() {
    for credential in [Credential::Nothing, Credential::Stored] {
        let mut tab = Tab::with(tokens("access-1", None));
        tab.policy.credential = credential;
        tab.log_out();
        tab.refuse_log_out();
        assert!(tab.refresh_is_over());
        assert_eq!(tab.logged_out.len(), 1);
    }
}

#[test]
fn who_is_not_signed_in_is_not_logged_out() {
    let mut tab = Tab::new();
    tab.log_out();
    let mut twice = Tab::with(fresh());
    twice.log_out();
    twice.log_out();
    let mut ended = Tab::with(fresh());
    ended.send_and_refuse("one");
    ended.refresh(refused("over"));
    ended.log_out();
    assert_eq!(
        [tab, twice, ended].map(|tab| tab.logged_out.len()),
        [0, 1, 0]
    );
}

#[test]
fn a_cookie_is_logged_out_though_no_access_token_was_obtained_yet() {
    let mut tab = Tab::new();
    tab.policy.credential = Credential::External;
    tab.log_out();
    assert_eq!(tab.logged_out, [Some(NOTHING)]);
}

#[test]
fn the_cookie_of_whoever_has_signed_in_since_is_left_alone() {
    let mut tab = Tab::new();
    tab.policy.credential = Credential::External;
    tab.log_out();
    tab.refuse_log_out();
    tab.sign_in_externally();
    tab.lock();
    assert!(tab.refresh_is_over());
    assert_eq!(tab.exchanged(), []);
    assert_eq!(tab.logged_out, [Some(NOTHING), None]);
    assert_eq!(tab.session.state(), State::SignedIn);
}

#[test]
fn the_next_session_is_not_touched_by_what_is_left_of_the_last_one() {
    let mut tab = expired();
    tab.log_out();
    tab.lock();
    let bob = tokens("bob-1", "bob-r1");
    tab.sign_in(bob);
    tab.reply_to_last(granted("access-2", "refresh-2"));
    tab.announce();
    assert_eq!(tab.logged_out, [Some(tokens("access-2", "refresh-2"))]);
    assert_eq!(tab.store, bob);
    tab.send("one");
    assert_eq!(tab.last_sent(), ("one", Some("bob-1")));
}

#[test]
fn what_another_tab_has_exchanged_is_not_sent_again() {
    let [mut here, mut there] = World::tabs(fresh());
    there.send_and_refuse("one");
    there.refresh(granted("access-2", "refresh-2"));
    here.log_out();
    here.refuse_log_out();
    here.lock();
    assert!(here.refresh_is_over());
    assert_eq!(here.exchanged(), [Some("refresh-1")]);
    assert_eq!(here.logged_out.len(), 2);
}

#[test]
fn every_other_tab_is_signed_out_as_well_and_sends_nothing() {
    let [mut here, mut there] = World::tabs(fresh());
    here.log_out();
    there.catches_up();
    assert_eq!(there.session.state(), State::SignedOut);
    assert!(there.logged_out.is_empty());
}
