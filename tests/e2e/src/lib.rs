//! Helpers for the end-to-end tests. They are run by `cargo xtask test --e2e`, which builds the package, the page and
//! the server, finds the browsers, and passes all paths in the environment.

pub mod app;
pub mod browser;
pub mod environment;
pub mod files;
pub mod foreign;
pub mod lan;
pub mod matrix;
pub mod process;
pub mod server;
pub mod soak;
pub mod tabs;

pub use app::App;
pub use browser::{Browser, Page};
pub use foreign::ForeignServer;
pub use process::Process;
pub use server::{Server, User};
pub use tabs::{Origin, Tabs, Windows};

use std::time::Duration;

/// How long a condition may take on a busy machine. Every wait fails after this time.
pub const PATIENCE: Duration = Duration::from_secs(60);
