//! Runs every target: a moment each, or minutes with `EVERFETCH_DEEP`.

use everfetch_fuzz::http;
use everfetch_fuzz::run::run;

#[test]
fn challenge() {
    run(&http::challenge::TARGET);
}

#[test]
fn retry_after() {
    run(&http::retry_after::TARGET);
}

#[test]
fn jwt() {
    run(&http::jwt::TARGET);
}

#[test]
fn token_reply() {
    run(&http::token_reply::TARGET);
}

#[test]
fn scope() {
    run(&http::scope::TARGET);
}

#[test]
fn field() {
    run(&http::field::TARGET);
}

#[test]
fn refusal() {
    run(&http::refusal::TARGET);
}

#[test]
fn session() {
    run(&everfetch_fuzz::session::TARGET);
}
