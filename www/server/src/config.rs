//! What can be chosen when the server starts.

use std::path::{Path, PathBuf};

/// Where the server listens, and what it serves.
#[derive(Debug, Clone)]
pub struct Config {
    /// The port of the page and the back ends; 0 for any that is free.
    pub port: u16,
    /// Whether to try the ports after `port` when it is in use, rather than fail.
    pub next_free: bool,
    /// The port of the second listener, where back end D is another origin; 0 for any that is free.
    pub cors_port: u16,
    /// The database's file; none for a new one in a temporary folder, removed at the end.
    pub db: Option<PathBuf>,
    /// The file to which the server logs tokens, calls and refreshes; none to log nothing.
    pub log: Option<PathBuf>,
    /// The folder of the built page.
    pub dist: PathBuf,
    /// Whether every back end takes requests with credentials from every origin on this machine,
    /// rather than D alone. For tests whose page another server serves.
    pub allow_localhost: bool,
}

impl Config {
    /// The default configuration on `port`, the second listener on the next one.
    pub fn on_port(port: u16) -> Self {
        Self {
            port,
            next_free: false,
            cors_port: if port == 0 { 0 } else { port.saturating_add(1) },
            db: None,
            log: None,
            dist: Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"),
            allow_localhost: false,
        }
    }
}
