//! A file in which the server logs what arrives and how it answers, one JSON object per line: for tests that
//! check afterwards what many clients have done. It names tokens by their fingerprints only.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::random;

/// How many bytes of a token's hash are enough to tell it from others.
const FINGERPRINT: usize = 8;

/// Where entries are written; nowhere by default.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    file: Option<Mutex<File>>,
}

/// What has happened.
#[derive(Debug, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub(crate) enum Entry<'a> {
    /// Tokens were issued, by a log-in or a refresh.
    Issued {
        user: &'a str,
        family: i64,
        access: String,
        refresh: Option<String>,
    },
    /// A request arrived at a guarded resource.
    Call {
        id: Option<&'a str>,
        access: Option<String>,
        passed: bool,
    },
    /// A refresh arrived. `family` is missing if the server has never issued the token.
    RefreshBegan {
        id: Option<&'a str>,
        refresh: String,
        family: Option<i64>,
    },
    /// The refresh with this id was answered, or its client went away.
    RefreshEnded {
        id: Option<&'a str>,
        outcome: Ending,
    },
}

/// How a refresh ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Ending {
    /// With new tokens. The old refresh token is exchanged, if the back end rotates.
    Granted,
    /// With a refusal.
    Refused,
    /// With a refusal, since the token had been exchanged before.
    Reused,
    /// With an answer that a proxy in front of the server could give as well, or with none.
    Unavailable,
    /// The client went away before there was an answer.
    Abandoned,
}

/// A line of the file.
#[derive(Serialize)]
struct Line<'a> {
    /// Milliseconds since 1970.
    at: u128,
    #[serde(flatten)]
    entry: &'a Entry<'a>,
}

impl Journal {
    /// Appends to the file at `path`.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let file = Some(Mutex::new(file));
        Ok(Self { file })
    }

    /// Writes an entry, unless there is no file.
    pub(crate) fn write(&self, entry: &Entry<'_>) {
        let Some(file) = &self.file else { return };
        let at = SystemTime::now().duration_since(UNIX_EPOCH);
        let at = at.expect("the clock is past 1970").as_millis();
        let mut line = serde_json::to_vec(&Line { at, entry }).expect("texts and numbers are JSON");
        line.push(b'\n');
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        // One call, so that the line is whole also if the process is killed after it.
        let _ = file.write_all(&line);
    }

    /// Logs that a refresh has arrived. Its end is logged when the value that this returns is dropped.
    pub(crate) fn refresh<'a>(
        &'a self,
        headers: &'a HeaderMap,
        token: &str,
        family: Option<i64>,
    ) -> Refresh<'a> {
        let id = request_id(headers);
        self.write(&Entry::RefreshBegan {
            id,
            refresh: fingerprint(token),
            family,
        });
        Refresh {
            journal: self,
            id,
            outcome: Ending::Abandoned,
        }
    }
}

/// A refresh that has not ended.
pub(crate) struct Refresh<'a> {
    journal: &'a Journal,
    id: Option<&'a str>,
    /// How it ends, if it ends now.
    pub(crate) outcome: Ending,
}

impl Drop for Refresh<'_> {
    fn drop(&mut self) {
        self.journal.write(&Entry::RefreshEnded {
            id: self.id,
            outcome: self.outcome,
        });
    }
}

/// What the client calls the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id")?.to_str().ok()
}

/// A token's name in the log.
pub(crate) fn fingerprint(token: &str) -> String {
    random::to_hex(&Sha256::digest(token.as_bytes())[..FINGERPRINT])
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_refresh_whose_client_goes_away_is_logged_as_abandoned() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("journal");
        let journal = Journal::open(&path).expect("a file");
        let headers = HeaderMap::from_iter([(
            axum::http::HeaderName::from_static("x-request-id"),
            HeaderValue::from_static("tab/1"),
        )]);
        drop(journal.refresh(&headers, "secret", Some(7)));
        let text = std::fs::read_to_string(path).expect("a text");
        let lines: Vec<&str> = text.lines().collect();
        assert!(!text.contains("secret"), "{text}");
        assert!(
            lines[0].contains(r#""kind":"refresh-began","id":"tab/1""#),
            "{text}"
        );
        assert!(
            lines[1].ends_with(r#""id":"tab/1","outcome":"abandoned"}"#),
            "{text}"
        );
    }
}
