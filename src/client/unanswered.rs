//! A refresh by cookie goes on when its page is reloaded in the middle of it (`keepalive`), while the lock is freed
//! with the page. The next page waits for the cookie that it brings, so that the spent one is not sent again. The npm
//! package has the same mark under the same name.

use std::time::Duration;

use super::options::Storage;
use super::platform::now;
use super::storage::Store;
use crate::session::Limit;

const PATIENCE: Duration = Duration::from_millis(Limit::UNANSWERED_MS as u64);

/// Says that the request is under way, until this is dropped: when the answer is there or none comes.
#[derive(Debug)]
pub(super) struct Unanswered {
    key: String,
}

impl Unanswered {
    /// The request to the token endpoint is sent. `name` is that of the session's lock.
    pub(super) fn open(name: &str) -> Self {
        let key = format!("{name} sent");
        Store::open(&Storage::Local).set_all(&[(&key, Some(&now().as_ms().to_string()))]);
        Self { key }
    }
}

impl Drop for Unanswered {
    fn drop(&mut self) {
        Store::open(&Storage::Local).set_all(&[(&self.key, None)]);
    }
}

/// How long to wait for the answer that a former page has not lived to see.
pub(super) fn left(name: &str) -> Duration {
    let sent = Store::open(&Storage::Local).get(&format!("{name} sent"));
    let sent = sent.and_then(|sent| sent.parse().ok());
    let until = sent.map_or(0, |sent: u64| {
        sent.saturating_add(PATIENCE.as_millis() as u64)
    });
    // A clock that was set back meanwhile makes nobody wait longer.
    Duration::from_millis(until.saturating_sub(now().as_ms())).min(PATIENCE)
}
