//! everfetch: the front-end HTTP client that makes access-token expiry invisible.
//!
//! In scope: attaching the access token, noticing that it has expired, refreshing it once, and sending
//! what was refused again; and axios's request and response around that. Out of scope: transports other
//! than fetch, caching, and everything that a server decides.
//!
//! - [`session`]: the machine that decides. Pure: no browser type, no clock, no future, no token.
//! - `bindings`: for wasm32 only. The machine for the TypeScript runtime of the npm package, whose code is in
//!   `pkg-template/src`.
//! - [`http`]: reads and judges URLs, header fields, tokens and answers. Pure.
//! - `client`: a complete client for Rust front ends, for wasm32 only, over the same machine.
//!
//! The dependencies of the edge are gated by target, so a browser type in the pure half does not
//! compile on the host.

pub mod error;
pub mod http;
pub mod session;

#[cfg(any(
    all(target_arch = "wasm32", feature = "engine"),
    all(test, not(target_arch = "wasm32"))
))]
mod bindings;

#[cfg(test)]
mod protocol;

#[cfg(all(target_arch = "wasm32", feature = "client"))]
mod client;

#[cfg(all(target_arch = "wasm32", feature = "client"))]
#[doc(hidden)]
pub use client::js;

#[cfg(all(target_arch = "wasm32", feature = "client"))]
pub use client::{
    Client, ClientBuilder, EndChoice, EndReason, Error as ClientError, Hold, Redirect,
    RefreshContext, RefreshError, RefreshRequest, RequestBuilder, Response, Send, Session,
    SessionEnd, SessionEvent, SessionHandle, SessionState, Storage, TokenStorage,
};
};

/// The README's Rust is compiled with the other examples.
#[cfg(all(doctest, target_arch = "wasm32", feature = "client"))]
#[doc = include_str!("../README.md")]
mod readme {}

/// 2 kB of brotli smaller than the standard library's allocator for wasm, and as steady: constant time
/// for each block, whatever a burst leaves behind.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
