//! What a session does in a page. The clients are those of `crate::create_client` and `crate::create_axios_client`, so
//! that both runtimes run the same tests: the npm package in `tests/web.rs`, the Rust client in `tests/rust_web.rs`.

mod abort;
mod answers;
mod client;
mod debug;
mod ending;
mod failure;
mod function;
mod hygiene;
mod markup;
mod options;
mod others;
mod proactive;
mod race;
mod reach;
mod refresh;
mod session;
mod storage;
mod surface;
mod tabs;
