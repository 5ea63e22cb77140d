//! Parses and judges URLs, header fields, tokens and answers.
//!
//! Every function here is pure and total: it takes strings and plain values, and it never panics, whatever a server
//! sends. Nothing here keeps state; the decisions about a session are in [`crate::session`].
#![forbid(unsafe_code)]

pub mod challenge;
pub mod failure;
pub mod field;
pub mod iso_date;
pub mod jwt;
pub mod refusal;
pub mod retry_after;
pub mod scope;
pub mod token_reply;

use std::time::Duration;

/// Converts a timestamp to the time since the epoch. It is in seconds, but some back ends send milliseconds: no date
/// before the year 5138 is as large in seconds.
fn since_epoch(number: f64) -> Option<Duration> {
    let seconds = if number >= 1e11 {
        number / 1000.0
    } else {
        number
    };
    Duration::try_from_secs_f64(seconds).ok()
}
