//! One thing that happens.

use std::fmt;

use everfetch::session::Choice;

use crate::server::Pair;

/// In a tab (the first number), to a request or a walk of its (the second).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    // What goes on by itself.
    Answer(u8, u8),
    Written(u8),
    StorageEvent(u8),
    Receive(u8),
    Lock(u8, u8),
    Unqueue(u8, u8),
    Arrived(u8, u8),
    Exchange(u8, u8),
    Reply(u8, u8),
    Abandon(u8, u8),
    Paused(u8, u8),
    Confirm(u8, u8),
    Announced(u8, u8),
    ResolveEnd(u8, Choice),
    // The actions of users, and faults.
    Make(u8),
    Expire(Pair),
    Pass(u64),
    SignIn(u8, u8),
    SignOut(u8),
    Abort(u8, u8),
    TimeOut(u8, u8),
    Refuse(u8, u8),
    Outage(u8, u8),
    Lose(u8, u8),
    Steal(u8, u8),
    Crash(u8),
}

impl Move {
    /// Does it happen by itself, sooner or later? When nothing does, the world is at rest.
    pub(crate) fn goes_on(&self) -> bool {
        !matches!(
            self,
            Self::Make(_)
                | Self::Expire(_)
                | Self::Pass(_)
                | Self::SignIn(..)
                | Self::SignOut(_)
                | Self::Abort(..)
                | Self::TimeOut(..)
                | Self::Refuse(..)
                | Self::Outage(..)
                | Self::Lose(..)
                | Self::Steal(..)
                | Self::Crash(_)
        )
    }
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tab = |tab: u8| char::from(b'A' + tab);
        match *self {
            Self::Answer(t, r) => write!(f, "{}: request {r} is answered", tab(t)),
            Self::Written(t) => write!(f, "{}: the other's write arrives", tab(t)),
            Self::StorageEvent(t) => write!(f, "{}: the storage event", tab(t)),
            Self::Receive(t) => write!(f, "{}: the other's message arrives", tab(t)),
            Self::Lock(t, w) => write!(f, "{}: refresh {w} gets the lock", tab(t)),
            Self::Unqueue(t, w) => write!(f, "{}: refresh {w} waits for no lock", tab(t)),
            Self::Arrived(t, w) => write!(f, "{}: refresh {w} has awaited enough", tab(t)),
            Self::Exchange(t, w) => write!(f, "the server exchanges for {}'s refresh {w}", tab(t)),
            Self::Reply(t, w) => write!(f, "{}: refresh {w} is answered", tab(t)),
            Self::Abandon(t, w) => write!(f, "{}: refresh {w} is cut off", tab(t)),
            Self::Paused(t, w) => write!(f, "{}: refresh {w} tries again", tab(t)),
            Self::Confirm(t, w) => write!(f, "{}: refresh {w} looks again", tab(t)),
            Self::Announced(t, w) => write!(f, "{}: refresh {w} has announced", tab(t)),
            Self::ResolveEnd(t, choice) => write!(f, "{}: onEnd says {choice:?}", tab(t)),
            Self::Make(t) => write!(f, "{}: a request is made", tab(t)),
            Self::Expire(pair) => write!(f, "{pair} expires"),
            Self::Pass(ms) => write!(f, "{ms} ms pass"),
            Self::SignIn(t, user) => write!(f, "{}: user {user} signs in", tab(t)),
            Self::SignOut(t) => write!(f, "{}: the user signs out", tab(t)),
            Self::Abort(t, r) => write!(f, "{}: request {r} is aborted", tab(t)),
            Self::TimeOut(t, r) => write!(f, "{}: request {r} has waited too long", tab(t)),
            Self::Refuse(t, w) => write!(f, "the server refuses {}'s refresh {w}", tab(t)),
            Self::Outage(t, w) => write!(f, "{}: refresh {w} reaches no server", tab(t)),
            Self::Lose(t, w) => write!(f, "{}: the answer to refresh {w} is lost", tab(t)),
            Self::Steal(t, w) => write!(f, "{}: refresh {w} steals the lock", tab(t)),
            Self::Crash(t) => write!(f, "{} crashes", tab(t)),
        }
    }
}
