//! Several tabs of one session: the lock, the store that lags behind, and the messages (G2, G4, G9, G10).

use super::paper::{ENDED, NOTHING, Tokens, granted, jwt, refused, tokens, unavailable};
use super::scenario::{Fate, Tab};
use super::world::World;
use crate::error::Error;
use crate::session::*;

fn two() -> [Tab; 2] {
    World::tabs(tokens("access-1", "refresh-1"))
}

/// The left one has refreshed; the right one, which was refused as well, does not see that yet.
fn right_lags_behind() -> [Tab; 2] {
    let [mut left, mut right] = two();
    left.send_and_refuse("one");
    right.send_and_refuse("one");
    left.refresh(granted("access-2", "refresh-2"));
    [left, right]
}

/// The write and the message of another tab, in every order.
const ORDERS: [fn(&mut Tab); 2] = [
    |tab| {
        tab.sees();
        tab.receives();
    },
    |tab| {
        tab.receives();
        tab.sees();
    },
];

// One refresh.

#[test]
fn a_token_that_another_tab_has_stored_is_adopted_under_the_lock() {
    let [_left, mut right] = right_lags_behind();
    right.sees_quietly();
    right.lock();
    assert_eq!(right.last_sent(), ("one", Some("access-2")));
    assert!(right.refresh_is_over());
    assert_eq!(right.exchanged().len(), 1);
    assert_eq!(right.events.last(), Some(&Event::Retried));
}

#[test]
fn a_token_that_another_tab_has_stored_ends_the_wait_for_the_lock() {
    let [_left, mut right] = right_lags_behind();
    right.sees();
    assert_eq!(right.last_sent(), ("one", Some("access-2")));
    assert!(
        right
            .events
            .contains(&Event::Refreshed { by: By::OtherTab })
    );
    right.lock();
    assert!(right.refresh_is_over());
    assert_eq!(right.exchanged().len(), 1);
}

#[test]
fn a_tab_whose_store_lags_behind_never_exchanges_what_it_shows() {
    let [_left, mut right] = right_lags_behind();
    right.lock();
    assert!(matches!(right.step(), Some(Command::AwaitStore { .. })));
    assert!(right.is_waiting("one"));
    right.sees();
    assert_eq!(right.last_sent(), ("one", Some("access-2")));
    right.awaited();
    assert!(right.refresh_is_over());
    assert_eq!(right.exchanged().len(), 1);
}

#[test]
fn a_store_that_never_catches_up_costs_the_refresh_and_not_the_session() {
    let [_left, mut right] = right_lags_behind();
    right.lock();
    right.awaited();
    assert_eq!(right.error("one"), Error::RefreshUnavailable);
    assert_eq!(right.exchanged().len(), 1);
    assert!(right.ends.is_empty());
    assert_eq!(right.session.state(), State::SignedIn);
    assert!(right.refresh_is_over());
    right.sees();
    right.send("two");
    assert_eq!(right.last_sent(), ("two", Some("access-2")));
}

#[test]
fn ten_expiries_in_a_row_in_three_tabs_never_spend_a_token_twice() {
    let bought = [
        ("a2", "r2"),
        ("a3", "r3"),
        ("a4", "r4"),
        ("a5", "r5"),
        ("a6", "r6"),
        ("a7", "r7"),
        ("a8", "r8"),
        ("a9", "r9"),
        ("a10", "r10"),
        ("a11", "r11"),
    ];
    let mut tabs: [Tab; 3] = World::tabs(tokens("access-1", "refresh-1"));
    for (turn, (access, refresh)) in bought.into_iter().enumerate() {
        tabs.iter_mut().for_each(|tab| tab.send_and_refuse("poll"));
        let first = turn % tabs.len();
        tabs[first].refresh(granted(access, refresh));
        for other in [1, 2].map(|step| (first + step) % 3) {
            tabs[other].lock();
            tabs[other].catches_up();
            tabs[other].awaited();
        }
        for tab in &mut tabs {
            assert_eq!(tab.last_sent(), ("poll", Some(access)));
            tab.answer("poll", 200);
        }
    }
    assert_eq!(tabs[0].exchanged().len(), bought.len());
}

