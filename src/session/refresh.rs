//! One refresh, in its order of steps. A step ends with the runtime's report, and the next one is a [`Command`].
//!
//! ```text
//!  AcquireLock ──▶ Exchange ──▶ ConfirmStore ──▶ AnnounceExchanged ──▶ ReleaseLock
//!       │           ▲    │           │                   ▲
//!       │           └ Pause          │                   │
//!       └─▶ AwaitStore ◀─────────────┴───────────────────┘
//! ```
//!
//! The session may have moved on meanwhile (a sign-out, a sign-in, tokens that another tab stored): then what comes in
//! late is dropped (G9), and the refresh that was left behind only announces and releases what it has. The lock is
//! released after the last step, and after no other.

use super::answer::{Answer, Policy};
use super::{Command, EndReason, Event, Grant, Lock, Phase, Session, Timestamp};

/// Names one refresh: the report of one that the session has left behind is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RefreshId(u32);

impl RefreshId {
    /// The refresh with this number: only the TypeScript runtime names it in this way.
    #[cfg(any(all(target_arch = "wasm32", feature = "engine"), test))]
    pub(crate) const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Its number.
    pub(crate) const fn number(self) -> u32 {
        self.0
    }
}

impl RefreshId {
    /// In the place of a refresh that has failed: an answer has ended the session, and what it said is the cause.
    pub const ANSWER: Self = Self(u32::MAX);
}

/// The refresh in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CurrentRefresh {
    pub(super) id: RefreshId,
    pub(super) urgency: Urgency,
}

/// What depends on a refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Urgency {
    /// Nothing: the token still works, and the waiters can go out with it.
    Proactive,
    /// A request was refused, or there is no token.
    Needed,
}

/// A refresh that is not over, and the step whose report it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Run {
    id: RefreshId,
    step: Step,
}

/// A step, with all that is known when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    Lock,
    /// The store is known to lag behind.
    Await(TokenSent),
    Exchange(Try),
    /// Between two tries: the next one.
    Pause(Try, u32),
    /// The answer is there; the store is read once more before it counts.
    Confirm(TokenSent, Answered),
    Announce,
}

/// Was the token sent to the server, under the lock? Then the next holder has to be told (G4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum TokenSent {
    No,
    UnderLock,
}

/// What the last try has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Answered {
    Granted(Grant),
    Refused,
}

/// One try at the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Try {
    policy: Policy,
    token_sent: TokenSent,
    /// How many there were before.
    number: u32,
}

/// The reports of the steps.
impl Session {
    /// The lock is acquired, or there is none, and the store was read. If another tab has refreshed since, that has
    /// ended this refresh.
    pub fn locked(&mut self, id: RefreshId, lock: Lock, policy: Policy, now: Timestamp) {
        if self
            .take(id, |step| matches!(step, Step::Lock).then_some(()))
            .is_some()
        {
            let next = self.after_lock(id, lock, policy, now);
            self.go_on(id, next);
        }
    }

    /// The store shows what another tab has obtained, which has ended this refresh; or it took too long. Then the
    /// refresh is given up: a token that the server has exchanged is never sent again (G4), and what another tab has
    /// signed in with is not overwritten.
    pub fn arrived(&mut self, id: RefreshId, now: Timestamp) {
        let token_sent = self.take(id, |step| {
            if let Step::Await(token_sent) = step {
                Some(token_sent)
            } else {
                None
            }
        });
        if let Some(token_sent) = token_sent {
            if self.is_current(id) {
                self.history.give_up_sign_in();
                self.give_up(None, now.after(COOLDOWN_MS), now);
            }
            self.go_on(id, token_sent.last());
        }
    }

    /// The token endpoint has answered. `random` is in `0.0..1.0` and spreads the tries of many
    /// clients over half of each pause (equal jitter): all of it would now and then be no pause at all, and
    /// a server that restarts needs a second.
    pub fn answered(&mut self, id: RefreshId, answer: Answer, random: f64, now: Timestamp) {
        let tried = self.take(id, |step| {
            if let Step::Exchange(tried) = step {
                Some(tried)
            } else {
                None
            }
        });
        if let Some(tried) = tried {
            let next = if self.is_current(id) {
                self.after_answer(id, tried, answer, random, now)
            } else {
                tried.token_sent.last()
            };
            self.go_on(id, next);
        }
    }

