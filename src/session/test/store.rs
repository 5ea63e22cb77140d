//! The store is shared with the application's own code (G4, G17, G19).

use super::scenario::{Fate, Tab, access, grant, tokens};
use crate::error::Error;
use crate::session::*;

#[test]
fn tokens_written_by_the_application_are_seen_by_the_next_request() {
    let mut tab = Tab::new();
    tab.send("before");
    tab.store = tokens("access-1", "refresh-1");
    tab.send("after");
    let carried: Vec<_> = tab.sent.iter().map(|(_, token)| token.as_deref()).collect();
    assert_eq!(carried, [None, Some("access-1")]);
    assert_eq!(tab.events, [Event::SignedIn]);
}

#[test]
fn tokens_removed_by_the_application_are_seen_by_the_next_request() {
    let mut tab = Tab::signed_in();
    tab.send("before");
    tab.store = Tokens::default();
    tab.send("after");
    assert_eq!(tab.sent.last(), Some(&("after", None)));
    assert_eq!(tab.events, [Event::SignedIn, Event::SignedOut]);
    tab.answer("before", 401);
    assert_eq!(tab.error("before"), Error::SessionEnded);
}

#[test]
fn a_token_replaced_by_the_application_is_used_instead_of_a_refresh() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.store = tokens("access-7", "refresh-7");
    tab.answer("one", 401);
    assert_eq!(tab.sent.last(), Some(&("one", Some("access-7".into()))));
    assert!(tab.refresh_is_over());
}

#[test]
fn a_token_that_appears_before_the_exchange_is_adopted() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.store = tokens("access-2", "refresh-2");
    tab.open();
    assert!(tab.exchanged.is_empty());
    assert_eq!(tab.sent.last(), Some(&("one", Some("access-2".into()))));
    assert!(tab.events.contains(&Event::Refreshed { by: By::OtherTab }));
}

#[test]
fn tokens_written_during_the_exchange_outlive_its_answer() {
    for answer in [
        Answer::Granted(grant("access-2", Some("refresh-2"))),
        Answer::Refused("spent by another"),
    ] {
        let mut tab = Tab::signed_in();
        tab.send("one");
        tab.answer("one", 401);
        tab.open();
        tab.store = tokens("access-3", "refresh-3");
        tab.reply(answer);
        tab.confirm();
        assert_eq!(tab.store, tokens("access-3", "refresh-3"));
        assert_eq!(tab.sent.last(), Some(&("one", Some("access-3".into()))));
        assert!(tab.ends.is_empty());
    }
}

#[test]
fn tokens_removed_during_the_exchange_stay_removed() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.open();
    tab.store = Tokens::default();
    tab.reply(Answer::Granted(grant("access-2", Some("refresh-2"))));
    tab.confirm();
    assert_eq!(tab.store, Tokens::default());
    assert_eq!(tab.error("one"), Error::SessionEnded);
    assert_eq!(tab.session.state(), State::SignedOut);
}

#[test]
fn a_reply_without_a_refresh_token_keeps_the_old_one() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.refresh(Answer::Granted(grant("access-2", None)));
    assert_eq!(tab.store, tokens("access-2", "refresh-1"));
}

#[test]
fn a_rotated_refresh_token_is_stored_before_anyone_is_told() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.open();
    let Step::Exchange(exchanging) = tab.abandon() else {
        panic!("not at the token endpoint");
    };
    let answer = Answer::Granted(grant("access-2", Some("refresh-2")));
    let Step::ReadAgain(confirming) = exchanging.answered(&mut tab.session, answer, 0.0) else {
        panic!("no answer");
    };
    let done = confirming.stored(&mut tab.session, tab.store.clone(), tab.now);
    assert_eq!(done, Step::Done);
    let first = tab.session.poll();
    assert_eq!(first, Some(Effect::Store(tokens("access-2", "refresh-2"))));
}

#[test]
fn a_removed_access_token_is_bought_again_while_the_refresh_token_is_there() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 200);
    tab.store.access = None;
    tab.send("two");
    tab.refresh(Answer::Granted(grant("access-2", None)));
    tab.answer("two", 200);
    assert_eq!(tab.fate("two"), Fate::Answered(200));
    assert_eq!(tab.store.access, Some(access("access-2")));
}
