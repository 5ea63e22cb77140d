//! A program that runs during a test and ends with it.

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
    /// Whether the programs that it has started end with it.
    group: bool,
}

impl Process {
    /// Starts `command`, and waits for the line of its output that contains `mark`.
    ///
    /// # Errors
    ///
    /// When it cannot be started, or ends or stays silent without that line.
    pub async fn start(command: Command, mark: &str) -> Result<(Self, String)> {
        Self::start_within(command, mark, PATIENCE).await
    }

    /// As [`Process::start`], for a program that works before it writes that line.
    ///
    /// # Errors
    ///
    /// When it cannot be started, or ends or stays silent for so long without that line.
    pub async fn start_within(
        mut command: Command,
        mark: &str,
        limit: Duration,
    ) -> Result<(Self, String)> {
        let mut child = command
            .stdin(Stdio::piped()) // closed when the test ends
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {command:?}"))?;
        let stdout = child.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(stdout).lines();
        let line = timeout(limit, line_with(&mut lines, mark)).await;
        let line = line.with_context(|| format!("{command:?} does not print {mark:?}"))??;
        // Keep reading, so that it never blocks on a full pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let group = false;
        Ok((Self { child, group }, line))
    }

    /// Starts `command`, which prints nothing, and waits until it listens on `port`.
    ///
    /// # Errors
    ///
    /// When it cannot be started, or never listens.
    pub async fn start_on(mut command: Command, port: u16) -> Result<Self> {
        command.stdin(Stdio::null());
        Self::listening(command, port, false).await
    }

    /// As [`Process::start_on`], with all that it will have started ended with it.
    ///
    /// # Errors
    ///
    /// When it cannot be started, or ends, or never listens.
    pub async fn start_group_on(mut command: Command, port: u16) -> Result<Self> {
        // Some programs end when their standard input is closed.
        command.process_group(0).stdin(Stdio::piped());
        Self::listening(command, port, true).await
    }

    async fn listening(mut command: Command, port: u16, group: bool) -> Result<Self> {
        let child = command
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {command:?}"))?;
        let mut process = Self { child, group };
        let address = (Ipv4Addr::LOCALHOST, port);
        let listening = timeout(PATIENCE * 2, async {
            while TcpStream::connect(address).await.is_err() {
                if let Some(status) = process.child.try_wait()? {
                    bail!("it ended: {status}");
                }
                sleep(Duration::from_millis(20)).await;
            }
            Ok(())
        });
        let silence = || format!("{command:?} does not listen on port {port}");
        listening
            .await
            .with_context(silence)?
            .with_context(silence)?;
        Ok(process)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A graceful end lets it remove its temporary files; `kill_on_drop` follows.
        if let Some(id) = self.child.id() {
            let mut kill = std::process::Command::new("kill");
            if self.group {
                kill.args(["-KILL", "--", &format!("-{id}")]);
            } else {
                kill.arg(id.to_string());
            }
            let _ = kill.status();
        }
    }
}

async fn line_with(lines: &mut Lines<BufReader<ChildStdout>>, mark: &str) -> Result<String> {
    let mut printed = Vec::new();
    while let Some(line) = lines.next_line().await? {
        if line.contains(mark) {
            return Ok(line);
        }
        printed.push(line);
    }
    bail!(
        "it ended without {mark:?}; it printed:\n{}",
        printed.join("\n")
    )
}