#[test]
fn a_late_refusal_in_a_tab_that_has_adopted_is_retried_without_a_refresh() {
    let [mut left, mut right] = two();
    right.send("late");
    left.send_and_refuse("one");
    left.refresh(granted("access-2", "refresh-2"));
    right.sees();
    right.answer("late", 401);
    assert_eq!(right.last_sent(), ("late", Some("access-2")));
    assert!(right.refresh_is_over());
}

#[test]
fn a_refresh_that_failed_in_one_tab_is_tried_in_the_next() {
    let [mut left, mut right] = two();
    left.send_and_refuse("one");
    right.send_and_refuse("one");
    left.refresh(unavailable("offline"));
    right.lock();
    right.reply(granted("access-2", "refresh-2"));
    right.confirm();
    assert_eq!(right.last_sent(), ("one", Some("access-2")));
    right.announce();
    left.sees();
    left.send("two");
    assert_eq!(left.last_sent(), ("two", Some("access-2")));
}

#[test]
fn a_reply_without_a_refresh_token_can_be_followed_by_another_tabs_refresh() {
    let [mut left, mut right] = two();
    left.send_and_refuse("one");
    left.refresh(granted("access-2", None));
    right.sees();
    right.send_and_refuse("two");
    right.refresh(granted("access-3", None));
    assert_eq!(right.last_sent(), ("two", Some("access-3")));
    assert_eq!(right.exchanged(), [Some("refresh-1"); 2]);
}

#[test]
fn a_session_that_ends_in_one_tab_ends_in_the_others() {
    for arrives in ORDERS {
        let [mut left, mut right] = two();
        left.send_and_refuse("one");
        right.send_and_refuse("one");
        left.refresh(refused("invalid_grant"));
        arrives(&mut right);
        assert_eq!(right.error("one"), Error::SessionEnded);
        assert_eq!(right.ends, [(EndReason::Refused, 1)]);
        assert_eq!(right.session.state(), State::Ended);
        right.lock();
        assert!(right.refresh_is_over());
        assert_eq!((right.exchanged().len(), right.store), (1, ENDED));
    }
}

#[test]
fn an_end_is_one_as_soon_as_its_first_traces_show() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    let (_, access) = tab.last_sent();
    tab.store = Tokens {
        ended: true,
        ..tokens(access.expect("signed in"), None)
    };
    tab.lock();
    assert_eq!(tab.ends, [(EndReason::Refused, 1)]);
    assert!(tab.exchanged().is_empty());
    tab.store = ENDED;
    tab.send("two");
    assert_eq!(tab.session.state(), State::Ended);
    assert_eq!(tab.ends.len(), 1);
}

#[test]
fn the_word_of_a_former_end_says_nothing_of_tokens_that_the_application_has_stored() {
    let mut tab = Tab::with(ENDED);
    tab.store = Tokens {
        ended: true,
        ..tokens("access-2", "refresh-2")
    };
    tab.send_and_refuse("one");
    tab.refresh(granted("access-3", None));
    assert_eq!(tab.last_sent(), ("one", Some("access-3")));
    assert!(tab.ends.is_empty());
}

#[test]
fn a_request_that_looks_first_sees_an_end_for_what_it_is() {
    let [mut left, mut right] = two();
    left.send_and_refuse("one");
    left.refresh(refused("invalid_grant"));
    right.sees_quietly();
    right.catches_up();
    assert_eq!(right.ends, [(EndReason::Refused, 0)]);
    assert!(!right.events.contains(&Event::SignedOut));
}

#[test]
fn what_waits_for_a_session_that_ends_in_another_tab_goes_on_when_the_same_user_signs_in() {
    for arrives in ORDERS {
        let alice = tokens(jwt("alice-1", "alice"), "alice-r1");
        let [mut here, mut there] = World::tabs(alice);
        here.on_end = Some(Choice::Park);
        here.send_and_refuse("one");
        there.send_and_refuse("one");
        there.refresh(refused("invalid_grant"));
        arrives(&mut here);
        assert!(here.is_waiting("one"));
        there.sign_in(tokens(jwt("alice-2", "alice"), "alice-r2"));
        arrives(&mut here);
        assert_eq!(here.last_sent(), ("one", Some("alice-2")));
    }
}

