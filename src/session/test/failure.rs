//! A refresh that does not succeed (G7, G8).

use super::scenario::{Fate, Tab, grant, tokens};
use crate::error::Error;
use crate::session::*;

fn refused_once() -> Tab {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.send("two");
    tab.answer("one", 401);
    tab.answer("two", 401);
    tab
}

#[test]
fn a_refused_refresh_rejects_every_waiter_with_the_one_cause_and_ends_once() {
    let mut tab = refused_once();
    tab.send("three");
    tab.refresh(Answer::Refused("invalid_grant"));
    for name in ["one", "two", "three"] {
        let failure = Failure {
            error: Error::SessionEnded,
            cause: Some("invalid_grant"),
        };
        assert_eq!(tab.fate(name), Fate::Failed(failure));
    }
    assert_eq!(tab.store, Tokens::default());
    assert_eq!(tab.ends, [(EndReason::Refused, 3)]);
    assert_eq!(tab.session.state(), State::Ended);
}

#[test]
fn tokens_are_cleared_before_anyone_is_told() {
    let mut session: Session<&str, &str> = Session::default();
    let stored = tokens("access-1", "refresh-1");
    session.observe(stored.access.clone(), || true);
    let Ok((_, Some(Step::ReadStore(opening)))) = session.demand(&stored, Means::Token) else {
        panic!("no refresh");
    };
    session.wait("waiter");
    while session.poll().is_some() {}
    let policy = Policy {
        means: Means::Token,
        retries: 0,
    };
    let Step::Exchange(exchanging) = opening.stored(&mut session, stored.clone(), policy) else {
        panic!("no exchange");
    };
    let Step::ReadAgain(confirming) = exchanging.answered(&mut session, Answer::Refused("no"), 0.0)
    else {
        panic!("no answer");
    };
    while session.poll().is_some() {}
    let done = confirming.stored(&mut session, stored, Timestamp(0));
    assert_eq!(done, Step::Done);
    let effects: Vec<_> = std::iter::from_fn(|| session.poll()).collect();
    assert!(matches!(effects[0], Effect::Clear), "{effects:?}");
    assert!(
        matches!(effects.last(), Some(Effect::End { .. })),
        "{effects:?}"
    );
}

#[test]
fn nothing_refreshes_after_the_end_until_someone_signs_in() {
    let mut tab = refused_once();
    tab.policy.means = Means::Ambient;
    tab.refresh(Answer::Refused("over"));
    tab.send("later");
    tab.answer("later", 401);
    assert_eq!(tab.fate("later"), Fate::Answered(401));
    assert_eq!((tab.exchanged.len(), tab.ends.len()), (1, 1));
    tab.sign_in(grant("access-9", Some("refresh-9")));
    tab.send("again");
    tab.answer("again", 401);
    tab.refresh(Answer::Granted(grant("access-10", None)));
    assert_eq!(tab.exchanged.last(), Some(&Some("refresh-9".into())));
}

#[test]
fn a_refused_token_without_a_refresh_token_ends_the_session() {
    let mut tab = Tab::signed_in();
    tab.store.refresh = None;
    tab.send("one");
    tab.answer("one", 401);
    tab.open();
    assert_eq!(tab.error("one"), Error::SessionEnded);
    assert_eq!(tab.ends, [(EndReason::NoRefreshToken, 1)]);
    assert!(tab.exchanged.is_empty());
}

#[test]
fn an_unavailable_refresh_keeps_the_session_and_the_next_refusal_tries_again() {
    let mut tab = refused_once();
    tab.open();
    tab.reply(Answer::Unavailable("offline"));
    for name in ["one", "two"] {
        assert_eq!(tab.error(name), Error::RefreshUnavailable);
    }
    assert_eq!(tab.store, tokens("access-1", "refresh-1"));
    assert_eq!(tab.session.state(), State::SignedIn);
    assert!(tab.ends.is_empty() && tab.refresh_is_over());
    tab.send("three");
    tab.answer("three", 401);
    tab.refresh(Answer::Granted(grant("access-2", None)));
    tab.answer("three", 200);
    assert_eq!(tab.fate("three"), Fate::Answered(200));
}

#[test]
fn an_unavailable_refresh_is_tried_again_after_growing_pauses() {
    let mut tab = refused_once();
    tab.policy.retries = 2;
    tab.open();
    tab.reply(Answer::Unavailable("503"));
    let first = tab.pause();
    tab.reply(Answer::Unavailable("503"));
    let second = tab.pause();
    assert_eq!((first, second), (150, 300));
    tab.reply(Answer::Granted(grant("access-2", None)));
    tab.confirm();
    tab.answer_all(&["one", "two"], 200);
    assert_eq!(tab.settled(), 2);
}

#[test]
fn the_retries_are_bounded() {
    let mut tab = refused_once();
    tab.policy.retries = 1;
    tab.open();
    tab.reply(Answer::Unavailable("503"));
    tab.pause();
    tab.reply(Answer::Unavailable("503"));
    assert!(tab.refresh_is_over());
    assert_eq!(tab.error("one"), Error::RefreshUnavailable);
}

#[test]
fn a_fault_that_persists_counts_as_refused() {
    let mut tab = refused_once();
    tab.policy.retries = 1;
    tab.open();
    tab.reply(Answer::Faulty("500"));
    tab.pause();
    tab.reply(Answer::Faulty("500"));
    tab.confirm();
    assert_eq!(tab.error("one"), Error::SessionEnded);
    assert_eq!(tab.ends, [(EndReason::Refused, 2)]);
}

#[test]
fn the_pauses_double_up_to_a_limit() {
    assert_eq!(longest_pauses(0), 0);
    assert_eq!(longest_pauses(2), 900);
    assert_eq!(
        longest_pauses(100),
        300 + 600 + 1_200 + 2_400 + 4_800 + 9_600 + 94 * 10_000
    );
}
