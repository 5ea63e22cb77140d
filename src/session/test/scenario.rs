//! A tab on paper: it performs what the machine tells it, one step at a time, and remembers.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::session::*;

/// What became of a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fate {
    InFlight(Stamp),
    Waiting(WaiterId, Stamp),
    Answered(u16),
    Failed(Failure<&'static str>),
}

pub(super) type Name = &'static str;

pub(super) struct Tab {
    pub(super) session: Session<Name, &'static str>,
    pub(super) store: Tokens,
    pub(super) now: Timestamp,
    pub(super) policy: Policy,
    /// Every sending, in order, with the token that it carried.
    pub(super) sent: Vec<(Name, Option<String>)>,
    /// What the token endpoint was shown, in order.
    pub(super) exchanged: Vec<Option<String>>,
    pub(super) events: Vec<Event>,
    pub(super) ends: Vec<(EndReason, usize)>,
    requests: BTreeMap<Name, Fate>,
    settled: usize,
    refresh: Step<&'static str>,
}

pub(super) fn access(token: &str) -> AccessToken {
    AccessToken::parse(token).unwrap()
}

pub(super) fn tokens(access_token: &str, refresh: &str) -> Tokens {
    Tokens {
        access: Some(access(access_token)),
        refresh: Some(RefreshToken::parse(refresh).unwrap()),
    }
}

pub(super) fn grant(access_token: &str, refresh: Option<&str>) -> Grant {
    Grant {
        access: access(access_token),
        refresh: refresh.map(|token| RefreshToken::parse(token).unwrap()),
    }
}

impl Tab {
    /// Nobody is signed in.
    pub(super) fn new() -> Self {
        Self {
            session: Session::default(),
            store: Tokens::default(),
            now: Timestamp(1_000_000),
            policy: Policy {
                means: Means::Token,
                retries: 0,
            },
            sent: Vec::new(),
            exchanged: Vec::new(),
            events: Vec::new(),
            ends: Vec::new(),
            requests: BTreeMap::new(),
            settled: 0,
            refresh: Step::Done,
        }
    }

    /// The store holds `access-1` and `refresh-1`.
    pub(super) fn signed_in() -> Self {
        let mut tab = Self::new();
        tab.store = tokens("access-1", "refresh-1");
        tab
    }

    pub(super) fn send(&mut self, name: Name) {
        self.send_held(name, true);
    }

    /// The application makes a request, with or without `hold`.
    pub(super) fn send_held(&mut self, name: Name, hold: bool) {
        let has_refresh = self.store.refresh.is_some();
        let stored = self.store.access.clone();
        match self.session.admit(stored, hold, || has_refresh) {
            Admission::Send(stamp) => self.transmit(name, stamp),
            Admission::Wait(stamp) => self.hold(name, stamp),
            Admission::Refresh(stamp, step) => {
                self.hold(name, stamp);
                self.start(step);
            }
        }
        self.perform();
    }

    /// The server answers a request; 401 is the refusal.
    pub(super) fn answer(&mut self, name: Name, status: u16) {
        let Some(Fate::InFlight(stamp)) = self.requests.get(name).cloned() else {
            panic!("{name} is not in flight: {:?}", self.requests.get(name));
        };
        if status == 401 {
            let stored = self.store.clone();
            let (means, now) = (self.policy.means, self.now);
            match self
                .session
                .refused(stamp, name, status, stored, means, now)
            {
                Verdict::Deliver => self.settle(name, Fate::Answered(status)),
                Verdict::Retry(stamp) => self.resume(name, stamp),
                Verdict::Wait(stamp) => self.hold(name, stamp),
                Verdict::Refresh(stamp, step) => {
                    self.hold(name, stamp);
                    self.start(step);
                }
                Verdict::Fail(failure) => self.settle(name, Fate::Failed(failure)),
            }
        } else {
            self.session.accepted(stamp);
            self.settle(name, Fate::Answered(status));
        }
        self.perform();
    }

    pub(super) fn answer_all(&mut self, names: &[Name], status: u16) {
        for name in names {
            self.answer(name, status);
        }
    }

    pub(super) fn abort(&mut self, name: Name) {
        match self.fate(name) {
            Fate::Waiting(id, _) => self.session.abort(id),
            other => panic!("{name} does not wait: {other:?}"),
        }
        self.requests.remove(name);
        self.perform();
    }

    /// The refresh looks at the store; afterwards it is at the token endpoint, or over.
    pub(super) fn open(&mut self) {
        let Step::ReadStore(opening) = self.take() else {
            panic!("no refresh has just begun");
        };
        self.refresh = opening.stored(&mut self.session, self.store.clone(), self.policy);
        if let Step::Exchange(exchanging) = &self.refresh {
            let shown = exchanging
                .refresh_token()
                .map(|token| token.secret().into());
            self.exchanged.push(shown);
        }
        self.perform();
    }

