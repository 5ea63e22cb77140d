//! Each guarantee broken once, around the machine: the search has to find it, or it would find nothing.

use crate::model::{Budget, Model, Mutation, NOTHING};
use crate::search::search;

/// The search finds a way in which `guarantee` breaks.
fn breaks(guarantee: &str, mutation: Mutation, budget: Budget) {
    breaks_with([2, 1], guarantee, mutation, budget);
}

fn breaks_with(requests: [u8; 2], guarantee: &str, mutation: Mutation, budget: Budget) {
    let report = search(&Model {
        name: "mutant",
        requests,
        budget,
        mutation: Some(mutation),
        ..NOTHING
    });
    let what = report.violation.as_ref().map(|violation| violation.what);
    let found = what.is_some_and(|what| what.starts_with(&format!("{guarantee}:")));
    assert!(found, "{mutation:?} does not break {guarantee}\n{report}");
    println!("{report}");
}

#[test]
fn g1_breaks_when_rejected_waiters_are_not_told() {
    let budget = Budget {
        outages: 2,
        ..NOTHING.budget
    };
    breaks("G1", Mutation::SwallowRejections, budget);
}

#[test]
fn g2_breaks_when_every_tab_has_the_lock() {
    breaks("G2", Mutation::ShareLock, NOTHING.budget);
}

#[test]
fn g3_breaks_when_refusals_count_for_the_current_token() {
    breaks("G3", Mutation::ForgetGeneration, NOTHING.budget);
}

#[test]
fn g4_breaks_when_nobody_asks_what_was_exchanged() {
    breaks("G4", Mutation::IgnoreNotices, NOTHING.budget);
}

#[test]
fn g4_breaks_when_tokens_are_stored_late() {
    breaks("G4", Mutation::StoreLate, NOTHING.budget);
}

#[test]
fn g5_breaks_when_a_retry_is_forgotten() {
    let budget = Budget {
        expiries: 2,
        ..NOTHING.budget
    };
    breaks_with([1, 0], "G5", Mutation::ForgetAttempt, budget);
}

#[test]
fn g6_breaks_when_the_last_goes_first() {
    breaks("G6", Mutation::ReverseQueue, NOTHING.budget);
}

#[test]
fn g6_breaks_when_nobody_is_held() {
    breaks("G6", Mutation::HoldNone, NOTHING.budget);
}

#[test]
fn g7_breaks_when_the_tokens_of_an_end_are_kept() {
    let budget = Budget {
        refusals: 1,
        ..NOTHING.budget
    };
    breaks("G7", Mutation::KeepTokens, budget);
}

#[test]
fn g8_breaks_when_an_outage_ends_the_session() {
    let budget = Budget {
        outages: 1,
        ..NOTHING.budget
    };
    breaks("G8", Mutation::BlameOutage, budget);
}

#[test]
fn g9_breaks_when_the_other_tabs_are_not_heard() {
    let budget = Budget {
        sign_outs: 1,
        ..NOTHING.budget
    };
    breaks_with([1, 0], "G9", Mutation::Deafen, budget);
}

#[test]
fn g10_breaks_when_anybody_goes_out_as_anybody() {
    let budget = Budget {
        sign_ins: 1,
        strangers: true,
        ..NOTHING.budget
    };
    breaks("G10", Mutation::MixUsers, budget);
}

#[test]
fn g11_breaks_when_a_refresh_dies_with_a_request() {
    let budget = Budget {
        aborts: 1,
        ..NOTHING.budget
    };
    breaks("G11", Mutation::AbortRefresh, budget);
}

#[test]
fn g14_breaks_when_every_refresh_is_needed() {
    let budget = Budget {
        hours: 1,
        refusals: 1,
        ..NOTHING.budget
    };
    breaks("G14", Mutation::Hurry, budget);
}

#[test]
fn g24_breaks_when_nobody_says_that_a_token_works() {
    let budget = Budget {
        expiries: 2,
        ..NOTHING.budget
    };
    breaks_with([3, 0], "G24", Mutation::ForgetSuccess, budget);
}
