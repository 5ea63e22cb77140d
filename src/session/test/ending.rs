//! The session has ended, and the application decides what happens to the waiters (G7).

use super::paper::{granted, jwt, refused, tokens};
use super::scenario::{Failed, Fate, Name, Tab};
use super::world::World;
use crate::error::Error;
use crate::session::*;

const BURST: [Name; 2] = ["one", "two"];

/// Alice's burst was refused, and so was the refresh; `onEnd` has not returned yet.
fn ended() -> Tab {
    let mut tab = Tab::with(tokens(jwt("alice-1", "alice"), "alice-r1"));
    end(&mut tab);
    tab
}

fn end(tab: &mut Tab) {
    tab.on_end = None;
    tab.send_all(&["one", "two", "late"]);
    tab.answer_all(&BURST, 401);
    tab.refresh(refused("invalid_grant"));
}

fn parked() -> Tab {
    let mut tab = ended();
    tab.choose(Choice::Park);
    tab
}

#[test]
fn the_application_is_asked_once_and_nobody_is_rejected_before_it_has_answered() {
    let mut tab = ended();
    assert_eq!(tab.ends, [(EndReason::Refused, 2)]);
    assert_eq!(tab.session.state(), State::Ended);
    assert_eq!(tab.settled(), 0);
    tab.answer("late", 401);
    assert!(tab.is_waiting("late"));
    assert_eq!(tab.ends.len(), 1);
}

#[test]
fn to_stay_or_to_redirect_rejects_all_with_the_one_shared_cause() {
    let mut tab = ended();
    tab.answer("late", 401);
    tab.choose(Choice::Reject);
    for name in ["one", "two", "late"] {
        let failure = Failed {
            error: Error::SessionEnded,
            cause: Some("invalid_grant"),
        };
        assert_eq!(tab.failure(name), failure);
    }
    assert_eq!(tab.settled(), 3);
}

#[test]
fn a_refusal_that_comes_after_the_choice_to_stay_is_rejected_as_well() {
    let mut tab = ended();
    tab.choose(Choice::Reject);
    tab.answer("late", 401);
    assert_eq!(tab.error("late"), Error::SessionEnded);
    assert_eq!(tab.ends.len(), 1);
}

#[test]
fn an_answer_that_comes_after_the_end_is_the_callers() {
    let mut tab = ended();
    tab.answer("late", 200);
    assert!(tab.is_answered("late"));
}

#[test]
fn those_who_are_parked_go_out_in_order_when_the_same_user_signs_in_again() {
    let mut tab = parked();
    tab.answer("late", 401);
    assert!(tab.is_waiting("late"), "one of the burst, and late");
    tab.sign_in(tokens(jwt("alice-2", "alice"), "alice-r2"));
    assert_eq!(tab.sent_names()[3..], ["one", "two", "late"]);
    for (_, token) in &tab.sent[3..] {
        assert_eq!(*token, Some("alice-2"));
    }
    tab.answer_all(&["one", "two", "late"], 200);
    assert_eq!(tab.settled(), 3);
}

#[test]
fn those_who_are_parked_are_rejected_when_someone_else_signs_in() {
    let mut tab = parked();
    tab.sign_in(tokens(jwt("bob-1", "bob"), "bob-r1"));
    assert_eq!(tab.error("one"), Error::SessionChanged);
    tab.answer("late", 401);
    assert_eq!(tab.error("late"), Error::SessionChanged);
    assert_eq!(tab.sent_names(), ["one", "two", "late"]);
}

#[test]
fn those_who_are_parked_are_rejected_when_nobody_can_tell_who_has_signed_in() {
    let mut tab = Tab::signed_in();
    end(&mut tab);
    tab.choose(Choice::Park);
    tab.sign_in(tokens("access-2", "refresh-2"));
    assert_eq!(tab.error("one"), Error::SessionChanged);
}

#[test]
fn those_who_are_parked_go_out_when_the_same_user_signs_in_in_another_tab() {
    let alice = tokens(jwt("alice-1", "alice"), "alice-r1");
    let [mut here, mut there] = World::tabs(alice);
    end(&mut here);
    here.choose(Choice::Park);
    there.catches_up();
    there.sign_in(tokens(jwt("alice-2", "alice"), "alice-r2"));
    here.sees();
    here.receives();
    assert_eq!(here.last_sent(), ("two", Some("alice-2")));
    assert_eq!(here.ends.len(), 1);
}