#[test]
fn what_a_tab_has_bought_while_the_session_ended_elsewhere_does_not_stay() {
    let [mut here, mut there] = two_without_locks();
    here.send_and_refuse("one");
    there.send_and_refuse("one");
    here.refresh(refused("invalid_grant"));
    there.refresh(granted("access-2", "refresh-2"));
    there.receives();
    assert_eq!(there.store, ENDED);
    assert_eq!(there.ends, [(EndReason::Refused, 0)]);
}

#[test]
fn the_events_of_a_tab_that_adopts_tell_of_no_refresh_of_its_own() {
    let [mut left, mut right] = two();
    left.refresh_now("refresh()");
    left.refresh(granted("access-2", "refresh-2"));
    right.catches_up();
    assert_eq!(
        right.events,
        [Event::SignedIn, Event::Refreshed { by: By::OtherTab }]
    );
}

#[test]
fn a_refusal_counts_only_after_what_a_write_takes_to_show() {
    let [mut here, mut there] = World::tabs(tokens(jwt("alice-1", "alice"), "alice-r1"));
    here.send_and_refuse("one");
    here.lock();
    there.sign_in(tokens(jwt("alice-9", "alice"), "alice-r9"));
    here.reply(refused("a new sign-in revokes the old one"));
    let Some(Command::ConfirmStore { pause, .. }) = here.step() else {
        panic!("it looks once more");
    };
    assert!(pause >= 44, "the longest that was measured");
    here.sees();
    here.finish();
    assert_eq!(here.last_sent(), ("one", Some("alice-9")));
    assert!(here.ends.is_empty());
    assert_eq!(here.access(), Some("alice-9"));
}

#[test]
fn a_tab_that_no_longer_wants_its_answer_says_all_the_same_what_it_has_shown() {
    let steps: [fn(&mut Tab); 3] = [
        Tab::lock,
        |tab| {
            tab.lock();
            tab.reply(unavailable("the answer was lost"));
        },
        |tab| {
            tab.lock();
            tab.reply(granted("access-2", "refresh-2"));
        },
    ];
    for until in steps {
        let [mut here, mut there] = two();
        here.policy.retries = 1;
        here.refresh_now("refresh()");
        until(&mut here);
        here.sign_in(tokens("access-9", "refresh-9"));
        here.finish();
        there.send_and_refuse("one");
        there.lock();
        assert!(matches!(there.step(), Some(Command::AwaitStore { .. })));
        assert_eq!(there.exchanged().len(), 1);
    }
}

#[test]
fn a_tab_that_has_shown_nothing_says_nothing() {
    let [mut here, mut there] = two();
    here.refresh_now("refresh()");
    here.sign_out();
    here.sign_in(tokens("access-9", "refresh-9"));
    here.lock();
    assert!(here.refresh_is_over());
    there.send_and_refuse("one");
    there.lock();
    assert!(matches!(there.step(), Some(Command::Exchange { .. })));
}

#[test]
fn after_a_plain_failure_the_next_tab_tries_at_once() {
    for reply in [unavailable("offline"), refused("invalid_grant")] {
        let [mut here, mut there] = two();
        here.send_and_refuse("one");
        there.send_and_refuse("one");
        here.refresh(reply);
        assert!(here.refresh_is_over());
        there.lock();
        assert!(matches!(there.step(), Some(Command::Exchange { .. })));
    }
}

// Signing out.

/// How far a refresh here has come when the user signs out there.
const STEPS: [fn(&mut Tab); 5] = [
    |_| {},
    |tab| tab.send_and_refuse("one"),
    |tab| {
        tab.send_and_refuse("one");
        tab.lock();
    },
    |tab| {
        tab.send_and_refuse("one");
        tab.lock();
        tab.reply(unavailable("503"));
    },
    |tab| {
        tab.send_and_refuse("one");
        tab.lock();
        tab.reply(granted("access-2", "refresh-2"));
    },
];

