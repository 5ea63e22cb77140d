//! A server of files that says what a test wants said in its `Content-Security-Policy`. Any origin may read
//! them, also that of a sandboxed frame, which has none.

use anyhow::Result;
use std::path::{Component, Path, PathBuf};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Files {
    /// Where it listens.
    pub address: String,
    task: JoinHandle<()>,
}

impl Files {
    /// Serves the files of `dir` under this policy.
    ///
    /// # Errors
    ///
    /// When there is no free port.
    pub async fn serve(dir: &Path, policy: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}/", listener.local_addr()?);
        let (dir, policy) = (dir.to_path_buf(), policy.to_owned());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (dir, policy) = (dir.clone(), policy.clone());
                // A browser that hangs up early is no concern of the test.
                tokio::spawn(async move { drop(answer(stream, &dir, &policy).await) });
            }
        });
        Ok(Self { address, task })
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, dir: &Path, policy: &str) -> Result<()> {
    let mut reader = BufReader::new(&mut stream);
    let mut request = String::new();
    reader.read_line(&mut request).await?;
    let mut header = String::new();
    while reader.read_line(&mut header).await? > 2 {
        header.clear();
    }
    let path = request.split([' ', '?']).nth(1).unwrap_or("/");
    let file = inside(dir, if path == "/" { "/index.html" } else { path });
    let kind = match file.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    let (status, body) = match tokio::fs::read(file).await {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Headers: authorization\r\n\
         Content-Security-Policy: {policy}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&body).await?;
    Ok(stream.shutdown().await?)
}

/// The file that a path names, and never one outside of `dir`.
fn inside(dir: &Path, path: &str) -> PathBuf {
    let parts = Path::new(path).components();
    dir.join(
        parts
            .filter(|part| matches!(part, Component::Normal(_)))
            .collect::<PathBuf>(),
    )
}
