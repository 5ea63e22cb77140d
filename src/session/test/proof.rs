//! A server that asks for its nonce in the proof (RFC 9449): this rejects no token, and is not a failed attempt.

use super::paper::{granted, nonce_required, tokens};
use super::scenario::{Fate, Tab};
use crate::error::Error;
use crate::session::*;

#[test]
fn a_request_goes_out_again_with_the_nonce_and_the_same_token() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.events.clear();
    tab.ask_for_nonce("one");
    assert_eq!(
        tab.sent,
        [("one", Some("access-1")), ("one", Some("access-1"))]
    );
    assert_eq!(tab.events, [], "nothing was refused, and nothing retried");
    assert_eq!(tab.session.state(), State::SignedIn);
    tab.answer("one", 200);
    assert!(tab.is_answered("one"));
}

#[test]
fn a_server_that_asks_for_a_nonce_again_is_not_asked_a_third_time() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.ask_for_nonce("one");
    tab.ask_for_nonce("one");
    assert_eq!(tab.fate("one"), Fate::Answered(401));
    assert_eq!(tab.sent.len(), 2);
    assert_eq!(tab.session.state(), State::SignedIn);
}

#[test]
fn an_expired_token_is_refreshed_after_a_nonce_and_a_nonce_is_given_after_a_refresh() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.ask_for_nonce("one");
    tab.answer("one", 401);
    tab.refresh(granted("access-2", "refresh-2"));
    tab.ask_for_nonce("one");
    assert_eq!(tab.last_sent(), ("one", Some("access-2")));
    assert_eq!(tab.sent.len(), 4);
    let retried = tab.events.iter().filter(|event| **event == Event::Retried);
    assert_eq!(retried.count(), 1);
    tab.answer("one", 401);
    assert_eq!(tab.error("one"), Error::RefreshLoop);
}

#[test]
fn what_asks_for_a_nonce_after_another_user_has_signed_in_is_not_sent_again() {
    let mut tab = Tab::signed_in();
    tab.send("one");
    tab.sign_in(tokens("access-b", "refresh-b"));
    tab.ask_for_nonce("one");
    assert_eq!(tab.error("one"), Error::SessionChanged);
    assert_eq!(tab.sent.len(), 1);
}

#[test]
fn the_token_endpoint_is_asked_again_at_once_and_that_is_no_retry() {
    let mut tab = Tab::signed_in();
    tab.send_and_refuse("one");
    tab.lock();
    tab.reply(nonce_required());
    assert!(matches!(tab.step(), Some(Command::Exchange { .. })));
    tab.reply(granted("access-2", "refresh-2"));
    tab.finish();
    assert_eq!(tab.last_sent(), ("one", Some("access-2")));
    assert_eq!(tab.store, tokens("access-2", "refresh-2"));
}

#[test]
fn a_token_endpoint_that_never_accepts_a_nonce_is_an_outage() {
    let mut tab = Tab::signed_in();
    tab.policy.retries = 1;
    tab.send_and_refuse("one");
    tab.lock();
    for _ in 0..2 {
        tab.reply(nonce_required());
    }
    tab.pause();
    for _ in 0..2 {
        tab.reply(nonce_required());
    }
    tab.finish();
    assert_eq!(tab.error("one"), Error::RefreshUnavailable);
    assert_eq!(tab.store, tokens("access-1", "refresh-1"));
    assert_eq!(tab.session.state(), State::SignedIn);
}
