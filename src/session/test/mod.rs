//! The behaviour of the state machine, in scenarios of [`scenario::Tab`]s: simulated tabs that share a
//! [`world::World`], with a virtual clock, and races ordered by steps.
//!
//! A test reads as a sequence of events: `tab.send("one"); tab.answer("one", 401); tab.lock(); tab.reply(..)`. What one
//! tab writes or broadcasts reaches another when the test lets it: `other.sees()`, `other.receives()`.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "anything else is the test's failure"
)]

mod ending;
mod external;
mod failure;
mod log_out;
mod r#loop;
mod nothing;
mod paper;
mod proactive;
mod proof;
#[cfg(not(target_arch = "wasm32"))]
mod property;
mod refresh;
mod revoked;
mod scenario;
mod sign_out;
mod store;
mod tabs;
mod user;
mod world;
