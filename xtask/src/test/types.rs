//! The declarations, as applications of every kind resolve and check them; and all JavaScript that opens
//! with `// @ts-check`.

use super::tally::Outcome;
use crate::shell::{attempt, fresh_dir, link_dir, program};
use crate::{build, paths, tools};
use anyhow::Result;
use std::fs;
use std::path::Path;

/// How applications find a package: as bundlers do, and as Node does, by ES modules and by CommonJS.
const RESOLUTIONS: [[&str; 2]; 2] = [["esnext", "bundler"], ["node16", "node16"]];

/// Versions of axios that an application may have beside everfetch: names in `tests/types/versions/package.json`.
const VERSIONS: [&str; 5] = [
    "axios-1-6-8",
    "axios-1-7-9",
    "axios-1-13-2",
    "axios-1-16-1",
    "axios-1-18-1",
];

/// Type-checks the package's JavaScript and the type tests, these under each setting that an application
/// may have.
pub(crate) fn run() -> Result<Outcome> {
    tools::npm()?;
    let versions = paths::root().join("tests/types/versions");
    tools::npm_ci(&versions, "npm ci (versions of axios)")?;
    install()?;
    let mut outcome = Outcome::holds();
    for project in ["pkg-template", "tests/axios", "tests/migration"] {
        outcome = outcome.and(check(project, project, &[])?);
    }
    outcome = outcome.and(check_settings("tests/types", "the current axios")?);
    for [module, resolution] in RESOLUTIONS {
        let how = [["--module", module], ["--moduleResolution", resolution]];
        // The declarations of vue-router fail these checks.
        let project = "tests/types/frameworks";
        outcome = outcome.and(check(&format!("{project}: {resolution}"), project, &how)?);
    }
    outcome = outcome.and(check_settings("tests/types/versions", "the current axios")?);
    for version in VERSIONS {
        install_axios(&versions.join("node_modules").join(version))?;
        outcome = outcome.and(check_settings("tests/types/versions", version)?);
    }
    Ok(outcome)
}

/// Checks a project under each setting.
fn check_settings(project: &str, what: &str) -> Result<Outcome> {
    let mut outcome = Outcome::holds();
    for [module, resolution] in RESOLUTIONS {
        for exact in ["true", "false"] {
            let options = [
                ["--module", module],
                ["--moduleResolution", resolution],
                ["--exactOptionalPropertyTypes", exact],
            ];
            let what = format!("{project}, {what}: {resolution}, exact {exact}");
            outcome = outcome.and(check(&what, project, &options)?);
        }
    }
    Ok(outcome)
}

/// Frameworks whose types the entries for them refer to, and the router that the guard is for.
const FRAMEWORKS: [&str; 3] = ["vue", "vue-router", "@types/react"];

/// Puts the types of everfetch and of axios where the type tests find them by name: no more of either
/// package, so that nothing has to be built. And links to those of the frameworks.
fn install() -> Result<()> {
    let modules = paths::root().join("tests/types/node_modules");
    fresh_dir(&modules)?;
    let everfetch = modules.join("everfetch");
    fs::create_dir_all(everfetch.join("dist"))?;
    build::declarations(&everfetch.join("dist"))?;
    fs::copy(
        paths::template().join("package.json"),
        everfetch.join("package.json"),
    )?;
    install_axios(&paths::npm().join("node_modules/axios"))?;
    fs::create_dir(modules.join("@types"))?;
    for name in FRAMEWORKS {
        let package = paths::npm().join("node_modules").join(name);
        link_dir(&package, &modules.join(name))?;
    }
    Ok(())
}

/// Puts the types of this package where the type tests find `axios`.
fn install_axios(package: &Path) -> Result<()> {
    let axios = paths::root().join("tests/types/node_modules/axios");
    fs::create_dir_all(&axios)?;
    for file in ["package.json", "index.d.ts", "index.d.cts"] {
        fs::copy(package.join(file), axios.join(file))?;
    }
    Ok(())
}

fn check(what: &str, project: &str, options: &[[&str; 2]]) -> Result<Outcome> {
    let config = paths::root().join(project).join("tsconfig.json");
    let mut tsc = program("tsc");
    tsc.arg("--project").arg(config).args(options.concat());
    Ok(Outcome::check(&attempt(
        &format!("tsc ({what})"),
        &mut tsc,
    )?))
}
