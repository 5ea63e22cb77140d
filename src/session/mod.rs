//! The session machine: it decides, and performs nothing.
//!
//! No browser type, no clock, no future, no storage, no token: time is an argument, tokens are
//! numbers, and what has to be done is a [`Command`] that a runtime performs and reports.
//!
//! ```text
//!              sign_in                       refused, no refresh token
//!   SignedOut ─────────▶ Open ─────▶ Refreshing ──────────────────────▶ Ended(Asking)
//!       ▲                 ▲  begin       │ granted, adopted, unavailable    │ resolve_end
//!       │                 ├──────────────┘                                  ▼
//!       │ sign_out        │                 sign_in              Ended(Parked | Over)
//!       └── (any)         └─────────────────────────────────────────────────┘
//! ```
//!
//! - **Open**: requests go out at once, with a token where there is one.
//! - **Refreshing**: one refresh is in flight; requests wait (the queue).
//! - **Ended**: the server refused. The application is asked what becomes of those who wait; they may be
//!   parked until the same user has signed in again.
//! - **SignedOut**: by the user's will, here or in another tab.
//!
//! In the last two, requests go out without a token, and nothing starts a refresh until someone signs in.
//!
//! A request asks twice: [`Session::admit`] before it is sent and, if it was refused,
//! [`Session::refused`] after. Every token change bumps the [`Generation`], which is stamped on what
//! is sent ([`Stamp`]): a refusal of an older generation says nothing about the current one.
//!
//! Other tabs are seen in two ways: by what they write to the store ([`Session::sync_from_store`]) and by what they
//! say ([`Session::on_message`]).
//!
//! Everything that must happen as a consequence comes out of [`Session::poll`], in order.
#![forbid(unsafe_code)]
#![deny(clippy::wildcard_enum_match_arm)]

mod admission;
mod answer;
mod breaker;
pub(crate) mod command;
mod due;
mod ending;
mod expiry;
mod limits;
mod lock;
mod outcome;
mod queue;
mod refresh;
mod sharing;
pub(crate) mod table;
mod tabs;
mod tokens;
mod verdict;
mod waiting;

#[cfg(test)]
mod test;

use crate::error::Error;

pub use admission::{Admission, Stamp};
pub use answer::{Answer, Policy};
pub use breaker::{DENIAL_COOLDOWN_MS, MAX_UNPROVEN, MIXED_COOLDOWN_MS, Target};
pub use command::{
    About, By, Choice, Command, Credential, EndKind, EndReason, Event, EventKind, Hold, Leaving,
    Lock, MessageKind, Named, Origin, Outcome, Rescue, Sharing, State, TokenBody,
};
pub use expiry::{Clock, Expiry, Terms};
pub use limits::Limit;
pub use lock::Effort;
pub use queue::WaiterId;
pub use refresh::{LONGEST_PAUSE_MS, RefreshId};
pub use tabs::Message;
pub use tokens::{Generation, Grant, Presented, SignIn, Stored, Timestamp, Token, User};
pub use verdict::{Refusal, Verdict};

use breaker::Breaker;
use queue::Queue;
use refresh::{CurrentRefresh, Run};
use tabs::TokenHistory;
use tokens::Access;

/// One session: the tokens of one storage namespace, and everything that waits for them.
///
/// What waits and why a refresh has failed is the runtime's to keep: the session knows both by their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Session {
    phase: Phase,
    /// `session.expiryMargin`, in ms.
    margin: Option<u64>,
    /// The access token of the current generation.
    access: Option<Access>,
    /// Does the store hold a refresh token?
    has_refresh: bool,
    /// Is the user signed in by an external credential, such as a cookie, without a token in the store?
    external: bool,
    /// Whose session it is, or was until it ended.
    user: Option<User>,
    /// Since which sign-in, where that is known.
    sign_in: Option<SignIn>,
    generation: Generation,
    /// The generation with which the present sign-in, or sign-out, began. What was made before it
    /// belongs to a session that is gone (G10).
    since: Generation,
    history: TokenHistory,
    clock: Clock,
    /// No refresh is proactive before this: the last one has failed.
    proactive_after: Timestamp,
    /// No refresh for the token's age before this: the last one was a moment ago.
    rests_until: Timestamp,
    /// Until when the token endpoint has asked to be left alone (`Retry-After`), and the failure that said so.
    paused: Option<(Timestamp, RefreshId)>,
    /// The last generation in which nobody was signed in: a request made in it belongs to no session.
    vacant: Option<Generation>,
    /// Empty unless `phase` is one in which requests wait.
    queue: Queue,
    breaker: Breaker,
    next_refresh: RefreshId,
    /// The refreshes that are not over: at most one is the session's, and the others were left behind.
    runs: Vec<Run>,
    commands: Vec<Command>,
    /// How many of them were handed out.
    polled: usize,
    sharing: Sharing,
    /// The last end of the session, by the generation that it left; `None` once someone has signed in.
    last_end: Option<Generation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    Open,
    Refreshing(CurrentRefresh),
    SignedOut,
    Ended(Ending),
}

/// What becomes of those who waited when the session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Ending {
    /// The application is being asked.
    Asking {
        /// The refresh whose failure has ended the session.
        cause: Option<RefreshId>,
    },
    /// They wait until someone signs in.
    Parked,
    /// They were rejected.
    Over,
}

/// Why a request that waited, or was refused, does not go out (again).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Failure {
    /// Which error it is.
    pub error: Error,
    /// The refresh whose failure is the cause, one and the same for every waiter. The runtime keeps what it was.
    pub cause: Option<RefreshId>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, cause: None }
    }
}

