//! A refresh that does not succeed (G7, G8).

use super::paper::{
    ENDED, busy, faulty, granted, jwt, longest_pauses, refused, tokens, unavailable,
};
use super::scenario::{Failed, Fate, Tab};
use crate::error::Error;
use crate::session::*;

fn refused_twice(retries: u32) -> Tab {
    let mut tab = Tab::signed_in();
    tab.policy.retries = retries;
    tab.send_all(&["one", "two"]);
    tab.answer_all(&["one", "two"], 401);
    tab
}

#[test]
fn a_status_without_tokens_says_whether_the_session_survives() {
    let unavailable =
        |status| matches!(status, 300..=399 | 408 | 425 | 429 | 502..=504 | 520..=530 | 598 | 599);
    for status in 200..=599 {
        let answer = Answer::without_tokens(status, Some(7));
        let expected = match status {
            _ if unavailable(status) => Answer::Unavailable {
                retry_after: Some(7),
            },
            500.. => Answer::Faulty,
            _ => Answer::Refused,
        };
        assert_eq!(answer, expected, "{status}");
    }
}

#[test]
fn a_refused_refresh_rejects_every_waiter_with_the_one_cause_and_ends_once() {
    let mut tab = refused_twice(2);
    tab.send("three");
    tab.refresh(refused("invalid_grant"));
    for name in ["one", "two", "three"] {
        let failure = Failed {
            error: Error::SessionEnded,
            cause: Some("invalid_grant"),
        };
        assert_eq!(tab.failure(name), failure);
    }
    assert_eq!(tab.store, ENDED);
    assert_eq!(tab.ends, [(EndReason::Refused, 3)]);
    assert_eq!(tab.session.state(), State::Ended);
    assert_eq!(tab.exchanged().len(), 1, "a refusal is not tried again");
}

#[test]
fn tokens_are_cleared_before_anyone_is_told() {
    let mut tab = refused_twice(0);
    tab.lock();
    tab.reply(refused("invalid_grant"));
    tab.done.clear();
    tab.confirm();
    for later in ["emit", "end", "release"] {
        assert!(tab.did("clear") < tab.did(later), "{:?}", tab.done);
    }
    assert!(tab.did("end") < tab.did("release"), "asked first");
}

#[test]
fn nothing_refreshes_after_the_end_until_someone_signs_in() {
    let mut tab = refused_twice(0);
    tab.policy.credential = Credential::External;
    tab.refresh(refused("over"));
    tab.send_and_refuse("later");
    assert_eq!(tab.fate("later"), Fate::Answered(401));
    tab.refresh_now("refresh()");
    assert_eq!(tab.error("refresh()"), Error::SessionEnded);
    assert_eq!((tab.exchanged().len(), tab.ends.len()), (1, 1));
    tab.sign_in(tokens("access-9", "refresh-9"));
    tab.send_and_refuse("again");
    tab.refresh(granted("access-10", None));
    assert_eq!(tab.exchanged()[1..], [Some("refresh-9")]);
}

#[test]
fn a_refusal_that_is_not_about_the_token_reaches_the_caller_and_starts_nothing() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 403);
    assert_eq!(tab.fate("one"), Fate::Answered(403));
    assert!(tab.exchanged().is_empty() && tab.refresh_is_over());
    assert_eq!(tab.session.state(), State::SignedIn);
}

#[test]
fn a_refused_token_without_a_refresh_token_ends_the_session() {
    let mut tab = Tab::with(tokens("access-1", None));
    tab.send_and_refuse("one");
    tab.lock();
    assert_eq!(tab.error("one"), Error::SessionEnded);
    assert_eq!(tab.ends, [(EndReason::NoRefreshToken, 1)]);
    assert_eq!(tab.store, ENDED);
    assert!(tab.exchanged().is_empty() && tab.refresh_is_over());
}

#[test]
fn an_unavailable_refresh_keeps_the_session_and_the_next_refusal_tries_again() {
    let mut tab = refused_twice(0);
    tab.refresh(unavailable("offline"));
    for name in ["one", "two"] {
        let failure = Failed {
            error: Error::RefreshUnavailable,
            cause: Some("offline"),
        };
        assert_eq!(tab.failure(name), failure);
    }
    assert_eq!(tab.store, tokens("access-1", "refresh-1"));
    assert_eq!(tab.session.state(), State::SignedIn);
    assert!(tab.ends.is_empty() && tab.refresh_is_over());
    tab.send_and_refuse("three");
    tab.refresh(granted("access-2", None));
    tab.answer("three", 200);
    assert!(tab.is_answered("three"));
}

#[test]
fn an_unavailable_refresh_is_tried_again_after_growing_pauses() {
    let mut tab = refused_twice(2);
    tab.lock();
    tab.reply(unavailable("503"));
    let first = tab.pause();
    tab.reply(unavailable("503"));
    let second = tab.pause();
    assert_eq!((first, second), (450, 900));
    tab.reply(granted("access-2", None));
    tab.confirm();
    tab.answer_all(&["one", "two"], 200);
    assert_eq!(tab.settled(), 2);
    assert_eq!(tab.exchanged(), [Some("refresh-1"); 3]);
}

#[test]
fn the_retries_are_bounded() {
    let mut tab = refused_twice(1);
    tab.lock();
    tab.reply(unavailable("503"));
    tab.pause();
    tab.reply(unavailable("503"));
    assert!(tab.refresh_is_over());
    assert_eq!(tab.error("one"), Error::RefreshUnavailable);
}

