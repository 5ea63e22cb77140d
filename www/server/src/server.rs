//! Starting and stopping the server.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::app::{self, App};
use crate::config::Config;
use crate::journal::Journal;
use crate::recorder::Recorder;
use crate::serve::serve;
use crate::store::Store;
use crate::tokens::Signer;

/// The users that exist from the start.
const USERS: [&str; 2] = ["alice", "bob"];
const PASSWORD: &str = "everfetch";

/// How many ports are tried after the one that is in use.
const TRIES: u16 = 100;

/// A running server, stopped when dropped.
#[derive(Debug)]
#[must_use = "the server stops on drop"]
pub struct Server {
    address: SocketAddr,
    cors_address: SocketAddr,
    db: PathBuf,
    tasks: [JoinHandle<()>; 2],
    // Dropped after the tasks, so that the database is closed before its folder is removed.
    _folder: Option<TempDir>,
}

/// Why the server did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// A port could not be listened on.
    Listen {
        /// The port.
        port: u16,
        /// The system's error.
        cause: io::Error,
    },
    /// The log could not be opened.
    Log {
        /// Its file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The database could not be opened.
    Database {
        /// Its file.
        path: PathBuf,
        /// The error of SQLite or of the file system.
        cause: Box<dyn Error + Send + Sync>,
    },
}

/// Starts the server on 127.0.0.1, within the current tokio runtime.
///
/// # Errors
///
/// When a port is taken, or the database cannot be opened.
pub async fn start(config: Config) -> Result<Server, StartError> {
    let [listener, cors_listener] = listeners(&config).await?;
    let address = local_address(&listener, config.port)?;
    let cors_address = local_address(&cors_listener, config.cors_port)?;

    let (db, folder) = match config.db {
        Some(db) => (db, None),
        None => {
            let folder = temporary_folder()?;
            (folder.path().join("demo.sqlite"), Some(folder))
        }
    };
    let store = open_store(&db).map_err(|cause| StartError::Database {
        path: db.clone(),
        cause: cause.into(),
    })?;

    let journal = match &config.log {
        Some(path) => open_journal(path)?,
        None => Journal::default(),
    };
    let router = app::router(&Arc::new(App {
        store,
        signer: Signer::new(),
        journal,
        dist: config.dist,
        cors_origin: origin(cors_address),
        allow_localhost: config.allow_localhost,
        users: Mutex::new(HashMap::new()),
        recorder: Recorder::default(),
    }));
    let tasks = [
        tokio::spawn(serve(listener, router.clone())),
        tokio::spawn(serve(cors_listener, router)),
    ];
    Ok(Server {
        address,
        cors_address,
        db,
        tasks,
        _folder: folder,
    })
}

impl Server {
    /// Where the page and the back ends are, such as `http://localhost:4700`.
    pub fn origin(&self) -> String {
        origin(self.address)
    }

    /// The second origin, for back end D.
    pub fn cors_origin(&self) -> String {
        origin(self.cors_address)
    }

    /// The address that `origin` names.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address that `cors_origin` names.
    pub fn cors_address(&self) -> SocketAddr {
        self.cors_address
    }

    /// The database's file.
    pub fn db(&self) -> &Path {
        &self.db
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// The listeners of the page and of the second origin.
async fn listeners(config: &Config) -> Result<[TcpListener; 2], StartError> {
    let mut last = match listen_on_both(config.port, config.cors_port).await {
        Err(error) if config.next_free && error.is_port_in_use() => Err(error),
        done => return done,
    };
    let first = config.port.saturating_add(1);
    for port in first..first.saturating_add(TRIES) {
        last = listen_on_both(port, port.saturating_add(1)).await;
        if !matches!(&last, Err(error) if error.is_port_in_use()) {
            break;
        }
    }
    last
}

async fn listen_on_both(port: u16, cors_port: u16) -> Result<[TcpListener; 2], StartError> {
    Ok([listen(port).await?, listen(cors_port).await?])
}

async fn listen(port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|cause| StartError::Listen { port, cause })
}

fn local_address(listener: &TcpListener, port: u16) -> Result<SocketAddr, StartError> {
    listener
        .local_addr()
        .map_err(|cause| StartError::Listen { port, cause })
}

fn origin(address: SocketAddr) -> String {
    format!("http://localhost:{}", address.port())
}

fn open_store(path: &Path) -> rusqlite::Result<Store> {
    let store = Store::open(path)?;
    for name in USERS {
        store.add_user(name, PASSWORD)?;
    }
    Ok(store)
}

fn open_journal(path: &Path) -> Result<Journal, StartError> {
    Journal::open(path).map_err(|cause| StartError::Log {
        path: path.to_owned(),
        cause,
    })
}

fn temporary_folder() -> Result<TempDir, StartError> {
    let folder = tempfile::Builder::new().prefix("everfetch-demo-").tempdir();
    folder.map_err(|cause| StartError::Database {
        path: std::env::temp_dir(),
        cause: cause.into(),
    })
}

impl StartError {
    fn is_port_in_use(&self) -> bool {
        matches!(self, Self::Listen { cause, .. } if cause.kind() == io::ErrorKind::AddrInUse)
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen { port, cause } => {
                write!(
                    f,
                    "cannot listen on port {port}: {cause}. Choose another port with --port."
                )
            }
            Self::Log { path, cause } => {
                write!(f, "the log {} cannot be opened: {cause}", path.display())
            }
            Self::Database { path, cause } => {
                write!(
                    f,
                    "the database {} cannot be opened: {cause}",
                    path.display()
                )
            }
        }
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Listen { cause, .. } | Self::Log { cause, .. } => Some(cause),
            Self::Database { cause, .. } => Some(&**cause),
        }
    }
}
