//! The environment variables that `cargo xtask test --e2e` sets.

use std::env;
use std::path::PathBuf;

/// The packed package.
#[must_use]
pub fn tarball() -> PathBuf {
    path("EVERFETCH_TARBALL")
}

/// The built demo page.
#[must_use]
pub fn demo_dist() -> PathBuf {
    path("EVERFETCH_DEMO_DIST")
}

/// The demo server's executable.
#[must_use]
pub fn demo_server() -> PathBuf {
    path("EVERFETCH_DEMO_SERVER")
}

/// A folder for what the tests make; a name in it for each.
#[must_use]
pub fn work(name: &str) -> PathBuf {
    path("EVERFETCH_E2E_DIR").join(name)
}

/// What the environment holds under `name`.
///
/// # Panics
///
/// When it is not set, with the command that sets it.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    match env::var_os(name) {
        Some(path) => path.into(),
        None => panic!("{name} is not set: these tests run by `cargo xtask test --e2e`"),
    }
}
