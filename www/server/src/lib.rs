//! The demo server: seven back ends with a convention each, the page, and a control interface.
//!
//! - `convention` says how the back ends differ; `auth`, `guard`, `resources`, `notes` and `reply` serve
//!   them all.
//! - `store` keeps users and refresh tokens in SQLite; `tokens` signs access tokens.
//! - `control`, `user` and `fault` are for tests: counts, expiry on demand, refreshes that go wrong.
//! - `journal` logs tokens, calls and refreshes to a file, for tests that judge afterwards.
//! - `recorder` records what arrives and sends the answer that the path describes, for tests that compare clients.
//! - `serve` accepts connections, `cors` opens paths to other origins, `page` serves the built page.
//!
//! It is for demonstration and tests, on this machine only: it listens on 127.0.0.1.

mod app;
mod auth;
mod config;
mod control;
mod convention;
mod cors;
mod fault;
mod guard;
mod journal;
mod notes;
mod page;
mod random;
mod recorder;
mod reply;
mod resources;
mod serve;
mod server;
mod store;
mod tokens;
mod user;

pub use config::Config;
pub use server::{Server, StartError, start};

#[cfg(test)]
mod tests;
