//! The declarations, as applications of every kind resolve and check them; and all JavaScript that opens
//! with `// @ts-check`.

use super::tally::Outcome;
use crate::shell::{attempt, fresh_dir, link_dir, program};
use crate::{build, paths, tools};
use anyhow::Result;
use std::fs;

/// How applications find a package: as bundlers do, and as Node does, by ES modules and by CommonJS.
const RESOLUTIONS: [[&str; 2]; 2] = [["esnext", "bundler"], ["node16", "node16"]];

/// Type-checks the package's JavaScript and the type tests, these under each setting that an application
/// may have.
pub(crate) fn run() -> Result<Outcome> {
    tools::npm()?;
    install()?;
    let mut outcome = Outcome::holds();
    for project in ["pkg-template", "tests/axios", "tests/migration"] {
        outcome = outcome.and(check(project, project, &[])?);
    }
    for [module, resolution] in RESOLUTIONS {
        let how = [["--module", module], ["--moduleResolution", resolution]];
        for exact in ["true", "false"] {
            let mut options = how.to_vec();
            options.push(["--exactOptionalPropertyTypes", exact]);
            outcome = outcome.and(check(
                &format!("tests/types: {resolution}, exact {exact}"),
                "tests/types",
                &options,
            )?);
        }
        // The declarations of vue-router fail these checks.
        let project = "tests/types/frameworks";
        outcome = outcome.and(check(&format!("{project}: {resolution}"), project, &how)?);
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
    let axios = modules.join("axios");
    fs::create_dir(&axios)?;
    for file in ["package.json", "index.d.ts", "index.d.cts"] {
        fs::copy(
            paths::npm().join("node_modules/axios").join(file),
            axios.join(file),
        )?;
    }
    fs::create_dir(modules.join("@types"))?;
    for name in FRAMEWORKS {
        let package = paths::npm().join("node_modules").join(name);
        link_dir(&package, &modules.join(name))?;
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
