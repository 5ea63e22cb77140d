//! `everfetch-demo-server`: the demo server as a command.

use std::io::{self, Read as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use clap::Parser;
use everfetch_demo_server::{Config, start};
use tokio::sync::oneshot;

/// Serve everfetch's demo page and the back ends that it uses, on this machine only.
#[derive(Debug, Parser)]
struct Options {
    /// The port of the page. Use 0 for any free port.
    #[arg(long, value_name = "N", default_value_t = 4700)]
    port: u16,
    /// If the port is in use, take the next free one.
    #[arg(long, conflicts_with = "cors_port")]
    next_free: bool,
    /// The port where back end D is another origin. [default: the next port]
    #[arg(long, value_name = "N")]
    cors_port: Option<u16>,
    /// The database file. [default: a new one in a temporary folder]
    #[arg(long, value_name = "PATH")]
    db: Option<PathBuf>,
    /// The built page. [default: www/dist]
    #[arg(long, value_name = "PATH")]
    dist: Option<PathBuf>,
    /// Append what arrives and how it is answered to this file, one JSON object per line.
    #[arg(long, value_name = "PATH")]
    log: Option<PathBuf>,
    /// Let pages of every origin on this machine use every back end.
    #[arg(long)]
    allow_localhost: bool,
    /// End when the standard input ends, and so with the program that started the server.
    #[arg(long)]
    until_stdin_ends: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let (wanted, until_stdin_ends) = (options.port, options.until_stdin_ends);
    match start(config(options)).await {
        Ok(server) => {
            let port = server.address().port();
            if wanted != 0 && port != wanted {
                eprintln!("Port {wanted} is in use. The demo server uses port {port}.");
            }
            println!(
                "everfetch demo server: {} (back end D on {}, database {})",
                server.origin(),
                server.cors_origin(),
                server.db().display(),
            );
            wait_for_end(until_stdin_ends).await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("everfetch demo server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn config(options: Options) -> Config {
    let default = Config::on_port(options.port);
    Config {
        next_free: options.next_free,
        cors_port: options.cors_port.unwrap_or(default.cors_port),
        db: options.db,
        log: options.log,
        dist: options.dist.unwrap_or(default.dist),
        allow_localhost: options.allow_localhost,
        ..default
    }
}

/// Returns at Ctrl-C, at SIGTERM where there is such a thing, or when the standard input ends.
async fn wait_for_end(until_stdin_ends: bool) {
    tokio::select! {
        () = interrupted() => {}
        () = stdin_ended(), if until_stdin_ends => {}
    }
}

async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler, only the end of the process ends the server.
    let _ = tokio::signal::ctrl_c().await;
}

/// Uses a thread of its own: the runtime would wait for a read by `tokio::io::stdin` before it ends.
async fn stdin_ended() {
    let (ended, end) = oneshot::channel();
    thread::spawn(move || {
        let mut buffer = [0; 64];
        while io::stdin().read(&mut buffer).is_ok_and(|length| length > 0) {}
        let _ = ended.send(()); // fails when the server has ended already
    });
    let _ = end.await; // the sender is never dropped unused
}
