//! The session machine: it decides, and performs nothing.
//!
//! No browser type, no clock, no future, no storage: time is an argument, what the store holds is an
//! argument, and what has to be done is an [`Effect`] or a [`Step`] that the caller performs.
//!
//! ```text
//!              sign_in                          refused, no refresh token
//!   SignedOut ─────────▶ Open ──────▶ Refreshing ───────────────────────▶ Ended
//!       ▲                 ▲  begin        │ granted, adopted, unavailable    │
//!       │                 └───────────────┘                                  │
//!       │ sign_out        ▲                                     sign_in      │
//!       └── (any)         └──────────────────────────────────────────────────┘
//! ```
//!
//! - **Open**: requests go out at once, with a token where there is one.
//! - **Refreshing**: one refresh is in flight; requests wait ([`Queue`]).
//! - **SignedOut**, **Ended**: by the user's will, by the server's. Requests go out without a token,
//!   and nothing starts a refresh until someone signs in.
//!
//! A request asks twice: [`Session::admit`] before it is sent and, if it was refused,
//! [`Session::refused`] after. Every token change bumps the [`Generation`], which is stamped on what
//! is sent ([`Stamp`]): a refusal of an older generation says nothing about the current one.
//!
//! Everything that must happen as a consequence comes out of [`Session::poll`], in order.
#![forbid(unsafe_code)]
#![deny(clippy::wildcard_enum_match_arm)]

mod admission;
mod breaker;
mod event;
mod queue;
mod refresh;
pub mod reply;
mod scope;
mod tokens;
mod verdict;

#[cfg(test)]
mod test;

use std::collections::VecDeque;

use crate::error::Error;

pub use admission::{Admission, Stamp};
pub use breaker::{DENIAL_COOLDOWN_MS, MAX_UNPROVEN};
pub use event::{By, EndReason, Event};
pub use queue::{Queue, WaiterId};
pub use refresh::{
    Answer, Confirming, Exchanging, Opening, Pausing, Policy, RefreshId, Step, longest_pauses,
};
pub use scope::{PublicPath, Route, Scope};
pub use tokens::{
    AccessToken, BadToken, Generation, Grant, RefreshToken, Timestamp, Tokens, credentials,
};
pub use verdict::Verdict;

use breaker::Breaker;

/// One session: the tokens of one storage namespace, and everything that waits for them.
///
/// `W` is what the caller wakes a waiter with; `C` what it keeps of a failed refresh, handed to every
/// waiter as the one shared cause.
#[derive(Clone, Debug)]
pub struct Session<W, C> {
    phase: Phase,
    /// The access token of the current generation.
    access: Option<AccessToken>,
    generation: Generation,
    /// The generation with which the present sign-in, or sign-out, began. What was made before it
    /// belongs to a session that is gone (G10).
    since: Generation,
    /// Empty unless `phase` is `Refreshing`.
    queue: Queue<W>,
    breaker: Breaker,
    next_refresh: RefreshId,
    effects: VecDeque<Effect<W, C>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    Open,
    Refreshing(RefreshId),
    SignedOut,
    Ended,
}

/// What the user sees of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// There is no access token.
    SignedOut,
    /// There is one.
    SignedIn,
    /// It is being refreshed.
    Refreshing,
    /// The server refused the refresh; sign in again.
    Ended,
}

/// What may buy a new access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Means {
    /// A refresh token that the store holds.
    Token,
    /// Something that JavaScript does not see (a cookie), or the application's own function.
    Ambient,
}

/// Why a request that waited, or was refused, does not go out (again).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Failure<C> {
    /// Which error it is.
    pub error: Error,
    /// What went wrong with the refresh, one and the same for every waiter.
    pub cause: Option<C>,
}

impl<C> From<Error> for Failure<C> {
    fn from(error: Error) -> Self {
        Self { error, cause: None }
    }
}

/// What the caller has to do, in the order in which [`Session::poll`] gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use = "an effect that is not performed is a waiter left behind"]
pub enum Effect<W, C> {
    /// Write these to the store, at once and together; remove the refresh token if there is none.
    Store(Tokens),
    /// Remove both tokens from the store, at once.
    Clear,
    /// Wake these, in order: on `Ok` each asks [`Session::resume`] and is sent.
    Release(Vec<W>, Result<(), Failure<C>>),
    /// Tell the listeners.
    Emit(Event),
    /// Tell the application that the session is over, and redirect if it does not object.
    End {
        /// Why.
        reason: EndReason,
        /// What went wrong with the refresh.
        cause: Option<C>,
        /// How many requests were waiting.
        waiting: usize,
    },
}