#[test]
fn sign_out_elsewhere_wins_over_a_refresh_at_every_step() {
    for until in STEPS {
        for arrives in ORDERS {
            let [mut here, mut there] = two();
            here.policy.retries = 1;
            until(&mut here);
            there.sign_out();
            arrives(&mut here);
            assert_eq!(here.session.state(), State::SignedOut);
            here.finish();
            there.catches_up();
            let waited = here.settled();
            assert_eq!(here.ends, [(EndReason::SignedOutElsewhere, waited)]);
            assert_eq!((here.store, there.store), (NOTHING, NOTHING));
            assert_eq!(there.session.state(), State::SignedOut);
            assert!(there.ends.is_empty());
        }
    }
}

#[test]
fn a_sign_out_that_is_heard_of_before_it_shows_is_believed() {
    let [mut here, mut there] = two();
    there.sign_out();
    here.receives();
    assert_eq!(here.access(), Some("access-1"), "the store lags behind");
    assert_eq!(here.session.state(), State::SignedOut);
    here.send("one");
    assert_eq!(here.last_sent(), ("one", None));
    here.sees();
    assert_eq!(here.ends.len(), 1);
    assert_eq!(here.events, [Event::SignedIn, Event::SignedOut]);
}

#[test]
fn a_sign_in_after_a_sign_out_that_did_not_show_yet_is_seen() {
    let [mut here, mut there] = two();
    there.sign_out();
    here.receives();
    there.sign_in(tokens("access-9", "refresh-9"));
    here.receives();
    here.sees();
    here.sees();
    assert_eq!(here.session.state(), State::SignedIn);
    here.send("one");
    assert_eq!(here.last_sent(), ("one", Some("access-9")));
}

#[test]
fn a_sign_out_and_a_refresh_that_cross_leave_nobody_signed_in() {
    let orders: [fn(&mut Tab, &mut Tab); 4] = [
        |here, there| {
            here.catches_up();
            there.catches_up();
        },
        |here, there| {
            there.catches_up();
            here.catches_up();
        },
        |here, there| {
            here.receives();
            there.receives();
            here.catches_up();
            there.catches_up();
        },
        |here, there| {
            there.receives();
            there.sees();
            here.receives();
            here.sees();
        },
    ];
    for order in orders {
        let [mut here, mut there] = two();
        here.send_and_refuse("one");
        here.lock();
        here.reply(granted("access-2", "refresh-2"));
        there.sign_out();
        here.confirm();
        here.announce();
        order(&mut here, &mut there);
        here.catches_up();
        there.catches_up();
        for tab in [&here, &there] {
            assert_eq!(tab.session.state(), State::SignedOut);
            assert_eq!(tab.store, NOTHING);
        }
    }
}

#[test]
fn a_sign_out_wins_over_a_refresh_that_it_crosses_although_its_tab_is_closed_at_once() {
    let [mut here, mut there] = two();
    here.refresh_now("refresh()");
    here.lock();
    here.reply(granted("access-2", "refresh-2"));
    there.sign_out();
    drop(there);
    here.confirm();
    here.announce();
    here.catches_up();
    assert_eq!(here.store, NOTHING);
    assert_eq!(here.ends, [(EndReason::SignedOutElsewhere, 0)]);
}

#[test]
fn a_sign_out_wins_over_a_refresh_that_it_crosses_although_that_tab_is_closed_at_once() {
    for arrives in ORDERS {
        let [mut here, mut there] = two();
        there.sign_out();
        here.refresh_now("refresh()");
        here.refresh(granted("access-2", "refresh-2"));
        drop(here);
        arrives(&mut there);
        assert_eq!(there.store, NOTHING);
        assert_eq!(there.session.state(), State::SignedOut);
    }
}

