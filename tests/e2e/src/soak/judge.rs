//! Judges whether the guarantees (`tests/GUARANTEES.md`) held, by what the tabs have reported and the server has
//! logged.
//!
//! A tab that was killed may not have reported all that it did, and an answer may have been lost on its way:
//! each rule says how it treats such cases.

use super::record::{Ending, Entry, Fact, Logged, Record};
use std::collections::{BTreeMap, HashMap};

/// A page that is blocked for this long, the refresh's timeout, may lose its lock to another tab.
const LOCK_LOST_AFTER: u64 = 4000;

/// How long a sign-out may take to reach a tab that has not been blocked.
const SIGN_OUT_WITHIN: u64 = 5000;

/// How a call to everfetch may end.
const OUTCOMES: [&str; 11] = [
    "200",
    "done",
    "ERR_BAD_REQUEST", // of a user who is signed out
    "ERR_CANCELED",
    "ERR_NETWORK",
    "ERR_SESSION_ENDED",
    "ERR_SESSION_CHANGED",
    "ERR_REFRESH_UNAVAILABLE",
    "ERR_REFRESH_LOOP",
    "ERR_WAITER_TIMEOUT",
    "ECONNABORTED",
];

/// The evidence by which everything is judged.
#[derive(Debug)]
pub(super) struct Evidence {
    records: Vec<Record>,
    log: Vec<Logged>,
    /// When each document ended, if it has.
    ends: HashMap<String, u64>,
}

/// One refresh as the server and its page saw it.
#[derive(Debug)]
struct Attempt<'a> {
    id: &'a str,
    page: &'a str,
    sent: u64,
    /// When the page had received the answer, or could no longer receive one.
    settled: u64,
}

impl Evidence {
    /// Takes what has been reported and logged, each in any order.
    #[must_use]
    pub(super) fn new(mut records: Vec<Record>, mut log: Vec<Logged>) -> Self {
        records.sort_by_key(|record| record.at);
        log.sort_by_key(|logged| logged.at);
        let ends = ends(&records);
        Self { records, log, ends }
    }

    /// The violations: a sentence for each, with the guarantee that it breaks.
    #[must_use]
    pub(super) fn violations(&self) -> Vec<String> {
        [
            self.every_token_is_exchanged_once(),
            self.one_refresh_at_a_time(),
            self.every_request_is_sent_as_its_user(),
            self.a_request_is_refused_at_most_twice(),
            self.every_end_has_a_cause(),
            self.no_login_while_signed_in(),
            self.a_sign_out_lasts(),
            self.every_outcome_is_a_known_one(),
        ]
        .concat()
    }

    /// The requests of living documents that have not settled.
    #[must_use]
    pub(super) fn unsettled(&self) -> Vec<String> {
        let mut open = BTreeMap::new();
        for record in &self.records {
            match &record.fact {
                Fact::Made { id, what, .. } if !self.ends.contains_key(&record.page) => {
                    open.insert(id, format!("G1: {what} {id} has not settled"));
                }
                Fact::Settled { id, .. } => {
                    open.remove(id);
                }
                _ => {}
            }
        }
        open.into_values().collect()
    }

    /// G4. A token may be sent again only if the tab that exchanged it does not know that yet, as when the answer was
    /// lost.
    fn every_token_is_exchanged_once(&self) -> Vec<String> {
        let read: HashMap<&str, u64> = self.times(|fact| match fact {
            Fact::RefreshRead { id } => Some(id),
            _ => None,
        });
        let mut sent: HashMap<&str, &str> = HashMap::new();
        let mut exchanged: HashMap<&str, &str> = HashMap::new();
        let mut wrong = Vec::new();
        for Logged { at, entry } in &self.log {
            match entry {
                Entry::RefreshBegan {
                    id,
                    refresh,
                    family,
                } => {
                    let id = id.as_deref().unwrap_or_default();
                    if family.is_none() {
                        wrong.push(format!(
                            "G17: {id} was sent with a token that was never issued"
                        ));
                    }
                    if let Some(by) = exchanged.get(refresh.as_str())
                        && read.get(by).is_some_and(|read| read < at)
                    {
                        wrong.push(format!(
                            "G4: {id} was sent with the token that {by} had exchanged"
                        ));
                    }
                    sent.insert(id, refresh);
                }
                Entry::RefreshEnded { id, outcome } if *outcome == Ending::Granted => {
                    let id = id.as_deref().unwrap_or_default();
                    if let Some(token) = sent.get(id) {
                        exchanged.insert(token, id);
                    }
                }
                _ => {}
            }
        }
        wrong
    }

