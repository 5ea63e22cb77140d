//! The Rust client in a browser, without a server: a stub in place of fetch answers when the test says so.

mod cookie;
mod end;
mod options;
mod page;
mod refresh;
mod request;
mod session;