#[test]
fn to_sign_out_twice_is_to_sign_out() {
    let [mut here, mut there] = two();
    there.sign_out();
    there.sign_out();
    here.refresh_now("refresh()");
    here.refresh(granted("access-2", "refresh-2"));
    drop(here);
    there.catches_up();
    assert_eq!(there.store, NOTHING);
    assert_eq!(there.session.state(), State::SignedOut);
}

#[test]
fn a_sign_out_wins_over_all_the_refreshes_of_a_tab_that_has_not_heard_of_it() {
    let [mut here, mut there] = two();
    there.sign_out();
    for (access, refresh) in [("access-2", "refresh-2"), ("access-3", "refresh-3")] {
        here.refresh_now("refresh()");
        here.refresh(granted(access, refresh));
        there.catches_up();
        assert_eq!(there.store, NOTHING);
        assert_eq!(there.session.state(), State::SignedOut);
    }
    here.catches_up();
    assert_eq!(here.store, NOTHING);
}

#[test]
fn what_is_said_of_a_refresh_after_the_sign_out_is_undone_before_it_shows() {
    let [mut here, mut there] = two();
    there.sign_out();
    for (access, refresh) in [("access-2", "refresh-2"), ("access-3", "refresh-3")] {
        here.refresh_now("refresh()");
        here.refresh(granted(access, refresh));
        there.done.clear();
        there.receives();
        assert_eq!(there.done, ["clear"]);
    }
}

#[test]
fn a_sign_out_of_a_session_that_was_refreshed_is_believed_before_it_shows() {
    let [mut here, mut there] = two();
    here.refresh_now("refresh()");
    here.refresh(granted("access-2", "refresh-2"));
    there.catches_up();
    there.sign_out();
    here.receives();
    assert_eq!(here.access(), Some("access-2"), "the store lags behind");
    assert_eq!(here.session.state(), State::SignedOut);
}

#[test]
fn a_sign_out_that_shows_by_halves_stays_one() {
    let [mut here, mut there] = two();
    there.sign_out();
    here.receives();
    here.store.refresh = None;
    here.send("one");
    assert_eq!(here.last_sent(), ("one", None));
    assert_eq!(here.session.state(), State::SignedOut);
    here.sees();
    assert_eq!(here.events, [Event::SignedIn, Event::SignedOut]);
}

#[test]
fn a_sign_out_of_a_former_session_does_not_touch_the_present_one() {
    let [mut here, mut there] = two();
    there.sign_out();
    here.sign_in(tokens("access-9", "refresh-9"));
    here.receives();
    here.sees();
    assert_eq!(here.session.state(), State::SignedIn);
    assert_eq!(here.access(), Some("access-9"));
    assert!(here.ends.is_empty());
}

#[test]
fn a_sign_out_elsewhere_is_told_although_a_request_has_noticed_it_first() {
    let [mut here, mut there] = two();
    there.sign_out();
    here.sees_quietly();
    here.send("one");
    assert_eq!(here.last_sent(), ("one", None));
    here.receives();
    assert_eq!(here.ends, [(EndReason::SignedOutElsewhere, 0)]);
}

// Signing in.

#[test]
fn an_opaque_sign_in_that_was_announced_is_somebody_elses() {
    let [mut here, mut there] = two();
    here.send_and_refuse("a POST");
    there.sign_in(tokens("bob-1", "bob-r1"));
    here.receives();
    assert!(here.is_waiting("a POST"));
    here.sees();
    assert_eq!(here.error("a POST"), Error::SessionChanged);
    assert_eq!(here.ends, [(EndReason::UserChanged, 0)]);
    assert_eq!(here.sent_names(), ["a POST"]);
}

#[test]
fn a_sign_in_that_names_a_user_where_nobody_was_named_is_somebody_elses() {
    for (before, after) in [
        (
            tokens("opaque", "r1"),
            tokens(jwt("bob-1", "bob"), "bob-r1"),
        ),
        (
            tokens(jwt("alice-1", "alice"), "r1"),
            tokens("opaque", "r2"),
        ),
    ] {
        let [mut here, mut there] = World::tabs(before);
        here.send_and_refuse("a POST");
        there.sign_in(after);
        here.receives();
        here.sees();
        assert_eq!(here.error("a POST"), Error::SessionChanged);
    }
}

