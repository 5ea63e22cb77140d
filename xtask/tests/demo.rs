//! How `cargo xtask demo` starts and ends.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "Clippy allows it in test functions, not in what they call"
)]

use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a condition may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `cargo xtask demo` of an empty page.
struct Demo {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    address: String,
    port: u16,
    folder: TempDir,
}

impl Demo {
    fn start(port: u16, desktop: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let temporary = folder.path().join("tmp");
        fs::create_dir(&temporary).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(["demo", "--port", &port.to_string(), "--dist"])
            .arg(folder.path())
            .env("PATH", path_with_a_browser(folder.path()))
            .env("TMPDIR", temporary)
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::piped());
        if desktop {
            command.env("DISPLAY", ":0");
        }
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let said = lines.find_map(|line| line.ok().filter(|line| line.contains("http://")));
        let said = said.expect("the demo says its address");
        let mut words = said.split_whitespace();
        let address = words.find(|word| word.starts_with("http://")).unwrap();
        let address = address.to_owned();
        let port = address.rsplit(':').next().unwrap().parse().unwrap();
        Self {
            process,
            lines,
            address,
            port,
            folder,
        }
    }

    fn signal(&self, name: &str) {
        signal(&self.process, name);
    }

    /// Waits until neither the demo nor anything that it started is left.
    fn leaves_nothing_behind(mut self) {
        self.process.wait().unwrap();
        let (port, folder) = (self.port, self.folder.path());
        until("the port is free", || !answers(port));
        until("no process of the demo runs", || !runs_for(folder));
        until("the database is removed", || {
            fs::read_dir(folder.join("tmp")).unwrap().next().is_none()
        });
    }

    fn opened(&self) -> String {
        fs::read_to_string(self.folder.path().join("opened")).unwrap_or_default()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill(); // fails when it has ended
        let _ = self.process.wait();
    }
}

#[test]
fn a_demo_that_gets_sigterm_leaves_no_process_behind() {
    let demo = Demo::start(0, false);
    assert!(answers(demo.port));
    demo.signal("-TERM");
    demo.leaves_nothing_behind();
}

#[test]
fn a_demo_that_gets_ctrl_c_leaves_no_process_behind() {
    let demo = Demo::start(0, false);
    demo.signal("-INT");
    demo.leaves_nothing_behind();
}

#[test]
fn a_demo_that_is_killed_leaves_no_process_behind() {
    let demo = Demo::start(0, false);
    demo.signal("-KILL");
    demo.leaves_nothing_behind();
}

#[test]
fn a_demo_that_gets_sigterm_while_it_builds_leaves_no_process_behind() {
    let folder = tempfile::tempdir().unwrap();
    let cargo = folder.path().join("cargo");
    // Its own path keeps `sleep` recognizable.
    let script = "#!/bin/sh\nsh -c 'while sleep 1; do :; done' $0 &\ntouch $0.runs\nwait\n";
    write_program(&cargo, script);
    let mut process = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["demo", "--dist", "."])
        .env("CARGO", &cargo)
        .spawn()
        .unwrap();
    until("the build runs", || cargo.with_extension("runs").exists());
    assert!(runs_for(folder.path()));
    signal(&process, "-TERM");
    assert_eq!(process.wait().unwrap().code(), Some(130));
    assert!(!runs_for(folder.path()));
}

#[test]
fn a_demo_takes_the_next_free_port_when_its_own_is_in_use() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let demo = Demo::start(port, false);
    assert!(demo.port > port, "{} is after {port}", demo.port);
    assert!(answers(demo.port));
}

#[test]
fn a_demo_without_a_desktop_prints_the_address_and_opens_nothing() {
    let mut demo = Demo::start(0, false);
    let advice = demo.lines.next().unwrap().unwrap();
    assert_eq!(advice, format!("Open {} in a browser.", demo.address));
    assert_eq!(demo.opened(), "");
}

#[test]
fn a_demo_with_a_desktop_opens_the_address() {
    let demo = Demo::start(0, true);
    until("the browser is opened", || {
        demo.opened().trim() == demo.address
    });
}

/// Puts a browser first on the `PATH` that only notes what it is given.
fn path_with_a_browser(folder: &Path) -> String {
    let browser = folder.join("xdg-open");
    let script = format!("#!/bin/sh\necho \"$1\" > {}/opened\n", folder.display());
    write_program(&browser, &script);
    fs::copy(&browser, folder.join("open")).unwrap(); // macOS
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap())
}

fn write_program(path: &Path, script: &str) {
    fs::write(path, script).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn signal(process: &Child, name: &str) {
    let id = process.id().to_string();
    let sent = Command::new("kill").args([name, &id]).status().unwrap();
    assert!(sent.success());
}

fn answers(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Whether a process has `folder` in its arguments, as the demo and its server do.
fn runs_for(folder: &Path) -> bool {
    let list = Command::new("ps").args(["-A", "-o", "args"]).output();
    let list = String::from_utf8_lossy(&list.unwrap().stdout).into_owned();
    list.contains(&*folder.to_string_lossy())
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "never: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}
