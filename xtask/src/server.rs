//! The demo server, built and running for as long as its handle lives.

use crate::{paths, shell};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running demo server; dropping it ends the process.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// The line with its addresses.
    pub(crate) said: String,
}

impl Server {
    /// Starts the built server and waits until it listens.
    pub(crate) fn start(port: u16, dist: Option<&Path>, localhost: bool) -> Result<Self> {
        let binary = build()?;
        let mut command = shell::program(&binary.to_string_lossy());
        command.args(["--port", &port.to_string()]);
        if let Some(dist) = dist {
            command.arg("--dist").arg(dist);
        }
        if localhost {
            command.arg("--allow-localhost");
        }
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", binary.display()))?;
        let stdout = child.stdout.take().expect("its output is piped");
        let mut said = String::new();
        let read = BufReader::new(stdout).read_line(&mut said);
        let server = Self {
            child,
            said: said.trim().to_owned(),
        };
        if read.is_err() || !server.said.contains("http://") {
            bail!("the demo server did not start on port {port}: is the port taken?");
        }
        Ok(server)
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> &str {
        let from = self.said.find("http://").unwrap_or_default();
        self.said[from..]
            .split_whitespace()
            .next()
            .unwrap_or_default()
    }

    /// Waits until the server ends, which it does when it is interrupted.
    pub(crate) fn wait(mut self) -> Result<()> {
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A polite end lets it remove its database. What fails here is gone already.
        let polite = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        if !polite.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// Builds the server and says where its executable is.
pub(crate) fn build() -> Result<PathBuf> {
    shell::step(
        "cargo build (the demo server)",
        shell::cargo().args(["build", "--package", "everfetch-demo-server"]),
    )?;
    let name = format!("everfetch-demo-server{}", std::env::consts::EXE_SUFFIX);
    Ok(paths::cargo_target()?.join("debug").join(name))
}
