//! Refreshing before the token expires, by whatever clock this device has (G14).

use super::paper::{Paper, busy, granted, refused, tokens, unavailable};
use super::scenario::{NOW, Name, Tab};
use super::world::World;
use crate::error::Error;
use crate::session::*;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// A lifetime of ten minutes, of which a tenth is more than the longest margin, 30 s.
const LIFE: u64 = 10 * MINUTE;
const MARGIN: u64 = 30 * SECOND;

fn fresh(name: Name) -> Paper {
    Paper::from(name).lasting(NOW, LIFE)
}

/// The token has `left` ms to live.
fn with_left(left: u64) -> Tab {
    let mut tab = Tab::with(tokens(fresh("access-1"), "refresh-1"));
    tab.passes(LIFE - left);
    tab
}

fn is_refreshing(tab: &Tab) -> bool {
    !tab.refresh_is_over()
}

#[test]
fn a_request_refreshes_first_when_the_token_is_about_to_expire() {
    let mut tab = with_left(MARGIN);
    tab.send_all(&["one", "two"]);
    assert!(tab.sent.is_empty());
    tab.refresh(granted("access-2", None));
    assert_eq!(
        tab.sent,
        [("one", Some("access-2")), ("two", Some("access-2"))]
    );
    assert_eq!(tab.exchanged().len(), 1);
    assert!(
        !tab.events.contains(&Event::Retried),
        "no request was rejected"
    );
}

#[test]
fn a_token_with_more_life_than_the_margin_is_used() {
    let mut tab = with_left(MARGIN + 1);
    tab.send("one");
    assert_eq!(tab.sent_names(), ["one"]);
}

#[test]
fn the_margin_is_a_tenth_of_a_short_life() {
    let short = Paper::from("access-1").lasting(NOW, MINUTE);
    let mut tab = Tab::with(tokens(short, "refresh-1"));
    assert_eq!(tab.session.due(), Some(NOW.after(54 * SECOND)));
    tab.passes(54 * SECOND);
    tab.tick();
    assert!(is_refreshing(&tab));
}

#[test]
fn the_margin_is_what_the_options_say() {
    let tab = Tab::with(tokens(fresh("access-1"), "refresh-1")).margin(2 * MINUTE);
    assert_eq!(tab.session.due(), Some(NOW.after(8 * MINUTE)));
}

#[test]
fn a_margin_of_nothing_turns_it_off() {
    let mut tab = Tab::with(tokens(fresh("access-1"), "refresh-1")).margin(0);
    tab.passes(2 * LIFE);
    tab.tick();
    tab.send("one");
    assert_eq!(tab.sent_names(), ["one"]);
    tab.answer("one", 401);
    tab.refresh(granted(fresh("access-2").for_ms(LIFE), None));
    assert_eq!(tab.session.due(), None);
}

#[test]
fn a_margin_longer_than_the_life_never_refreshes_per_request() {
    let mut tab = Tab::with(tokens(fresh("access-1"), "refresh-1")).margin(HOUR);
    tab.passes(LIFE / 2);
    for token in ["b", "c", "d", "e", "f"] {
        tab.send("at half the life");
        tab.refresh(granted(Paper::from(token).lasting(tab.now, LIFE), None));
        for _ in 0..10 {
            tab.send("directly after");
            tab.answer("directly after", 200);
        }
        tab.passes(LIFE / 2);
    }
    assert_eq!(tab.exchanged().len(), 5);
}

#[test]
fn an_opaque_token_lives_as_long_as_the_reply_says() {
    let mut tab = Tab::new();
    tab.sign_in(tokens(Paper::from("access-1").for_ms(LIFE), "refresh-1"));
    tab.passes(LIFE - MARGIN - 1);
    tab.send("early");
    assert_eq!(tab.sent_names(), ["early"]);
    tab.passes(1);
    tab.send("due");
    tab.refresh(granted(Paper::from("access-2").for_ms(LIFE), None));
    assert_eq!(tab.last_sent(), ("due", Some("access-2")));
    assert_eq!(tab.session.due(), Some(tab.now.after(LIFE - MARGIN)));
}

#[test]
fn an_opaque_token_of_which_nothing_is_said_is_used_until_it_is_refused() {
    let mut tab = Tab::signed_in();
    tab.passes(1_000 * HOUR);
    tab.tick();
    tab.send("one");
    assert_eq!(tab.sent_names(), ["one"]);
    assert_eq!(tab.session.due(), None);
}

#[test]
fn a_life_in_the_reply_outweighs_a_date_in_the_token() {
    let mut tab = Tab::new();
    let token = fresh("access-1").for_ms(HOUR);
    tab.sign_in(tokens(token, "refresh-1"));
    assert_eq!(tab.session.due(), Some(NOW.after(HOUR - MARGIN)));
}