    /// G2. Two refreshes of one family may overlap only if the page of the first has been blocked until its lock
    /// was taken from it.
    fn one_refresh_at_a_time(&self) -> Vec<String> {
        let mut families: BTreeMap<i64, Vec<Attempt<'_>>> = BTreeMap::new();
        let family_of = self.families();
        for attempt in self.attempts() {
            // The family of a refresh that has not reached the server is unknown.
            if let Some(family) = family_of.get(attempt.id) {
                families.entry(*family).or_default().push(attempt);
            }
        }
        let mut wrong = Vec::new();
        for attempts in families.values_mut() {
            attempts.sort_by_key(|attempt| attempt.sent);
            for pair in attempts.windows(2) {
                let [first, second] = pair else { continue };
                if first.settled > second.sent && !self.was_blocked(first.page, second.sent) {
                    wrong.push(format!(
                        "G2: {} was sent while {} was in flight",
                        second.id, first.id
                    ));
                }
            }
        }
        wrong
    }

    /// G10.
    fn every_request_is_sent_as_its_user(&self) -> Vec<String> {
        let mut makers: HashMap<&str, &Option<String>> = HashMap::new();
        for record in &self.records {
            if let Fact::Made { id, user, .. } = &record.fact {
                makers.insert(id, user);
            }
        }
        let mut owners: HashMap<&str, &String> = HashMap::new();
        let mut wrong = Vec::new();
        for Logged { entry, .. } in &self.log {
            match entry {
                Entry::Issued { user, access, .. } => {
                    owners.insert(access, user);
                }
                Entry::Call { id, access, .. } => {
                    let id = id.as_deref().unwrap_or_default();
                    let Some(maker) = makers.get(id) else {
                        continue;
                    };
                    let owner = access.as_deref().and_then(|token| owners.get(token));
                    if maker.as_ref() != owner.copied() {
                        wrong.push(format!(
                            "G10: {id} of {maker:?} was sent with the token of {owner:?}"
                        ));
                    }
                }
                _ => {}
            }
        }
        wrong
    }

    /// G5. Refusals are counted, because a browser itself resends a request whose connection was lost.
    fn a_request_is_refused_at_most_twice(&self) -> Vec<String> {
        let mut refusals: BTreeMap<&str, u32> = BTreeMap::new();
        for Logged { entry, .. } in &self.log {
            if let Entry::Call {
                id: Some(id),
                passed: false,
                ..
            } = entry
            {
                *refusals.entry(id).or_default() += 1;
            }
        }
        let often = refusals.into_iter().filter(|(_, times)| *times > 2);
        often
            .map(|(id, times)| format!("G5: {id} was refused {times} times"))
            .collect()
    }

