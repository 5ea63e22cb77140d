//! One refresh, as an ordered walk of steps.
//!
//! ```text
//!  Lock ──▶ Exchange ──▶ Confirm ──▶ Announce
//!    │       ▲    │         │
//!    │       └ Pause        └──────▶ Done   (refused, unavailable)
//!    └─▶ Await ◀────────────┴──────▶ Done   (another tab has exchanged the token, or signed in)
//! ```
//!
//! Each [`Step`] carries the state that it leads on from, and only that state takes its result, so a
//! step out of order does not compile. The session may have moved on meanwhile (a sign-out, a
//! sign-in, tokens that another tab stored): then the next step is `Done`, and what came in late is
//! dropped (G9). The caller lets go of the lock after the last step, and after no other.

use super::admission::{Attempt, Stamp};
use super::tokens::Access;
use super::{
    By, Effect, EndKind, EndReason, Ending, Error, Event, Expiry, Failure, Grant, Lock, Means,
    Message, Phase, Presented, Session, Timestamp,
};
use crate::http::failure;

/// What the caller has to do next for a refresh.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use = "a refresh that is not driven leaves its waiters to their deadline"]
pub enum Step<C> {
    /// Get the lock that all tabs of the session share, look at the store and call [`Locking::locked`].
    Lock(Locking),
    /// Wait until the store shows what another tab has got, and call [`Awaiting::awaited`].
    Await(Awaiting),
    /// Call the token endpoint and then [`Exchanging::answered`].
    Exchange(Exchanging),
    /// Wait and call [`Pausing::paused`].
    Pause(Pausing),
    /// Wait [`Confirming::ms`], look at the store once more and call [`Confirming::confirmed`].
    Confirm(Confirming<C>),
    /// Before letting go of the lock, say in the order of locks what was exchanged: the next holder's
    /// store may not show it yet.
    Announce,
    /// It is over.
    Done,
}

impl<C> Step<C> {
    /// A walk that has shown its token to the server under the lock says so before it lets go, whatever
    /// has become of it: the server may have exchanged it (G4).
    fn last(spent: bool) -> Self {
        if spent { Self::Announce } else { Self::Done }
    }
}

/// Which refresh it is: the answer of one that the session has left behind is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RefreshId(pub(crate) u32);

/// The refresh in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Flight {
    id: RefreshId,
    urgency: Urgency,
}

/// What hangs on a refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Urgency {
    /// Nothing: the token still works, and those who wait can go out with it.
    Proactive,
    /// Somebody's request was refused, or there is no token.
    Needed,
}

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
    /// Nobody there, or nobody free: tried again, and the session is kept (G8). The second is
    /// `Retry-After` in ms (RFC 9110 §10.2.3).
    Unavailable(C, Option<u64>),
    /// Another try would fail in the same way, so this one was the last: the application's own function may be
    /// waiting for a request that waits for this refresh. The session is kept.
    Pointless(C),
}

impl<C> Answer<C> {
    /// What kind of answer a status is, where the reply has no usable token in it (G8).
    pub fn without_tokens(status: u16, cause: C, retry_after: Option<u64>) -> Self {
        Self::failed(failure::of_status(status), cause, retry_after)
    }

    /// An answer without tokens, by what it says of the session.
    pub fn failed(failure: failure::Failure, cause: C, retry_after: Option<u64>) -> Self {
        match failure {
            failure::Failure::Unavailable => Self::Unavailable(cause, retry_after),
            failure::Failure::Faulty => Self::Faulty(cause),
            failure::Failure::Refused => Self::Refused(cause),
            failure::Failure::Pointless => Self::Pointless(cause),
        }
    }
}

/// The refresh waits for its turn.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Locking {
    id: RefreshId,
}

/// The store is known to lag behind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Awaiting {
    id: RefreshId,
    /// Was the token shown to the server, under the lock?
    spent: bool,
}

/// The token endpoint is being asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exchanging {
    id: RefreshId,
    policy: Policy,
    /// Is the lock ours?
    alone: bool,
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
    alone: bool,
    answer: Result<Grant, C>,
}

