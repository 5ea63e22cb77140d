//! What an app does not use, it does not carry: the same bytes with and without an import of it.

use super::{APP, esbuild, workshop};
use anyhow::{Result, bail};
use std::path::Path;

/// Imports of which nothing is used: the whole of an entry, or names of the package itself.
const UNUSED: [&str; 3] = [
    "import * as vue from 'everfetch/vue';\n",
    "import * as react from 'everfetch/react';\n",
    "import { AxiosError, CancelToken, formToJSON, init } from 'everfetch';\n",
];

/// Fails when an import that is not used adds a byte.
pub(crate) fn check(tarball: &Path) -> Result<()> {
    let dir = workshop(tarball)?;
    let without = esbuild(&dir, APP)?.len();
    for import in UNUSED {
        let with = esbuild(&dir, &format!("{import}{APP}"))?.len();
        if with != without {
            bail!("not used, and yet it makes {without} bytes {with}: {import}");
        }
    }
    eprintln!("  what is imported and not used adds no byte");
    Ok(())
}
