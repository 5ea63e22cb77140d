//! After an answer: hand it to the caller, or send the request again, now or after a refresh?

use super::admission::Attempt;
use super::refresh::Urgency;
use super::{
    About, Credential, EndReason, Ending, Error, Event, Failure, Phase, RefreshId, Session, Stamp,
    Target, Timestamp,
};

/// A request that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// As it was sent.
    pub stamp: Stamp,
    /// What was asked for.
    pub target: Target,
    /// The answer's.
    pub status: u16,
    /// Only a refusal of the token, or of the session, counts.
    pub about: About,
}

/// The answer to a request that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Verdict {
    /// The refusal is the caller's to see.
    Deliver,
    /// The token it was sent with is no longer current: [`Session::resume`] at once (G3).
    Retry(Stamp),
    /// A refresh is in flight, or begins: [`Session::wait`].
    Wait(Stamp),
    /// Neither the answer nor another try: reject with this.
    Fail(Failure),
}

impl Session {
    /// A request was answered, and not refused: its token works. Is [`Session::accepted_at`] to be told where?
    /// Hardly ever, and a request's fingerprint takes its time.
    pub fn accepted(&mut self, stamp: Stamp) -> bool {
        stamp.bearer && self.breaker.accepted(stamp.generation)
    }

    /// A request without a token was answered with a success, and not refused. After the end of a session, that is
    /// how a log-in by cookie shows. Does it count as one?
    ///
    /// Not after a sign-out, whose own request may be what was answered; nor while requests are parked, since
    /// nothing says whether it is the same user.
    pub fn accepted_externally(&mut self, stamp: Stamp, credential: Credential) -> bool {
        let counts = matches!(credential, Credential::External | Credential::Marked)
            && !stamp.bearer
            && stamp.generation == self.generation
            && self.phase == Phase::Ended(Ending::Over);
        if counts {
            self.begin_external(credential);
        }
        counts
    }

    /// It was here that the request was answered.
    pub fn accepted_at(&mut self, target: Target) {
        self.breaker.accepted_at(target);
    }

    /// An answer to what was sent with the current credential says that the session is over: no refresh would help.
    fn revoke(&mut self, stamp: Stamp) -> Verdict {
        let cause = Some(RefreshId::ANSWER);
        let again = stamp.attempt == Attempt::First;
        self.clear_everywhere();
        self.conclude(EndReason::Revoked, usize::from(again), cause);
        if again {
            Verdict::Wait(stamp.retry())
        } else {
            let error = Error::SessionEnded;
            Verdict::Fail(Failure { error, cause })
        }
    }

    /// A request was refused. The caller has just looked at the store ([`Session::sync_from_store`]).
    pub fn refused(&mut self, refusal: Refusal, credential: Credential, now: Timestamp) -> Verdict {
        let Refusal {
            stamp,
            target,
            status,
            about,
        } = refusal;
        // Neither a refresh nor another attempt would help, and the token works.
        if matches!(about, About::Permission | About::Elsewhere) {
            if self.accepted(stamp) {
                self.accepted_at(target);
            }
            return Verdict::Deliver;
        }
        self.emit(Event::Refused { status });
        // Sent while nobody was signed in: it belongs to none of the sessions that have come since (G10).
        if !stamp.bearer && Some(stamp.generation) == self.vacant {
            return Verdict::Deliver;
        }
        if self.has_outlived(stamp) {
            return if stamp.bearer {
                Verdict::Fail(self.outlived().into())
            } else {
                Verdict::Deliver
            };
        }
        let outdated = stamp.generation != self.generation;
        if about == About::Session {
            // It says nothing of the session, and a refresh would say no more.
            if !stamp.bearer && !self.external {
                return Verdict::Deliver;
            }
            let alive = matches!(self.phase, Phase::Open | Phase::Refreshing(_));
            // Of a former token, or while those of another tab's sign-in are on their way, it is like any refusal.
            if alive && !outdated && !self.history.awaits_sign_in() {
                return self.revoke(stamp);
            }
        }
        match (self.phase, stamp.attempt) {
            // One of the burst that the session ended with, and late.
            (Phase::Ended(Ending::Asking { .. } | Ending::Parked), Attempt::First)
                if stamp.bearer =>
            {
                Verdict::Wait(stamp.retry())
            }
            (Phase::SignedOut | Phase::Ended(_), _) => Verdict::Deliver,
            (Phase::Refreshing(_), Attempt::First) => {
                // A former token's refusal says nothing of the current one.
                if !outdated {
                    self.escalate();
                }
                Verdict::Wait(stamp.retry())
            }
            (Phase::Refreshing(_), Attempt::Retry) => Verdict::Deliver,
            // Nothing fresh was refused.
            (Phase::Open, Attempt::Retry) if outdated || self.has_expired(now) => Verdict::Deliver,
            (Phase::Open, Attempt::Retry) => {
                self.breaker.refused(stamp.generation, now);
                self.breaker.denied(target, now);
                Verdict::Fail(Error::RefreshLoop.into())
            }
            (Phase::Open, Attempt::First) if outdated && self.access.is_some() => {
                Verdict::Retry(stamp.retry())
            }
            (Phase::Open, Attempt::First) => {
                if !self.has_expired(now) {
                    self.breaker.refused(stamp.generation, now);
                }
                if !(self.is_signed_in() || self.can_refresh(credential)) {
                    Verdict::Deliver
                } else if self.breaker.allows(target, now) {
                    self.begin(Urgency::Needed);
                    Verdict::Wait(stamp.retry())
                } else {
                    Verdict::Fail(Error::RefreshLoop.into())
                }
            }
        }
    }
}
