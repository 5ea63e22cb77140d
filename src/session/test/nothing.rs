//! `session.refresh: false`: there is nothing to refresh with, so an expired token is the end of the session.

use super::paper::{NOTHING, Tokens, jwt, tokens};
use super::scenario::{NOW, Name, Tab};
use super::world::World;
use crate::error::Error;
use crate::session::*;

const LIFE: u64 = 600_000;

fn alone() -> Tokens {
    tokens(jwt("alice-1", "alice").lasting(NOW, LIFE), None)
}

fn tab() -> Tab {
    let mut tab = Tab::with(alone());
    tab.policy.credential = Credential::Nothing;
    tab
}

/// The lock is acquired and the store read; nothing is exchanged.
fn end(tab: &mut Tab) {
    tab.lock();
    assert!(tab.refresh_is_over());
    assert_eq!(tab.exchanged(), []);
}

#[test]
fn a_burst_of_refusals_is_one_end_without_an_exchange() {
    let names: Vec<Name> = vec!["one", "two", "three"];
    let mut tab = tab();
    tab.send_all(&names);
    tab.answer_all(&names, 401);
    end(&mut tab);
    assert_eq!(tab.ends, [(EndReason::NoRefreshToken, 3)]);
    for name in names {
        assert_eq!(tab.error(name), Error::SessionEnded);
    }
    assert_eq!(tab.access(), None);
    assert_eq!(tab.session.state(), State::Ended);
}

#[test]
fn an_expired_token_is_not_sent_and_ends_the_session() {
    let mut tab = tab();
    tab.passes(LIFE);
    tab.send("one");
    end(&mut tab);
    assert_eq!(tab.ends, [(EndReason::NoRefreshToken, 1)]);
    assert_eq!(tab.error("one"), Error::SessionEnded);
    assert!(tab.sent.is_empty());
}

#[test]
fn nothing_happens_before_the_token_has_expired() {
    let mut tab = tab();
    tab.passes(LIFE - 1);
    tab.send("one");
    tab.answer("one", 200);
    assert!(tab.is_answered("one"));
    assert!(tab.refresh_is_over());
}

#[test]
fn a_refresh_token_in_the_store_is_not_used() {
    let mut tab = Tab::with(tokens("access-1", "refresh-1"));
    tab.policy.credential = Credential::Nothing;
    tab.send_and_refuse("one");
    end(&mut tab);
    assert_eq!(tab.ends.len(), 1);
    tab.store = Tokens {
        refresh: Some("refresh-1"),
        ..NOTHING
    };
    tab.send_and_refuse("two");
    assert!(tab.refresh_is_over());
    assert_eq!(tab.exchanged(), []);
}

#[test]
fn a_sign_in_of_another_tab_that_shows_under_the_lock_prevents_the_end() {
    let [mut here, mut there] = World::tabs(alone());
    for tab in [&mut here, &mut there] {
        tab.policy.credential = Credential::Nothing;
    }
    here.send_and_refuse("one");
    there.sign_in(tokens(jwt("alice-2", "alice"), None));
    here.sees_quietly();
    here.lock();
    assert!(here.ends.is_empty());
    assert_eq!(here.last_sent(), ("one", Some("alice-2")));
}

#[test]
fn the_refusal_of_a_request_without_a_token_is_the_callers() {
    let mut tab = Tab::new();
    tab.policy.credential = Credential::Nothing;
    tab.send_and_refuse("one");
    assert!(tab.refresh_is_over());
    assert!(tab.ends.is_empty());
}

#[test]
fn an_external_session_ends_when_a_request_is_refused() {
    let mut tab = Tab::new();
    tab.policy.credential = Credential::Nothing;
    tab.sign_in_externally();
    tab.send_and_refuse("one");
    end(&mut tab);
    assert_eq!(tab.ends, [(EndReason::NoRefreshToken, 1)]);
}
