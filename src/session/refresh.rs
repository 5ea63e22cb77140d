//! One refresh, as an ordered walk of steps.
//!
//! ```text
//!  ReadStore ──▶ Exchange ──▶ ReadAgain ──▶ Done
//!      │          ▲    │
//!      │          └ Pause (unavailable, tries left)
//!      └──────────────────────────────────▶ Done   (another has refreshed; no refresh token)
//! ```
//!
//! Each [`Step`] carries the state that it leads on from, and only that state takes its result, so a
//! step out of order does not compile. The session may have moved on meanwhile (a sign-out, a
//! sign-in): then the next step is `Done`, and what came in late is dropped (G9).

use super::admission::{Attempt, Stamp};
use super::{
    By, Effect, EndReason, Error, Event, Failure, Grant, Means, Phase, RefreshToken, Session,
    Timestamp, Tokens,
};

/// What the caller has to do next for a refresh.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use = "a refresh that is not driven leaves its waiters to their deadline"]
pub enum Step<C> {
    /// Read both tokens from the store and call [`Opening::stored`].
    ReadStore(Opening),
    /// Call the token endpoint and then [`Exchanging::answered`].
    Exchange(Exchanging),
    /// Wait and call [`Pausing::paused`].
    Pause(Pausing),
    /// Read the store once more and call [`Confirming::stored`].
    ReadAgain(Confirming<C>),
    /// It is over.
    Done,
}

/// Which refresh it is: the answer of one that the session has left behind is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RefreshId(u32);

/// How hard to try, from `session.refresh`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// What is needed to ask at all.
    pub means: Means,
    /// How often to try again after an answer that says nothing about the token.
    pub retries: u32,
}

/// What the token endpoint answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Answer<C> {
    /// New tokens.
    Granted(Grant),
    /// The refresh token is no good, or the answer makes no sense: the session is over.
    Refused(C),
    /// A fault of the server: tried again, and refused in the end.
    Faulty(C),
    /// Nobody there, or nobody free: tried again, and the session is kept (G8).
    Unavailable(C),
}

/// The refresh has begun and has yet to see the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Opening {
    id: RefreshId,
}

/// The token endpoint is being asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exchanging {
    id: RefreshId,
    /// What the store held when the refresh began.
    opened_with: Tokens,
    policy: Policy,
    tries: u32,
}

/// Between two tries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pausing {
    next: Exchanging,
    ms: u64,
}

/// The answer is there; the store is looked at once more before it counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Confirming<C> {
    id: RefreshId,
    opened_with: Tokens,
    answer: Result<Grant, C>,
}

impl<W, C: Clone> Session<W, C> {
    /// `session.refresh()`: joins the refresh in flight or begins one. Whoever asks has to wait.
    ///
    /// # Errors
    /// There is no session to refresh.
    pub fn demand(
        &mut self,
        stored: &Tokens,
        means: Means,
    ) -> Result<(Stamp, Option<Step<C>>), Failure<C>> {
        let has_refresh_token = stored.refresh.is_some();
        self.observe(stored.access.clone(), || has_refresh_token);
        let nothing = self.access.is_none() && !has_refresh_token && means == Means::Token;
        match self.phase {
            Phase::Refreshing(_) => Ok((self.stamp(Attempt::First), None)),
            Phase::Open if !nothing => Ok((self.stamp(Attempt::First), Some(self.begin()))),
            Phase::Open | Phase::SignedOut | Phase::Ended => Err(Error::SessionEnded.into()),
        }
    }

    pub(super) fn begin(&mut self) -> Step<C> {
        let id = self.next_refresh;
        self.next_refresh.0 = id.0.wrapping_add(1);
        self.phase = Phase::Refreshing(id);
        Step::ReadStore(Opening { id })
    }

    /// Is this refresh still the session's? Its driver stops, and cancels what is in flight, once not.
    pub fn is_current(&self, id: RefreshId) -> bool {
        self.phase == Phase::Refreshing(id)
    }

    /// The refresh has ended well: the waiters go out with `tokens`.
    fn finish(&mut self, tokens: Tokens, by: By) {
        self.access = tokens.access;
        self.generation.bump();
        self.phase = Phase::Open;
        self.emit(Event::Refreshed { by });
        self.release(Ok(()));
    }

    /// It has not, and the session is kept.
    fn give_up(&mut self, cause: C) {
        let error = Error::RefreshUnavailable;
        self.phase = Phase::Open;
        self.emit(Event::RefreshFailed { code: error.code() });
        let cause = Some(cause);
        self.release(Err(Failure { error, cause }));
    }