#[test]
fn a_fault_that_persists_counts_as_refused() {
    let mut tab = refused_twice(1);
    tab.lock();
    tab.reply(faulty("500"));
    tab.pause();
    tab.reply(faulty("500 again"));
    tab.confirm();
    assert_eq!(tab.failure("one").cause, Some("500 again"));
    assert_eq!(tab.error("one"), Error::SessionEnded);
    assert_eq!(tab.ends, [(EndReason::Refused, 2)]);
}

#[test]
fn a_fault_that_passes_ends_nothing() {
    let mut tab = refused_twice(1);
    tab.lock();
    tab.reply(faulty("500"));
    tab.pause();
    tab.reply(granted("access-2", None));
    tab.confirm();
    assert!(tab.ends.is_empty());
    assert_eq!(tab.last_sent(), ("two", Some("access-2")));
}

#[test]
fn a_refusal_on_a_second_try_ends_the_session() {
    let mut tab = refused_twice(2);
    tab.lock();
    tab.reply(unavailable("503"));
    tab.pause();
    tab.reply(refused("invalid_grant"));
    tab.confirm();
    assert_eq!(tab.ends, [(EndReason::Refused, 2)]);
}

#[test]
fn a_server_that_names_a_pause_gets_it() {
    let mut tab = refused_twice(2);
    tab.random = 0.999;
    tab.lock();
    for asked in [0, 5_000] {
        tab.reply(busy("429", asked));
        assert_eq!(tab.pause(), asked);
    }
}

#[test]
fn a_server_that_asks_for_too_long_a_pause_is_not_asked_again() {
    let mut tab = refused_twice(2);
    tab.lock();
    tab.reply(busy("429", 5_001));
    assert!(tab.refresh_is_over());
    assert_eq!(tab.error("one"), Error::RefreshUnavailable);
    assert_eq!(tab.store, tokens("access-1", "refresh-1"));
}

#[test]
fn until_retry_after_has_passed_no_request_reaches_the_token_endpoint() {
    const HOUR: u64 = 3_600_000;
    for (asked, honoured) in [(HOUR, HOUR), (1_000 * HOUR, 24 * HOUR)] {
        let mut tab = refused_twice(2);
        tab.refresh(busy("429", asked));
        tab.passes(honoured - 1);
        tab.send_and_refuse("early");
        tab.lock();
        assert!(tab.refresh_is_over());
        let failure = Failed {
            error: Error::RefreshUnavailable,
            cause: Some("429"),
        };
        assert_eq!(tab.failure("early"), failure);
        assert_eq!(tab.exchanged().len(), 1);
        tab.passes(1);
        tab.send_and_refuse("later");
        tab.refresh(granted("access-2", None));
        assert_eq!(tab.exchanged().len(), 2);
    }
}

#[test]
fn a_sign_in_ends_the_pause_that_the_token_endpoint_has_asked_for() {
    let mut tab = refused_twice(0);
    tab.refresh(busy("429", 60_000));
    tab.sign_in(tokens("access-9", "refresh-9"));
    tab.send_and_refuse("one more");
    tab.refresh(granted("access-10", None));
    assert_eq!(tab.exchanged()[1..], [Some("refresh-9")]);
}

#[test]
fn a_refresh_that_may_wait_for_itself_is_not_tried_again() {
    let mut tab = refused_twice(2);
    tab.lock();
    tab.reply(Err((Answer::Pointless, "waits for itself")));
    assert!(tab.refresh_is_over());
    assert_eq!(tab.error("one"), Error::RefreshUnavailable);
    assert_eq!(tab.store, tokens("access-1", "refresh-1"));
}

#[test]
fn a_request_made_while_nobody_was_signed_in_is_not_sent_again_after_a_sign_in() {
    let user = |name| tokens(jwt(name, "ada"), "refresh-1");
    let mut ended = Tab::with(user("access-1"));
    ended.on_end = Some(Choice::Park);
    ended.send_and_refuse("parked");
    ended.refresh(refused("over"));
    let mut signed_out = Tab::with(user("access-1"));
    signed_out.sign_out();
    for mut tab in [ended, signed_out] {
        tab.send("stranger");
        tab.sign_in(user("access-2"));
        tab.answer("stranger", 401);
        assert_eq!(tab.fate("stranger"), Fate::Answered(401));
    }
}

#[test]
fn the_pauses_double_up_to_a_limit() {
    let mut tab = refused_twice(8);
    tab.random = 0.999_999;
    tab.lock();
    let pauses: Vec<u64> = (0..8)
        .map(|_| {
            tab.reply(unavailable("503"));
            tab.pause()
        })
        .collect();
    assert_eq!(
        pauses,
        [599, 1_199, 2_399, 4_799, 4_999, 4_999, 4_999, 4_999]
    );
    assert!(pauses.iter().sum::<u64>() <= longest_pauses(8));
}

#[test]
fn the_pauses_of_many_clients_are_spread_and_none_is_short() {
    let mut tab = refused_twice(1);
    tab.random = 0.0;
    tab.lock();
    tab.reply(unavailable("503"));
    assert_eq!(tab.pause(), 300);
}

#[test]
fn the_longest_pauses_are_those_that_a_server_can_ask_for() {
    assert_eq!(longest_pauses(0), 0);
    assert_eq!(longest_pauses(2), 10_000);
    assert!(longest_pauses(u32::MAX) > 0);
}
