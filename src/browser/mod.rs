//! The browser's side of the machine, for wasm32 only: it carries decisions across.
//!
//! What talks to the browser is JavaScript (`face/`): each call from here into an object of the browser
//! costs some hundred bytes of glue. Here is what `face/` calls ([`core`]), what becomes of a decision
//! ([`perform`]), and the walk of a refresh ([`refresh`]), which awaits.

mod core;
mod face;
mod perform;
mod refresh;
mod storage;

pub use self::core::create_client;