    /// It has not, and the session is over (G7).
    fn end(&mut self, reason: EndReason, cause: Option<C>) {
        let waiting = self.queue.len();
        let code = Error::SessionEnded.code();
        self.effects.push_back(Effect::Clear);
        self.emit(Event::RefreshFailed { code });
        self.leave(Phase::Ended, Event::Ended { reason }, cause.clone());
        self.effects.push_back(Effect::End {
            reason,
            cause,
            waiting,
        });
    }
}

impl Opening {
    /// The store holds these. If somebody has refreshed since the request was refused, their token is
    /// taken and no other is bought.
    pub fn stored<W, C: Clone>(
        self,
        session: &mut Session<W, C>,
        stored: Tokens,
        policy: Policy,
    ) -> Step<C> {
        if !session.is_current(self.id) {
            return Step::Done;
        }
        if stored.access.is_some() && stored.access != session.access {
            session.breaker.reset();
            session.finish(stored, By::OtherTab);
            Step::Done
        } else if stored.refresh.is_none() && policy.means == Means::Token {
            session.end(EndReason::NoRefreshToken, None);
            Step::Done
        } else {
            session.emit(Event::RefreshStarted);
            Step::Exchange(Exchanging {
                id: self.id,
                opened_with: stored,
                policy,
                tries: 0,
            })
        }
    }
}

impl Exchanging {
    /// Which refresh this is.
    pub fn id(&self) -> RefreshId {
        self.id
    }

    /// What to show the token endpoint.
    pub fn refresh_token(&self) -> Option<&RefreshToken> {
        self.opened_with.refresh.as_ref()
    }

    /// The token endpoint has answered. `random` is in `0.0..1.0` and spreads the tries of many
    /// clients (full jitter).
    pub fn answered<W, C: Clone>(
        mut self,
        session: &mut Session<W, C>,
        answer: Answer<C>,
        random: f64,
    ) -> Step<C> {
        if !session.is_current(self.id) {
            return Step::Done;
        }
        let retry = self.tries < self.policy.retries;
        match answer {
            Answer::Faulty(_) | Answer::Unavailable(_) if retry => {
                let ms = (pause_cap(self.tries) as f64 * random) as u64;
                self.tries += 1;
                Step::Pause(Pausing { next: self, ms })
            }
            Answer::Unavailable(cause) => {
                session.give_up(cause);
                Step::Done
            }
            Answer::Refused(cause) | Answer::Faulty(cause) => self.confirm(Err(cause)),
            Answer::Granted(grant) => self.confirm(Ok(grant)),
        }
    }

    fn confirm<C>(self, answer: Result<Grant, C>) -> Step<C> {
        Step::ReadAgain(Confirming {
            id: self.id,
            opened_with: self.opened_with,
            answer,
        })
    }
}

impl Pausing {
    /// How long, in ms.
    pub fn ms(&self) -> u64 {
        self.ms
    }

    /// The pause is over.
    pub fn paused<C: Clone>(self) -> Step<C> {
        Step::Exchange(self.next)
    }
}

impl<C: Clone> Confirming<C> {
    /// The store holds these now. What the application's own code or another tab wrote there during
    /// the exchange is newer than our answer, and a sign-out there wins over it (G9).
    pub fn stored<W>(self, session: &mut Session<W, C>, stored: Tokens, now: Timestamp) -> Step<C> {
        if !session.is_current(self.id) {
            return Step::Done;
        }
        let untouched = stored.access == self.opened_with.access;
        match self.answer {
            _ if !untouched && stored.access.is_some() => {
                session.breaker.reset();
                session.finish(stored, By::OtherTab);
            }
            _ if !untouched || (stored.refresh.is_none() && self.opened_with.refresh.is_some()) => {
                session.sign_out();
            }
            Ok(grant) => {
                let tokens = Tokens {
                    access: Some(grant.access),
                    refresh: grant.refresh.or(stored.refresh),
                };
                session.breaker.bought(now);
                session.effects.push_back(Effect::Store(tokens.clone()));
                session.finish(tokens, By::ThisTab);
            }
            Err(cause) => session.end(EndReason::Refused, Some(cause)),
        }
        Step::Done
    }
}

/// The longest first pause, in ms; each further one may be twice as long as the one before.
const FIRST_PAUSE_MS: u64 = 300;

/// No pause is longer, in ms.
const LONGEST_PAUSE_MS: u64 = 10_000;

/// The longest that the pauses of so many retries can add up to, in ms.
pub fn longest_pauses(retries: u32) -> u64 {
    (0..retries).map(pause_cap).sum()
}

fn pause_cap(tries: u32) -> u64 {
    // 300 ms doubled six times is past the longest; more doublings would only overflow.
    (FIRST_PAUSE_MS << tries.min(6)).min(LONGEST_PAUSE_MS)
}
