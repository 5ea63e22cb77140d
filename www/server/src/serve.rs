//! The accept loop: HTTP/1.1 connections that a handler may cut.
//!
//! `axum::serve` always answers; a server that hangs up is what tests need, so this one serves the
//! router on hyper itself.

use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::{Body as HttpBody, Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// What is left of an answer whose connection is cut in its head.
///
/// A request that finds its connection closed without a byte, browsers send again by themselves when
/// the connection was open before, so a test could not tell how many refreshes arrived. A head with
/// two lengths fails for them just as well, and at once.
const TORN_HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n";

/// Asks for the connection to be cut during an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// No answer can be read: a network error for the client.
    InHead,
    /// The head is sent, and less of the body than it promises.
    InBody,
}

/// Serves `router` until the task is aborted, which ends its connections too.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve_connection(stream, router.clone()));
                }
                // Out of file descriptors, say: let the others finish first.
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve_connection(stream: TcpStream, router: Router) {
    // Small answers go out at once; where the platform refuses the option, they are only slower.
    let _ = stream.set_nodelay(true);
    let torn = Arc::new(AtomicBool::new(false));
    let service = service_fn(|request: Request<Incoming>| {
        let (router, torn) = (router.clone(), Arc::clone(&torn));
        // hyper gives the stream back only where the future can be moved.
        Box::pin(async move {
            let response = router.oneshot(request).await.unwrap_or_else(never);
            match response.extensions().get::<Cut>() {
                Some(cut @ Cut::InHead) => {
                    torn.store(true, Ordering::Relaxed);
                    Err(*cut)
                }
                Some(Cut::InBody) | None => Ok(response),
            }
        })
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // Errors from here on are clients that went away, and cuts that were asked for.
    let _ = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let mut stream = connection.into_parts().io.into_inner();
    if torn.load(Ordering::Relaxed) {
        let _ = stream.write_all(TORN_HEAD).await;
    }
    let _ = stream.shutdown().await;
}

fn never<T>(error: Infallible) -> T {
    match error {}
}

impl IntoResponse for Cut {
    fn into_response(self) -> Response {
        let body = match self {
            Self::InHead => Body::empty(),
            Self::InBody => Body::new(CutBody::Start),
        };
        let mut response = (
            StatusCode::OK,
            [(header::CONTENT_TYPE, "application/json")],
            body,
        )
            .into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is cut on request")
    }
}

impl Error for Cut {}

/// A body that ends in an error after its first bytes.
enum CutBody {
    Start,
    Sent,
    End,
}

impl HttpBody for CutBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        match *self {
            Self::Start => {
                *self = Self::Sent;
                Poll::Ready(Some(Ok(Frame::data("{\"accessTo".into()))))
            }
            // hyper sends what it has when there is no more for now; at an error it would not.
            Self::Sent => {
                *self = Self::End;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::End => Poll::Ready(Some(Err(Cut::InBody))),
        }
    }
}
