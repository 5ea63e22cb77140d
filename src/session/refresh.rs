//! The steps of one refresh. A step ends with the runtime's report, and the next step is a [`Command`].
//!
//! ```text
//!  AcquireLock ──▶ Exchange ──▶ ConfirmStore ──▶ AnnounceExchanged ──▶ ReleaseLock
//!       │           ▲    │           │                   ▲
//!       │           └ Pause          │                   │
//!       └─▶ AwaitStore ◀─────────────┴───────────────────┘
//! ```
//!
//! In the meantime, the session may have changed (a sign-out, a sign-in, tokens that another tab stored). A late result
//! is then dropped (G9), and the abandoned refresh only announces its exchange and releases its lock. The lock is
//! released after the last step and at no other point.

use super::admission::Nonce;
use super::answer::{Answer, Policy};
use super::pause::{
    ARRIVAL_MS, COOLDOWN_MS, LONGEST_PAUSE_MS, LONGEST_RETRY_AFTER_MS, READ_INTERVAL_MS, RIVAL_MS,
    STORE_LAG_MS, pause_cap,
};
use super::{
    Command, Credential, EndReason, Event, Grant, Lock, Phase, RefreshId, Session, Timestamp,
};

/// The session's current refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CurrentRefresh {
    pub(super) id: RefreshId,
    pub(super) urgency: Urgency,
}

/// How urgently a refresh is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Urgency {
    /// Not urgently: the token still works, and the waiters can be sent with it.
    Proactive,
    /// A request was rejected, or there is no token.
    Needed,
}

/// A refresh in progress, and the step whose report it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Run {
    pub(super) id: RefreshId,
    pub(super) step: Step,
}

/// A step, with everything that is known when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    Lock,
    /// The store lags behind what another tab has announced.
    Await(TokenSent),
    Exchange(Try),
    /// Between two attempts, with the next one.
    Pause(Try, u32),
    /// The answer has arrived; the store is read once more before the answer counts.
    Confirm(TokenSent, Answered),
    Announce,
    /// For the log-out of a session that is over, with the remaining credential.
    LastLock(Credential),
    /// The same.
    LastExchange(Credential, TokenSent),
}

/// Whether the token was sent to the server under the lock. If so, the next holder must learn that (G4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum TokenSent {
    No,
    UnderLock,
}

/// The result of the last attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Answered {
    Granted(Grant),
    Refused,
}

/// One attempt at the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Try {
    policy: Policy,
    pub(super) token_sent: TokenSent,
    /// How many attempts came before.
    number: u32,
    nonce: Nonce,
}

/// The reports of the steps.
impl Session {
    /// The lock was acquired, or there are no locks, and the store was read. If that revealed another tab's refresh,
    /// this refresh is already over.
    pub fn locked(&mut self, id: RefreshId, lock: Lock, policy: Policy, now: Timestamp) {
        if self
            .take(id, |step| matches!(step, Step::Lock).then_some(()))
            .is_some()
        {
            let next = self.after_lock(id, lock, policy, now);
            self.go_on(id, next);
        }
        let last = self.take(id, |step| {
            if let Step::LastLock(credential) = step {
                Some(credential)
            } else {
                None
            }
        });
        if let Some(credential) = last {
            // If another tab has exchanged the token, the new one is unknown here.
            let next = if lock != Lock::HeldAfterExchange && self.is_still(credential) {
                Some(Step::LastExchange(credential, TokenSent::with(lock)))
            } else {
                self.send_log_out(id, credential);
                None
            };
            self.go_on(id, next);
        }
    }

    /// The store contains another tab's tokens, which has ended this refresh, or the wait took too long. In that case
    /// the refresh is given up, because a token that the server has exchanged is never sent again (G4), and the tokens
    /// of another tab's sign-in are not overwritten.
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

    /// The token endpoint has answered. `random` is in `0.0..1.0` and spreads the attempts of many clients over half of
    /// each pause (equal jitter). Spreading them over the whole pause would sometimes leave no pause at all, and a
    /// server that restarts needs a second.
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

    /// The store was read once more. Tokens that the application's own code or another tab wrote during the exchange
    /// are newer than the answer, and a sign-out wins over it (G9). Either has already ended this refresh.
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

