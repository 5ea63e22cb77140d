//! Sign-out and sign-in at any moment, in one tab (G9, G10).

use super::paper::{NOTHING, granted, refused, tokens, unavailable};
use super::scenario::{Fate, Tab};
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
        tab.reply(granted("access-2", "refresh-2"));
    },
];

fn refreshing(until: fn(&mut Tab)) -> Tab {
    let mut tab = Tab::signed_in();
    tab.policy.retries = 1;
    tab.send_and_refuse("one");
    until(&mut tab);
    tab
}

#[test]
fn sign_out_wins_over_a_refresh_at_every_step() {
    for until in STEPS {
        let mut tab = refreshing(until);
        let tries = tab.exchanged().len();
        tab.sign_out();
        assert_eq!(tab.error("one"), Error::SessionEnded);
        assert_eq!(tab.store, NOTHING);
        tab.finish();
        assert_eq!(tab.store, NOTHING);
        assert_eq!(tab.session.state(), State::SignedOut);
        assert_eq!((tab.settled(), tab.exchanged().len()), (1, tries));
        assert!(tab.ends.is_empty());
    }
}

#[test]
fn a_refusal_that_comes_after_the_sign_out_ends_nothing() {
    let mut tab = refreshing(Tab::lock);
    tab.sign_out();
    tab.reply(refused("invalid_grant"));
    tab.finish();
    assert!(tab.ends.is_empty());
    assert_eq!(tab.session.state(), State::SignedOut);
}

#[test]
fn the_store_is_cleared_before_anyone_is_told_of_the_sign_out() {
    let mut tab = refreshing(Tab::lock);
    tab.done.clear();
    tab.sign_out();
    assert!(tab.did("clear") < tab.did("emit"));
    assert!(tab.did("clear") < tab.did("release"));
    assert!(tab.did("cancel") < tab.did("release"));
}

#[test]
fn signing_out_asks_and_redirects_nobody() {
    let mut tab = Tab::signed_in();
    tab.sign_out();
    assert!(tab.ends.is_empty());
    assert_eq!(tab.events, [Event::SignedIn, Event::SignedOut]);
}

#[test]
fn nothing_refreshes_after_a_sign_out_even_with_a_cookie() {
    let mut tab = Tab::signed_in();
    tab.policy.credential = Credential::External;
    tab.send("before");
    tab.sign_out();
    tab.send("after");
    assert_eq!(tab.last_sent(), ("after", None));
    tab.answer("after", 401);
    assert_eq!(tab.fate("after"), Fate::Answered(401));
    tab.answer("before", 401);
    assert_eq!(tab.error("before"), Error::SessionEnded);
    tab.tick();
    assert!(tab.refresh_is_over());
}

#[test]
fn a_new_sign_in_drops_the_refresh_at_every_step_and_its_waiters() {
    for until in STEPS {
        let mut tab = refreshing(until);
        tab.sign_in(tokens("bob-1", "bob-r1"));
        assert_eq!(tab.error("one"), Error::SessionChanged);
        tab.finish();
        assert_eq!(tab.store, tokens("bob-1", "bob-r1"));
        assert_eq!(tab.session.state(), State::SignedIn);
        assert_eq!(tab.sent_names(), ["one"]);
    }
}

#[test]
fn a_refresh_of_the_new_session_is_not_settled_by_the_old_answer() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("old");
    tab.lock();
    let stale = tab.set_aside();
    assert!(matches!(stale.next, Command::Exchange { .. }));
    tab.sign_in(tokens("bob-1", "bob-r1"));
    tab.send_and_refuse("new");
    tab.lock();
    let late = Answer::Granted(tokens("alice-2", "alice-r2").grant());
    tab.session.answered(stale.id, late, 0.5, tab.now);
    let refresh = stale.id;
    assert_eq!(
        tab.session.poll(),
        Some(Command::AnnounceExchanged { refresh })
    );
    assert!(tab.is_waiting("new"));
    tab.reply(granted("bob-2", "bob-r2"));
    tab.confirm();
    assert_eq!(tab.last_sent(), ("new", Some("bob-2")));
}

#[test]
fn a_refusal_from_before_someone_else_signed_in_is_never_sent_as_them() {
    let mut tab = Tab::signed_in();
    tab.send("a POST");
    tab.sign_in(tokens("bob-1", "bob-r1"));
    tab.answer("a POST", 401);
    assert_eq!(tab.error("a POST"), Error::SessionChanged);
    assert_eq!(tab.sent_names(), ["a POST"]);
}

#[test]
fn a_waiter_that_wakes_after_someone_else_signed_in_is_not_sent() {
    let mut tab = Tab::new();
    let Admission::Send(stamp) =
        tab.session
            .admit(Hold::DuringRefresh, Credential::Stored, tab.now)
    else {
        panic!("nothing to wait for");
    };
    tab.sign_in(tokens("bob-1", None));
    let changed = Error::SessionChanged.into();
    assert_eq!(tab.session.resume(stamp), Err(changed));
    tab.sign_out();
    let ended = Error::SessionEnded.into();
    assert_eq!(tab.session.resume(stamp), Err(ended));
}

#[test]
fn a_sign_in_without_a_refresh_token_leaves_none_of_the_former_user() {
    let mut tab = Tab::signed_in();
    tab.sign_in(tokens("bob-1", None));
    assert_eq!(tab.store, tokens("bob-1", None));
    tab.send_and_refuse("one");
    tab.lock();
    assert_eq!(tab.ends, [(EndReason::NoRefreshToken, 1)]);
}

#[test]
fn a_sign_in_is_stored_before_anyone_is_told_of_it() {
    let mut tab = refreshing(Tab::lock);
    tab.done.clear();
    tab.sign_in(tokens("access-9", "refresh-9"));
    assert!(tab.did("store") < tab.did("emit"));
    assert!(tab.did("post") < tab.did("store"), "word before deed");
    assert!(tab.did("store") < tab.did("release"));
}

#[test]
fn what_a_visitor_was_refused_is_the_callers_to_see_after_the_sign_in() {
    let mut tab = Tab::new();
    tab.send("greeting");
    tab.sign_in(tokens("access-1", "refresh-1"));
    tab.answer("greeting", 401);
    assert_eq!(tab.fate("greeting"), Fate::Answered(401));
}