#[test]
fn an_announced_sign_in_that_a_request_notices_first_is_told() {
    let [mut here, mut there] = two();
    there.sign_in(tokens("bob-1", "bob-r1"));
    here.receives();
    here.sees_quietly();
    here.send("one");
    assert_eq!(here.last_sent(), ("one", Some("bob-1")));
    assert_eq!(here.ends, [(EndReason::UserChanged, 0)]);
}

#[test]
fn what_the_application_itself_has_written_is_not_explained_by_an_old_sign_out() {
    let [mut here, mut there] = World::tabs(tokens(jwt("alice-1", "alice"), "alice-r1"));
    there.sign_out();
    for written in [
        NOTHING,
        tokens(jwt("alice-2", "alice"), "alice-r2"),
        tokens(jwt("bob-1", "bob"), "bob-r1"),
    ] {
        here.store = written;
        here.send("one");
    }
    here.receives();
    assert!(here.ends.is_empty());
    assert_eq!(here.session.state(), State::SignedIn);
}

#[test]
fn an_opaque_sign_in_that_was_announced_and_refreshed_before_it_showed_is_somebody_elses() {
    let [mut here, mut there] = two();
    here.send("a POST");
    there.sign_in(tokens("bob-1", "bob-r1"));
    there.refresh_now("refresh()");
    there.refresh(granted("bob-2", "bob-r2"));
    here.receives();
    here.sees_quietly();
    here.sees();
    here.answer("a POST", 401);
    assert_eq!(here.error("a POST"), Error::SessionChanged);
    assert_eq!(here.sent_names(), ["a POST"]);
}

#[test]
fn a_sign_in_that_was_announced_and_never_shows_costs_one_refresh_and_not_all() {
    let [mut here, mut there] = two();
    there.sign_in(tokens("bob-1", "bob-r1"));
    here.receives();
    here.send_and_refuse("one");
    here.lock();
    here.awaited();
    assert_eq!(here.error("one"), Error::RefreshUnavailable);
    here.send_and_refuse("two");
    here.refresh(granted("access-2", "refresh-2"));
    assert_eq!(here.last_sent(), ("two", Some("access-2")));
}

#[test]
fn a_sign_in_that_is_announced_after_it_was_refreshed_is_no_news() {
    let [mut here, mut there] = World::tabs(tokens(jwt("alice-1", "alice"), "alice-r1"));
    there.sign_in(tokens(jwt("bob-1", "bob"), "bob-r1"));
    here.sees();
    here.refresh_now("refresh()");
    here.refresh(granted(jwt("bob-2", "bob"), "bob-r2"));
    here.receives();
    here.send_and_refuse("one");
    here.refresh(granted(jwt("bob-3", "bob"), "bob-r3"));
    assert_eq!(here.last_sent(), ("one", Some("bob-3")));
}

#[test]
fn a_late_answer_does_not_overwrite_a_sign_in_that_was_announced() {
    let [mut here, mut there] = two();
    here.send_and_refuse("a POST");
    here.lock();
    there.sign_in(tokens("bob-1", "bob-r1"));
    here.receives();
    here.reply(granted("access-2", "refresh-2"));
    here.confirm();
    here.finish();
    here.catches_up();
    there.catches_up();
    assert_eq!(
        (here.access(), there.access()),
        (Some("bob-1"), Some("bob-1"))
    );
}

#[test]
fn a_refresh_elsewhere_sends_what_waits_here() {
    for arrives in ORDERS {
        let [mut here, mut there] = two();
        here.send_and_refuse("one");
        there.send_and_refuse("one");
        there.refresh(granted("access-2", "refresh-2"));
        arrives(&mut here);
        assert_eq!(here.last_sent(), ("one", Some("access-2")));
        assert!(here.ends.is_empty());
    }
}

