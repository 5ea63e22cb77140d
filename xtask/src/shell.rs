//! Runs other programs: prints what happens, keeps their output, and shows it if they fail.

use crate::group::Group;
use crate::paths;
use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The minimum number of lines that are shown of a failed program's output; the rest is in its log.
const TAIL: usize = 60;

/// The maximum length of a line that is shown.
const WIDTH: usize = 500;

/// A program with this checkout's tools first on its `PATH`, started at the top of the repository.
pub(crate) fn program(name: &str) -> Command {
    // Windows finds `npm.cmd` by `npm` only when the full path is given.
    let found = if cfg!(windows) { which(name) } else { None };
    let mut command = Command::new(found.unwrap_or_else(|| name.into()));
    command.current_dir(paths::root()).env("PATH", path());
    // `cargo xtask` sets these for xtask itself; for other programs, they would name the wrong package.
    for (key, _) in env::vars_os() {
        let name = key.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&key);
        }
    }
    command
}

/// The cargo that runs xtask.
pub(crate) fn cargo() -> Command {
    program(&env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// The result of a program that has ended.
pub(crate) struct Ran {
    /// Whether it exited with 0.
    pub(crate) ok: bool,
    /// Its standard output and error.
    pub(crate) output: String,
}

/// Runs `command` with its output kept in `target/logs/`; prints its name and how long it took.
pub(crate) fn attempt(what: &str, command: &mut Command) -> Result<Ran> {
    attempt_within(what, command, None)
}

/// As [`attempt`], for a program that may hang: after `limit` it is killed, with all that it started.
pub(crate) fn attempt_within(
    what: &str,
    command: &mut Command,
    limit: Option<Duration>,
) -> Result<Ran> {
    eprintln!("▸ {what}");
    let begun = Instant::now();
    let log = log_path(what)?;
    let ok = run_into(&log, command, limit)?;
    let output = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    let time = begun.elapsed().as_secs_f64();
    if ok {
        eprintln!("  ✓ {time:.1} s");
    } else {
        for line in relevant(&output) {
            eprintln!("  │ {}", line.chars().take(WIDTH).collect::<String>());
        }
        eprintln!("  ✗ {time:.1} s; all of the output: {}", log.display());
    }
    Ok(Ran { ok, output })
}

/// Like [`attempt`], but a failure is an error.
pub(crate) fn step(what: &str, command: &mut Command) -> Result<String> {
    let ran = attempt(what, command)?;
    if !ran.ok {
        bail!("{what}: failed");
    }
    Ok(ran.output)
}

/// Returns what `command` prints, without logging it.
pub(crate) fn capture(command: &mut Command) -> Result<Vec<u8>> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {}", named(command)))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed: {}", named(command), message.trim());
    }
    Ok(output.stdout)
}

/// Returns the output of `command` for `input`.
pub(crate) fn filter(command: &mut Command, input: &str) -> Result<String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", named(command)))?;
    let mut stdin = child.stdin.take().expect("its input is piped");
    // In a separate thread, because a program may answer before it has read everything.
    let input = input.to_owned();
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output()?;
    let wrote = writer.join().expect("writing does not panic");
    if !output.status.success() {
        bail!("{} failed", named(command));
    }
    wrote?;
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a step that is not a separate program, and prints how long it took.
pub(crate) fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▸ {what}");
    let begun = Instant::now();
    let made = work().with_context(|| what.to_owned())?;
    eprintln!("  ✓ {:.1} s", begun.elapsed().as_secs_f64());
    Ok(made)
}

/// The path of a program, on the `PATH` of the child processes.
pub(crate) fn which(name: &str) -> Option<PathBuf> {
    which::which_in(name, Some(path()), paths::root()).ok()
}

/// A file under `target/logs/` named after what is logged.
pub(crate) fn log_path(what: &str) -> Result<PathBuf> {
    log_file(what, "log")
}

/// A file under `target/logs/` for a program's JUnit report. That of an earlier run is removed.
pub(crate) fn report_path(what: &str) -> Result<PathBuf> {
    let path = log_file(what, "xml")?;
    if path.exists() {
        fs::remove_file(&path)?;
    }
    Ok(path)
}

fn log_file(what: &str, ending: &str) -> Result<PathBuf> {
    let dir = paths::target().join("logs");
    fs::create_dir_all(&dir)?;
    let name: String = what
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '-'
            }
        })
        .take(80)
        .collect();
    Ok(dir.join(format!("{name}.{ending}")))
}

/// Replaces a folder's content with that of another, or makes it empty.
pub(crate) fn fresh_dir(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("cannot empty {}", dir.display()))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))
}

/// Copies a folder, without what `skip` names.
pub(crate) fn copy_dir(from: &Path, to: &Path, skip: &[&str]) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("no folder {}", from.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        if skip.iter().any(|skipped| name == *skipped) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_dir(&entry.path(), &to.join(name), skip)?;
        } else {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

/// Makes `link` stand for the folder `target`.
pub(crate) fn link_dir(target: &Path, link: &Path) -> Result<()> {
    #[cfg(unix)]
    let made = std::os::unix::fs::symlink(target, link);
    #[cfg(windows)]
    let made = std::os::windows::fs::symlink_dir(target, link);
    made.with_context(|| format!("cannot link {}", link.display()))
}

/// Replaces a folder's content with that of an npm tarball.
pub(crate) fn unpack(tarball: &Path, to: &Path) -> Result<()> {
    fresh_dir(to)?;
    let mut tar = program("tar");
    tar.arg("-xzf").arg(tarball);
    tar.args(["--strip-components=1", "-C"]).arg(to);
    capture(&mut tar).with_context(|| format!("unpacking {}", tarball.display()))?;
    Ok(())
}

/// The part of a failed program's output that explains the failure: what Rust's test runner prints about it, wherever that
/// stands among several runs, and the end.
fn relevant(output: &str) -> Vec<&str> {
    let lines: Vec<&str> = output.lines().collect();
    let end = lines.len().saturating_sub(TAIL);
    let mut within = false;
    let mut kept = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        within = (within || line == "failures:") && !line.starts_with("test result: ");
        if within || at >= end {
            kept.push(line);
        }
    }
    kept
}

fn run_into(log: &Path, command: &mut Command, limit: Option<Duration>) -> Result<bool> {
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file);
    let group = Group::start(command)?;
    let Some(limit) = limit else {
        return Ok(group.wait()?.success());
    };
    let Some(status) = group.wait_within(limit)? else {
        eprintln!("  killed after {} s", limit.as_secs());
        return Ok(false);
    };
    Ok(status.success())
}

fn path() -> OsString {
    let ours = [paths::tools().join("bin"), paths::npm_bin()];
    let theirs = env::var_os("PATH").unwrap_or_default();
    let all = ours.into_iter().chain(env::split_paths(&theirs));
    env::join_paths(all).expect("PATH was split from a PATH")
}

fn named(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_shown_wherever_they_stand() {
        let failed =
            "running 2 tests\nfailures:\n\nit is 2, not 1\ntest result: FAILED. 1 passed\n";
        let passed = "test it_passes ... ok\n".repeat(2 * TAIL);
        let output = format!("{failed}{passed}");
        let lines = relevant(&output);
        assert_eq!(lines[..3], ["failures:", "", "it is 2, not 1"]);
        assert_eq!(lines.len(), 3 + TAIL);
    }

    #[test]
    fn a_short_output_is_shown_whole() {
        assert_eq!(relevant("a\nb\n"), ["a", "b"]);
    }
}
