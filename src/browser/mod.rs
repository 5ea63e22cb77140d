//! The browser edge: performs what [`crate::session`] decides. Compiled for wasm32 only.
//!
//! - [`client`]: `createClient()`, and one request under the session
//! - [`refresh`]: drives the machine's steps; [`exchange`]: one try at the token endpoint
//! - [`shared`]: one session for all clients of the page; [`store`], [`listeners`], [`ending`]: its
//!   storage, its `subscribe`, its `onEnd` and redirect
//! - [`abort`], [`timer`], [`globals`], [`value`], [`error`]: the platform, each a thin wrapper

mod abort;
mod client;
mod ending;
mod error;
mod exchange;
mod face;
mod globals;
mod listeners;
mod refresh;
mod shared;
mod store;
mod timer;
mod value;

pub use client::{Core, create_client};
