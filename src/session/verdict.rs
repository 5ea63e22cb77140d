//! After an answer: hand it to the caller, or send the request again, now or after a refresh?

use super::admission::Attempt;
use super::{Error, Event, Failure, Means, Phase, Session, Stamp, Step, Timestamp, Tokens};

/// The answer to a request that was refused.
#[derive(Debug)]
#[must_use]
pub enum Verdict<C> {
    /// The refusal is the caller's to see.
    Deliver,
    /// The token it was sent with is no longer current: [`Session::resume`] at once (G3).
    Retry(Stamp),
    /// A refresh is in flight: [`Session::wait`].
    Wait(Stamp),
    /// [`Session::wait`], and drive this refresh.
    Refresh(Stamp, Step<C>),
    /// Neither the answer nor another try: reject with this.
    Fail(Failure<C>),
}

impl<W, C: Clone> Session<W, C> {
    /// A request was answered, and not refused: its token works.
    pub fn accepted(&mut self, stamp: Stamp) {
        if stamp.bearer && stamp.generation == self.generation {
            self.breaker.proven();
        }
    }

    /// A request was refused. `target` is what was asked for (method and address), `stored` what the
    /// store holds now, `status` the answer's.
    pub fn refused(
        &mut self,
        stamp: Stamp,
        target: &str,
        status: u16,
        stored: Tokens,
        means: Means,
        now: Timestamp,
    ) -> Verdict<C> {
        self.emit(Event::Refused { status });
        let has_refresh_token = stored.refresh.is_some();
        self.observe(stored.access, || has_refresh_token);
        if self.has_outlived(stamp) {
            return if stamp.bearer {
                Verdict::Fail(self.outlived().into())
            } else {
                Verdict::Deliver
            };
        }
        let stale = stamp.generation != self.generation;
        match (self.phase, stamp.attempt) {
            (Phase::SignedOut | Phase::Ended, _) => Verdict::Deliver,
            (Phase::Refreshing(_), Attempt::First) => Verdict::Wait(stamp.retry()),
            (Phase::Refreshing(_), Attempt::Retry) => Verdict::Deliver,
            (Phase::Open, Attempt::Retry) if stale => Verdict::Deliver,
            (Phase::Open, Attempt::Retry) => {
                self.breaker.denied(target, now);
                Verdict::Fail(Error::RefreshLoop.into())
            }
            (Phase::Open, Attempt::First) if stale && self.access.is_some() => {
                Verdict::Retry(stamp.retry())
            }
            (Phase::Open, Attempt::First) => {
                let ambient = means == Means::Ambient;
                if self.access.is_none() && !has_refresh_token && !ambient {
                    Verdict::Deliver
                } else if self.breaker.allows(target, now) {
                    Verdict::Refresh(stamp.retry(), self.begin())
                } else {
                    Verdict::Fail(Error::RefreshLoop.into())
                }
            }
        }
    }
}
