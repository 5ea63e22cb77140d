//! The store is shared with the application's own code (G4, G17, G19).

use super::paper::{NOTHING, granted, refused, tokens, unavailable};
use super::scenario::Tab;
use crate::error::Error;
use crate::session::*;

#[test]
fn tokens_written_by_the_application_are_seen_by_the_next_request() {
    let mut tab = Tab::new();
    tab.send("before");
    tab.store = tokens("access-1", "refresh-1");
    tab.send("after");
    assert_eq!(tab.sent, [("before", None), ("after", Some("access-1"))]);
    assert_eq!(tab.events, [Event::SignedIn]);
}

#[test]
fn tokens_removed_by_the_application_are_seen_by_the_next_request() {
    let mut tab = Tab::signed_in();
    tab.send("before");
    tab.store = NOTHING;
    tab.send("after");
    assert_eq!(tab.last_sent(), ("after", None));
    assert_eq!(tab.events, [Event::SignedIn, Event::SignedOut]);
    tab.answer("before", 401);
    assert_eq!(tab.error("before"), Error::SessionEnded);
    assert!(tab.ends.is_empty(), "it knows what it has done");
}

#[test]
fn a_token_replaced_by_the_application_is_used_instead_of_a_refresh() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.store = tokens("access-7", "refresh-7");
    tab.answer("one", 401);
    assert_eq!(tab.last_sent(), ("one", Some("access-7")));
    assert!(tab.refresh_is_over());
}

#[test]
fn a_token_that_appears_before_the_exchange_is_adopted() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.store = tokens("access-2", "refresh-2");
    tab.lock();
    assert!(tab.exchanged().is_empty() && tab.refresh_is_over());
    assert_eq!(tab.last_sent(), ("one", Some("access-2")));
    assert!(tab.events.contains(&Event::Refreshed { by: By::OtherTab }));
}

#[test]
fn tokens_written_during_the_exchange_outlive_its_answer() {
    for reply in [
        granted("access-2", "refresh-2"),
        refused("spent by another"),
    ] {
        let mut tab = Tab::signed_in();
        tab.send_and_refuse("one");
        tab.lock();
        tab.store = tokens("access-3", "refresh-3");
        tab.reply(reply);
        tab.finish();
        assert_eq!(tab.store, tokens("access-3", "refresh-3"));
        assert_eq!(tab.last_sent(), ("one", Some("access-3")));
        assert!(tab.ends.is_empty());
    }
}

#[test]
fn tokens_written_during_a_pause_make_another_try_needless() {
    let mut tab = Tab::signed_in();
    tab.policy.retries = 1;
    tab.send_and_refuse("one");
    tab.lock();
    tab.reply(unavailable("503"));
    tab.store = tokens("access-3", "refresh-3");
    tab.send("two");
    tab.finish();
    assert_eq!(tab.exchanged().len(), 1);
    assert_eq!(tab.sent_names(), ["one", "one", "two"]);
}

#[test]
fn tokens_removed_during_the_exchange_stay_removed() {
    for reply in [granted("access-2", "refresh-2"), refused("too late")] {
        let mut tab = Tab::signed_in();
        tab.send_and_refuse("one");
        tab.lock();
        tab.store = NOTHING;
        tab.reply(reply);
        tab.finish();
        assert_eq!(tab.store, NOTHING);
        assert_eq!(tab.error("one"), Error::SessionEnded);
        assert_eq!(tab.session.state(), State::SignedOut);
        assert!(tab.ends.is_empty());
    }
}

#[test]
fn a_reply_without_a_refresh_token_keeps_the_old_one() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.refresh(granted("access-2", None));
    assert_eq!(tab.store, tokens("access-2", "refresh-1"));
}

#[test]
fn both_tokens_are_stored_before_anyone_is_told() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.done.clear();
    tab.refresh(granted("access-2", "refresh-2"));
    assert!(tab.did("store") < tab.did("release"));
    assert!(tab.did("store") < tab.did("post"));
    assert_eq!(tab.store, tokens("access-2", "refresh-2"));
}

#[test]
fn nothing_is_announced_before_it_is_stored() {
    let mut tab = Tab::signed_in();
    tab.refresh_now("refresh()");
    tab.lock();
    tab.reply(granted("access-2", "refresh-2"));
    assert_eq!(tab.access(), Some("access-1"), "not confirmed yet");
    tab.confirm();
    assert_eq!(tab.access(), Some("access-2"));
    assert!(matches!(
        tab.step(),
        Some(Command::AnnounceExchanged { .. })
    ));
}

#[test]
fn a_removed_access_token_is_bought_again_while_the_refresh_token_is_there() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 200);
    tab.store.access = None;
    tab.send("two");
    tab.refresh(granted("access-2", None));
    tab.answer("two", 200);
    assert!(tab.is_answered("two"));
    assert_eq!(tab.store, tokens("access-2", "refresh-1"));
}

#[test]
fn a_refresh_token_that_is_removed_before_the_exchange_is_missed() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.store.refresh = None;
    tab.lock();
    assert!(tab.exchanged().is_empty());
    assert_eq!(tab.ends, [(EndReason::NoRefreshToken, 1)]);
}

#[test]
fn a_refusal_that_finds_the_access_token_removed_waits_for_the_next() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.store.access = None;
    tab.answer("one", 401);
    assert!(tab.is_waiting("one"));
    tab.refresh(granted("access-2", None));
    assert_eq!(tab.last_sent(), ("one", Some("access-2")));
}

#[test]
fn a_refresh_token_that_vanishes_before_it_was_spent_is_a_sign_out() {
    let mut tab = Tab::signed_in();
    tab.store.access = None;
    tab.send("one");
    tab.store = NOTHING;
    tab.lock();
    assert_eq!(tab.error("one"), Error::SessionEnded);
    assert!(tab.ends.is_empty() && tab.exchanged().is_empty());
    assert_eq!(tab.session.state(), State::SignedOut);
}

#[test]
fn a_refresh_token_that_the_applications_own_refresh_has_brought_can_be_spent() {
    let mut tab = Tab::with(tokens("access-1", None));
    tab.policy.credential = Credential::External;
    tab.refresh_now("refresh()");
    tab.refresh(granted("access-2", "refresh-2"));
    // Another client of the page, which has no function.
    tab.policy.credential = Credential::Stored;
    tab.send_and_refuse("one");
    tab.refresh(granted("access-3", None));
    assert_eq!(tab.exchanged(), [None, Some("refresh-2")]);
}
