//! Child processes that end when xtask is interrupted, with everything that they have started.

use anyhow::{Context, Result};
use shared_child::SharedChild;
use std::io;
use std::process::{ChildStdin, ChildStdout, Command, ExitStatus, Stdio, exit};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a shell reports for a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// How long a program may take to end on its own.
const GRACE: Duration = Duration::from_secs(5);

/// The groups that run now. Interrupting xtask locks this for good, so that no group starts afterwards.
static RUNNING: Mutex<Vec<Arc<SharedChild>>> = Mutex::new(Vec::new());

/// A running program that leads a process group of its own.
#[derive(Debug)]
pub(crate) struct Group(Arc<SharedChild>);

impl Group {
    /// Starts `command`.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = running();
        let child = SharedChild::spawn(command)
            .with_context(|| format!("cannot run {}", command.get_program().display()))?;
        let child = Arc::new(child);
        running.push(Arc::clone(&child));
        Ok(Self(child))
    }

    /// Its standard input, if it is piped and has not been taken yet.
    pub(crate) fn stdin(&self) -> Option<ChildStdin> {
        self.0.take_stdin()
    }

    /// Its standard output, if it is piped and has not been taken yet.
    pub(crate) fn stdout(&self) -> Option<ChildStdout> {
        self.0.take_stdout()
    }

    /// Waits until the program ends.
    pub(crate) fn wait(&self) -> io::Result<ExitStatus> {
        let status = self.0.wait();
        drop(running()); // when xtask is interrupted, the caller must not go on
        status
    }

    /// Waits until the program ends; `None` if it has not ended within `limit`.
    pub(crate) fn wait_within(&self, limit: Duration) -> io::Result<Option<ExitStatus>> {
        let status = self.0.wait_timeout(limit);
        drop(running());
        status
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        running().retain(|child| !Arc::ptr_eq(child, &self.0));
        kill(&self.0);
    }
}

/// From here on, SIGINT, SIGTERM and SIGHUP end all groups and then xtask.
pub(crate) fn end_all_when_interrupted() -> Result<()> {
    ctrlc::set_handler(|| {
        let running = running();
        for child in &*running {
            signal(child, "-TERM");
        }
        for child in &*running {
            let _ = child.wait_timeout(GRACE); // what fails here has ended
            kill(child);
        }
        exit(INTERRUPTED)
    })
    .context("cannot handle signals")
}

fn running() -> MutexGuard<'static, Vec<Arc<SharedChild>>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the remaining processes of a group, and waits for its leader.
fn kill(child: &SharedChild) {
    signal(child, "-KILL");
    let _ = child.kill(); // where there is no `kill`; fails when the program has ended
    let _ = child.wait();
}

/// Signals the whole group. It runs `kill`, because the standard library signals only the leader.
fn signal(child: &SharedChild, name: &str) {
    let id = child.id();
    let mut command = if cfg!(windows) {
        let mut command = Command::new("taskkill");
        command.args(["/T", "/F", "/PID", &id.to_string()]);
        command
    } else {
        let mut command = Command::new("kill");
        command.args([name, "--", &format!("-{id}")]);
        command
    };
    // Fails when nothing of the group is left.
    let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::{BufRead as _, BufReader, Read as _};

    #[test]
    fn dropping_a_group_ends_what_its_program_has_started() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 1000 & echo started; wait"]);
        let group = Group::start(shell.stdout(Stdio::piped())).expect("sh starts");
        let mut output = BufReader::new(group.stdout().expect("it is piped"));
        let mut line = String::new();
        output.read_line(&mut line).expect("sh writes");
        drop(group);
        // `sleep` has the pipe too, so it ends only when both have ended.
        let mut rest = Vec::new();
        output.read_to_end(&mut rest).expect("the pipe ends");
        assert_eq!((line.as_str(), rest.as_slice()), ("started\n", &[][..]));
    }
}