    /// The pause is over.
    pub fn paused(&mut self, id: RefreshId) {
        let next = self.take(id, |step| {
            if let Step::Pause(next, _) = step {
                Some(next)
            } else {
                None
            }
        });
        if let Some(next) = next {
            let step = if self.is_current(id) {
                Some(Step::Exchange(next))
            } else {
                next.token_sent.last()
            };
            self.go_on(id, step);
        }
    }

    /// The store was read once more. What the application's own code or another tab wrote there during the
    /// exchange is newer than our answer, and a sign-out there wins over it (G9): either has ended this
    /// refresh.
    pub fn confirmed(&mut self, id: RefreshId, now: Timestamp) {
        let outcome = self.take(id, |step| {
            if let Step::Confirm(token_sent, outcome) = step {
                Some((token_sent, outcome))
            } else {
                None
            }
        });
        if let Some((token_sent, outcome)) = outcome {
            let next = if !self.is_current(id) {
                token_sent.last()
            } else if self.history.awaits_sign_in() {
                Some(Step::Await(token_sent))
            } else {
                match outcome {
                    Answered::Granted(grant) => {
                        self.granted(grant, now);
                        token_sent.last()
                    }
                    Answered::Refused => {
                        self.refresh_rejected(EndReason::Refused, Some(id), now);
                        None
                    }
                }
            };
            self.go_on(id, next);
        }
    }

    /// The notices are raised: the lock can be released.
    pub fn announced(&mut self, id: RefreshId) {
        if self
            .take(id, |step| matches!(step, Step::Announce).then_some(()))
            .is_some()
        {
            self.go_on(id, None);
        }
    }
}

/// The order of the steps.
impl Session {
    pub(super) fn begin(&mut self, urgency: Urgency) {
        let id = self.next_refresh;
        // Far fewer refreshes are under way at once than there are numbers.
        self.next_refresh.0 = id.0.wrapping_add(1);
        self.enter(Phase::Refreshing(CurrentRefresh { id, urgency }));
        self.go_on(id, Some(Step::Lock));
    }

    /// A request without a working token waits for the refresh in flight.
    pub(super) fn escalate(&mut self) {
        if let Phase::Refreshing(refresh) = &mut self.phase {
            refresh.urgency = Urgency::Needed;
        }
    }

    /// Is this refresh still the session's? It ends once not.
    fn is_current(&self, id: RefreshId) -> bool {
        matches!(self.phase, Phase::Refreshing(refresh) if refresh.id == id)
    }

    /// The step that a report ends, if the refresh is there. A report out of order changes nothing.
    fn take<T>(&mut self, id: RefreshId, ended: impl FnOnce(Step) -> Option<T>) -> Option<T> {
        let index = self.runs.iter().position(|run| run.id == id)?;
        let known = ended(self.runs[index].step)?;
        self.runs.swap_remove(index);
        Some(known)
    }

    /// The next step; without one, the refresh is over.
    fn go_on(&mut self, id: RefreshId, next: Option<Step>) {
        let refresh = id;
        self.commands.push(match next {
            None => Command::ReleaseLock { refresh },
            Some(Step::Lock) => Command::AcquireLock { refresh },
            Some(Step::Await(_)) => Command::AwaitStore {
                refresh,
                patience: ARRIVAL_MS,
                interval: READ_INTERVAL_MS,
            },
            Some(Step::Exchange(_)) => Command::Exchange { refresh },
            Some(Step::Pause(_, pause)) => Command::Pause { refresh, pause },
            Some(Step::Confirm(token_sent, outcome)) => Command::ConfirmStore {
                refresh,
                pause: outcome.lag(token_sent),
            },
            Some(Step::Announce) => Command::AnnounceExchanged { refresh },
        });
        self.runs.extend(next.map(|step| Run { id, step }));
    }

    fn after_lock(
        &mut self,
        id: RefreshId,
        lock: Lock,
        policy: Policy,
        now: Timestamp,
    ) -> Option<Step> {
        if !self.is_current(id) {
            return None;
        }
        if lock == Lock::HeldAfterExchange || self.history.awaits_sign_in() {
            return Some(Step::Await(TokenSent::No));
        }
        if let Some((until, cause)) = self.paused
            && now < until
        {
            self.give_up(Some(cause), until, now);
            return None;
        }
        if !self.may_refresh(policy.credential) {
            self.refresh_rejected(EndReason::NoRefreshToken, None, now);
            return None;
        }
        self.emit(Event::RefreshStarted);
        let token_sent = match lock {
            Lock::Missing => TokenSent::No,
            Lock::Held | Lock::HeldAfterExchange => TokenSent::UnderLock,
        };
        Some(Step::Exchange(Try {
            policy,
            token_sent,
            number: 0,
        }))
    }

