//! A fresh app in a folder of its own, with the tarball installed and nothing configured.

use crate::{PATIENCE, Process, environment};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::fs;
use tokio::net::TcpListener;
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

    /// What `npm create vite` makes of a template.
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
        app.install().await?;
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
    /// When it fails, with what it said.
    pub async fn run(&self, program: &str, args: &[&str]) -> Result<String> {
        let command = Command::new(program)
            .args(args)
            .current_dir(&self.dir)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(PATIENCE * 5, command).await??;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            bail!(
                "{program} {}: {}\n{said}{errors}",
                args.join(" "),
                output.status
            );
        }
        Ok(said)
    }

    /// Starts the app's own Vite (`dev` or `preview`), and returns its address.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub async fn serve(&self, mode: &str) -> Result<(Process, String)> {
        let port = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
        let mut vite = Command::new(self.dir.join("node_modules/.bin/vite"));
        vite.arg(mode)
            .args(["--host", "127.0.0.1", "--strictPort", "--port"]);
        vite.arg(port.to_string())
            .current_dir(&self.dir)
            .env("NO_COLOR", "1");
        let (process, _) = Process::start(vite, "Local:").await?;
        Ok((process, format!("http://127.0.0.1:{port}/")))
    }

    async fn install(&self) -> Result<()> {
        let tarball = environment::tarball();
        let tarball = tarball.to_string_lossy();
        self.run("npm", &["install", "--no-audit", "--no-fund", &tarball])
            .await?;
        Ok(())
    }
}

async fn emptied(name: &str) -> Result<PathBuf> {
    let dir = environment::work("apps").join(name);
    if Path::new(&dir).exists() {
        fs::remove_dir_all(&dir).await?;
    }
    fs::create_dir_all(&dir).await?;
    Ok(dir)
}
