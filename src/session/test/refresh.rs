//! One refresh, shared by all who need it (G1, G2, G3, G5, G6, G11).

use super::scenario::{Fate, Tab, grant};
use crate::error::Error;
use crate::session::*;

const THREE: [&str; 3] = ["one", "two", "three"];

fn burst(tab: &mut Tab) {
    for name in THREE {
        tab.send(name);
    }
}

#[test]
fn many_refusals_share_one_refresh() {
    let mut tab = Tab::signed_in();
    burst(&mut tab);
    tab.answer_all(&THREE, 401);
    tab.refresh(Answer::Granted(grant("access-2", Some("refresh-2"))));
    tab.answer_all(&THREE, 200);
    assert_eq!(tab.exchanged, [Some("refresh-1".into())]);
    assert_eq!(tab.settled(), 3);
    for name in THREE {
        assert_eq!(tab.fate(name), Fate::Answered(200));
    }
}

#[test]
fn a_late_refusal_is_retried_without_another_refresh() {
    let mut tab = Tab::signed_in();
    tab.send("early");
    tab.send("late");
    tab.answer("early", 401);
    tab.refresh(Answer::Granted(grant("access-2", None)));
    tab.answer("late", 401);
    assert!(tab.refresh_is_over());
    assert_eq!(tab.sent.last(), Some(&("late", Some("access-2".into()))));
    tab.answer("late", 200);
    assert_eq!(tab.fate("late"), Fate::Answered(200));
    assert_eq!(tab.exchanged.len(), 1);
}

#[test]
fn requests_made_during_a_refresh_wait_and_leave_once_in_order() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.open();
    tab.send("two");
    tab.send("three");
    assert!(tab.is_waiting("two") && tab.is_waiting("three"));
    tab.reply(Answer::Granted(grant("access-2", None)));
    tab.confirm();
    assert_eq!(tab.sent_names(), ["one", "one", "two", "three"]);
    for (_, token) in &tab.sent[1..] {
        assert_eq!(token.as_deref(), Some("access-2"));
    }
}

#[test]
fn a_request_that_does_not_hold_goes_out_during_a_refresh() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.send_held("beacon", false);
    assert_eq!(tab.sent_names(), ["one", "beacon"]);
}

