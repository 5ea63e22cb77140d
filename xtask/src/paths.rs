//! The paths of the checkout.

use anyhow::Result;
use cargo_metadata::{Metadata, MetadataCommand};
use std::path::{Path, PathBuf};

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask lies in the root").to_path_buf()
}

/// Generated files, which may be deleted at any time.
pub(crate) fn target() -> PathBuf {
    root().join("target")
}

/// cargo's target folder, which the environment or a config may have moved.
pub(crate) fn cargo_target() -> Result<PathBuf> {
    Ok(metadata()?.target_directory.into())
}

/// cargo's metadata of the workspace.
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

/// The hand-written files of the package.
pub(crate) fn template() -> PathBuf {
    root().join("pkg-template")
}
