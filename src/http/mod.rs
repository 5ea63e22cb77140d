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
