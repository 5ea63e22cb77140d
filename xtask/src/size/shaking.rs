//! Unused code is not bundled: an app has the same bytes with and without an unused import.

use super::{APP, esbuild, workshop};
use anyhow::{Result, bail};
use std::path::Path;

/// Imports of which nothing is used: the whole of an entry, or names of the package itself.
const UNUSED: [&str; 5] = [
    "import * as vue from 'everfetch/vue';\n",
    "import * as react from 'everfetch/react';\n",
    "import * as dpop from 'everfetch/dpop';\n",
    "import * as storage from 'everfetch/storage';\n",
    "import { EverfetchError, EverfetchHeaders, init, isCancel } from 'everfetch';\n",
];

/// A text that only the panel contains.
const PANEL: &[u8] = b"everfetch-devtools";

/// Fails when an import that is not used adds a byte, or if the panel is in a bundle that does not import it.
pub(crate) fn check(tarball: &Path) -> Result<()> {
    let dir = workshop(tarball)?;
    let app = esbuild(&dir, APP)?;
    let with_panel = esbuild(&dir, &format!("import 'everfetch/devtools';\n{APP}"))?;
    if has_panel(&app) || !has_panel(&with_panel) {
        bail!("the panel of everfetch/devtools comes with its import, and only with it");
    }
    let without = app.len();
    for import in UNUSED {
        let with = esbuild(&dir, &format!("{import}{APP}"))?.len();
        if with != without {
            bail!("not used, and yet it makes {without} bytes {with}: {import}");
        }
    }
    eprintln!("  what is imported and not used adds no byte");
    Ok(())
}

fn has_panel(bundle: &[u8]) -> bool {
    bundle.windows(PANEL.len()).any(|part| part == PANEL)
}
