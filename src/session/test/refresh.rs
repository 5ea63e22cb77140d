//! One refresh, shared by all requests that need it (G1, G2, G3, G6, G11).

use super::paper::{granted, tokens, unavailable};
use super::scenario::{Fate, Tab};
use crate::error::Error;
use crate::session::*;

const THREE: [&str; 3] = ["one", "two", "three"];

#[test]
fn many_refusals_share_one_refresh() {
    let mut tab = Tab::signed_in();
    tab.send_all(&THREE);
    tab.answer_all(&THREE, 401);
    tab.refresh(granted("access-2", "refresh-2"));
    tab.answer_all(&THREE, 200);
    assert_eq!(tab.exchanged(), [Some("refresh-1")]);
    assert_eq!(tab.settled(), 3);
    assert!(THREE.iter().all(|name| tab.is_answered(name)));
}

#[test]
fn a_late_refusal_is_retried_without_another_refresh() {
    let mut tab = Tab::signed_in();
    tab.send_all(&["early", "late"]);
    tab.answer("early", 401);
    tab.refresh(granted("access-2", None));
    tab.answer("late", 401);
    assert!(tab.refresh_is_over());
    assert_eq!(tab.last_sent(), ("late", Some("access-2")));
    tab.answer("late", 200);
    assert!(tab.is_answered("late"));
    assert_eq!(tab.exchanged().len(), 1);
}

#[test]
fn a_refusal_that_comes_while_the_refresh_runs_joins_it() {
    let mut tab = Tab::signed_in();
    tab.send_all(&["early", "late"]);
    tab.answer("early", 401);
    tab.lock();
    tab.answer("late", 401);
    tab.reply(granted("access-2", None));
    tab.confirm();
    assert_eq!(tab.sent_names(), ["early", "late", "early", "late"]);
    assert_eq!(tab.exchanged().len(), 1);
}

#[test]
fn requests_made_during_a_refresh_wait_and_leave_once_in_order() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.lock();
    tab.send_all(&["two", "three"]);
    assert!(tab.is_waiting("two") && tab.is_waiting("three"));
    tab.reply(granted("access-2", None));
    tab.confirm();
    assert_eq!(tab.sent_names(), ["one", "one", "two", "three"]);
    for (_, token) in &tab.sent[1..] {
        assert_eq!(*token, Some("access-2"));
    }
}

#[test]
fn requests_wait_at_every_step_of_the_walk() {
    let mut tab = Tab::signed_in();
    tab.policy.retries = 1;
    tab.send_and_refuse("starter");
    tab.send("at the lock");
    tab.lock();
    tab.send("at the exchange");
    tab.reply(unavailable("503"));
    tab.send("at the pause");
    tab.pause();
    tab.reply(granted("access-2", None));
    tab.send("at the look");
    let names = [
        "at the lock",
        "at the exchange",
        "at the pause",
        "at the look",
    ];
    assert!(names.iter().all(|name| tab.is_waiting(name)));
    tab.confirm();
    assert_eq!(tab.sent_names()[2..], names);
}

#[test]
fn those_who_waited_do_not_wait_for_the_announcement() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.lock();
    tab.reply(granted("access-2", None));
    tab.confirm();
    assert_eq!(tab.last_sent(), ("one", Some("access-2")));
    assert!(matches!(
        tab.step(),
        Some(Command::AnnounceExchanged { .. })
    ));
    tab.send("two");
    assert_eq!(tab.last_sent(), ("two", Some("access-2")));
}

#[test]
fn a_request_that_does_not_hold_goes_out_during_a_refresh() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.send_held("notice", Hold::Never);
    assert_eq!(tab.sent_names(), ["one", "notice"]);
}

#[test]
fn the_queue_is_told_to_listeners_as_it_grows_and_drains() {
    let mut tab = Tab::signed_in();
    tab.send_all(&["one", "two"]);
    tab.answer_all(&["one", "two"], 401);
    tab.refresh(granted("access-2", None));
    let refused = Event::Refused { status: 401 };
    assert_eq!(
        tab.events,
        [
            Event::SignedIn,
            refused,
            Event::Waiting { waiting: 1 },
            refused,
            Event::Waiting { waiting: 2 },
            Event::RefreshStarted,
            Event::Refreshed { by: By::ThisTab },
            Event::Waiting { waiting: 0 },
            Event::Retried,
            Event::Retried,
        ]
    );
}

