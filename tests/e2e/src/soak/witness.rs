//! Receives the tabs' reports, and announces the phase to the tabs. It is a separate server, because the one under
//! test is down now and then.

use super::record::Record;
use anyhow::Result;
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::cors::CorsLayer;

/// What the tabs do in a phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Phase {
    /// Anything, while anything may fail.
    #[default]
    Storm,
    /// Nothing new, while nothing fails.
    Calm,
}

/// A running witness; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Witness {
    /// Where tabs report.
    pub(super) address: String,
    shared: Arc<Mutex<Shared>>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Shared {
    phase: Phase,
    records: Vec<Record>,
    latest: HashMap<String, Latest>,
    /// How many records of each document have arrived.
    counts: HashMap<String, usize>,
}

/// The latest report of a tab.
#[derive(Clone, Debug)]
pub(super) struct Latest {
    /// The tab's document.
    pub(super) page: String,
    /// Which phase it knew of.
    pub(super) phase: Phase,
    /// How many of its requests had not settled.
    pub(super) pending: usize,
    /// When it arrived.
    pub(super) at: Instant,
}

#[derive(Deserialize)]
struct Report {
    page: String,
    phase: Phase,
    pending: usize,
    /// How many records of this document were reported before these.
    first: usize,
    records: Vec<Record>,
}

impl Witness {
    /// Starts a witness.
    ///
    /// # Errors
    ///
    /// There is no free port.
    pub(super) async fn start() -> Result<Self> {
        let shared = Arc::<Mutex<Shared>>::default();
        let router = Router::new()
            .route("/", post(report))
            .layer(CorsLayer::very_permissive())
            .with_state(Arc::clone(&shared));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = format!("http://{}/", listener.local_addr()?);
        let task = tokio::spawn(async move {
            // Never ends by itself.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            shared,
            task,
        })
    }

    /// Moves the tabs to this phase at their next reports.
    pub(super) fn announce(&self, phase: Phase) {
        self.lock().phase = phase;
    }

    /// The latest report of the tab with this name.
    #[must_use]
    pub(super) fn latest(&self, tab: &str) -> Option<Latest> {
        self.lock().latest.get(tab).cloned()
    }

    /// All that has been reported so far.
    #[must_use]
    pub(super) fn records(&self) -> Vec<Record> {
        self.lock().records.clone()
    }

    /// Adds what the test itself knows, such as that it has closed a tab.
    pub(super) fn add(&self, record: Record) {
        self.lock().records.push(record);
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        lock(&self.shared)
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Serialize)]
struct Answer {
    phase: Phase,
}

/// Accepts a report of any content type, because a beacon's is text.
async fn report(State(shared): State<Arc<Mutex<Shared>>>, body: String) -> String {
    let mut shared = lock(&shared);
    let phase = shared.phase;
    match serde_json::from_str::<Report>(&body) {
        Ok(report) => {
            let tab = report.page.split('.').next().unwrap_or_default();
            let latest = Latest {
                page: report.page.clone(),
                phase: report.phase,
                pending: report.pending,
                at: Instant::now(),
            };
            shared.latest.insert(tab.to_owned(), latest);
            // If the answer to a report is lost, the tab sends the report again with the next one.
            let count = shared.counts.entry(report.page).or_default();
            let known = count.saturating_sub(report.first);
            *count = report.first + report.records.len().max(known);
            shared
                .records
                .extend(report.records.into_iter().skip(known));
        }
        Err(error) => eprintln!("a report that cannot be read ({error}): {body}"),
    }
    serde_json::to_string(&Answer { phase }).expect("a word is JSON")
}