impl<W, C: Clone> Session<W, C> {
    /// `session.refresh()`: joins the refresh in flight or begins one. Whoever asks has to wait.
    ///
    /// # Errors
    /// There is no session to refresh.
    pub fn demand(&mut self, means: Means) -> Result<Stamp, Failure<C>> {
        let nothing = self.access.is_none() && !self.has_refresh && means == Means::Token;
        match self.phase {
            Phase::Refreshing(_) => self.urge(),
            Phase::Open if !nothing => self.begin(Urgency::Needed),
            Phase::Open | Phase::SignedOut | Phase::Ended(_) => {
                return Err(Error::SessionEnded.into());
            }
        }
        Ok(self.stamp(Attempt::First))
    }

    /// Time has passed: refreshes in the background if the token is about to expire.
    pub fn tick(&mut self, means: Means, now: Timestamp) {
        if let Some(urgency) = self.is_due(means, now) {
            self.begin(urgency);
        }
    }

    /// The page is back from sleep, or online again: what has failed before may succeed now.
    pub fn wake(&mut self) {
        self.proactive_after = Timestamp::default();
    }

    /// An answer of the session's servers says what time it is, and no cache has kept it: what the access token says
    /// of its own time is read by that clock. If it has expired by it, it is left as it was: a server whose clock is
    /// not that of the token endpoint must not cause a refresh per request.
    pub fn learn(&mut self, date: Timestamp, now: Timestamp) {
        if !self.clock.learn(date, now) {
            return;
        }
        if let Some(access) = &mut self.access
            && access.terms.expires_in.is_none()
            && let Some(expiry) = self.clock.found(access.terms, self.margin, now)
            && !expiry.is_past(now)
        {
            access.expiry = Some(expiry);
        }
    }

    /// When [`Self::tick`] would refresh; `None` where that is not known.
    pub fn due(&self) -> Option<Timestamp> {
        let expiry = self.access?.expiry?;
        let after = self.proactive_after.max(self.rests_until);
        (self.phase == Phase::Open).then(|| expiry.due().max(after))
    }

    /// Is this refresh still the session's? Its walk ends once not.
    fn is_current(&self, id: RefreshId) -> bool {
        matches!(self.phase, Phase::Refreshing(flight) if flight.id == id)
    }

    /// Is the token about to expire, and is there something to buy another with?
    pub(super) fn is_due(&self, means: Means, now: Timestamp) -> Option<Urgency> {
        let able = self.has_refresh || means == Means::Ambient;
        let due = self.due()?;
        if !able || now < self.rests_until {
            return None;
        }
        // No cool-down for this: an expired token is not sent knowingly (G14).
        if self.has_expired(now) {
            return Some(Urgency::Needed);
        }
        (due <= now).then_some(Urgency::Proactive)
    }

    pub(super) fn begin(&mut self, urgency: Urgency) {
        let id = self.next_refresh;
        self.next_refresh.0 = id.0.wrapping_add(1);
        self.enter(Phase::Refreshing(Flight { id, urgency }));
        self.effects
            .push_back(Effect::Refresh(Step::Lock(Locking { id })));
    }

    /// Somebody who has no working token waits for the refresh in flight.
    pub(super) fn urge(&mut self) {
        if let Phase::Refreshing(flight) = &mut self.phase {
            flight.urgency = Urgency::Needed;
        }
    }

    /// The session goes on with its next token; the waiters go out with it.
    pub(super) fn advance(&mut self, presented: Presented, expiry: Option<Expiry>, by: By) {
        let access = Access::new(presented, expiry);
        self.access = Some(access);
        // A user who was unknown and becomes known through a refresh is the same user.
        self.user = presented.user.or(self.user);
        self.sign_in = presented.sign_in.or(self.sign_in);
        self.lineage.extend(access.token);
        self.generation.bump();
        self.proactive_after = Timestamp::default();
        self.paused = None;
        self.enter(Phase::Open);
        self.emit(Event::Refreshed { by });
        self.release(Ok(()));
    }

    fn granted(&mut self, grant: Grant, now: Timestamp) {
        let Grant {
            access: presented,
            refresh,
        } = grant;
        let expiry = self.clock.received(presented.terms, self.margin, now);
        let before = self.access.map(|access| access.token);
        self.effects.push_back(Effect::Store);
        self.has_refresh = refresh;
        if self.names_another(presented) {
            // A cookie is the browser's: somebody else has signed in with it meanwhile.
            self.arrive(presented, expiry);
            self.end_elsewhere(EndReason::UserChanged, 0, true);
            return;
        }
        self.advance(presented, expiry, By::ThisTab);
        self.breaker.bought(self.generation);
        // A server that grants the same token again has no other yet.
        let rest = if before == Some(presented.token) {
            COOLDOWN_MS
        } else {
            SHORTEST_MS
        };
        self.rests_until = now.after(rest);
        let token = presented.token;
        let from = before.unwrap_or(token);
        self.effects
            .push_back(Effect::Post(Message::Refreshed(from, token)));
    }

