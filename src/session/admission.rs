//! Before a request is sent: may it be sent now?

use super::refresh::Urgency;
use super::{Credential, Error, Event, Failure, Generation, Hold, Phase, Session, Timestamp};

/// Whether a request may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Admission {
    /// Send it, with the access token that the store holds.
    Send(Stamp),
    /// A refresh is in progress or starts now: call [`Session::wait`] (G6).
    Wait(Stamp),
}

/// The stamp of a request: the session's generation in which it was sent, or in which it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    pub(super) generation: Generation,
    pub(super) attempt: Attempt,
    /// Whether it carried a token.
    pub(super) bearer: bool,
    /// Which nonce was in the proof that it carried with the token.
    pub(super) nonce: Nonce,
}

/// The server's nonce in a proof (RFC 9449). A request or an attempt is sent again once because of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Nonce {
    /// The last nonce that the server has sent, if any.
    AsKnown,
    /// The nonce that the server has asked for.
    AsRequired,
}

/// A request is sent at most twice because of its token (G5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Attempt {
    First,
    Retry,
}

impl Stamp {
    /// Encodes the stamp as a number, for a caller that stores only numbers.
    pub fn to_bits(self) -> u32 {
        let retry = self.attempt == Attempt::Retry;
        let nonce = self.nonce == Nonce::AsRequired;
        self.generation.number() << 3
            | u32::from(nonce) << 2
            | u32::from(self.bearer) << 1
            | u32::from(retry)
    }

    /// Decodes the number from [`Self::to_bits`].
    pub fn from_bits(bits: u32) -> Self {
        let attempt = if bits & 1 == 1 {
            Attempt::Retry
        } else {
            Attempt::First
        };
        Self {
            generation: Generation::new(bits >> 3),
            attempt,
            bearer: bits & 2 == 2,
            nonce: if bits & 4 == 4 {
                Nonce::AsRequired
            } else {
                Nonce::AsKnown
            },
        }
    }

    /// Whether the request carries a token.
    #[must_use]
    pub fn carries_token(self) -> bool {
        self.bearer
    }

    /// The number of its token for a log: how many tokens came before it.
    #[must_use]
    pub fn token_number(self) -> u32 {
        self.generation.number()
    }

    /// The stamp for sending the same request a second time.
    pub(super) fn retry(self) -> Self {
        Self {
            attempt: Attempt::Retry,
            nonce: Nonce::AsKnown,
            ..self
        }
    }

    /// The stamp for sending the same request again with the nonce that the server has asked for. Because of its token,
    /// that is the same attempt.
    pub(super) fn with_nonce(self) -> Self {
        Self {
            nonce: Nonce::AsRequired,
            ..self
        }
    }
}

impl Session {
    /// Asks whether to send a request. Call [`Session::sync_from_store`] immediately before.
    pub fn admit(&mut self, hold: Hold, credential: Credential, now: Timestamp) -> Admission {
        let stamp = self.stamp(Attempt::First);
        if hold == Hold::DuringRefresh && self.must_wait(credential, now) {
            Admission::Wait(stamp)
        } else {
            Admission::Send(stamp)
        }
    }

    /// Returns the stamp with which a request that waited, or is retried, is sent with the current token.
    ///
    /// # Errors
    /// The session in which the request was made no longer exists (G10).
    pub fn resume(&mut self, stamp: Stamp) -> Result<Stamp, Failure> {
        if self.has_outlived(stamp) {
            return Err(self.outlived().into());
        }
        if stamp.attempt == Attempt::Retry && stamp.nonce == Nonce::AsKnown {
            self.emit(Event::Retried);
        }
        Ok(Stamp {
            nonce: stamp.nonce,
            ..self.stamp(stamp.attempt)
        })
    }

    fn must_wait(&mut self, credential: Credential, now: Timestamp) -> bool {
        match self.phase {
            Phase::Refreshing(_) => true,
            Phase::SignedOut | Phase::Ended(_) => false,
            Phase::Open => {
                let begins = match self.access {
                    // There is no access token, but a refresh token to get one with, so the request need not be
                    // rejected first.
                    None if self.has_refresh && self.can_refresh(credential) => {
                        Some(Urgency::Needed)
                    }
                    None => None,
                    Some(_) => self.is_due(credential, now),
                };
                if let Some(urgency) = begins {
                    self.begin(urgency);
                }
                begins.is_some()
            }
        }
    }

    /// Has a user signed in or out since the stamp?
    pub(super) fn has_outlived(&self, stamp: Stamp) -> bool {
        stamp.generation < self.since
    }

    /// The error for a request whose session no longer exists.
    pub(super) fn outlived(&self) -> Error {
        match self.phase {
            Phase::SignedOut | Phase::Ended(_) => Error::SessionEnded,
            Phase::Open | Phase::Refreshing(_) => Error::SessionChanged,
        }
    }

    pub(super) fn stamp(&self, attempt: Attempt) -> Stamp {
        Stamp {
            generation: self.generation,
            attempt,
            bearer: self.access.is_some(),
            nonce: Nonce::AsKnown,
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
                for nonce in [Nonce::AsKnown, Nonce::AsRequired] {
                    let stamp = Stamp {
                        generation: Generation::new(71),
                        attempt,
                        bearer,
                        nonce,
                    };
                    assert_eq!(Stamp::from_bits(stamp.to_bits()), stamp);
                }
            }
        }
    }
}