impl Session {
    /// A session of which nothing is known yet. `margin` is `session.expiryMargin` in ms.
    pub fn new(margin: Option<u64>) -> Self {
        Self {
            phase: Phase::Open,
            margin,
            access: None,
            has_refresh: false,
            external: false,
            user: None,
            sign_in: None,
            generation: Generation::default(),
            since: Generation::default(),
            history: TokenHistory::default(),
            clock: Clock::default(),
            proactive_after: Timestamp::default(),
            rests_until: Timestamp::default(),
            paused: None,
            vacant: None,
            queue: Queue::default(),
            breaker: Breaker::default(),
            next_refresh: RefreshId::default(),
            runs: Vec::new(),
            commands: Vec::new(),
            polled: 0,
            sharing: Sharing::Nothing,
            last_end: None,
        }
    }

    /// The next thing to do; `None` when all is done.
    pub fn poll(&mut self) -> Option<Command> {
        let command = self.commands.get(self.polled).copied();
        self.polled += 1;
        if command.is_none() {
            self.commands.clear();
            self.polled = 0;
        }
        command
    }

    /// The user has signed in: from now on these tokens are the session. What waited under the former
    /// ones goes out if it is the same user, and is rejected otherwise (G10).
    pub fn sign_in(&mut self, grant: Grant, now: Timestamp) {
        // First the word, then the deed: the others are to know it from a refresh when they see it.
        self.broadcast(Message::SignedIn(grant.access.token));
        self.commands.push(Command::StoreTokens);
        // Nobody knows how long the application has had it: its `iat` says nothing of the clock.
        let terms = Terms {
            issued_at: None,
            ..grant.access.terms
        };
        let expiry = self.clock.received(terms, self.margin, now);
        self.has_refresh = grant.refresh;
        self.arrive(grant.access, expiry);
    }

    /// The user has signed in, and the credential is external: there is no token to store. Nothing says who it is,
    /// so what waited under the former session is rejected (G10).
    pub fn sign_in_externally(&mut self, credential: Credential) {
        if credential != Credential::Marked {
            self.commands.push(Command::ClearTokens {
                end: EndKind::SignOut,
            });
        }
        self.begin_external(credential);
    }

    /// The user has signed out: at once, without the network, whatever is in flight (G9).
    pub fn sign_out(&mut self) {
        self.broadcast_end(Message::SignedOut);
        self.commands.push(Command::ClearTokens {
            end: EndKind::SignOut,
        });
        self.leave(Phase::SignedOut, Event::SignedOut);
        self.release(Err(Error::SessionEnded.into()));
    }

    /// What the user sees.
    pub fn state(&self) -> State {
        match self.phase {
            Phase::Refreshing(_) => State::Refreshing,
            Phase::Ended(_) => State::Ended,
            Phase::SignedOut => State::SignedOut,
            Phase::Open if self.is_signed_in() => State::SignedIn,
            Phase::Open => State::SignedOut,
        }
    }

    /// Is there an access token, or an external credential that takes its place?
    fn is_signed_in(&self) -> bool {
        self.access.is_some() || self.external
    }

    /// How many requests wait.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Somebody has signed in. Those who waited, or are still on their way, go on under the same user and
    /// no other.
    fn arrive(&mut self, presented: Presented, expiry: Option<Expiry>) {
        let same = self.is_same_user(presented);
        self.replace(Some(Access::new(presented, expiry)));
        self.user = presented.user.or_else(|| self.user.filter(|_| same));
        self.sign_in = presented.sign_in;
        self.history.begin(presented.token);
        self.enter(Phase::Open);
        self.last_end = None;
        let outcome = if same {
            Ok(())
        } else {
            self.since = self.generation;
            Err(Error::SessionChanged.into())
        };
        self.emit(Event::SignedIn);
        self.release(outcome);
    }

    /// A session begins of which JavaScript sees no token.
    pub(super) fn begin_external(&mut self, credential: Credential) {
        if credential == Credential::Marked {
            self.commands.push(Command::StoreMarker);
        }
        self.history.leave();
        self.replace(None);
        self.has_refresh = credential == Credential::Marked;
        self.external = true;
        self.user = None;
        self.sign_in = None;
        self.since = self.generation;
        self.last_end = None;
        self.enter(Phase::Open);
        self.emit(Event::SignedIn);
        self.release(Err(Error::SessionChanged.into()));
    }

    /// The tokens are gone, and with them everything that was made under them.
    fn leave(&mut self, phase: Phase, event: Event) {
        self.history.leave();
        self.replace(None);
        self.has_refresh = false;
        self.since = self.generation;
        self.vacant = Some(self.generation);
        self.enter(phase);
        self.emit(event);
    }

    /// Every change of the phase comes this way.
    fn enter(&mut self, phase: Phase) {
        if let Phase::Refreshing(CurrentRefresh { id, .. }) = self.phase {
            self.commands.push(Command::CancelRefresh { refresh: id });
        }
        self.phase = phase;
    }

    /// Another token is current, or none: not by a refresh of ours. The user stays known, so that a sign-in
    /// can be compared.
    fn replace(&mut self, access: Option<Access>) {
        self.access = access;
        self.external = false;
        self.generation.bump();
        self.breaker.reset();
        self.proactive_after = Timestamp::default();
        self.rests_until = Timestamp::default();
        self.paused = None;
    }

    fn emit(&mut self, event: Event) {
        self.commands.push(Command::Emit { event });
    }
}
