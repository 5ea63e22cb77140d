//! A project's files, with the tools and the tarball installed.

use super::Row;
use crate::{App, app, environment};
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tokio::sync::OnceCell;

/// The projects, as they are in the repository.
const PROJECTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../bundlers");

/// The folder of the projects that share their tools.
static SHARED: OnceCell<App> = OnceCell::const_new();

/// The source of a project's files.
#[derive(Clone, Copy, Debug)]
pub enum Project {
    /// A folder of `tests/bundlers` that needs no tools.
    Bare(&'static str),
    /// A folder of `tests/bundlers/shared`, whose tools are installed one folder above.
    Shared(&'static str),
    /// A folder of `tests/bundlers` with a lock file of its own.
    Own(&'static str),
    /// What `npm create vite` makes, with a component and a lock file of `tests/bundlers/vite`.
    Vite {
        /// The template.
        template: &'static str,
        /// The component's path in `src`.
        component: &'static str,
    },
}

impl Row {
    /// Makes its project.
    pub(super) async fn project(&self) -> Result<App> {
        let name = slug(self.tool);
        let projects = Path::new(PROJECTS);
        let app = match self.project {
            Project::Bare(folder) => {
                let app = App::empty(&name).await?;
                app::copy(&projects.join(folder), &app.dir)?;
                app
            }
            Project::Shared(folder) => {
                let shared = SHARED.get_or_try_init(shared).await?;
                let app = App {
                    dir: shared.dir.join(name),
                };
                app::copy(&projects.join("shared").join(folder), &app.dir)?;
                app
            }
            Project::Own(folder) => {
                let app = App {
                    dir: environment::work("apps").join(folder),
                };
                empty(&app.dir)?;
                app::copy(&projects.join(folder), &app.dir)?;
                install(&app).await?;
                app
            }
            Project::Vite {
                template,
                component,
            } => {
                let app = App::vite(template, template).await?;
                let vite = projects.join("vite");
                let lock = vite.join(format!("{template}.lock.json"));
                fs::copy(lock, app.dir.join("package-lock.json"))?;
                let source = vite.join("src").join(component);
                fs::copy(source, app.dir.join("src").join(component))?;
                install(&app).await?;
                app
            }
        };
        let visit = app.dir.join(self.visit);
        fs::copy(projects.join("visit.js"), &visit)?;
        fs::copy(projects.join("visit.d.ts"), visit.with_extension("d.ts"))?;
        Ok(app)
    }

    /// The installed version of its tool; empty where the table shows the browsers' versions.
    pub(super) async fn version(&self, app: &App) -> Result<String> {
        match self.version_of {
            "" => Ok(String::new()),
            "node" => {
                let version = app.run("node", &["--version"]).await?;
                Ok(version.trim().trim_start_matches('v').to_owned())
            }
            package => package_version(&app.dir, package),
        }
    }
}

/// A name for a folder.
pub(super) fn slug(tool: &str) -> String {
    let words = tool.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

async fn shared() -> Result<App> {
    let app = App {
        dir: environment::work("bundlers"),
    };
    let from = Path::new(PROJECTS).join("shared");
    empty(&app.dir)?;
    // The projects beside these files are copied one by one, each for its row.
    for file in ["package.json", "package-lock.json"] {
        fs::copy(from.join(file), app.dir.join(file))?;
    }
    install(&app).await?;
    Ok(app)
}

/// Empties a folder, except for what is installed in it.
fn empty(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir)?;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name() == "node_modules" {
            continue;
        } else if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Installs the packages of the app's lock file, and the tarball.
async fn install(app: &App) -> Result<()> {
    // Otherwise, npm would keep an installed package of the same version, whatever its content.
    let _ = fs::remove_dir_all(app.dir.join("node_modules/everfetch"));
    let tarball = environment::tarball();
    let tarball = tarball.to_string_lossy();
    // Not `npm ci`, which requests every platform's binaries, and a registry may lack those for some platforms.
    let args = [
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        &tarball,
    ];
    app.run("npm", &args).await?;
    Ok(())
}

/// The installed version of a package for `dir`, there or in a folder above.
fn package_version(dir: &Path, package: &str) -> Result<String> {
    let file = Path::new("node_modules").join(package).join("package.json");
    let mut found = dir.ancestors().map(|folder| folder.join(&file));
    let found = found.find(|file| file.is_file());
    let text = fs::read(found.with_context(|| format!("{package} is not installed"))?)?;
    let json: Value = serde_json::from_slice(&text)?;
    Ok(json["version"].as_str().context("no version")?.to_owned())
}
