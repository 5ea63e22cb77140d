//! An answer says that the session is over (`session.ends`): no refresh would help.

use super::paper::{granted, jwt, tokens};
use super::scenario::{Name, Tab};
use super::world::World;
use crate::error::Error;
use crate::session::*;

/// The status with which the tab's server says so.
const KICKED_OUT: u16 = 410;

fn alice() -> Tab {
    Tab::with(tokens(jwt("alice-1", "alice"), "alice-r1"))
}

#[test]
fn a_burst_of_them_is_one_end_without_a_refresh() {
    let names: [Name; 3] = ["one", "two", "three"];
    let mut tab = alice();
    tab.send_all(&names);
    tab.answer_all(&names, KICKED_OUT);
    assert_eq!(tab.ends, [(EndReason::Revoked, 1)]);
    assert!(tab.refresh_is_over());
    assert_eq!(tab.exchanged(), []);
    assert_eq!(tab.session.state(), State::Ended);
    for name in names {
        assert_eq!(tab.error(name), Error::SessionEnded);
    }
    assert_eq!(
        tab.failure("one").cause,
        Some("the answer that has ended the session")
    );
    assert!(!tab.events.contains(&Event::RefreshFailed {
        error: Error::SessionEnded
    }));
}

#[test]
fn it_wins_over_a_refresh_in_flight_and_those_who_wait_are_asked_about() {
    let mut tab = alice();
    tab.send_all(&["one", "two"]);
    tab.answer("one", 401);
    tab.lock();
    tab.answer("two", KICKED_OUT);
    assert_eq!(tab.ends, [(EndReason::Revoked, 2)]);
    tab.reply(granted("alice-2", "alice-r2"));
    tab.finish();
    assert_eq!(tab.access(), None);
    assert_eq!(tab.error("one"), Error::SessionEnded);
    assert_eq!(tab.error("two"), Error::SessionEnded);
}

#[test]
fn that_of_a_former_token_is_retried_with_the_current_one() {
    let mut tab = alice();
    tab.send_all(&["one", "two"]);
    tab.answer("one", 401);
    tab.refresh(granted(jwt("alice-2", "alice"), "alice-r2"));
    tab.answer("two", KICKED_OUT);
    assert!(tab.ends.is_empty());
    assert_eq!(tab.last_sent(), ("two", Some("alice-2")));
    tab.answer("two", KICKED_OUT);
    assert_eq!(tab.ends.len(), 1, "now it is the current one's");
    assert_eq!(tab.error("two"), Error::SessionEnded);
}

#[test]
fn that_of_a_former_sign_in_does_not_end_a_newer_one() {
    let mut tab = alice();
    tab.send("one");
    tab.sign_in(tokens(jwt("bob-1", "bob"), "bob-r1"));
    tab.answer("one", KICKED_OUT);
    assert_eq!(tab.error("one"), Error::SessionChanged);
    assert_eq!(tab.session.state(), State::SignedIn);
    assert!(tab.ends.is_empty());
}

#[test]
fn a_sign_in_of_another_tab_that_is_on_its_way_is_waited_for() {
    let [mut here, mut there] = World::tabs(tokens(jwt("alice-1", "alice"), "alice-r1"));
    here.send("one");
    there.sign_in(tokens(jwt("alice-2", "alice"), "alice-r2"));
    here.receives();
    here.answer("one", KICKED_OUT);
    assert!(here.ends.is_empty());
    here.sees();
    assert_eq!(here.last_sent(), ("one", Some("alice-2")));
}

#[test]
fn the_callers_answer_is_that_of_a_request_without_a_token() {
    for credential in [
        Credential::Stored,
        Credential::External,
        Credential::Nothing,
    ] {
        let mut tab = Tab::new();
        tab.policy.credential = credential;
        tab.send("one");
        tab.answer("one", KICKED_OUT);
        assert!(tab.refresh_is_over());
        assert!(tab.ends.is_empty());
        assert_eq!(tab.settled(), 1);
    }
}

#[test]
fn an_external_session_ends_by_it_as_well() {
    let mut tab = Tab::new();
    tab.policy.credential = Credential::External;
    tab.sign_in_externally();
    tab.send("one");
    tab.answer("one", KICKED_OUT);
    assert_eq!(tab.ends, [(EndReason::Revoked, 1)]);
}

#[test]
fn who_is_parked_goes_out_when_the_same_user_has_signed_in_again() {
    let mut tab = alice();
    tab.on_end = Some(Choice::Park);
    tab.send("one");
    tab.answer("one", KICKED_OUT);
    assert!(tab.is_waiting("one"));
    tab.sign_in(tokens(jwt("alice-2", "alice"), "alice-r2"));
    assert_eq!(tab.last_sent(), ("one", Some("alice-2")));
    tab.answer("one", 200);
    assert!(tab.is_answered("one"));
}

#[test]
fn a_request_that_was_sent_twice_is_not_sent_again() {
    let mut tab = alice();
    tab.on_end = Some(Choice::Park);
    tab.send_and_refuse("one");
    tab.refresh(granted(jwt("alice-2", "alice"), "alice-r2"));
    tab.answer("one", KICKED_OUT);
    assert_eq!(tab.ends, [(EndReason::Revoked, 0)]);
    assert_eq!(tab.error("one"), Error::SessionEnded);
}

#[test]
fn it_ends_the_session_in_every_tab_and_the_store_is_empty() {
    let [mut here, mut there] = World::tabs(tokens(jwt("alice-1", "alice"), "alice-r1"));
    here.send("one");
    here.answer("one", KICKED_OUT);
    assert_eq!(here.access(), None);
    there.catches_up();
    assert_eq!(there.session.state(), State::Ended);
}