#[test]
fn a_token_that_cannot_be_replaced_is_used_to_the_end() {
    let mut tab = Tab::with(tokens(fresh("access-1"), None));
    tab.passes(LIFE);
    tab.tick();
    tab.send("one");
    assert_eq!(tab.sent_names(), ["one"]);
    tab.policy.credential = Credential::External;
    tab.send("with a cookie");
    assert!(tab.is_waiting("with a cookie") && is_refreshing(&tab));
}

#[test]
fn a_request_that_does_not_hold_starts_nothing() {
    let mut tab = with_left(0);
    tab.send_held("notice", Hold::Never);
    assert_eq!(tab.sent_names(), ["notice"]);
    assert!(tab.refresh_is_over());
}

#[test]
fn in_the_background_time_is_enough() {
    let mut tab = with_left(MARGIN + 1);
    tab.tick();
    assert!(tab.refresh_is_over());
    tab.passes(1);
    assert_eq!(tab.session.due(), Some(tab.now));
    tab.tick();
    tab.tick();
    assert_eq!(tab.session.due(), None, "it is at it");
    tab.refresh(granted(fresh("access-2").for_ms(LIFE), None));
    assert_eq!(tab.exchanged().len(), 1);
    assert_eq!(tab.session.due(), Some(tab.now.after(LIFE - MARGIN)));
}

#[test]
fn nothing_is_due_once_nobody_is_signed_in() {
    let mut tab = with_left(MARGIN);
    tab.sign_out();
    assert_eq!(tab.session.due(), None);
    tab.tick();
    assert!(tab.refresh_is_over());
}

// Clocks.

/// What this device believes, where the server's clock shows `NOW`.
const WRONG: [Timestamp; 4] = [
    Timestamp::from_ms(NOW.as_ms() - 13 * HOUR),
    Timestamp::from_ms(NOW.as_ms() - 2 * MINUTE),
    Timestamp::from_ms(NOW.as_ms() + 2 * MINUTE),
    Timestamp::from_ms(NOW.as_ms() + 13 * HOUR),
];

/// Requests directly after each of five refreshes, and in the moment before the next is due.
fn refreshes_in_time(tab: &mut Tab, reply: impl Fn(Name, u64) -> Paper) {
    let opened = tab.now;
    // The first may be due immediately, because only a reply reveals the server's time.
    tab.refresh_now("the first");
    tab.refresh(granted(reply("a", 0), None));
    for token in ["b", "c", "d", "e"] {
        for _ in 0..10 {
            tab.send("any");
            tab.answer("any", 200);
        }
        tab.passes(LIFE - MARGIN - 1);
        tab.send("any");
        tab.answer("any", 200);
        tab.passes(1);
        tab.tick();
        tab.refresh(granted(
            reply(token, tab.now.as_ms() - opened.as_ms()),
            None,
        ));
    }
    assert_eq!(tab.exchanged().len(), 5);
}

#[test]
fn a_clock_that_is_wrong_by_hours_is_learned_from_the_token() {
    for clock in WRONG {
        let mut tab = Tab::with(tokens(fresh("access-1"), "refresh-1")).at(clock);
        refreshes_in_time(&mut tab, |token, since| {
            Paper::from(token).lasting(NOW.after(since), LIFE)
        });
    }
}

#[test]
fn a_clock_that_is_wrong_by_hours_is_learned_from_the_answers_date() {
    for clock in WRONG {
        let mut tab = Tab::with(tokens(fresh("access-1"), "refresh-1")).at(clock);
        refreshes_in_time(&mut tab, |token, since| {
            let server = NOW.after(since);
            Paper::from(token)
                .expiring(server.after(LIFE))
                .dated(server)
        });
    }
}

#[test]
fn a_clock_that_is_wrong_by_hours_does_not_matter_to_a_life_in_seconds() {
    for clock in WRONG {
        let mut tab = Tab::with(tokens(fresh("access-1"), "refresh-1")).at(clock);
        refreshes_in_time(&mut tab, |token, _| Paper::from(token).for_ms(LIFE));
    }
}

#[test]
fn a_clock_that_is_wrong_and_that_nothing_tells_of_costs_no_refresh_per_request() {
    for clock in WRONG {
        let mut tab = Tab::with(tokens(fresh("access-1"), "refresh-1")).at(clock);
        for token in ["a", "b", "c", "d", "e"] {
            tab.refresh_now("whether due or not");
            let server = NOW.after(tab.now.as_ms() - clock.as_ms());
            let next = Paper::from(token).expiring(server.after(LIFE));
            tab.refresh(granted(next, None));
            for _ in 0..10 {
                tab.send("any");
                tab.answer("any", 200);
            }
            tab.passes(LIFE);
        }
        assert_eq!(tab.exchanged().len(), 5);
    }
}