    fn after_answer(
        &mut self,
        id: RefreshId,
        tried: Try,
        answer: Answer,
        random: f64,
        now: Timestamp,
    ) -> Option<Step> {
        let retry_after = match answer {
            Answer::Unavailable { retry_after } => retry_after,
            Answer::Granted(_) | Answer::Refused | Answer::Faulty | Answer::Pointless => None,
        };
        let half = pause_cap(tried.number) / 2;
        let ms = retry_after.unwrap_or(half + (half as f64 * random) as u64);
        let retry = tried.number < tried.policy.retries && ms <= LONGEST_PAUSE_MS;
        match answer {
            Answer::Faulty | Answer::Unavailable { .. } if retry => {
                let next = Try {
                    number: tried.number + 1,
                    ..tried
                };
                Some(Step::Pause(next, ms as u32))
            }
            Answer::Unavailable { .. } | Answer::Pointless => {
                if let Some(pause) = retry_after {
                    let until = now.after(pause.min(LONGEST_RETRY_AFTER_MS));
                    self.paused = Some((until, id));
                }
                self.give_up(Some(id), now.after(COOLDOWN_MS.max(ms)), now);
                None
            }
            Answer::Refused | Answer::Faulty => {
                Some(Step::Confirm(tried.token_sent, Answered::Refused))
            }
            Answer::Granted(grant) => {
                Some(Step::Confirm(tried.token_sent, Answered::Granted(grant)))
            }
        }
    }
}

impl TokenSent {
    /// A refresh that has sent its token under the lock announces that before it releases the lock, whatever has
    /// become of it: the server may have exchanged it (G4).
    fn last(self) -> Option<Step> {
        match self {
            Self::No => None,
            Self::UnderLock => Some(Step::Announce),
        }
    }
}

impl Answered {
    /// How long to wait before the store is read again, in ms. While we were being refused, the user may have signed in
    /// in another tab; without locks, another tab may have been faster. Their tokens are on their way to the
    /// store.
    fn lag(self, token_sent: TokenSent) -> u32 {
        match (self, token_sent) {
            (Self::Granted(_), _) => 0,
            (Self::Refused, TokenSent::UnderLock) => STORE_LAG_MS,
            (Self::Refused, TokenSent::No) => RIVAL_MS,
        }
    }
}

/// The longest first pause, in ms; each further one may be twice as long as the one before.
const FIRST_PAUSE_MS: u64 = 600;

/// No pause is longer, in ms. A server that asks for more (`Retry-After`) is not asked again.
pub const LONGEST_PAUSE_MS: u64 = 5_000;

/// The longest `Retry-After` that is honoured, in ms: a day.
const LONGEST_RETRY_AFTER_MS: u64 = 24 * 60 * 60 * 1_000;

/// After a refresh that failed and was not needed yet, the next one that is not needed comes so many ms
/// later.
pub(super) const COOLDOWN_MS: u64 = 30_000;

/// The shortest time between two refreshes ahead of time, in ms, however soon a token expires.
pub(super) const SHORTEST_MS: u64 = 1_000;

/// What another tab has stored arrives within this time, in ms, or not at all.
const ARRIVAL_MS: u32 = 5_000;

/// After how many ms the store is read again meanwhile: not every browser tells a tab of a write as soon as it can
/// read it.
const READ_INTERVAL_MS: u32 = 10;

/// So long may a write to the store take to show in another tab, in ms: 44 is the longest measured.
const STORE_LAG_MS: u32 = 50;

/// So much later may a tab be done that was faster at the token endpoint, in ms.
const RIVAL_MS: u32 = 250;

fn pause_cap(tries: u32) -> u64 {
    // 300 ms doubled five times is past the longest; more doublings would only overflow.
    (FIRST_PAUSE_MS << tries.min(5)).min(LONGEST_PAUSE_MS)
}
