//! The back ends of the documentation, each by the very options that stand there, against the demo server.
//!
//! `cargo xtask test --browser chromium` (or `firefox`) starts the server and names it at compile time.

mod back_end;
mod bodies;
mod every;
mod page;
mod peculiar;