#[test]
fn the_state_follows_the_refresh() {
    let mut tab = Tab::new();
    assert_eq!(tab.session.state(), State::SignedOut);
    tab.sign_in(tokens("access-1", "refresh-1"));
    assert_eq!(tab.session.state(), State::SignedIn);
    tab.send_and_refuse("one");
    assert_eq!(tab.session.state(), State::Refreshing);
    tab.refresh(granted("access-2", None));
    assert_eq!(tab.session.state(), State::SignedIn);
}

#[test]
fn an_aborted_waiter_leaves_the_refresh_running() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("starter");
    tab.lock();
    tab.send("other");
    tab.abort("starter");
    tab.reply(granted("access-2", None));
    tab.confirm();
    assert_eq!(tab.sent_names(), ["starter", "other"]);
    assert_eq!(tab.store, tokens("access-2", "refresh-1"));
}

#[test]
fn a_refresh_that_nobody_waits_for_any_more_is_stored_all_the_same() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("only");
    tab.lock();
    tab.abort("only");
    tab.reply(granted("access-2", "refresh-2"));
    tab.confirm();
    assert_eq!(tab.store, tokens("access-2", "refresh-2"));
}

#[test]
fn a_waiter_whose_deadline_has_come_is_rejected_and_the_refresh_goes_on() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.lock();
    tab.time_out("one");
    assert_eq!(tab.error("one"), Error::WaiterTimeout);
    tab.reply(granted("access-2", None));
    tab.confirm();
    assert_eq!(tab.settled(), 1);
    assert_eq!(tab.session.state(), State::SignedIn);
}

#[test]
fn a_deadline_that_comes_after_the_waiter_has_left_is_nobodys() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    let Fate::Waiting(id, _) = tab.fate("one") else {
        panic!("it waits");
    };
    tab.refresh(granted("access-2", None));
    tab.session.time_out(id);
    tab.session.abort(id);
    assert_eq!(tab.session.poll(), None);
}

#[test]
fn a_demand_joins_the_refresh_in_flight() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.lock();
    tab.refresh_now("refresh()");
    tab.reply(granted("access-2", None));
    tab.confirm();
    assert_eq!(tab.fate("refresh()"), Fate::Refreshed);
    assert_eq!(tab.exchanged().len(), 1);
}

#[test]
fn a_demand_refreshes_a_token_that_nobody_has_refused() {
    let mut tab = Tab::signed_in();
    tab.refresh_now("refresh()");
    tab.refresh(granted("access-2", None));
    assert_eq!(tab.fate("refresh()"), Fate::Refreshed);
}

#[test]
fn a_demand_with_a_refresh_token_alone_buys_an_access_token() {
    let mut tab = Tab::signed_in();
    tab.store.access = None;
    tab.refresh_now("one");
    tab.refresh(granted("access-2", None));
    assert_eq!(tab.fate("one"), Fate::Refreshed);
}

#[test]
fn a_demand_without_a_session_is_an_error() {
    let mut tab = Tab::new();
    tab.refresh_now("a visitor's");
    assert_eq!(tab.error("a visitor's"), Error::SessionEnded);
    tab.sign_out();
    tab.policy.credential = Credential::External;
    tab.refresh_now("after the sign-out");
    assert_eq!(tab.error("after the sign-out"), Error::SessionEnded);
    assert!(tab.refresh_is_over());
}

#[test]
fn a_stored_refresh_token_without_an_access_token_is_spent_before_the_first_request() {
    let mut tab = Tab::signed_in();
    tab.store.access = None;
    tab.send("one");
    tab.refresh(granted("access-2", None));
    assert_eq!(tab.sent, [("one", Some("access-2"))]);
}

#[test]
fn without_a_refresh_token_in_sight_a_cookie_is_tried_after_the_refusal() {
    let mut tab = Tab::new();
    tab.policy.credential = Credential::External;
    tab.send_and_refuse("one");
    tab.refresh(granted("access-1", None));
    tab.answer("one", 200);
    assert_eq!(tab.exchanged(), [None]);
    assert!(tab.is_answered("one"));
}

#[test]
fn a_refusal_of_a_visitor_is_the_callers_to_see() {
    let mut tab = Tab::new();
    tab.send_and_refuse("login");
    assert_eq!(tab.fate("login"), Fate::Answered(401));
    assert!(tab.ends.is_empty());
}
