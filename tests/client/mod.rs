//! The Rust client in a browser, without a server: a stub replaces fetch and answers on command.

mod cookie;
mod end;
mod options;
mod page;
mod refresh;
mod request;
mod session;
