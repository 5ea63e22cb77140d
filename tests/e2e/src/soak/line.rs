//! The line between the browser and the server: a port that stays the same while servers come and go behind
//! it, and that fails on request.

use anyhow::Result;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU64, Ordering};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A forwarder of connections; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Line {
    /// Where browsers connect, such as `http://localhost:40123`.
    pub(super) origin: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    server: AtomicU16,
    is_down: AtomicBool,
    accepted: AtomicU64,
    cut: watch::Sender<Cut>,
}

/// Which of the open connections end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Cut {
    /// None of them.
    #[default]
    None,
    /// Every second one.
    Half,
    /// Each of them.
    All,
}

impl Line {
    /// Forwards to this port of the machine.
    ///
    /// # Errors
    ///
    /// There is no free port.
    pub(super) async fn to(port: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let origin = format!("http://localhost:{}", listener.local_addr()?.port());
        let shared = Arc::new(Shared {
            server: AtomicU16::new(port),
            is_down: AtomicBool::new(false),
            accepted: AtomicU64::new(0),
            cut: watch::Sender::default(),
        });
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self {
            origin,
            shared,
            task,
        })
    }

    /// Forwards new connections to this port.
    pub(super) fn lead_to(&self, port: u16) {
        self.shared.server.store(port, Ordering::Relaxed);
    }

    /// Ends open connections in the middle of whatever they carry.
    pub(super) fn cut(&self, which: Cut) {
        self.shared.cut.send_replace(which);
    }

    /// Ends every connection, and accepts none until [`Line::up`].
    pub(super) fn down(&self) {
        self.shared.is_down.store(true, Ordering::Relaxed);
        self.cut(Cut::All);
    }

    /// Accepts connections again.
    pub(super) fn up(&self) {
        self.shared.is_down.store(false, Ordering::Relaxed);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((browser, _)) = listener.accept().await {
        if !shared.is_down.load(Ordering::Relaxed) {
            tokio::spawn(forward(browser, Arc::clone(&shared)));
        }
    }
}

async fn forward(mut browser: TcpStream, shared: Arc<Shared>) {
    let number = shared.accepted.fetch_add(1, Ordering::Relaxed);
    let mut cut = shared.cut.subscribe();
    let server = shared.server.load(Ordering::Relaxed);
    let Ok(mut server) = TcpStream::connect((Ipv4Addr::LOCALHOST, server)).await else {
        return;
    };
    let ends = async {
        while cut.changed().await.is_ok() {
            match *cut.borrow_and_update() {
                Cut::All => return,
                Cut::Half if number.is_multiple_of(2) => return,
                Cut::Half | Cut::None => {}
            }
        }
    };
    tokio::select! {
        // Either side may end at any time.
        _ = copy_bidirectional(&mut browser, &mut server) => {}
        () = ends => {}
    }
}
