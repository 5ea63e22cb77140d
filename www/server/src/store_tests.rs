//! Rotation, reuse and revocation, on a database in memory.

use super::*;

const HOUR: u32 = 3600;

fn store() -> Store {
    let store = Store::open(Path::new(":memory:")).unwrap();
    store.add_user("alice", "everfetch").unwrap();
    store
}

fn next(exchange: Exchange) -> String {
    match exchange {
        Exchange::Granted { next: Some(next) } => next,
        other => panic!("expected a rotated token, got {other:?}"),
    }
}

#[test]
fn a_password_is_kept_as_a_hash_and_matches_only_itself() {
    let store = store();
    assert!(store.password_matches("alice", "everfetch").unwrap());
    assert!(!store.password_matches("alice", "Everfetch").unwrap());
    assert!(!store.password_matches("carol", "everfetch").unwrap());
}

#[test]
fn a_spent_token_that_comes_again_revokes_the_newest_too() {
    let store = store();
    let (_, first) = store.begin_family("alice", "a", HOUR).unwrap();
    let second = next(store.exchange(&first, "a", true, HOUR).unwrap());
    assert_eq!(
        store.exchange(&first, "a", true, HOUR).unwrap(),
        Exchange::Reused
    );
    assert_eq!(
        store.exchange(&second, "a", true, HOUR).unwrap(),
        Exchange::Refused
    );
    assert_eq!(store.live_families("alice").unwrap(), 0);
}

#[test]
fn reuse_leaves_the_users_other_families_alone() {
    let store = store();
    let (_, first) = store.begin_family("alice", "a", HOUR).unwrap();
    let (_, other) = store.begin_family("alice", "a", HOUR).unwrap();
    next(store.exchange(&first, "a", true, HOUR).unwrap());
    store.exchange(&first, "a", true, HOUR).unwrap();
    next(store.exchange(&other, "a", true, HOUR).unwrap());
}

#[test]
fn without_rotation_a_token_can_be_exchanged_again_and_again() {
    let store = store();
    let (_, token) = store.begin_family("alice", "b", HOUR).unwrap();
    for _ in 0..3 {
        let outcome = store.exchange(&token, "b", false, HOUR).unwrap();
        assert_eq!(outcome, Exchange::Granted { next: None });
    }
}

#[test]
fn a_token_is_refused_when_out_of_date_or_meant_for_another_back_end() {
    let store = store();
    let (_, expired) = store.begin_family("alice", "a", 0).unwrap();
    assert_eq!(
        store.exchange(&expired, "a", true, HOUR).unwrap(),
        Exchange::Refused
    );
    let (_, token) = store.begin_family("alice", "a", HOUR).unwrap();
    assert_eq!(
        store.exchange(&token, "b", true, HOUR).unwrap(),
        Exchange::Refused
    );
}