    /// The notices have been raised, so the lock can be released.
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
    /// The id of a new refresh. The number of concurrent refreshes is far below the number of ids.
    pub(super) fn next_refresh(&mut self) -> RefreshId {
        let id = self.next_refresh;
        self.next_refresh = id.following();
        id
    }

    pub(super) fn begin(&mut self, urgency: Urgency) {
        let id = self.next_refresh();
        self.enter(Phase::Refreshing(CurrentRefresh { id, urgency }));
        self.go_on(id, Some(Step::Lock));
    }

    /// A request without a working token waits for the current refresh.
    pub(super) fn escalate(&mut self) {
        if let Phase::Refreshing(refresh) = &mut self.phase {
            refresh.urgency = Urgency::Needed;
        }
    }

    /// Is this refresh still the session's current one? Otherwise it stops after its current step.
    fn is_current(&self, id: RefreshId) -> bool {
        matches!(self.phase, Phase::Refreshing(refresh) if refresh.id == id)
    }

    /// Takes the step that a report ends, if the refresh exists. A report out of order changes nothing.
    pub(super) fn take<T>(
        &mut self,
        id: RefreshId,
        ended: impl FnOnce(Step) -> Option<T>,
    ) -> Option<T> {
        let index = self.runs.iter().position(|run| run.id == id)?;
        let known = ended(self.runs[index].step)?;
        self.runs.swap_remove(index);
        Some(known)
    }

    /// The next step; without one, the refresh is over.
    pub(super) fn go_on(&mut self, id: RefreshId, next: Option<Step>) {
        let refresh = id;
        self.commands.push(match next {
            None => Command::ReleaseLock { refresh },
            Some(Step::Lock | Step::LastLock(_)) => Command::AcquireLock { refresh },
            Some(Step::Await(_)) => Command::AwaitStore {
                refresh,
                patience: ARRIVAL_MS,
                interval: READ_INTERVAL_MS,
            },
            Some(Step::Exchange(_) | Step::LastExchange(..)) => Command::Exchange { refresh },
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
        Some(Step::Exchange(Try {
            policy,
            token_sent: TokenSent::with(lock),
            number: 0,
            nonce: Nonce::AsKnown,
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
            Answer::Granted(_)
            | Answer::Refused
            | Answer::Faulty
            | Answer::NonceRequired
            | Answer::Pointless => None,
        };
        let half = pause_cap(tried.number) / 2;
        let ms = retry_after.unwrap_or(half + (half as f64 * random) as u64);
        let retry = tried.number < tried.policy.retries && ms <= LONGEST_PAUSE_MS;
        match answer {
            Answer::NonceRequired if tried.nonce == Nonce::AsKnown => Some(Step::Exchange(Try {
                nonce: Nonce::AsRequired,
                ..tried
            })),
            Answer::Faulty | Answer::Unavailable { .. } | Answer::NonceRequired if retry => {
                let next = Try {
                    number: tried.number + 1,
                    nonce: Nonce::AsKnown,
                    ..tried
                };
                Some(Step::Pause(next, ms as u32))
            }
            Answer::Unavailable { .. } | Answer::NonceRequired | Answer::Pointless => {
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
    fn with(lock: Lock) -> Self {
        match lock {
            Lock::Missing => Self::No,
            Lock::Held | Lock::HeldAfterExchange => Self::UnderLock,
        }
    }

    /// A refresh that has sent its token under the lock announces that before it releases the lock, whatever its
    /// result, because the server may have exchanged the token (G4).
    pub(super) fn last(self) -> Option<Step> {
        match self {
            Self::No => None,
            Self::UnderLock => Some(Step::Announce),
        }
    }
}

impl Answered {
    /// How long to wait before the store is read again, in ms. While the server was rejecting the refresh, the user may
    /// have signed in in another tab; without locks, another tab may have been faster. Their tokens are on their way to
    /// the store.
    fn lag(self, token_sent: TokenSent) -> u32 {
        match (self, token_sent) {
            (Self::Granted(_), _) => 0,
            (Self::Refused, TokenSent::UnderLock) => STORE_LAG_MS,
            (Self::Refused, TokenSent::No) => RIVAL_MS,
        }
    }
}
