//! After an answer: does the caller get it, or is the request sent again, now or after a refresh?

use super::admission::{Attempt, Nonce};
use super::refresh::Urgency;
use super::{
    About, Credential, EndReason, Ending, Error, Event, Failure, Phase, RefreshId, Session, Stamp,
    Target, Timestamp,
};

/// A rejected request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// The stamp with which it was sent.
    pub stamp: Stamp,
    /// The method and the URL.
    pub target: Target,
    /// The status of the answer.
    pub status: u16,
    /// Only a refusal of the token, or of the session, counts.
    pub about: About,
}

/// What happens to a rejected request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Verdict {
    /// The caller gets the answer.
    Deliver,
    /// The token with which it was sent is no longer current: call [`Session::resume`] immediately (G3).
    Retry(Stamp),
    /// A refresh is in progress or starts now: call [`Session::wait`].
    Wait(Stamp),
    /// The caller gets this error: neither the answer nor another attempt.
    Fail(Failure),
}

impl Session {
    /// A request was answered and not rejected, so its token works. Returns whether to call [`Session::accepted_at`] as
    /// well, which is rarely needed and requires the request's fingerprint.
    pub fn accepted(&mut self, stamp: Stamp) -> bool {
        stamp.bearer && self.breaker.accepted(stamp.generation)
    }

    /// A request without a token was answered with a success. After the end of a session, this is the sign of a log-in
    /// by cookie. Returns whether it counts as one.
    ///
    /// It does not count after a sign-out, because the answer may be to the log-out request, nor while requests are
    /// parked, because it may be a different user.
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

    /// Records that this target accepted a token.
    pub fn accepted_at(&mut self, target: Target) {
        self.breaker.accepted_at(target);
    }

    /// The answer to a request with the current credential says that the session is over, so a refresh would not help.
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

    /// A request was rejected. Call [`Session::sync_from_store`] immediately before.
    pub fn refused(&mut self, refusal: Refusal, credential: Credential, now: Timestamp) -> Verdict {
        let Refusal {
            stamp,
            target,
            status,
            about,
        } = refusal;
        // It says nothing about the token, which the server may not have checked.
        if about == About::Nonce {
            return match stamp.nonce {
                Nonce::AsKnown => Verdict::Retry(stamp.with_nonce()),
                Nonce::AsRequired => Verdict::Deliver,
            };
        }
        // The token works, so neither a refresh nor another attempt would help.
        if matches!(about, About::Permission | About::Elsewhere) {
            if self.accepted(stamp) {
                self.accepted_at(target);
            }
            return Verdict::Deliver;
        }
        self.emit(Event::Refused { status });
        // It was sent while no user was signed in, so it belongs to none of the later sessions (G10).
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
            // It says nothing about the session, so a refresh would not help.
            if !stamp.bearer && !self.external {
                return Verdict::Deliver;
            }
            let alive = matches!(self.phase, Phase::Open | Phase::Refreshing(_));
            // For a former token, or while the tokens of another tab's sign-in have not arrived, it counts like any
            // rejection.
            if alive && !outdated && !self.history.awaits_sign_in() {
                return self.revoke(stamp);
            }
        }
        match (self.phase, stamp.attempt) {
            // A late answer from the burst with which the session ended.
            (Phase::Ended(Ending::Asking { .. } | Ending::Parked), Attempt::First)
                if stamp.bearer =>
            {
                Verdict::Wait(stamp.retry())
            }
            (Phase::SignedOut | Phase::Ended(_), _) => Verdict::Deliver,
            (Phase::Refreshing(_), Attempt::First) => {
                // The rejection of a former token says nothing about the current one.
                if !outdated {
                    self.escalate();
                }
                Verdict::Wait(stamp.retry())
            }
            (Phase::Refreshing(_), Attempt::Retry) => Verdict::Deliver,
            // The rejected token was not a new one.
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
