//! The back ends of the documentation, each with the options from its page, against the demo server.
//!
//! `cargo xtask test --browser chromium` (or `firefox`) starts the server and names it at compile time.

mod back_end;
mod bodies;
mod every;
mod page;
mod peculiar;