#[test]
fn the_queue_is_told_to_listeners_as_it_grows_and_drains() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.send("two");
    tab.answer_all(&["one", "two"], 401);
    tab.refresh(Answer::Granted(grant("access-2", None)));
    let refused = Event::Refused { status: 401 };
    assert_eq!(
        tab.events,
        [
            Event::SignedIn,
            refused.clone(),
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
fn a_request_is_sent_at_most_twice_and_a_fresh_token_that_is_refused_is_a_loop() {
    let mut tab = Tab::signed_in();
    burst(&mut tab);
    tab.answer_all(&THREE, 401);
    tab.refresh(Answer::Granted(grant("access-2", Some("refresh-2"))));
    tab.answer_all(&THREE, 401);
    for name in THREE {
        assert_eq!(tab.error(name), Error::RefreshLoop);
    }
    assert_eq!(tab.sent.len(), 6);
    assert_eq!(tab.exchanged.len(), 1);
}

#[test]
fn a_server_that_refuses_every_fresh_token_costs_two_refreshes_at_most() {
    let mut tab = Tab::signed_in();
    let names = ["a", "b", "c", "d", "e", "f"];
    for name in names {
        tab.send(name);
        tab.answer(name, 401);
        if !tab.refresh_is_over() {
            tab.refresh(Answer::Granted(grant(name, None)));
            tab.answer(name, 401);
        }
        assert_eq!(tab.error(name), Error::RefreshLoop);
    }
    assert_eq!(tab.exchanged.len(), 2);
}

#[test]
fn an_address_that_refuses_a_token_which_others_accept_refreshes_once() {
    let mut tab = Tab::signed_in();
    tab.send("forbidden");
    tab.answer("forbidden", 401);
    tab.refresh(Answer::Granted(grant("access-2", None)));
    tab.answer("forbidden", 401);
    for _ in 0..5 {
        tab.send("me");
        tab.answer("me", 200);
        tab.send("forbidden");
        tab.answer("forbidden", 401);
        assert_eq!(tab.error("forbidden"), Error::RefreshLoop);
    }
    assert_eq!(tab.exchanged.len(), 1);
    tab.send("me");
    tab.answer("me", 401);
    tab.refresh(Answer::Granted(grant("access-3", None)));
    tab.answer("me", 200);
    assert_eq!(tab.fate("me"), Fate::Answered(200));
}

#[test]
fn after_the_cooldown_a_denied_address_may_refresh_again() {
    let mut tab = Tab::signed_in();
    for round in 1..=2 {
        tab.send("only");
        tab.answer("only", 401);
        tab.refresh(Answer::Granted(grant(&format!("again-{round}"), None)));
        tab.answer("only", 401);
        assert_eq!(tab.error("only"), Error::RefreshLoop);
        tab.now = tab.now.after(DENIAL_COOLDOWN_MS);
    }
    assert_eq!(tab.exchanged.len(), 2);
}

#[test]
fn ten_expiries_in_a_row_are_ten_refreshes() {
    let mut tab = Tab::signed_in();
    for token in ["b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] {
        tab.send("me");
        tab.answer("me", 401);
        tab.refresh(Answer::Granted(grant(token, None)));
        tab.answer("me", 200);
        assert_eq!(tab.fate("me"), Fate::Answered(200));
    }
    assert_eq!(tab.exchanged.len(), 10);
}

#[test]
fn an_aborted_waiter_leaves_the_refresh_running() {
    let mut tab = Tab::signed_in();
    tab.send("starter");
    tab.answer("starter", 401);
    tab.open();
    tab.send("other");
    tab.abort("starter");
    tab.reply(Answer::Granted(grant("access-2", None)));
    tab.confirm();
    assert_eq!(tab.sent_names(), ["starter", "other"]);
    assert_eq!(tab.store.access, Some(super::scenario::access("access-2")));
}

#[test]
fn a_waiter_whose_deadline_has_come_is_rejected_and_the_refresh_goes_on() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    tab.open();
    tab.time_out("one");
    assert_eq!(tab.error("one"), Error::WaiterTimeout);
    tab.reply(Answer::Granted(grant("access-2", None)));
    tab.confirm();
    assert_eq!(tab.settled(), 1);
    assert_eq!(tab.session.state(), State::SignedIn);
}

#[test]
fn a_demand_joins_the_refresh_in_flight() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.answer("one", 401);
    let store = tab.store.clone();
    let demanded = tab.session.demand(&store, Means::Token);
    assert!(matches!(demanded, Ok((_, None))), "{demanded:?}");
}

#[test]
fn a_demand_without_a_session_is_an_error() {
    let mut tab = Tab::new();
    let nothing = Tokens::default();
    let refused = tab.session.demand(&nothing, Means::Token);
    assert_eq!(refused, Err(Error::SessionEnded.into()));
    tab.sign_out();
    let refused = tab.session.demand(&nothing, Means::Ambient);
    assert_eq!(refused, Err(Error::SessionEnded.into()));
}

#[test]
fn a_stored_refresh_token_without_an_access_token_is_spent_before_the_first_request() {
    let mut tab = Tab::signed_in();
    tab.store.access = None;
    tab.send("one");
    tab.refresh(Answer::Granted(grant("access-2", None)));
    assert_eq!(tab.sent, [("one", Some("access-2".into()))]);
}

#[test]
fn without_a_refresh_token_in_sight_a_cookie_is_tried_after_the_refusal() {
    let mut tab = Tab::new();
    tab.policy.means = Means::Ambient;
    tab.send("one");
    tab.answer("one", 401);
    tab.refresh(Answer::Granted(grant("access-1", None)));
    tab.answer("one", 200);
    assert_eq!(tab.exchanged, [None]);
    assert_eq!(tab.fate("one"), Fate::Answered(200));
}

#[test]
fn a_refusal_of_a_visitor_is_the_callers_to_see() {
    let mut tab = Tab::new();
    tab.send("login");
    tab.answer("login", 401);
    assert_eq!(tab.fate("login"), Fate::Answered(401));
    assert!(tab.ends.is_empty());
}