impl<W, C> Default for Session<W, C> {
    fn default() -> Self {
        Self {
            phase: Phase::Open,
            access: None,
            generation: Generation::default(),
            since: Generation::default(),
            queue: Queue::default(),
            breaker: Breaker::default(),
            next_refresh: RefreshId::default(),
            effects: VecDeque::new(),
        }
    }
}

impl<W, C: Clone> Session<W, C> {
    /// The next thing to do; `None` when all is done.
    pub fn poll(&mut self) -> Option<Effect<W, C>> {
        self.effects.pop_front()
    }

    /// The user has signed in: from now on these tokens are the session. What waited for the former
    /// ones was made in a session that is gone, and is rejected.
    pub fn sign_in(&mut self, grant: Grant) {
        self.effects.push_back(Effect::Store(Tokens {
            access: Some(grant.access.clone()),
            refresh: grant.refresh,
        }));
        self.replace(Some(grant.access));
        self.since = self.generation;
        self.phase = Phase::Open;
        self.release(Err(Error::SessionChanged.into()));
        self.emit(Event::SignedIn);
    }

    /// The user has signed out: at once, without the network, whatever is in flight (G9).
    pub fn sign_out(&mut self) {
        self.effects.push_back(Effect::Clear);
        self.leave(Phase::SignedOut, Event::SignedOut, None);
    }

    /// Compares what the store holds with what was known. The application's own code and other tabs
    /// write there as well, and the next request has to see it (G19).
    pub fn observe(&mut self, stored: Option<AccessToken>, has_refresh_token: impl Fn() -> bool) {
        if self.access == stored || matches!(self.phase, Phase::Refreshing(_)) {
            return;
        }
        match (&self.access, stored) {
            (None, Some(token)) => {
                self.replace(Some(token));
                if self.phase != Phase::Open {
                    self.since = self.generation;
                    self.phase = Phase::Open;
                }
                self.emit(Event::SignedIn);
            }
            (Some(_), Some(token)) => self.replace(Some(token)),
            // Only the access token was removed: its successor can still be bought.
            (_, None) if has_refresh_token() => self.replace(None),
            (_, None) => self.leave(Phase::SignedOut, Event::SignedOut, None),
        }
    }

    /// The access token of the current generation: what a request that was just admitted carries.
    pub fn access(&self) -> Option<&AccessToken> {
        self.access.as_ref()
    }

    /// What the user sees.
    pub fn state(&self) -> State {
        match self.phase {
            Phase::Refreshing(_) => State::Refreshing,
            Phase::Ended => State::Ended,
            Phase::SignedOut => State::SignedOut,
            Phase::Open if self.access.is_some() => State::SignedIn,
            Phase::Open => State::SignedOut,
        }
    }

    /// Holds a request until the refresh ends. The caller has just been told to wait, and sees to it
    /// that nobody waits for ever: [`Self::time_out`] (G1).
    pub fn wait(&mut self, waiter: W) -> WaiterId {
        let id = self.queue.push(waiter);
        self.emit_waiting();
        id
    }

    /// A waiter was aborted; the refresh goes on without it (G11).
    pub fn abort(&mut self, id: WaiterId) {
        if self.queue.remove(id).is_some() {
            self.emit_waiting();
        }
    }

    /// A waiter's deadline has come; the refresh goes on without it.
    pub fn time_out(&mut self, id: WaiterId) {
        if let Some(waiter) = self.queue.remove(id) {
            let failure = Err(Error::WaiterTimeout.into());
            self.effects
                .push_back(Effect::Release(vec![waiter], failure));
            self.emit_waiting();
        }
    }

    /// The tokens are gone, and with them everything that was made under them.
    fn leave(&mut self, phase: Phase, event: Event, cause: Option<C>) {
        self.replace(None);
        self.since = self.generation;
        self.phase = phase;
        let error = Error::SessionEnded;
        self.release(Err(Failure { error, cause }));
        self.emit(event);
    }

    /// Another token is current, or none: not by a refresh of ours.
    fn replace(&mut self, access: Option<AccessToken>) {
        self.access = access;
        self.generation.bump();
        self.breaker.reset();
    }

    fn release(&mut self, outcome: Result<(), Failure<C>>) {
        if !self.queue.is_empty() {
            let waiters = self.queue.drain();
            self.effects.push_back(Effect::Release(waiters, outcome));
            self.emit_waiting();
        }
    }

    fn emit(&mut self, event: Event) {
        self.effects.push_back(Effect::Emit(event));
    }

    fn emit_waiting(&mut self) {
        let waiting = self.queue.len();
        self.emit(Event::Waiting { waiting });
    }
}
