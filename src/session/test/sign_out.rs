//! Sign-out and sign-in at any moment (G9, G10).

use super::scenario::{Fate, Tab, grant, tokens};
use crate::error::Error;
use crate::session::*;

#[test]
fn sign_out_during_refresh_wins() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.open();
    tab.sign_out();
    assert_eq!(tab.error("one"), Error::SessionEnded);
    tab.reply(Answer::Granted(grant("access-2", Some("refresh-2"))));
    assert!(tab.refresh_is_over());
    assert_eq!(tab.store, Tokens::default());
    assert_eq!(tab.session.state(), State::SignedOut);
    assert_eq!(tab.settled(), 1);
}

#[test]
fn sign_out_between_the_answer_and_its_confirmation_wins() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.open();
    tab.reply(Answer::Granted(grant("access-2", Some("refresh-2"))));
    tab.sign_out();
    tab.confirm();
    assert_eq!(tab.store, Tokens::default());
    assert_eq!(tab.session.state(), State::SignedOut);
}

#[test]
fn sign_out_before_the_refresh_has_read_the_store_stops_it() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.sign_out();
    tab.open();
    assert!(tab.exchanged.is_empty());
}

#[test]
fn signing_out_does_not_redirect() {
    let mut tab = Tab::signed_in();
    tab.sign_out();
    assert!(tab.ends.is_empty());
}

#[test]
fn nothing_refreshes_after_a_sign_out_even_with_a_cookie() {
    let mut tab = Tab::signed_in();
    tab.policy.means = Means::Ambient;
    tab.send("before");
    tab.sign_out();
    tab.send("after");
    assert_eq!(tab.sent.last(), Some(&("after", None)));
    tab.answer("after", 401);
    assert_eq!(tab.fate("after"), Fate::Answered(401));
    tab.answer("before", 401);
    assert_eq!(tab.error("before"), Error::SessionEnded);
    assert!(tab.refresh_is_over());
}

#[test]
fn a_new_sign_in_drops_the_old_refresh_and_its_waiters() {
    let mut tab = Tab::signed_in();
    tab.send("a_post");
    tab.answer("a_post", 401);
    tab.open();
    tab.sign_in(grant("bob-1", Some("bob-r1")));
    assert_eq!(tab.error("a_post"), Error::SessionChanged);
    tab.reply(Answer::Granted(grant("alice-2", Some("alice-r2"))));
    assert!(tab.refresh_is_over());
    assert_eq!(tab.store, tokens("bob-1", "bob-r1"));
}

#[test]
fn a_refresh_of_the_new_session_is_not_settled_by_the_old_answer() {
    let mut tab = Tab::signed_in();
    tab.send("old");
    tab.answer("old", 401);
    tab.open();
    let Step::Exchange(stale) = tab.abandon() else {
        panic!("not at the token endpoint");
    };
    tab.sign_in(grant("bob-1", Some("bob-r1")));
    tab.send("new");
    tab.answer("new", 401);
    tab.open();
    let late = Answer::Granted(grant("alice-2", Some("alice-r2")));
    assert_eq!(stale.answered(&mut tab.session, late, 0.5), Step::Done);
    assert!(tab.is_waiting("new"));
    tab.reply(Answer::Granted(grant("bob-2", Some("bob-r2"))));
    tab.confirm();
    assert_eq!(tab.sent.last(), Some(&("new", Some("bob-2".into()))));
}

#[test]
fn a_refusal_from_before_another_user_signed_in_is_never_sent_as_that_user() {
    let mut tab = Tab::signed_in();
    tab.send("a_post");
    tab.sign_in(grant("bob-1", Some("bob-r1")));
    tab.answer("a_post", 401);
    assert_eq!(tab.error("a_post"), Error::SessionChanged);
    assert_eq!(tab.sent_names(), ["a_post"]);
}

#[test]
fn a_waiter_that_wakes_after_another_user_signed_in_is_not_sent() {
    let mut session: Session<&str, &str> = Session::default();
    let Admission::Send(stamp) = session.admit(None, true, || false) else {
        panic!("nothing to wait for");
    };
    session.sign_in(grant("bob-1", None));
    assert_eq!(session.resume(stamp), Err(Error::SessionChanged.into()));
    session.sign_out();
    assert_eq!(session.resume(stamp), Err(Error::SessionEnded.into()));
}

#[test]
fn a_sign_in_without_a_refresh_token_leaves_none_of_the_former_user() {
    let mut tab = Tab::signed_in();
    tab.sign_in(grant("bob-1", None));
    assert_eq!(tab.store.refresh, None);
}