    /// G7, G8. A session ends when the server refuses its refresh, and is signed out when a page signs it out.
    fn every_end_has_a_cause(&self) -> Vec<String> {
        let refused = self.refused_families();
        let signed_out = self.signed_out_families();
        let mut wrong = Vec::new();
        for record in &self.records {
            let Fact::Event { r#type, family, .. } = &record.fact else {
                continue;
            };
            let Some(family) = family else { continue };
            let before = |causes: &HashMap<i64, u64>| {
                causes.get(family).is_some_and(|first| *first <= record.at)
            };
            let has_cause = match r#type.as_str() {
                "ended" => before(&refused),
                "signed-out" => before(&signed_out) || before(&refused),
                _ => true,
            };
            if !has_cause {
                wrong.push(format!(
                    "G8: {} in {} without a cause, of family {family}, at {}",
                    r#type, record.page, record.at
                ));
            }
        }
        wrong
    }

    /// G7. The log-in page is loaded only by a page that navigates there itself, or whose session was over.
    fn no_login_while_signed_in(&self) -> Vec<String> {
        // By tab: whether it may go to the log-in page.
        let mut open: HashMap<&str, bool> = HashMap::new();
        let mut wrong = Vec::new();
        for record in &self.records {
            let tab = record.tab();
            match &record.fact {
                Fact::Goes {} | Fact::Killed {} => {
                    open.insert(tab, true);
                }
                Fact::Event { r#type, .. }
                    if matches!(r#type.as_str(), "ended" | "signed-out" | "signed-in") =>
                {
                    open.insert(tab, true);
                }
                Fact::Lives { at_login, .. } => {
                    let may = open.insert(tab, *at_login).unwrap_or_default();
                    if *at_login && !may {
                        wrong.push(format!(
                            "G7: {} is at the log-in without an end",
                            record.page
                        ));
                    }
                }
                _ => {}
            }
        }
        wrong
    }

    /// G9. No request is made with tokens that were signed out.
    fn a_sign_out_lasts(&self) -> Vec<String> {
        let signed_out = self.signed_out_families();
        let mut wrong = BTreeMap::new();
        for record in &self.records {
            if let Fact::Made {
                id,
                family: Some(family),
                ..
            } = &record.fact
                && let Some(at) = signed_out.get(family)
                && record.at > at + SIGN_OUT_WITHIN
            {
                let late = record.at - at;
                wrong.entry(*family).or_insert_with(|| {
                    format!("G9: {id} was made {late} ms after its family {family} was signed out")
                });
            }
        }
        wrong.into_values().collect()
    }

    fn every_outcome_is_a_known_one(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for record in &self.records {
            match &record.fact {
                Fact::Settled { id, outcome } if !OUTCOMES.contains(&outcome.as_str()) => {
                    wrong.push(format!("G1: {id} ended with {outcome}"));
                }
                Fact::Probed { outcome }
                    if !matches!(outcome.as_str(), "200" | "signed out" | "calm ended") =>
                {
                    wrong.push(format!(
                        "G1: {} gets {outcome} though nothing fails any longer, at {}",
                        record.page, record.at
                    ));
                }
                _ => {}
            }
        }
        wrong
    }

    // ------------------------------------------------------------------------------------- shared helpers

    fn attempts(&self) -> Vec<Attempt<'_>> {
        let settled: HashMap<&str, u64> = self.times(|fact| match fact {
            Fact::RefreshAnswered { id } | Fact::RefreshLost { id } => Some(id),
            _ => None,
        });
        let mut attempts = Vec::new();
        for record in &self.records {
            if let Fact::RefreshSent { id } = &record.fact {
                let end = self.ends.get(&record.page).copied().unwrap_or(u64::MAX);
                attempts.push(Attempt {
                    id,
                    page: &record.page,
                    sent: record.at,
                    settled: settled
                        .get(id.as_str())
                        .copied()
                        .unwrap_or(u64::MAX)
                        .min(end),
                });
            }
        }
        attempts
    }

    /// The family of each refresh that has reached the server.
    fn families(&self) -> HashMap<&str, i64> {
        let began = self.log.iter().filter_map(|logged| match &logged.entry {
            Entry::RefreshBegan {
                id: Some(id),
                family: Some(family),
                ..
            } => Some((id.as_str(), *family)),
            _ => None,
        });
        began.collect()
    }

    /// The families of which a refresh was refused, and when that first happened.
    fn refused_families(&self) -> HashMap<i64, u64> {
        let family_of = self.families();
        let mut refused = HashMap::new();
        for Logged { at, entry } in &self.log {
            if let Entry::RefreshEnded {
                id: Some(id),
                outcome: Ending::Refused | Ending::Reused,
            } = entry
                && let Some(family) = family_of.get(id.as_str())
            {
                refused.entry(*family).or_insert(*at);
            }
        }
        refused
    }

    /// The families that a page has signed out, and when that first happened.
    fn signed_out_families(&self) -> HashMap<i64, u64> {
        let mut signed_out = HashMap::new();
        for record in &self.records {
            if let Fact::SignsOut {
                family: Some(family),
            } = record.fact
            {
                signed_out.entry(family).or_insert(record.at);
            }
        }
        signed_out
    }

    /// Whether a page was blocked at that time, and for so long that it had lost its lock.
    fn was_blocked(&self, page: &str, at: u64) -> bool {
        self.records.iter().any(|record| match record.fact {
            Fact::Froze { until } => {
                record.page == page
                    && record.at <= at
                    && at <= until
                    && until - record.at >= LOCK_LOST_AFTER
            }
            _ => false,
        })
    }

    /// When each fact that `id_of` selects happened, by its id.
    fn times(&self, id_of: impl Fn(&Fact) -> Option<&String>) -> HashMap<&str, u64> {
        let found = self.records.iter().filter_map(|record| {
            let id = id_of(&record.fact)?;
            Some((id.as_str(), record.at))
        });
        found.collect()
    }
}

/// When each document was left, closed, or replaced by another in its tab.
fn ends(records: &[Record]) -> HashMap<String, u64> {
    let mut ends = HashMap::new();
    let mut current: HashMap<&str, &str> = HashMap::new();
    for record in records {
        match record.fact {
            Fact::Left {} => {
                ends.entry(record.page.clone()).or_insert(record.at);
            }
            Fact::Killed {} => {
                if let Some(page) = current.get(record.page.as_str()) {
                    ends.entry((*page).to_owned()).or_insert(record.at);
                }
            }
            Fact::Lives { .. } => {
                if let Some(page) = current.insert(record.tab(), &record.page) {
                    ends.entry(page.to_owned()).or_insert(record.at);
                }
            }
            _ => {}
        }
    }
    ends
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
