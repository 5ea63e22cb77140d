//! A server of a third party: it rejects every request as each of the back ends would, records whether the request
//! carried a token, and hangs up at `/hang-up`.

use anyhow::Result;
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Each back end's answer to an expired token, by its letter: `/a/…` is rejected as back end A rejects it.
const REFUSALS: [(&str, &str, &str); 4] = [
    ("/a/", "403 Forbidden", r#"{"code":"TOKEN_EXPIRED"}"#),
    ("/b/", "401 Unauthorized", "{}"),
    ("/c/", "401 Unauthorized", r#"{"code":50014}"#),
    ("/d/", "401 Unauthorized", r#"{"statusCode":401}"#),
];

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct ForeignServer {
    /// Its origin.
    pub origin: String,
    task: JoinHandle<()>,
}

/// The requests to one path.
#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    requests: u32,
    token: bool,
}

type Log = Arc<Mutex<HashMap<String, Seen>>>;

impl ForeignServer {
    /// Starts one.
    ///
    /// # Errors
    ///
    /// When there is no free port.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let log = Log::default();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let log = Arc::clone(&log);
                // The test ignores a browser that hangs up early.
                tokio::spawn(async move { drop(answer(stream, &log).await) });
            }
        });
        Ok(Self { origin, task })
    }
}

impl Drop for ForeignServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, log: &Log) -> Result<()> {
    let mut reader = BufReader::new(&mut stream);
    let mut head = String::new();
    while reader.read_line(&mut head).await? > 2 {}
    let head = head.to_lowercase();
    let mut words = head.split(' ');
    let (method, path) = (words.next(), words.next().unwrap_or_default());
    if method == Some("options") {
        return respond(&mut stream, "204 No Content", "").await;
    }
    if path == "/hang-up" {
        return Ok(());
    }
    let log_of = |path: &str, change: fn(&mut Seen)| {
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = log.entry(path.to_owned()).or_default();
        change(seen);
        *seen
    };
    if let Some(path) = path.strip_prefix("/seen") {
        let Seen { requests, token } = log_of(path, |_| {});
        let body = json!({ "requests": requests, "token": token });
        return respond(&mut stream, "200 OK", &body.to_string()).await;
    }
    let has_token = head.contains("\nauthorization:") || head.contains("\nx-token:");
    log_of(path, |seen| seen.requests += 1);
    if has_token {
        log_of(path, |seen| seen.token = true);
    }
    let refusal = REFUSALS
        .iter()
        .find(|(prefix, ..)| path.starts_with(prefix));
    let (_, status, body) = refusal.unwrap_or(&("", "404 Not Found", "{}"));
    respond(&mut stream, status, body).await
}

async fn respond(stream: &mut TcpStream, status: &str, body: &str) -> Result<()> {
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: authorization, x-token\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    Ok(stream.shutdown().await?)
}
