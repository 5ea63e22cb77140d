//! A fresh app in its own folder, with the tarball installed and nothing configured.

use crate::{PATIENCE, environment};
use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::fs;
use tokio::process::Command;

/// A folder with a `package.json` and the package.
#[derive(Debug)]
pub struct App {
    /// Where it is.
    pub dir: PathBuf,
}

impl App {
    /// An empty project.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub async fn empty(name: &str) -> Result<Self> {
        let app = Self {
            dir: emptied(name).await?,
        };
        app.write("package.json", "{ \"private\": true }\n").await?;
        app.install().await?;
        Ok(app)
    }

    /// The output of `npm create vite` for a template, with nothing installed.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub async fn vite(name: &str, template: &str) -> Result<Self> {
        let dir = emptied(name).await?;
        let app = Self { dir };
        let create = [
            "--template",
            template,
            "--no-interactive",
            "--no-immediate",
            ".",
        ];
        app.run("create-vite", &create).await?;
        Ok(app)
    }

    /// Writes a file of the app.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub async fn write(&self, file: &str, text: &str) -> Result<()> {
        let path = self.dir.join(file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).await?;
        }
        fs::write(&path, text)
            .await
            .with_context(|| path.display().to_string())
    }

    /// Runs a program in the app to its end, and returns what it prints.
    ///
    /// # Errors
    ///
    /// When it fails, with its output.
    pub async fn run(&self, program: &str, args: &[&str]) -> Result<String> {
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.dir);
        self.finish(command).await
    }

    /// A shell command in the app, with the app's executables on the path, as in `npm run`.
    #[must_use]
    pub fn shell(&self, line: &str) -> Command {
        let bins = self.dir.ancestors().take(2);
        let bins = bins.map(|folder| folder.join("node_modules/.bin"));
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(bins.chain(env::split_paths(&path)));
        let mut command = Command::new("sh");
        command
            .args(["-c", line])
            .current_dir(&self.dir)
            .env("PATH", path.expect("PATH was split from a PATH"))
            .env("NO_COLOR", "1")
            .env("NEXT_TELEMETRY_DISABLED", "1")
            .env("NUXT_TELEMETRY_DISABLED", "1");
        command
    }

    /// Runs a command to its end, and returns what it prints.
    ///
    /// # Errors
    ///
    /// When it fails, with its output.
    pub async fn finish(&self, mut command: Command) -> Result<String> {
        command.stdin(Stdio::null()).kill_on_drop(true);
        let output = tokio::time::timeout(PATIENCE * 8, command.output()).await;
        let output = output.with_context(|| format!("{} does not end", named(&command)))??;
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            bail!("{}: {}\n{errors}{stdout}", named(&command), output.status);
        }
        Ok(stdout)
    }

    async fn install(&self) -> Result<()> {
        let tarball = environment::tarball();
        let tarball = tarball.to_string_lossy();
        self.run("npm", &["install", "--no-audit", "--no-fund", &tarball])
            .await?;
        Ok(())
    }
}

/// Copies a folder.
///
/// # Errors
///
/// When something cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            std::fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// As one would type it.
fn named(command: &Command) -> String {
    let command = command.as_std();
    let words = [command.get_program()]
        .into_iter()
        .chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

async fn emptied(name: &str) -> Result<PathBuf> {
    let dir = environment::work("apps").join(name);
    if Path::new(&dir).exists() {
        fs::remove_dir_all(&dir).await?;
    }
    fs::create_dir_all(&dir).await?;
    Ok(dir)
}
