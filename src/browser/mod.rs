//! The browser edge: performs what [`crate::session`] decides. Compiled for wasm32 only.
//!
//! - [`client`]: `createClient()`, and what one request asks
//! - [`refresh`]: drives the machine's steps; [`exchange`]: one try at the token endpoint
//! - [`shared`]: one session for all clients of the page; [`store`]: its tokens
//! - [`platform`]: what `face/*.js` does for Rust; [`error`], [`timer`], [`value`]: thin wrappers

mod client;
mod error;
mod exchange;
mod platform;
mod refresh;
mod shared;
mod store;
mod timer;
mod value;

pub use client::{Core, create_client};
pub use platform::{Exchange, Hub, Waiter};