#[test]
fn an_answers_date_outweighs_the_tokens() {
    // Issued a while ago, and handed out again.
    let mut tab = Tab::new();
    let token = Paper::from("access-1").lasting(Timestamp::from_ms(NOW.as_ms() - 5 * MINUTE), LIFE);
    tab.sign_in(tokens(token.dated(NOW), "refresh-1"));
    let due = tab.session.due().expect("it says when");
    assert!(due <= NOW.after(5 * MINUTE), "{due:?}");
}

#[test]
fn a_clock_that_is_fast_refreshes_a_stored_token_once() {
    let mut tab = Tab::with(tokens(fresh("access-1"), "refresh-1")).at(NOW.after(2 * HOUR));
    tab.send("one");
    tab.refresh(granted(Paper::from("access-2").lasting(NOW, LIFE), None));
    for _ in 0..10 {
        tab.send("more");
        tab.answer("more", 200);
    }
    assert_eq!(tab.exchanged().len(), 1);
}

#[test]
fn a_clock_that_is_fast_does_not_make_what_another_tab_has_just_got_look_expired() {
    let [left, right] = World::tabs(tokens(fresh("access-1"), "refresh-1"));
    let (mut left, mut right) = (left.at(NOW.after(2 * HOUR)), right.at(NOW.after(2 * HOUR)));
    left.send("one");
    left.refresh(granted(
        Paper::from("access-2").lasting(NOW, LIFE),
        "refresh-2",
    ));
    right.sees();
    right.send("one");
    assert_eq!(right.last_sent(), ("one", Some("access-2")));
}

// Proactive refreshes that fail.

#[test]
fn a_proactive_refresh_that_cannot_be_had_leaves_the_session_alone() {
    for reply in [unavailable("offline"), busy("429", HOUR)] {
        let mut tab = with_left(MARGIN);
        tab.send("one");
        tab.refresh(reply);
        assert_eq!(tab.last_sent(), ("one", Some("access-1")));
        tab.answer("one", 200);
        assert!(tab.is_answered("one"));
        assert!(tab.ends.is_empty());
        assert_eq!(tab.session.state(), State::SignedIn);
    }
}

#[test]
fn a_proactive_refresh_that_is_refused_leaves_the_session_alone_until_the_token_has_expired() {
    let mut tab = with_left(MARGIN);
    tab.send("one");
    tab.refresh(refused("invalid_grant"));
    assert_eq!(tab.last_sent(), ("one", Some("access-1")));
    assert_eq!(tab.store, tokens(fresh("access-1"), "refresh-1"));
    assert!(tab.ends.is_empty());
    tab.now = NOW.after(LIFE - 1);
    tab.send("two");
    assert_eq!(tab.last_sent(), ("two", Some("access-1")));
    tab.passes(1);
    tab.send("three");
    tab.refresh(refused("invalid_grant"));
    assert_eq!(tab.error("three"), Error::SessionEnded);
    assert_eq!(tab.ends, [(EndReason::Refused, 1)]);
}

#[test]
fn a_proactive_refresh_whose_refresh_token_has_vanished_leaves_the_session_alone() {
    let mut tab = with_left(MARGIN);
    tab.send("one");
    tab.store.refresh = None;
    tab.lock();
    assert!(tab.ends.is_empty());
    assert_eq!(tab.last_sent(), ("one", Some("access-1")));
    assert_eq!(tab.access(), Some("access-1"));
}

#[test]
fn a_refusal_during_a_proactive_refresh_makes_it_needed() {
    for (reply, error) in [
        (unavailable("offline"), Error::RefreshUnavailable),
        (refused("invalid_grant"), Error::SessionEnded),
    ] {
        let mut tab = with_left(MARGIN + 1);
        tab.send("sent");
        tab.passes(1);
        tab.send("held");
        tab.lock();
        tab.answer("sent", 401);
        tab.reply(reply);
        if let Some(Command::ConfirmStore { .. }) = tab.step() {
            tab.confirm();
        }
        assert_eq!((tab.error("sent"), tab.error("held")), (error, error));
    }
}

