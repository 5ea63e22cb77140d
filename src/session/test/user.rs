//! Whose request it is: a waiter is sent under the session in which it was made, or not at all (G10).

use super::paper::{Paper, Tokens, granted, jwt, tokens, unavailable};
use super::scenario::{Fate, Tab};
use super::world::World;
use crate::error::Error;
use crate::session::*;

/// How far a refresh has got.
const STEPS: [fn(&mut Tab); 4] = [
    |_| {},
    Tab::lock,
    |tab| {
        tab.lock();
        tab.reply(unavailable("503"));
    },
    |tab| {
        tab.lock();
        tab.reply(granted(jwt("alice-2", "alice"), "alice-r2"));
    },
];

fn alice(name: &'static str) -> Tokens {
    tokens(jwt(name, "alice"), "alice-r")
}

fn bob() -> Tokens {
    tokens(jwt("bob-1", "bob"), "bob-r1")
}

fn refreshing(until: fn(&mut Tab)) -> Tab {
    let mut tab = Tab::with(alice("alice-1"));
    refuse(&mut tab, until);
    tab
}

fn refuse(tab: &mut Tab, until: fn(&mut Tab)) {
    tab.policy.retries = 1;
    tab.send_and_refuse("a POST");
    until(tab);
}

#[test]
fn another_user_who_signs_in_at_any_step_of_a_refresh_does_not_send_the_request() {
    for until in STEPS {
        let mut tab = refreshing(until);
        tab.sign_in(bob());
        assert_eq!(tab.error("a POST"), Error::SessionChanged);
        assert_eq!(tab.sent_names(), ["a POST"]);
        assert_eq!(tab.store, bob());
    }
}

#[test]
fn the_same_user_who_signs_in_again_at_any_step_of_a_refresh_sends_it() {
    for until in STEPS {
        let mut tab = refreshing(until);
        tab.sign_in(alice("alice-9"));
        assert_eq!(tab.last_sent(), ("a POST", Some("alice-9")));
        tab.answer("a POST", 200);
        assert_eq!(tab.settled(), 1);
        assert_eq!(tab.store, alice("alice-9"));
    }
}

#[test]
fn another_user_in_another_tab_at_any_step_of_a_refresh_does_not_send_it() {
    for until in STEPS {
        for word_first in [false, true] {
            let [mut here, mut there] = World::tabs(alice("alice-1"));
            refuse(&mut here, until);
            there.sign_in(bob());
            arrives(&mut here, word_first);
            assert_eq!(here.error("a POST"), Error::SessionChanged);
            assert_eq!(here.ends, [(EndReason::UserChanged, 0)]);
            assert_eq!(here.sent_names(), ["a POST"]);
            assert_eq!(here.store, bob());
        }
    }
}

#[test]
fn the_same_user_in_another_tab_at_any_step_of_a_refresh_sends_it() {
    for until in STEPS {
        for word_first in [false, true] {
            let [mut here, mut there] = World::tabs(alice("alice-1"));
            refuse(&mut here, until);
            there.sign_in(alice("alice-9"));
            arrives(&mut here, word_first);
            assert_eq!(here.last_sent(), ("a POST", Some("alice-9")));
            assert!(here.ends.is_empty());
        }
    }
}

#[test]
fn without_a_name_whoever_signs_in_is_somebody_else() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("a POST");
    tab.sign_in(tokens("access-9", "refresh-9"));
    assert_eq!(tab.error("a POST"), Error::SessionChanged);
}

#[test]
fn a_name_that_is_missing_on_either_side_is_not_the_same() {
    for (before, after) in [
        (tokens("opaque-1", "r1"), alice("alice-2")),
        (alice("alice-1"), tokens("opaque-2", "r2")),
    ] {
        let mut tab = Tab::with(before);
        tab.send_and_refuse("a POST");
        tab.sign_in(after);
        assert_eq!(tab.error("a POST"), Error::SessionChanged);
    }
}

#[test]
fn a_refusal_from_before_the_same_user_signed_in_again_is_sent_again() {
    let mut tab = Tab::with(alice("alice-1"));
    tab.send("a POST");
    tab.sign_in(alice("alice-9"));
    tab.answer("a POST", 401);
    assert_eq!(tab.last_sent(), ("a POST", Some("alice-9")));
    assert!(tab.refresh_is_over());
}

