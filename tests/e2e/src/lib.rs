//! What the end-to-end tests share. They run by `cargo xtask test --e2e`, which builds the package,
//! the page and the server, finds the browsers, and says in the environment where all of it is.

pub mod app;
pub mod browser;
pub mod environment;
pub mod files;
pub mod lan;
pub mod matrix;
pub mod process;
pub mod server;
pub mod soak;
pub mod stranger;
pub mod tabs;

pub use app::App;
pub use browser::{Browser, Page};
pub use process::Process;
pub use server::{Server, User};
pub use stranger::Stranger;
pub use tabs::{Origin, Tabs, Windows};

use std::time::Duration;

/// How long a condition may take on a busy machine; whatever waits fails after it.
pub const PATIENCE: Duration = Duration::from_secs(60);
