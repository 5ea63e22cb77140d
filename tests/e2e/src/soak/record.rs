//! The evidence: what the tabs and the test have reported, and what the server has logged.

use serde::{Deserialize, Serialize};

/// Something that happened in a tab.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// Milliseconds since 1970.
    pub(super) at: u64,
    /// The document in which it happened: `t3.2` is the second document of the tab `t3`. For [`Fact::Killed`], the tab.
    pub(super) page: String,
    /// What happened.
    #[serde(flatten)]
    pub(super) fact: Fact,
}

/// What can happen in a tab, as `tab/soak.js` reports it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub(super) enum Fact {
    /// The page has loaded.
    Lives { at_login: bool, family: Option<i64> },
    /// The page is being left.
    Left {},
    /// The page itself navigates to another page, so this is not a redirect by everfetch.
    Goes {},
    /// The test has closed the tab.
    Killed {},
    /// The page is blocked until then.
    Froze { until: u64 },
    /// A request, or another call that must settle, was made by this user of this family of tokens.
    Made {
        id: String,
        what: String,
        user: Option<String>,
        family: Option<i64>,
    },
    /// It has settled, with a status or a code.
    Settled { id: String, outcome: String },
    /// A refresh was sent.
    RefreshSent { id: String },
    /// The head of its answer has arrived.
    RefreshAnswered { id: String },
    /// Its answer has been read to the end.
    RefreshRead { id: String },
    /// There was no answer.
    RefreshLost { id: String },
    /// The session has reported an event.
    Event {
        r#type: String,
        family: Option<i64>,
        reason: Option<String>,
    },
    /// The page has signed a user in.
    SignedIn { user: String, family: Option<i64> },
    /// The page signs its user out.
    SignsOut { family: Option<i64> },
    /// The log-in page has loaded.
    AtLogin {
        family: Option<i64>,
        user: Option<String>,
    },
    /// The outcome of a request that was made once nothing failed any longer.
    Probed { outcome: String },
}

/// A line of the server's log: `www/server/src/journal.rs`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Logged {
    /// Milliseconds since 1970.
    pub(super) at: u64,
    /// What the server has logged.
    #[serde(flatten)]
    pub(super) entry: Entry,
}

/// What the server logs. Tokens are named by their fingerprints.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub(super) enum Entry {
    Issued {
        user: String,
        access: String,
    },
    Call {
        id: Option<String>,
        access: Option<String>,
        passed: bool,
    },
    RefreshBegan {
        id: Option<String>,
        refresh: String,
        family: Option<i64>,
    },
    RefreshEnded {
        id: Option<String>,
        outcome: Ending,
    },
}

/// How a refresh ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Ending {
    Granted,
    Refused,
    Reused,
    Unavailable,
    Abandoned,
}

impl Record {
    /// The tab whose document it happened in.
    #[must_use]
    pub(super) fn tab(&self) -> &str {
        self.page.split('.').next().unwrap_or_default()
    }
}

impl Fact {
    /// What a summary counts this as, if it does.
    #[must_use]
    pub(super) fn name(&self) -> Option<String> {
        let name = match self {
            Self::Lives { .. } => "page loaded",
            Self::Killed {} => "tab closed",
            Self::Froze { .. } => "page blocked",
            Self::SignedIn { .. } => "sign-in",
            Self::SignsOut { .. } => "sign-out",
            Self::Settled { outcome, .. } => return Some(format!("settled: {outcome}")),
            Self::Event { r#type, .. } => return Some(format!("event: {}", r#type)),
            Self::Left {}
            | Self::Goes {}
            | Self::Made { .. }
            | Self::RefreshSent { .. }
            | Self::RefreshAnswered { .. }
            | Self::RefreshRead { .. }
            | Self::RefreshLost { .. }
            | Self::AtLogin { .. }
            | Self::Probed { .. } => return None,
        };
        Some(name.to_owned())
    }
}

impl Entry {
    /// What a summary counts this as, if it does.
    #[must_use]
    pub(super) fn name(&self) -> Option<String> {
        match self {
            Self::RefreshEnded { outcome, .. } => Some(format!("refresh: {outcome:?}")),
            Self::Call { passed: false, .. } => Some("request refused".to_owned()),
            Self::Call { .. } | Self::Issued { .. } | Self::RefreshBegan { .. } => None,
        }
    }
}