#[test]
fn a_sign_out_ends_what_was_made_before_even_if_the_same_user_comes_back() {
    let mut tab = Tab::with(alice("alice-1"));
    tab.send("a POST");
    tab.sign_out();
    tab.sign_in(alice("alice-9"));
    tab.answer("a POST", 401);
    assert_eq!(tab.error("a POST"), Error::SessionChanged);
}

#[test]
fn a_cookie_that_has_become_another_users_sends_nothing_of_the_former_one() {
    let mut tab = Tab::with(tokens(jwt("alice-1", "alice"), None));
    tab.policy.credential = Credential::External;
    tab.send_all(&["a POST", "late"]);
    tab.answer("a POST", 401);
    tab.refresh(granted(jwt("bob-1", "bob"), None));
    assert_eq!(tab.error("a POST"), Error::SessionChanged);
    tab.answer("late", 401);
    assert_eq!(tab.error("late"), Error::SessionChanged);
    assert_eq!(tab.ends, [(EndReason::UserChanged, 0)]);
    assert_eq!(tab.access(), Some("bob-1"));
    tab.send("bob's");
    assert_eq!(tab.last_sent(), ("bob's", Some("bob-1")));
    assert!(tab.refresh_is_over());
}

#[test]
fn a_refresh_that_does_not_name_the_user_is_of_the_same_one() {
    let mut tab = Tab::with(alice("alice-1"));
    tab.send_and_refuse("a POST");
    tab.refresh(granted("opaque-2", None));
    assert_eq!(tab.last_sent(), ("a POST", Some("opaque-2")));
    tab.answer("a POST", 200);
    // The session still remembers its user, so it notices that the next refresh names another one.
    tab.send_and_refuse("another POST");
    tab.refresh(granted(jwt("bob-1", "bob"), None));
    assert_eq!(tab.error("another POST"), Error::SessionChanged);
}

#[test]
fn another_users_token_written_by_the_application_is_a_sign_in() {
    let mut tab = Tab::with(alice("alice-1"));
    tab.send("a POST");
    tab.store = bob();
    tab.answer("a POST", 401);
    assert_eq!(tab.error("a POST"), Error::SessionChanged);
    assert!(tab.ends.is_empty(), "it knows what it has done");
    let sign_ins = tab.events.iter().filter(|event| **event == Event::SignedIn);
    assert_eq!(sign_ins.count(), 2);
}

#[test]
fn an_answer_to_the_former_user_is_still_the_callers() {
    let mut tab = Tab::with(alice("alice-1"));
    tab.send("a GET");
    tab.sign_in(bob());
    tab.answer("a GET", 200);
    assert_eq!(tab.fate("a GET"), Fate::Answered(200));
}

/// What the other tab has done arrives: its write and its message, in either order.
fn arrives(tab: &mut Tab, word_first: bool) {
    if word_first {
        tab.receives();
        tab.sees();
    } else {
        tab.sees();
        tab.receives();
    }
}

#[test]
fn a_user_who_becomes_known_through_the_sessions_own_refresh_is_the_same_user() {
    for named in [jwt("alice-2", "alice"), jwt("alice-2", "alice").since(1)] {
        let mut tab = Tab::with(tokens(Paper::from("opaque-1").since(1), "r1"));
        tab.send_and_refuse("a POST");
        tab.refresh(granted(named, "r2"));
        assert_eq!(tab.last_sent(), ("a POST", Some("alice-2")));
        assert!(tab.ends.is_empty());
        tab.send_and_refuse("another POST");
        tab.sign_in(bob());
        assert_eq!(tab.error("another POST"), Error::SessionChanged);
    }
}

#[test]
fn a_user_who_becomes_known_through_a_refresh_in_another_tab_is_the_same_user() {
    let [mut here, mut there] = World::tabs(tokens(Paper::from("opaque-1").since(1), "r1"));
    refuse(&mut here, |_| {});
    refuse(&mut there, |_| {});
    there.refresh(granted(jwt("alice-2", "alice").since(1), "r2"));
    here.catches_up();
    assert_eq!(here.last_sent(), ("a POST", Some("alice-2")));
    assert!(here.ends.is_empty());
}

#[test]
fn a_named_token_without_the_mark_of_an_unknown_users_sign_in_is_another_users() {
    let mut tab = Tab::with(tokens(Paper::from("opaque-1").since(1), "r1"));
    tab.send_and_refuse("a POST");
    tab.store = bob();
    tab.send("a GET");
    assert_eq!(tab.error("a POST"), Error::SessionChanged);
}
