//! Before a request is sent: may it go?

use super::{AccessToken, Error, Event, Failure, Generation, Phase, Session, Step};

/// The answer to a request that asks to be sent.
#[derive(Debug)]
#[must_use]
pub enum Admission<C> {
    /// Send it with [`Session::access`].
    Send(Stamp),
    /// A refresh is in flight: [`Session::wait`] (G6).
    Wait(Stamp),
    /// [`Session::wait`], and drive this refresh.
    Refresh(Stamp, Step<C>),
}

/// What is stamped on a request: the generation of the session that it was sent in, or that it waits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    pub(super) generation: Generation,
    pub(super) attempt: Attempt,
    /// Did it carry a token?
    pub(super) bearer: bool,
}

/// A request is sent at most twice for the sake of its token (G5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Attempt {
    First,
    Retry,
}

impl Stamp {
    /// As a number, for a caller that keeps nothing else.
    pub fn to_bits(self) -> u32 {
        let retry = self.attempt == Attempt::Retry;
        self.generation.0 << 2 | u32::from(self.bearer) << 1 | u32::from(retry)
    }

    /// Back from [`Self::to_bits`].
    pub fn from_bits(bits: u32) -> Self {
        let attempt = if bits & 1 == 1 {
            Attempt::Retry
        } else {
            Attempt::First
        };
        Self {
            generation: Generation(bits >> 2),
            attempt,
            bearer: bits & 2 == 2,
        }
    }

    /// Of the same request, which is to be sent once more.
    pub(super) fn retry(self) -> Self {
        Self {
            attempt: Attempt::Retry,
            ..self
        }
    }
}

impl<W, C: Clone> Session<W, C> {
    /// Asks to send a request. `stored` is the access token that the store holds now, and
    /// `has_refresh_token` looks there for the other, which is needed only where the first is missing.
    pub fn admit(
        &mut self,
        stored: Option<AccessToken>,
        hold: bool,
        has_refresh_token: impl Fn() -> bool,
    ) -> Admission<C> {
        self.observe(stored, &has_refresh_token);
        let stamp = self.stamp(Attempt::First);
        match self.phase {
            Phase::Refreshing(_) if hold => Admission::Wait(stamp),
            // Nothing to send it with, but something to buy it with: no need to be refused first.
            Phase::Open if self.access.is_none() && hold && has_refresh_token() => {
                Admission::Refresh(stamp, self.begin())
            }
            Phase::Open | Phase::Refreshing(_) | Phase::SignedOut | Phase::Ended => {
                Admission::Send(stamp)
            }
        }
    }

    /// A request that waited, or that is to be retried at once, goes out now: with the current token.
    ///
    /// # Errors
    /// The session that it was made in is gone (G10).
    pub fn resume(&mut self, stamp: Stamp) -> Result<Stamp, Failure<C>> {
        if self.has_outlived(stamp) {
            return Err(self.outlived().into());
        }
        if stamp.attempt == Attempt::Retry {
            self.emit(Event::Retried);
        }
        Ok(self.stamp(stamp.attempt))
    }

    /// Has somebody signed in or out since?
    pub(super) fn has_outlived(&self, stamp: Stamp) -> bool {
        stamp.generation < self.since
    }

    /// The error of a request whose session is gone.
    pub(super) fn outlived(&self) -> Error {
        match self.phase {
            Phase::SignedOut | Phase::Ended => Error::SessionEnded,
            Phase::Open | Phase::Refreshing(_) => Error::SessionChanged,
        }
    }

    pub(super) fn stamp(&self, attempt: Attempt) -> Stamp {
        Stamp {
            generation: self.generation,
            attempt,
            bearer: self.access.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_survives_as_a_number() {
        for attempt in [Attempt::First, Attempt::Retry] {
            for bearer in [false, true] {
                let stamp = Stamp {
                    generation: Generation(71),
                    attempt,
                    bearer,
                };
                assert_eq!(Stamp::from_bits(stamp.to_bits()), stamp);
            }
        }
    }
}