    /// No new token, and the session is kept. Where the old one still works, the waiters go out with it.
    fn give_up(&mut self, cause: Option<C>, until: Timestamp, now: Timestamp) {
        let error = Error::RefreshUnavailable;
        let works = !self.has_expired(now);
        let outcome = match self.phase {
            Phase::Refreshing(flight) if flight.urgency == Urgency::Proactive && works => Ok(()),
            Phase::Open | Phase::Refreshing(_) | Phase::SignedOut | Phase::Ended(_) => {
                Err(Failure { error, cause })
            }
        };
        self.enter(Phase::Open);
        self.proactive_after = until;
        self.emit(Event::RefreshFailed { error });
        self.release(outcome);
    }

    /// The token endpoint has refused.
    fn turned_away(&mut self, reason: EndReason, cause: Option<C>, now: Timestamp) {
        match (self.phase, self.access.and_then(|access| access.expiry)) {
            // Nobody has refused the access token yet: it serves for as long as it lasts.
            (Phase::Refreshing(flight), Some(expiry))
                if flight.urgency == Urgency::Proactive && !expiry.is_past(now) =>
            {
                self.give_up(cause, expiry.at, now);
            }
            _ => self.end(reason, cause),
        }
    }

    /// The session is over (G7). Its waiters stay until the application has been asked.
    fn end(&mut self, reason: EndReason, cause: Option<C>) {
        self.post_end(Message::Ended);
        self.effects.push_back(Effect::Clear {
            end: EndKind::Refusal,
        });
        self.emit(Event::RefreshFailed {
            error: Error::SessionEnded,
        });
        self.conclude(reason, cause);
    }

    /// What the end is for every tab.
    pub(super) fn conclude(&mut self, reason: EndReason, cause: Option<C>) {
        self.replace(None);
        self.has_refresh = false;
        self.vacant = Some(self.generation);
        self.enter(Phase::Ended(Ending::Asking));
        self.emit(Event::Ended { reason });
        self.effects.push_back(Effect::End {
            reason,
            cause,
            waiting: self.queue.len(),
        });
    }

    pub(super) fn has_expired(&self, now: Timestamp) -> bool {
        let expiry = self.access.and_then(|access| access.expiry);
        expiry.is_some_and(|expiry| expiry.is_past(now))
    }
}

impl Locking {
    /// It is our turn. If somebody has refreshed since, the look at the store has ended this refresh.
    pub fn locked<W, C: Clone>(
        self,
        session: &mut Session<W, C>,
        lock: Lock,
        policy: Policy,
        now: Timestamp,
    ) -> Step<C> {
        let id = self.id;
        if !session.is_current(id) {
            return Step::Done;
        }
        if lock == Lock::HeldAfterExchange || session.lineage.expects() {
            return Step::Await(Awaiting { id, spent: false });
        }
        if let Some((until, cause)) = session.paused.clone()
            && now < until
        {
            session.give_up(Some(cause), until, now);
            return Step::Done;
        }
        if !session.has_refresh && policy.means == Means::Token {
            session.turned_away(EndReason::NoRefreshToken, None, now);
            return Step::Done;
        }
        session.emit(Event::RefreshStarted);
        Step::Exchange(Exchanging {
            id,
            policy,
            alone: lock != Lock::Missing,
            tries: 0,
        })
    }
}

impl Awaiting {
    /// The store shows it now, which has ended this refresh; or it took too long. Then the refresh is
    /// given up: a token that the server has exchanged is never sent again (G4), and what another tab has
    /// signed in with is not overwritten.
    pub fn awaited<W, C: Clone>(self, session: &mut Session<W, C>, now: Timestamp) -> Step<C> {
        if session.is_current(self.id) {
            session.lineage.expect_no_more();
            session.give_up(None, now.after(COOLDOWN_MS), now);
        }
        Step::last(self.spent)
    }
}

