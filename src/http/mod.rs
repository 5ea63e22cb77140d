//! Reads and judges what travels over HTTP: URLs, header fields, tokens and answers.
//!
//! Every function here is pure and total: it takes strings and plain values, and it never panics, whatever a
//! server sends. Nothing here remembers anything; the decisions about a session are in [`crate::session`].
#![forbid(unsafe_code)]

pub mod challenge;
pub mod failure;
pub mod field;
pub mod jwt;
pub mod refusal;
pub mod retry_after;
pub mod scope;
pub mod token_reply;

use std::time::Duration;

/// A moment as the time since the epoch. It is in seconds; some back ends send milliseconds, which no date in seconds
/// reaches before the year 5138.
fn since_epoch(number: f64) -> Option<Duration> {
    let seconds = if number >= 1e11 {
        number / 1000.0
    } else {
        number
    };
    Duration::try_from_secs_f64(seconds).ok()
}
