//! `everfetch-demo-server`: the demo server as a command.

use std::process::ExitCode;

use everfetch_demo_server::{Config, start};

const USAGE: &str = "\
usage: everfetch-demo-server [--port N] [--cors-port N] [--db PATH] [--dist PATH] [--allow-localhost]

  --port N           where to listen; 0 for any free port (4700)
  --cors-port N      where back end D is another origin (the next port)
  --db PATH          the database's file (a new one in a temporary folder)
  --dist PATH        the built page (www/dist)
  --allow-localhost  let pages of every origin on this machine use every back end";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let config = match parse(&arguments) {
        Ok(config) => config,
        Err(message) => {
            eprintln!("{message}\n\n{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    match start(config).await {
        Ok(server) => {
            println!(
                "everfetch demo server: {} (back end D on {}, database {})",
                server.origin(),
                server.cors_origin(),
                server.db().display(),
            );
            wait_for_end().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("everfetch demo server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse(arguments: &[String]) -> Result<Config, String> {
    let mut config = Config::on_port(4700);
    let mut cors_port = None;
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        if flag == "--allow-localhost" {
            config.allow_localhost = true;
            continue;
        }
        let known = ["--port", "--cors-port", "--db", "--dist"];
        if !known.contains(&flag.as_str()) {
            return Err(format!("{flag} is not an option"));
        }
        let Some(value) = rest.next() else {
            return Err(format!("{flag} takes a value"));
        };
        match flag.as_str() {
            "--port" => {
                let on_port = Config::on_port(parse_port(flag, value)?);
                config.port = on_port.port;
                config.cors_port = on_port.cors_port;
            }
            "--cors-port" => cors_port = Some(parse_port(flag, value)?),
            "--db" => config.db = Some(value.into()),
            _ => config.dist = value.into(),
        }
    }
    config.cors_port = cors_port.unwrap_or(config.cors_port);
    Ok(config)
}

fn parse_port(flag: &str, value: &str) -> Result<u16, String> {
    value
        .parse()
        .map_err(|_| format!("{flag} takes a number from 0 to 65535, not {value}"))
}

/// Returns at Ctrl-C or, where there is such a thing, SIGTERM.
async fn wait_for_end() {
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
    // Without a handler there is nothing to wait for but the process's end.
    let _ = tokio::signal::ctrl_c().await;
}