    /// The token endpoint answers; the store is not looked at again yet.
    pub(super) fn reply(&mut self, answer: Answer<&'static str>) {
        let Step::Exchange(exchanging) = self.take() else {
            panic!("no refresh is at the token endpoint");
        };
        self.refresh = exchanging.answered(&mut self.session, answer, 0.5);
        self.perform();
    }

    /// The pause between two tries passes. Returns its length in ms.
    pub(super) fn pause(&mut self) -> u64 {
        let Step::Pause(pausing) = self.take() else {
            panic!("the refresh does not pause");
        };
        let ms = pausing.ms();
        self.now = self.now.after(ms);
        self.refresh = pausing.paused();
        ms
    }

    /// The store is looked at once more, and the refresh is over.
    pub(super) fn confirm(&mut self) {
        let Step::ReadAgain(confirming) = self.take() else {
            panic!("the refresh has no answer to confirm");
        };
        self.refresh = confirming.stored(&mut self.session, self.store.clone(), self.now);
        self.perform();
    }

    /// A whole refresh.
    pub(super) fn refresh(&mut self, answer: Answer<&'static str>) {
        self.open();
        self.reply(answer);
        self.confirm();
    }

    pub(super) fn sign_in(&mut self, grant: Grant) {
        self.session.sign_in(grant);
        self.perform();
    }

    pub(super) fn sign_out(&mut self) {
        self.session.sign_out();
        self.perform();
    }

    /// The deadline of a waiter comes.
    pub(super) fn time_out(&mut self, name: Name) {
        match self.fate(name) {
            Fate::Waiting(id, _) => self.session.time_out(id),
            other => panic!("{name} does not wait: {other:?}"),
        }
        self.perform();
    }

    pub(super) fn fate(&self, name: Name) -> Fate {
        self.requests[name].clone()
    }

    pub(super) fn error(&self, name: Name) -> Error {
        match self.fate(name) {
            Fate::Failed(failure) => failure.error,
            other => panic!("{name} has not failed: {other:?}"),
        }
    }

    pub(super) fn is_waiting(&self, name: Name) -> bool {
        matches!(self.fate(name), Fate::Waiting(..))
    }

    pub(super) fn refresh_is_over(&self) -> bool {
        self.refresh == Step::Done
    }

    /// How many requests have settled, each counted as often as it did.
    pub(super) fn settled(&self) -> usize {
        self.settled
    }

    pub(super) fn sent_names(&self) -> Vec<Name> {
        self.sent.iter().map(|(name, _)| *name).collect()
    }

    fn start(&mut self, step: Step<&'static str>) {
        assert!(self.refresh_is_over(), "two refreshes in flight");
        self.refresh = step;
    }

    /// Leaves a refresh behind that the session no longer wants, as the driver does.
    pub(super) fn abandon(&mut self) -> Step<&'static str> {
        self.take()
    }

    fn take(&mut self) -> Step<&'static str> {
        std::mem::replace(&mut self.refresh, Step::Done)
    }

    fn transmit(&mut self, name: Name, stamp: Stamp) {
        let token = self.session.access().map(|token| token.secret().into());
        self.sent.push((name, token));
        self.requests.insert(name, Fate::InFlight(stamp));
    }

    fn resume(&mut self, name: Name, stamp: Stamp) {
        match self.session.resume(stamp) {
            Ok(stamp) => self.transmit(name, stamp),
            Err(failure) => self.settle(name, Fate::Failed(failure)),
        }
    }

    fn hold(&mut self, name: Name, stamp: Stamp) {
        let id = self.session.wait(name);
        self.requests.insert(name, Fate::Waiting(id, stamp));
    }

    fn settle(&mut self, name: Name, fate: Fate) {
        self.settled += 1;
        self.requests.insert(name, fate);
    }

    fn perform(&mut self) {
        while let Some(effect) = self.session.poll() {
            match effect {
                Effect::Store(tokens) => self.store = tokens,
                Effect::Clear => self.store = Tokens::default(),
                Effect::Emit(event) => self.events.push(event),
                Effect::End {
                    reason, waiting, ..
                } => self.ends.push((reason, waiting)),
                Effect::Release(names, outcome) => {
                    for name in names {
                        self.wake(name, outcome.clone());
                    }
                }
            }
        }
    }

    fn wake(&mut self, name: Name, outcome: Result<(), Failure<&'static str>>) {
        let Fate::Waiting(_, stamp) = self.fate(name) else {
            panic!("{name} was woken and did not wait");
        };
        match outcome {
            Ok(()) => self.resume(name, stamp),
            Err(failure) => self.settle(name, Fate::Failed(failure)),
        }
    }
}