#[test]
fn a_late_refusal_of_a_former_token_does_not_make_a_proactive_refresh_needed() {
    let mut tab = Tab::with(tokens("access-0", "refresh-0"));
    tab.send("late");
    tab.refresh_now("refresh()");
    tab.refresh(granted(
        Paper::from("access-1").lasting(tab.now, LIFE),
        None,
    ));
    tab.passes(LIFE - MARGIN);
    tab.tick();
    tab.lock();
    tab.answer("late", 401);
    tab.reply(refused("invalid_grant"));
    tab.confirm();
    assert!(tab.ends.is_empty(), "no server has rejected access-1");
    assert_eq!(tab.last_sent(), ("late", Some("access-1")));
}

#[test]
fn a_demand_makes_a_proactive_refresh_needed() {
    let mut tab = with_left(MARGIN);
    tab.tick();
    tab.refresh_now("refresh()");
    tab.refresh(unavailable("offline"));
    assert_eq!(tab.error("refresh()"), Error::RefreshUnavailable);
}

#[test]
fn an_expired_token_is_not_used_although_its_refresh_cannot_be_had() {
    let mut tab = with_left(0);
    tab.send("one");
    tab.refresh(unavailable("offline"));
    assert_eq!(tab.error("one"), Error::RefreshUnavailable);
    assert!(tab.sent.is_empty());
}

#[test]
fn a_token_that_expires_while_it_is_being_refreshed_ends_with_the_refusal() {
    let mut tab = with_left(MARGIN);
    tab.send("one");
    tab.lock();
    tab.passes(MARGIN);
    tab.reply(refused("invalid_grant"));
    tab.confirm();
    assert_eq!(tab.error("one"), Error::SessionEnded);
}

#[test]
fn after_a_failure_the_next_proactive_refresh_is_a_while_away() {
    let mut tab = Tab::with(tokens(fresh("access-1"), "refresh-1")).margin(5 * MINUTE);
    tab.passes(5 * MINUTE);
    tab.send("one");
    tab.refresh(unavailable("offline"));
    assert_eq!(tab.session.due(), Some(tab.now.after(30 * SECOND)));
    for _ in 0..10 {
        tab.send("more");
        tab.answer("more", 200);
        tab.tick();
    }
    assert_eq!(tab.exchanged().len(), 1);
    tab.passes(30 * SECOND);
    tab.tick();
    tab.refresh(granted("access-2", None));
    assert_eq!(tab.access(), Some("access-2"));
}

#[test]
fn a_server_that_asks_for_a_long_pause_gets_it_from_proactive_refreshes() {
    let mut tab = Tab::with(tokens(fresh("access-1"), "refresh-1")).margin(5 * MINUTE);
    tab.passes(5 * MINUTE);
    tab.tick();
    tab.refresh(busy("429", 2 * MINUTE));
    assert_eq!(tab.session.due(), Some(tab.now.after(2 * MINUTE)));
}

#[test]
fn a_new_sign_in_has_nothing_to_cool_down_from() {
    let mut tab = with_left(MARGIN);
    tab.tick();
    tab.refresh(busy("429", HOUR));
    tab.sign_in(tokens(Paper::from("access-9").for_ms(LIFE), "refresh-9"));
    assert_eq!(tab.session.due(), Some(tab.now.after(LIFE - MARGIN)));
}

#[test]
fn a_refusal_does_not_wait_for_the_cooldown() {
    let mut tab = with_left(MARGIN);
    tab.send("one");
    tab.refresh(unavailable("offline"));
    tab.answer("one", 401);
    tab.refresh(granted("access-2", None));
    assert_eq!(tab.last_sent(), ("one", Some("access-2")));
}

#[test]
fn two_tabs_that_are_due_at_once_refresh_once() {
    let [mut left, mut right] = World::tabs(tokens(fresh("access-1"), "refresh-1"));
    for tab in [&mut left, &mut right] {
        tab.passes(LIFE - MARGIN);
        tab.tick();
    }
    let next = Paper::from("access-2").lasting(left.now, LIFE);
    left.refresh(granted(next, "refresh-2"));
    right.lock();
    right.sees();
    right.awaited();
    assert_eq!(right.exchanged().len(), 1);
    assert_eq!(right.access(), Some("access-2"));
}

#[test]
fn a_store_that_never_catches_up_is_not_waited_for_again_at_once() {
    let [mut left, mut right] = World::tabs(tokens(fresh("access-1"), "refresh-1"));
    for tab in [&mut left, &mut right] {
        tab.passes(LIFE - MARGIN);
        tab.tick();
    }
    left.refresh(granted("access-2", "refresh-2"));
    right.send("one");
    right.lock();
    right.awaited();
    assert_eq!(
        right.last_sent(),
        ("one", Some("access-1")),
        "it still works"
    );
    assert_eq!(right.session.due(), Some(right.now.after(30 * SECOND)));
}
