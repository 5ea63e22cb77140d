//! A server of files with the `Content-Security-Policy` that a test chooses. Any origin may read them, even the opaque
//! one of a sandboxed frame.

use anyhow::Result;
use axum::Router;
use axum::http::{HeaderValue, header};
use std::path::Path;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::cors::CorsLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

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
    /// When there is no free port, or the policy is no value of a header.
    pub async fn serve(dir: &Path, policy: &str) -> Result<Self> {
        let policy = HeaderValue::from_str(policy)?;
        let policy = SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, policy);
        let router = Router::new()
            .fallback_service(ServeDir::new(dir))
            .layer(policy)
            // `*` would not cover the Authorization header.
            .layer(CorsLayer::very_permissive());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}/", listener.local_addr()?);
        let task = tokio::spawn(async move {
            // Never ends on its own.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, task })
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        self.task.abort();
    }
}
