#![cfg_attr(all(target_arch = "wasm32", feature = "client"), doc = include_str!("README.md"))]
#![cfg_attr(
    not(all(target_arch = "wasm32", feature = "client")),
    doc = "The state machine of everfetch. The client is documented for `wasm32-unknown-unknown`."
)]
//!
//! # Inside
//!
//! - [`session`]: the state machine that decides. Pure: no browser type, no clock, no future, no token.
//! - [`http`]: reads and judges URLs, header fields, tokens and answers. Pure.
//! - `client`: the client, for wasm32 only: performs what the state machine decides.
//! - `bindings`: the exports of the state machine for the TypeScript runtime of the npm package, for wasm32 only.
//!
//! Only the client is a stable API. The other modules are public for the tests, and may change in any release.
//!
//! The browser dependencies are enabled for wasm32 only, so a browser type in a pure module does not compile on the
//! host.

pub mod error;
pub mod http;
pub mod session;

#[cfg(any(all(target_arch = "wasm32", feature = "engine"), test))]
mod bindings;

#[cfg(test)]
mod protocol;

#[cfg(all(target_arch = "wasm32", feature = "client"))]
mod client;

#[cfg(all(target_arch = "wasm32", feature = "js"))]
#[doc(hidden)]
pub use client::js;

#[cfg(all(target_arch = "wasm32", feature = "client"))]
pub use client::{
    Client, ClientBuilder, Code, EndChoice, EndReason, Error as ClientError, Hold, LogoutRequest,
    Paths, Redirect, RefreshContext, RefreshError, RefreshRequest, RequestBuilder, Response, Rule,
    Send, Session, SessionEnd, SessionEvent, SessionHandle, SessionState, SignedOut, Storage,
    StorageError, TokenReply, TokenStorage, Transport,
};

/// Compiles the Rust code in the README with the other examples.
#[cfg(all(doctest, target_arch = "wasm32", feature = "client"))]
#[doc = include_str!("../README.md")]
mod readme {}

#[cfg(all(target_arch = "wasm32", feature = "engine"))]
mod allocator;

#[cfg(all(target_arch = "wasm32", feature = "engine"))]
#[global_allocator]
static ALLOCATOR: allocator::Allocator = allocator::Allocator::new();

/// 2 kB (brotli) smaller than the standard library's allocator for wasm, with times as constant. An application in Rust
/// chooses its own allocator.
#[cfg(all(target_arch = "wasm32", feature = "js", not(feature = "engine")))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