#[test]
fn a_sign_in_elsewhere_signs_a_visitor_in() {
    for arrives in ORDERS {
        let [mut here, mut there] = World::tabs(NOTHING);
        there.sign_in(tokens("access-1", "refresh-1"));
        arrives(&mut here);
        assert_eq!(here.session.state(), State::SignedIn);
        assert_eq!(here.events, [Event::SignedIn]);
        assert!(here.ends.is_empty());
    }
}

#[test]
fn another_user_elsewhere_is_told_although_a_request_has_noticed_first() {
    let [mut here, mut there] = World::tabs(tokens(jwt("alice-1", "alice"), "alice-r1"));
    here.send("a POST");
    there.sign_in(tokens(jwt("bob-1", "bob"), "bob-r1"));
    here.sees_quietly();
    here.answer("a POST", 401);
    assert_eq!(here.error("a POST"), Error::SessionChanged);
    here.receives();
    assert_eq!(here.ends, [(EndReason::UserChanged, 0)]);
}

// Without Web Locks.

fn two_without_locks() -> [Tab; 2] {
    World::tabs_without_locks(tokens("access-1", "refresh-1"))
}

#[test]
fn without_locks_what_another_tab_has_stored_is_adopted_before_the_exchange() {
    let [mut left, mut right] = two_without_locks();
    left.send_and_refuse("one");
    right.send_and_refuse("one");
    left.refresh(granted("access-2", "refresh-2"));
    right.sees_quietly();
    right.lock();
    assert_eq!(right.last_sent(), ("one", Some("access-2")));
    assert_eq!(right.exchanged().len(), 1);
}

#[test]
fn without_locks_the_one_who_was_slower_adopts_and_the_session_survives() {
    let [mut fast, mut slow] = two_without_locks();
    fast.send_and_refuse("one");
    slow.send_and_refuse("one");
    fast.lock();
    slow.lock();
    fast.reply(granted("access-2", "refresh-2"));
    fast.confirm();
    slow.reply(refused("spent"));
    let Some(Command::ConfirmStore { pause, .. }) = slow.step() else {
        panic!("it looks once more");
    };
    assert!(pause >= 200, "writes take their time");
    slow.sees();
    slow.confirm();
    assert_eq!(slow.last_sent(), ("one", Some("access-2")));
    assert_eq!(slow.store, tokens("access-2", "refresh-2"));
    assert!(slow.ends.is_empty());
}

#[test]
fn without_locks_a_refusal_that_nobody_else_explains_ends_the_session() {
    let [mut left, _right] = two_without_locks();
    left.send_and_refuse("one");
    left.refresh(refused("invalid_grant"));
    assert_eq!(left.ends, [(EndReason::Refused, 1)]);
    assert_eq!(left.store, ENDED);
}

#[test]
fn without_locks_nothing_is_announced() {
    let [mut left, _right] = two_without_locks();
    left.send_and_refuse("one");
    left.lock();
    left.reply(granted("access-2", None));
    left.confirm();
    assert!(left.refresh_is_over());
}

#[test]
fn without_locks_sign_out_elsewhere_wins_at_every_step() {
    for until in STEPS {
        for arrives in ORDERS {
            let [mut here, mut there] = two_without_locks();
            here.policy.retries = 1;
            until(&mut here);
            there.sign_out();
            arrives(&mut here);
            here.finish();
            assert_eq!(here.session.state(), State::SignedOut);
            assert_eq!(here.store, NOTHING);
        }
    }
}

#[test]
fn what_is_said_of_a_session_that_is_not_ours_is_not_heard() {
    let [mut here, _there] = two();
    let (ours, foreign) = (tokens("access-1", None), tokens("foreign", None));
    let token = |tokens: Tokens| tokens.grant().access.token;
    for message in [
        Message::SignedOut(token(foreign)),
        Message::Ended(token(foreign)),
        Message::Refreshed(token(foreign), token(ours)),
        Message::SignedIn(token(ours)),
    ] {
        here.session.on_message(message);
        assert_eq!(here.session.poll(), None);
    }
    here.send("one");
    here.answer("one", 200);
    assert_eq!(here.fate("one"), Fate::Answered(200));
}
