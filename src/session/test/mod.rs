//! The machine's behaviour, told by a [`scenario::Tab`]: one tab, one store, a virtual clock, and races
//! ordered by steps.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "anything else is the test's failure"
)]

mod failure;
mod refresh;
mod scenario;
mod sign_out;
mod store;