impl Exchanging {
    /// The token endpoint has answered. `random` is in `0.0..1.0` and spreads the tries of many
    /// clients over half of each pause (equal jitter): all of it would now and then be no pause at all, and
    /// a server that restarts needs a second.
    pub fn answered<W, C: Clone>(
        mut self,
        session: &mut Session<W, C>,
        answer: Answer<C>,
        random: f64,
        now: Timestamp,
    ) -> Step<C> {
        if !session.is_current(self.id) {
            return Step::last(self.alone);
        }
        let retry_after = match &answer {
            Answer::Unavailable(_, retry_after) => *retry_after,
            Answer::Granted(_) | Answer::Refused(_) | Answer::Faulty(_) | Answer::Pointless(_) => {
                None
            }
        };
        let half = pause_cap(self.tries) / 2;
        let ms = retry_after.unwrap_or(half + (half as f64 * random) as u64);
        let retry = self.tries < self.policy.retries && ms <= LONGEST_PAUSE_MS;
        match answer {
            Answer::Faulty(_) | Answer::Unavailable(..) if retry => {
                self.tries += 1;
                Step::Pause(Pausing { next: self, ms })
            }
            Answer::Unavailable(cause, _) | Answer::Pointless(cause) => {
                if let Some(pause) = retry_after {
                    let until = now.after(pause.min(LONGEST_RETRY_AFTER_MS));
                    session.paused = Some((until, cause.clone()));
                }
                session.give_up(Some(cause), now.after(COOLDOWN_MS.max(ms)), now);
                Step::Done
            }
            Answer::Refused(cause) | Answer::Faulty(cause) => self.confirm(Err(cause)),
            Answer::Granted(grant) => self.confirm(Ok(grant)),
        }
    }

    fn confirm<C>(self, answer: Result<Grant, C>) -> Step<C> {
        Step::Confirm(Confirming {
            id: self.id,
            alone: self.alone,
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
    pub fn paused<W, C: Clone>(self, session: &Session<W, C>) -> Step<C> {
        if session.is_current(self.next.id) {
            Step::Exchange(self.next)
        } else {
            Step::last(self.next.alone)
        }
    }
}

impl<C: Clone> Confirming<C> {
    /// How long to wait before the look, in ms. While we were being refused, somebody may have signed in
    /// elsewhere; without locks, another tab may have been faster. Their tokens are on their way to the
    /// store.
    pub fn ms(&self) -> u64 {
        match (&self.answer, self.alone) {
            (Ok(_), _) => 0,
            (Err(_), true) => STORE_LAG_MS,
            (Err(_), false) => RIVAL_MS,
        }
    }

    /// The store was looked at. What the application's own code or another tab wrote there during the
    /// exchange is newer than our answer, and a sign-out there wins over it (G9): either has ended this
    /// refresh.
    pub fn confirmed<W>(self, session: &mut Session<W, C>, now: Timestamp) -> Step<C> {
        if !session.is_current(self.id) {
            return Step::last(self.alone);
        }
        if session.lineage.expects() {
            return Step::Await(Awaiting {
                id: self.id,
                spent: self.alone,
            });
        }
        match self.answer {
            Ok(grant) => {
                session.granted(grant, now);
                return Step::last(self.alone);
            }
            Err(cause) => session.turned_away(EndReason::Refused, Some(cause), now),
        }
        Step::Done
    }
}

/// The longest first pause, in ms; each further one may be twice as long as the one before.
const FIRST_PAUSE_MS: u64 = 600;

/// No pause is longer, in ms; `pkg-template/src/client/open.ts` has it as well. A server that asks for more (`Retry-After`) is not
/// asked again.
pub const LONGEST_PAUSE_MS: u64 = 5_000;

/// The longest `Retry-After` that is honoured, in ms: a day.
const LONGEST_RETRY_AFTER_MS: u64 = 24 * 60 * 60 * 1_000;

/// After a refresh that failed and was not needed yet, the next one that is not needed comes so many ms
/// later.
const COOLDOWN_MS: u64 = 30_000;

/// The shortest time between two refreshes ahead of time, in ms, however soon a token expires.
const SHORTEST_MS: u64 = 1_000;

/// So long may a write to the store take to show in another tab, in ms: 44 is the longest measured.
const STORE_LAG_MS: u64 = 50;

/// So much later may a tab be done that was faster at the token endpoint, in ms.
const RIVAL_MS: u64 = 250;

fn pause_cap(tries: u32) -> u64 {
    // 300 ms doubled five times is past the longest; more doublings would only overflow.
    (FIRST_PAUSE_MS << tries.min(5)).min(LONGEST_PAUSE_MS)
}
