//! New tokens that the server rejects (G5).

use super::paper::{Paper, granted, tokens};
use super::scenario::{Fate, Name, Tab};
use super::world::World;
use crate::error::Error;
use crate::session::*;

const THREE: [Name; 3] = ["one", "two", "three"];

#[test]
fn a_request_is_sent_at_most_twice_and_a_fresh_token_that_is_refused_is_a_loop() {
    let mut tab = Tab::signed_in();
    tab.send_all(&THREE);
    tab.answer_all(&THREE, 401);
    tab.refresh(granted("access-2", "refresh-2"));
    tab.answer_all(&THREE, 401);
    for name in THREE {
        assert_eq!(tab.error(name), Error::RefreshLoop);
    }
    assert_eq!(tab.sent.len(), 6);
    assert_eq!(tab.exchanged().len(), 1);
}

#[test]
fn a_server_that_refuses_every_fresh_token_costs_two_refreshes_at_most() {
    let mut tab = Tab::signed_in();
    for name in ["a", "b", "c", "d", "e", "f"] {
        try_in_vain(&mut tab, name, name);
    }
    assert_eq!(tab.exchanged().len() as u32, MAX_UNPROVEN);
}

#[test]
fn a_token_that_another_tab_has_replaced_before_it_was_accepted_was_good_all_the_same() {
    let [mut one, mut two] = World::tabs_without_locks(tokens("access-1", "refresh-1"));
    for (own, others) in [("a", "b"), ("c", "d"), ("e", "f")] {
        one.send_and_refuse(own);
        two.send_and_refuse(others);
        one.refresh(granted(own, None));
        two.refresh(granted(others, None));
        one.catches_up();
        two.catches_up();
        one.answer(own, 200);
        two.answer(others, 200);
        assert!(one.is_answered(own) && two.is_answered(others));
    }
}

#[test]
fn after_the_cooldown_one_more_refresh_is_tried() {
    let mut tab = Tab::signed_in();
    for name in ["a", "b", "c"] {
        try_in_vain(&mut tab, name, name);
    }
    tab.passes(DENIAL_COOLDOWN_MS - 1);
    try_in_vain(&mut tab, "d", "never bought");
    assert_eq!(tab.exchanged().len(), 2);
    tab.passes(1);
    tab.send_and_refuse("e");
    tab.refresh(granted("access-9", None));
    tab.answer("e", 200);
    assert!(tab.is_answered("e"));
    // It was accepted, so everything is as before.
    try_in_vain(&mut tab, "f", "f");
    try_in_vain(&mut tab, "g", "g");
    assert_eq!(tab.exchanged().len(), 5);
}

#[test]
fn an_address_that_refuses_a_token_which_others_accept_refreshes_once() {
    let mut tab = Tab::signed_in();
    try_in_vain(&mut tab, "forbidden", "access-2");
    for _ in 0..5 {
        tab.send("me");
        tab.answer("me", 200);
        tab.send_and_refuse("forbidden");
        assert_eq!(tab.error("forbidden"), Error::RefreshLoop);
    }
    assert_eq!(tab.exchanged().len(), 1);
    tab.send_and_refuse("me");
    tab.refresh(granted("access-3", None));
    tab.answer("me", 200);
    assert!(tab.is_answered("me"));
}

#[test]
fn after_the_cooldown_a_denied_address_may_refresh_again() {
    let mut tab = Tab::signed_in();
    try_in_vain(&mut tab, "only", "access-2");
    tab.passes(DENIAL_COOLDOWN_MS - 1);
    tab.send_and_refuse("only");
    assert!(tab.refresh_is_over());
    tab.passes(1);
    try_in_vain(&mut tab, "only", "access-3");
    assert_eq!(tab.exchanged().len(), 2);
}

#[test]
fn an_address_that_accepts_other_requests_may_refresh_again_soon() {
    let mut tab = Tab::signed_in();
    try_in_vain(&mut tab, "graphql", "access-2");
    tab.send("graphql");
    tab.answer("graphql", 200);
    tab.passes(MIXED_COOLDOWN_MS - 1);
    tab.send_and_refuse("graphql");
    assert_eq!(tab.error("graphql"), Error::RefreshLoop);
    tab.passes(1);
    tab.send_and_refuse("graphql");
    tab.refresh(granted("access-3", None));
    tab.answer("graphql", 200);
    assert!(tab.is_answered("graphql"));
}

