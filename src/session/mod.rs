//! The session's state machine: it decides, and performs nothing.
//!
//! It contains no browser type, clock, future, storage or token. Time is an argument, tokens are numbers, and each
//! action is a [`Command`], which a runtime performs and reports.
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
//! - **Open**: requests are sent immediately, with a token if there is one.
//! - **Refreshing**: one refresh is in flight; requests wait (the queue).
//! - **Ended**: the server rejected the refresh. The application decides what happens to the waiters, which may be
//!   parked until the same user has signed in again.
//! - **SignedOut**: the user signed out, in this tab or another.
//!
//! In the last two states, requests are sent without a token, and nothing starts a refresh until a user signs in.
//!
//! The runtime calls [`Session::admit`] before it sends a request and, if the server rejects the request,
//! [`Session::refused`]. Every change of the tokens starts a new [`Generation`], and each request is stamped with its
//! generation ([`Stamp`]): a rejection of an older generation says nothing about the current one.
//!
//! Other tabs affect the session in two ways: they write to the store ([`Session::sync_from_store`]) and send messages
//! ([`Session::on_message`]).
//!
//! [`Session::poll`] returns all commands that follow, in order.
#![forbid(unsafe_code)]
#![deny(clippy::wildcard_enum_match_arm)]

mod admission;
mod answer;
mod breaker;
pub(crate) mod command;
mod due;
mod ending;
mod expiry;
mod ids;
mod limits;
mod lock;
mod log_out;
mod outcome;
mod pause;
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
    Lock, MessageKind, Named, Origin, Outcome, Parting, Rescue, Sharing, State, TokenBody,
};
pub use expiry::{Clock, Expiry, Terms};
pub use ids::{RefreshId, WaiterId};
pub use limits::Limit;
pub use lock::Effort;
pub use pause::LONGEST_PAUSE_MS;
pub use tabs::Message;
pub use tokens::{Generation, Grant, Presented, SignIn, Stored, Timestamp, Token, User};
pub use verdict::{Refusal, Verdict};

use breaker::Breaker;
use queue::Queue;
use refresh::{CurrentRefresh, Run};
use tabs::TokenHistory;
use tokens::Access;

/// One session: the tokens of one storage namespace, and the requests that wait for them.
///
/// The runtime stores the waiters and the causes of failures; the session knows both by their numbers.
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
    /// The user of the session, even after it has ended.
    user: Option<User>,
    /// The sign-in from which the session comes, if known.
    sign_in: Option<SignIn>,
    generation: Generation,
    /// The generation in which the current sign-in or sign-out happened. Requests made before it belong to a previous
    /// session (G10).
    since: Generation,
    history: TokenHistory,
    clock: Clock,
    /// Until when no refresh is proactive, because the last one failed.
    proactive_after: Timestamp,
    /// Until when the token's age triggers no refresh, because the last one happened a moment ago.
    rests_until: Timestamp,
    /// Until when the token endpoint accepts no requests (`Retry-After`), and the refresh whose failure said so.
    paused: Option<(Timestamp, RefreshId)>,
    /// The last generation without a signed-in user. A request made in it belongs to no session.
    vacant: Option<Generation>,
    /// Empty unless requests wait in the current `phase`.
    queue: Queue,
    breaker: Breaker,
    next_refresh: RefreshId,
    /// The refreshes in progress. At most one is the session's current one; the session has abandoned the others.
    runs: Vec<Run>,
    commands: Vec<Command>,
    /// How many of the commands [`Session::poll`] has returned.
    polled: usize,
    sharing: Sharing,
    /// The last end of the session, by its generation; `None` once a user has signed in.
    last_end: Option<Generation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    Open,
    Refreshing(CurrentRefresh),
    SignedOut,
    Ended(Ending),
}

/// What happens to the waiters of a session that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Ending {
    /// The application has not decided yet.
    Asking {
        /// The refresh whose failure ended the session.
        cause: Option<RefreshId>,
    },
    /// They wait until a user signs in.
    Parked,
    /// They were rejected.
    Over,
}

/// Why a request that waited or was rejected is not sent (again).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Failure {
    /// The error.
    pub error: Error,
    /// The refresh whose failure is the cause, the same for every waiter. The runtime stores the cause itself.
    pub cause: Option<RefreshId>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, cause: None }
    }
}

impl Session {
    /// A session about which nothing is known yet. `margin` is `session.expiryMargin` in ms.
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

    /// The next command; `None` if there are no more.
    pub fn poll(&mut self) -> Option<Command> {
        let command = self.commands.get(self.polled).copied();
        self.polled += 1;
        if command.is_none() {
            self.commands.clear();
            self.polled = 0;
        }
        command
    }

    /// The user has signed in, and these tokens are now the session's. Requests that waited under the previous tokens
    /// are sent if it is the same user, and rejected otherwise (G10).
    pub fn sign_in(&mut self, grant: Grant, now: Timestamp) {
        // Broadcast before storing, so that other tabs can distinguish the new tokens from those of a refresh.
        self.broadcast(Message::SignedIn(grant.access.token));
        self.commands.push(Command::StoreTokens);
        // The application may have had the token for any length of time, so its `iat` says nothing about the clock.
        let terms = Terms {
            issued_at: None,
            ..grant.access.terms
        };
        let expiry = self.clock.received(terms, self.margin, now);
        self.has_refresh = grant.refresh;
        self.arrive(grant.access, expiry);
    }

    /// The user has signed in with an external credential, so there is no token to store. The user is unknown, so
    /// requests that waited under the previous session are rejected (G10).
    pub fn sign_in_externally(&mut self, credential: Credential) {
        if credential != Credential::Marked {
            self.commands.push(Command::ClearTokens {
                end: EndKind::SignOut,
            });
        }
        self.begin_external(credential);
    }

    /// The user has signed out. This takes effect immediately, without the network, even during a refresh (G9).
    pub fn sign_out(&mut self) {
        self.broadcast_end(Message::SignedOut);
        self.commands.push(Command::ClearTokens {
            end: EndKind::SignOut,
        });
        self.leave(Phase::SignedOut, Event::SignedOut);
        self.release(Err(Error::SessionEnded.into()));
    }

    /// The state that the application sees.
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

    /// The number of waiting requests.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// A user has signed in. Waiting requests, and requests in progress, continue only if it is the same user.
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

    /// Starts a session whose credential JavaScript cannot see.
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

    /// The tokens are gone, and requests made under them belong to no session any more.
    fn leave(&mut self, phase: Phase, event: Event) {
        self.history.leave();
        self.replace(None);
        self.has_refresh = false;
        self.since = self.generation;
        self.vacant = Some(self.generation);
        self.enter(phase);
        self.emit(event);
    }

    /// Changes the phase. All changes go through here.
    fn enter(&mut self, phase: Phase) {
        if let Phase::Refreshing(CurrentRefresh { id, .. }) = self.phase {
            self.commands.push(Command::CancelRefresh { refresh: id });
        }
        self.phase = phase;
    }

    /// Another token is current, or none, and this tab's refresh is not the reason. The user is kept, so that the next
    /// sign-in can be compared.
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
