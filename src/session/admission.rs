//! Before a request is sent: may it go, and with which token?

use super::{AccessToken, Error, Event, Failure, Generation, Login, Phase, Session, Step};

/// The answer to a request that asks to be sent.
#[derive(Debug)]
#[must_use]
pub enum Admission<C> {
    /// Send it.
    Send(Pass),
    /// A refresh is in flight: [`Session::wait`] (G6).
    Wait,
    /// [`Session::wait`], and drive this refresh.
    Refresh(Step<C>),
}

/// What a request goes out with: the token, and when and by whom it was bought.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pass {
    /// What to attach; `None` when nobody is signed in.
    pub token: Option<AccessToken>,
    pub(super) generation: Generation,
    pub(super) login: Login,
    pub(super) attempt: Attempt,
}

/// A request is sent at most twice for the sake of its token (G5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Attempt {
    First,
    Retry,
}

/// The sign-in that a waiter was made in; shown again when it wakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket {
    login: Login,
    attempt: Attempt,
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
        match self.phase {
            Phase::Refreshing(_) if hold => Admission::Wait,
            // Nothing to send it with, but something to buy it with: no need to be refused first.
            Phase::Open if self.access.is_none() && hold && has_refresh_token() => {
                Admission::Refresh(self.begin())
            }
            Phase::Open | Phase::Refreshing(_) | Phase::SignedOut | Phase::Ended => {
                Admission::Send(self.current(Attempt::First))
            }
        }
    }

    /// A ticket for a request that begins to wait: before its first sending, or after a refusal.
    pub fn ticket(&self, refused: Option<&Pass>) -> Ticket {
        match refused {
            None => Ticket {
                login: self.login,
                attempt: Attempt::First,
            },
            Some(pass) => Ticket {
                login: pass.login,
                attempt: Attempt::Retry,
            },
        }
    }

    /// A waiter was released and asks for its pass.
    ///
    /// # Errors
    /// The session that it was made in is gone, though it was there at the release (G10).
    pub fn pass(&mut self, ticket: Ticket) -> Result<Pass, Failure<C>> {
        if ticket.login != self.login {
            return Err(self.outlived().into());
        }
        Ok(self.current(ticket.attempt))
    }

    /// The error of a request whose session is gone.
    pub(super) fn outlived(&self) -> Error {
        match self.phase {
            Phase::SignedOut | Phase::Ended => Error::SessionEnded,
            Phase::Open | Phase::Refreshing(_) => Error::SessionChanged,
        }
    }

    pub(super) fn current(&mut self, attempt: Attempt) -> Pass {
        if attempt == Attempt::Retry {
            self.emit(Event::Retried);
        }
        Pass {
            token: self.access.clone(),
            generation: self.generation,
            login: self.login,
            attempt,
        }
    }
}
