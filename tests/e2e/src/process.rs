//! A program that runs beside a test and ends with it.

use crate::PATIENCE;
use anyhow::{Context, Result, bail};
use std::net::Ipv4Addr;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::{sleep, timeout};

/// A running program.
#[derive(Debug)]
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts `command`, and waits for the line of its output that contains `mark`.
    ///
    /// # Errors
    ///
    /// When it cannot be started, or ends or stays silent without that line.
    pub async fn start(mut command: Command, mark: &str) -> Result<(Self, String)> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {command:?}"))?;
        let stdout = child.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(stdout).lines();
        let line = timeout(PATIENCE, line_with(&mut lines, mark)).await;
        let line = line.with_context(|| format!("{command:?} does not say {mark:?}"))??;
        // Read on, so that it never blocks on a full pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok((Self { child }, line))
    }

    /// Starts `command`, which says nothing, and waits until it listens on `port`.
    ///
    /// # Errors
    ///
    /// When it cannot be started, or never listens.
    pub async fn start_on(mut command: Command, port: u16) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {command:?}"))?;
        let listening = timeout(PATIENCE, async {
            while TcpStream::connect((Ipv4Addr::LOCALHOST, port))
                .await
                .is_err()
            {
                sleep(Duration::from_millis(20)).await;
            }
        });
        let silence = || format!("{command:?} does not listen on port {port}");
        listening.await.with_context(silence)?;
        Ok(Self { child })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A polite end lets it remove its temporary files; `kill_on_drop` comes after.
        if let Some(id) = self.child.id() {
            let _ = std::process::Command::new("kill")
                .arg(id.to_string())
                .status();
        }
    }
}

async fn line_with(lines: &mut Lines<BufReader<ChildStdout>>, mark: &str) -> Result<String> {
    let mut said = Vec::new();
    while let Some(line) = lines.next_line().await? {
        if line.contains(mark) {
            return Ok(line);
        }
        said.push(line);
    }
    bail!("it ended without {mark:?}; it said:\n{}", said.join("\n"))
}