#[test]
fn an_address_that_accepts_and_denies_by_turns_costs_a_refresh_now_and_then() {
    let mut tab = Tab::signed_in();
    for token in ["b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] {
        try_in_vain(&mut tab, "graphql", token);
        tab.send("graphql");
        tab.answer("graphql", 200);
        tab.passes(MIXED_COOLDOWN_MS / 4);
    }
    assert_eq!(tab.exchanged().len(), 3);
}

#[test]
fn ten_expiries_in_a_row_are_ten_refreshes() {
    let mut tab = Tab::signed_in();
    for token in ["b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] {
        tab.send_and_refuse("me");
        tab.refresh(granted(token, None));
        tab.answer("me", 200);
        assert!(tab.is_answered("me"));
    }
    assert_eq!(tab.exchanged().len(), 10);
}

#[test]
fn an_acceptance_of_a_former_token_proves_nothing_of_the_current_one() {
    let mut tab = Tab::signed_in();
    tab.send_all(&["slow", "slower"]);
    for (name, slow) in [("a", "slow"), ("b", "slower")] {
        try_in_vain(&mut tab, name, name);
        tab.answer(slow, 200);
    }
    tab.send_and_refuse("c");
    assert_eq!(tab.error("c"), Error::RefreshLoop);
}

#[test]
fn a_new_sign_in_is_new_luck() {
    let mut tab = Tab::signed_in();
    for name in ["a", "b"] {
        try_in_vain(&mut tab, name, name);
    }
    tab.sign_in(tokens("access-9", "refresh-9"));
    tab.send_and_refuse("a");
    tab.refresh(granted("access-10", None));
    tab.answer("a", 200);
    assert!(tab.is_answered("a"));
}

#[test]
fn a_second_refusal_of_a_token_that_is_no_longer_current_is_the_callers_to_see() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("slow");
    tab.refresh(granted("access-2", None));
    tab.refresh_now("refresh()");
    tab.refresh(granted("access-3", None));
    tab.answer("slow", 401);
    assert_eq!(tab.fate("slow"), Fate::Answered(401));
    assert_eq!(tab.exchanged().len(), 2);
}

#[test]
fn a_second_refusal_of_a_token_that_has_expired_meanwhile_is_no_loop() {
    let short = |name: Name, now| Paper::from(name).lasting(now, 60_000);
    let mut tab = Tab::signed_in();
    tab.send("slow");
    tab.refresh_now("refresh()");
    tab.refresh(granted(short("access-2", tab.now), None));
    tab.answer("slow", 401);
    tab.passes(60_000);
    tab.answer("slow", 401);
    assert_eq!(tab.fate("slow"), Fate::Answered(401));
    tab.send("slow");
    tab.refresh(granted("access-3", None));
    assert_eq!(tab.last_sent(), ("slow", Some("access-3")), "not denied");
}

#[test]
fn a_second_refusal_during_another_refresh_does_not_wait_for_it() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.refresh(granted("access-2", None));
    tab.refresh_now("refresh()");
    tab.answer("one", 401);
    assert_eq!(tab.fate("one"), Fate::Answered(401));
    tab.refresh(granted("access-3", None));
    assert_eq!(tab.sent.len(), 2);
}

#[test]
fn two_tabs_whose_fresh_tokens_are_all_refused_do_not_refresh_by_turns() {
    let [mut left, mut right] = World::tabs(tokens("access-1", "refresh-1"));
    let bought = ["b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
    for pair in bought.chunks(2) {
        try_in_vain(&mut left, "poll", pair[0]);
        right.catches_up();
        try_in_vain(&mut right, "poll", pair[1]);
        left.catches_up();
    }
    let refreshes = left.exchanged().len() as u32;
    assert!(refreshes <= 2 * MAX_UNPROVEN, "{refreshes} refreshes");
}

/// A request that is refused, whatever its token.
fn try_in_vain(tab: &mut Tab, name: Name, token: Name) {
    tab.send_and_refuse(name);
    if !tab.refresh_is_over() {
        tab.refresh(granted(token, None));
        tab.answer(name, 401);
    }
    assert_eq!(tab.error(name), Error::RefreshLoop);
}