#[test]
fn a_sign_out_rejects_those_who_are_parked() {
    let mut tab = parked();
    tab.sign_out();
    for name in BURST {
        assert_eq!(tab.error(name), Error::SessionEnded);
    }
    tab.answer("late", 401);
    assert_eq!(tab.error("late"), Error::SessionEnded);
    assert_eq!(tab.session.state(), State::SignedOut);
    tab.sign_in(tokens(jwt("alice-2", "alice"), "alice-r2"));
    assert_eq!(tab.sent_names(), ["one", "two", "late"]);
}

#[test]
fn those_who_are_parked_have_no_deadline() {
    let mut tab = parked();
    tab.time_out("one");
    assert!(tab.is_waiting("one"));
}

#[test]
fn a_waiter_has_its_deadline_while_the_application_is_asked() {
    let mut tab = ended();
    tab.time_out("one");
    assert_eq!(tab.error("one"), Error::WaiterTimeout);
    assert!(tab.is_waiting("two"));
}

#[test]
fn one_who_is_parked_can_be_aborted() {
    let mut tab = parked();
    tab.abort("one");
    tab.sign_in(tokens(jwt("alice-2", "alice"), "alice-r2"));
    assert_eq!(tab.sent_names()[3..], ["two"]);
}

#[test]
fn a_choice_that_comes_after_a_sign_in_is_ignored() {
    for choice in [Choice::Reject, Choice::Park] {
        let mut tab = ended();
        tab.sign_in(tokens(jwt("alice-2", "alice"), "alice-r2"));
        assert_eq!(tab.last_sent(), ("two", Some("alice-2")));
        tab.choose(choice);
        assert_eq!(tab.session.state(), State::SignedIn);
        tab.answer("late", 401);
        assert_eq!(tab.last_sent(), ("late", Some("alice-2")));
    }
}

#[test]
fn a_second_choice_is_ignored() {
    let mut tab = parked();
    tab.choose(Choice::Reject);
    assert!(tab.is_waiting("one"));
}

#[test]
fn a_request_made_after_the_end_does_not_wait_and_is_not_parked() {
    for tab in [&mut ended(), &mut parked()] {
        tab.send_and_refuse("new");
        assert_eq!(tab.fate("new"), Fate::Answered(401));
        assert!(tab.sent.contains(&("new", None)));
        assert!(tab.refresh_is_over());
    }
}

#[test]
fn one_who_was_parked_and_is_refused_again_is_not_sent_a_third_time() {
    let mut tab = parked();
    tab.sign_in(tokens(jwt("alice-2", "alice"), "alice-r2"));
    tab.answer("one", 401);
    assert_eq!(tab.error("one"), Error::RefreshLoop);
    assert!(tab.refresh_is_over());
}

#[test]
fn the_session_that_begins_after_the_end_ends_anew() {
    let mut tab = ended();
    tab.choose(Choice::Reject);
    tab.sign_in(tokens(jwt("alice-2", "alice"), "alice-r2"));
    tab.send_and_refuse("again");
    tab.refresh(granted(jwt("alice-3", "alice"), None));
    tab.answer("again", 200);
    assert!(tab.is_answered("again"));
    tab.send_and_refuse("once more");
    tab.refresh(refused("revoked"));
    assert_eq!(tab.ends[1..], [(EndReason::Refused, 1)]);
}

#[test]
fn the_page_is_redirected_until_someone_signs_in_and_only_for_the_last_end() {
    let mut tab = refused_and_ended();
    let first = tab.asked.expect("the application was asked");
    assert!(tab.session.wants_redirect(first));
    tab.session.sign_out();
    assert!(tab.session.wants_redirect(first), "still signed out");
    tab.sign_in(tokens("access-9", "refresh-9"));
    assert!(!tab.session.wants_redirect(first));
    tab.send("later");
    tab.answer("later", 401);
    tab.refresh(refused("over"));
    let second = tab.asked.expect("the application was asked");
    assert!(tab.session.wants_redirect(second) && !tab.session.wants_redirect(first));
}

fn refused_and_ended() -> Tab {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.refresh(refused("over"));
    tab
}
