//! The demo server, which is built and runs as long as its handle lives.

use crate::group::Group;
use crate::{paths, shell};
use anyhow::{Result, bail};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Stdio};
use std::time::Duration;

/// How long the server has to remove its database and end.
const GRACE: Duration = Duration::from_secs(5);

/// Where the server listens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Port {
    /// On this port; 0 is any free port.
    Exactly(u16),
    /// On this port, or on the next free one if it is in use.
    OrNext(u16),
}

/// A running demo server; dropping it ends the process.
#[derive(Debug)]
pub(crate) struct Server {
    process: Group,
    /// The server ends when this is closed, and therefore with xtask, however xtask ends.
    stdin: Option<ChildStdin>,
    /// The line with its addresses.
    pub(crate) announcement: String,
}

impl Server {
    /// Starts the built server and waits until it listens.
    pub(crate) fn start(port: Port, dist: Option<&Path>, localhost: bool) -> Result<Self> {
        let binary = build()?;
        let mut command = shell::program(&binary.to_string_lossy());
        command.arg("--until-stdin-ends");
        match port {
            Port::Exactly(port) => command.args(["--port", &port.to_string()]),
            Port::OrNext(port) => command.args(["--next-free", "--port", &port.to_string()]),
        };
        if let Some(dist) = dist {
            command.arg("--dist").arg(dist);
        }
        if localhost {
            command.arg("--allow-localhost");
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let process = Group::start(&mut command)?;
        let stdin = process.stdin();
        let stdout = process.stdout().expect("its output is piped");
        let mut announcement = String::new();
        let read = BufReader::new(stdout).read_line(&mut announcement);
        let server = Self {
            process,
            stdin,
            announcement: announcement.trim().to_owned(),
        };
        if read.is_err() || !server.announcement.contains("http://") {
            bail!("the demo server did not start; its message is above");
        }
        Ok(server)
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> &str {
        let from = self.announcement.find("http://").unwrap_or_default();
        self.announcement[from..]
            .split_whitespace()
            .next()
            .unwrap_or_default()
    }

    /// Waits until the server ends. Interrupting xtask ends both.
    pub(crate) fn wait(self) -> Result<()> {
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stdin.take());
        // Dropping the group kills a server that does not end in time.
        let _ = self.process.wait_within(GRACE);
    }
}

/// Builds the server and returns the path of its executable.
pub(crate) fn build() -> Result<PathBuf> {
    shell::step(
        "cargo build (the demo server)",
        shell::cargo().args(["build", "--package", "everfetch-demo-server"]),
    )?;
    let name = format!("everfetch-demo-server{}", std::env::consts::EXE_SUFFIX);
    Ok(paths::cargo_target()?.join("debug").join(name))
}
