//! What the browser tests have in common.

pub(crate) mod clock;
pub(crate) mod console;
pub(crate) mod other_tab;
pub(crate) mod package;
pub(crate) mod scene;
pub(crate) mod server;
pub(crate) mod value;
