//! A refresh by cookie continues when its page is reloaded (`keepalive`), although the lock is released with the page.
//! The next page waits for the cookie from that refresh, so that the used cookie is not sent again. The npm package
//! uses the same entry under the same name.

use std::time::Duration;

use super::platform::now;
use super::storage::local;
use crate::session::Limit;

const PATIENCE: Duration = Duration::from_millis(Limit::UNANSWERED_MS as u64);

/// Records that the request was sent, until this is dropped, when the answer has arrived or none will come.
#[derive(Debug)]
pub(super) struct Unanswered {
    key: String,
}

impl Unanswered {
    /// Records that a request to the token endpoint was sent. `name` is the name of the session's lock.
    pub(super) fn open(name: &str) -> Self {
        let key = format!("{name} sent");
        if let Some(storage) = local() {
            // Where it cannot be written, the next page does not wait.
            let _ = storage.set_item(&key, &now().as_ms().to_string());
        }
        Self { key }
    }
}

impl Drop for Unanswered {
    fn drop(&mut self) {
        if let Some(storage) = local() {
            let _ = storage.remove_item(&self.key);
        }
    }
}

/// How long to wait for an answer that the previous page could no longer receive.
pub(super) fn left(name: &str) -> Duration {
    let sent = local().and_then(|storage| storage.get_item(&format!("{name} sent")).ok()?);
    let sent = sent.and_then(|sent| sent.parse().ok());
    let until = sent.map_or(0, |sent: u64| {
        sent.saturating_add(PATIENCE.as_millis() as u64)
    });
    // If the clock has been set back in the meantime, the wait does not become longer.
    Duration::from_millis(until.saturating_sub(now().as_ms())).min(PATIENCE)
}
