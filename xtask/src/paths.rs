//! Where things are in the checkout.

use anyhow::Result;
use cargo_metadata::{Metadata, MetadataCommand};
use std::path::{Path, PathBuf};

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask lies in the root").to_path_buf()
}

/// What is made and may be deleted at any time.
pub(crate) fn target() -> PathBuf {
    root().join("target")
}

/// Where cargo puts what it builds, which the environment or a config may have moved.
pub(crate) fn cargo_target() -> Result<PathBuf> {
    Ok(metadata()?.target_directory.into())
}

/// What cargo knows of the workspace.
pub(crate) fn metadata() -> Result<Metadata> {
    let mut command = MetadataCommand::new();
    command.current_dir(root());
    Ok(command.exec()?)
}

/// The tools that cargo installs for this checkout.
pub(crate) fn tools() -> PathBuf {
    target().join("tools")
}

/// The pinned JavaScript tools.
pub(crate) fn npm() -> PathBuf {
    root().join("xtask/npm")
}

/// The executables of the pinned JavaScript tools.
pub(crate) fn npm_bin() -> PathBuf {
    npm().join("node_modules/.bin")
}

/// The package as it is published.
pub(crate) fn pkg() -> PathBuf {
    root().join("pkg")
}

/// What the package is assembled from, by hand.
pub(crate) fn template() -> PathBuf {
    root().join("pkg-template")
}
