//! Every interleaving: two tabs of two clients each, on one store, one lock and one server, searched
//! exhaustively over the real machine. What takes part is in `world.rs`, what may happen in `model.rs`.
//!
//! `EVERFETCH_DEEP=1` (`cargo xtask test --deep`) searches deeper.
#![cfg(not(target_arch = "wasm32"))]

mod faults;
mod model;
mod moves;
mod mutants;
mod perform;
mod refresh;
mod requests;
mod rest;
mod search;
mod server;
mod session;
mod tab;
mod world;

use std::io::Write;

use model::{Budget, Model, NOTHING, Naming};

fn holds(model: &Model) {
    let report = search::search(model);
    assert!(report.violation.is_none(), "{report}");
    // Not captured, so that the extent of the search is printed even if the test passes.
    let _ = writeln!(std::io::stderr(), "{report}");
}

/// How many requests are made in each tab.
fn requests(shallow: [u8; 2], deep: [u8; 2]) -> [u8; 2] {
    match std::env::var_os("EVERFETCH_DEEP") {
        Some(_) => deep,
        None => shallow,
    }
}

#[test]
fn tokens_expire_in_two_tabs() {
    holds(&Model {
        name: "expiry",
        requests: requests([2, 2], [3, 2]),
        budget: Budget {
            expiries: 1,
            ..NOTHING.budget
        },
        ..NOTHING
    });
}

#[test]
fn tokens_expire_one_after_another() {
    holds(&Model {
        name: "expiries",
        requests: requests([3, 0], [4, 0]),
        budget: Budget {
            expiries: 2,
            ..NOTHING.budget
        },
        ..NOTHING
    });
}

#[test]
fn tokens_are_refreshed_before_they_expire() {
    holds(&Model {
        name: "proactive",
        requests: requests([2, 1], [2, 2]),
        budget: Budget {
            hours: 2,
            refusals: 1,
            outages: 1,
            ..NOTHING.budget
        },
        ..NOTHING
    });
}

#[test]
fn the_user_signs_out() {
    holds(&Model {
        name: "sign-out",
        requests: requests([2, 1], [2, 2]),
        budget: Budget {
            sign_outs: 1,
            ..NOTHING.budget
        },
        ..NOTHING
    });
}

#[test]
fn the_user_signs_out_and_somebody_in() {
    holds(&Model {
        name: "sign-out, sign-in",
        requests: requests([1, 1], [2, 1]),
        budget: Budget {
            sign_ins: 1,
            strangers: true,
            sign_outs: 1,
            ..NOTHING.budget
        },
        ..NOTHING
    });
}

#[test]
fn another_user_signs_in() {
    holds(&Model {
        name: "another user",
        requests: requests([2, 1], [2, 2]),
        budget: Budget {
            sign_ins: 1,
            strangers: true,
            ..NOTHING.budget
        },
        ..NOTHING
    });
}

#[test]
fn refreshes_fail() {
    holds(&Model {
        name: "failures",
        requests: requests([2, 1], [2, 2]),
        budget: Budget {
            refusals: 1,
            outages: 2,
            losses: 1,
            aborts: 1,
            time_outs: 1,
            ..NOTHING.budget
        },
        ..NOTHING
    });
}

#[test]
fn sessions_end_and_begin_again() {
    holds(&Model {
        name: "ends",
        requests: requests([2, 1], [2, 2]),
        budget: Budget {
            refusals: 1,
            sign_ins: 1,
            strangers: true,
            parking: true,
            ..NOTHING.budget
        },
        ..NOTHING
    });
}

#[test]
fn tabs_crash_and_steal_the_lock() {
    holds(&Model {
        name: "crashes",
        requests: requests([2, 1], [2, 2]),
        budget: Budget {
            thefts: 1,
            crashes: 1,
            outages: 1,
            ..NOTHING.budget
        },
        ..NOTHING
    });
}

#[test]
fn there_are_no_locks() {
    holds(&Model {
        name: "no locks",
        requests: requests([2, 2], [3, 2]),
        locks: false,
        budget: Budget {
            outages: 1,
            ..NOTHING.budget
        },
        ..NOTHING
    });
}

#[test]
fn the_server_refuses_every_token() {
    holds(&Model {
        name: "deaf server",
        requests: requests([2, 1], [2, 2]),
        deaf: true,
        ..NOTHING
    });
}

#[test]
fn tokens_do_not_say_whose_they_are() {
    for (name, naming) in [
        ("opaque tokens", Naming::Never),
        ("tokens that name their user later", Naming::OnceRefreshed),
    ] {
        holds(&Model {
            name,
            requests: requests([2, 1], [2, 2]),
            naming,
            budget: Budget {
                sign_ins: 1,
                strangers: true,
                ..NOTHING.budget
            },
            ..NOTHING
        });
    }
}

/// Each of it once, with a single request: with one in each tab, it is for a deep search.
#[test]
fn everything_at_once() {
    let once = Budget {
        expiries: 0,
        hours: 0,
        sign_ins: 1,
        strangers: true,
        sign_outs: 1,
        aborts: 0,
        time_outs: 0,
        refusals: 1,
        outages: 1,
        losses: 1,
        thefts: 1,
        crashes: 1,
        parking: true,
    };
    holds(&Model {
        name: "everything",
        requests: requests([1, 0], [1, 1]),
        budget: once,
        ..NOTHING
    });
}
