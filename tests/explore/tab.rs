//! One tab: its machine, what it sees of the store, its requests and its refreshes.

use std::collections::VecDeque;
use std::fmt;

use everfetch::session::{Command, Message, RefreshId, Session, Sharing, Stamp, State, WaiterId};

use crate::server::{Pair, Reply};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Tab {
    pub(crate) machine: Session,
    /// What the store shows here.
    pub(crate) view: Option<Pair>,
    /// The content when it was last read.
    pub(crate) snapshot: Option<Pair>,
    /// Does it show that the session has ended without a sign-out?
    pub(crate) shows_end: bool,
    /// The writes of the other tab that have not arrived yet.
    pub(crate) writes: VecDeque<Write>,
    /// A write has arrived; its event has not.
    pub(crate) event: bool,
    /// The messages of the other tab that have not arrived yet.
    pub(crate) inbox: VecDeque<Message>,
    pub(crate) requests: Vec<Request>,
    pub(crate) runs: Vec<Run>,
    /// So many refreshes were begun.
    pub(crate) begun: u8,
    /// Tokens that `Command::StoreTokens` is to write.
    pub(crate) pending_grant: Option<Pair>,
    /// How many ends the application has not yet answered for.
    pub(crate) asked: u8,
    /// What went wrong with the last refresh, for as long as it may matter.
    pub(crate) cause: Option<(RefreshId, u8)>,
    pub(crate) parked: bool,
    /// The user who has signed in here and has not been notified of an end since.
    pub(crate) newcomer: Option<u8>,
    /// Who is, or was last, signed in here.
    pub(crate) user: Option<u8>,
    /// Released, and about to go out: in a microtask, so never at the end of a move.
    pub(crate) ready: Vec<u8>,
    /// Has the application been notified of this session's end?
    pub(crate) ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Write {
    pub(crate) pair: Option<Pair>,
    pub(crate) ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Request {
    pub(crate) stage: Stage,
    pub(crate) sendings: u8,
    /// Under which user it was made.
    pub(crate) user: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Stage {
    Unmade,
    Sent(Stamp, Option<Pair>),
    Waiting(Stamp, WaiterId),
    Settled,
}

/// A refresh, as the runtimes perform it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Run {
    pub(crate) number: u8,
    pub(crate) id: RefreshId,
    /// The command that is performed next, or is being performed.
    pub(crate) step: Command,
    /// The client whose options it goes by.
    pub(crate) client: u8,
    /// `AbortController.abort()` was called.
    pub(crate) unwanted: bool,
    /// The lock was stolen from it.
    pub(crate) robbed: bool,
    /// What the store showed under the lock.
    pub(crate) sent: Option<Pair>,
    /// What the server has answered, on its way here.
    pub(crate) reply: Option<Reply>,
    /// Bought and not yet in the store.
    pub(crate) unstored: Option<Pair>,
}

impl Tab {
    pub(crate) fn new(requests: u8, view: Option<Pair>) -> Self {
        Self {
            machine: shared(),
            view,
            snapshot: None,
            shows_end: false,
            writes: VecDeque::new(),
            event: false,
            inbox: VecDeque::new(),
            requests: vec![
                Request {
                    stage: Stage::Unmade,
                    sendings: 0,
                    user: None,
                };
                requests.into()
            ],
            runs: Vec::new(),
            begun: 0,
            pending_grant: None,
            asked: 0,
            cause: None,
            parked: false,
            newcomer: None,
            user: None,
            ready: Vec::new(),
            ended: false,
        }
    }

    pub(crate) fn is_refreshing(&self) -> bool {
        self.machine.state() == State::Refreshing
    }

    /// The requests that wait, in the order in which they came.
    pub(crate) fn waiting(&self) -> Vec<u8> {
        let mut waiting: Vec<(WaiterId, u8)> = (0u8..)
            .zip(&self.requests)
            .filter_map(|(number, request)| match request.stage {
                Stage::Waiting(_, id) => Some((id, number)),
                Stage::Unmade | Stage::Sent(..) | Stage::Settled => None,
            })
            .collect();
        waiting.sort_unstable();
        waiting.into_iter().map(|(_, number)| number).collect()
    }
}

impl Tab {
    /// What went wrong with a refresh.
    pub(crate) fn cause_of(&self, refresh: Option<RefreshId>) -> Option<u8> {
        let (failed, cause) = self.cause?;
        (refresh == Some(failed)).then_some(cause)
    }

    /// Which of the requests has this number in the core.
    pub(crate) fn waiter(&self, id: WaiterId) -> Option<u8> {
        let waits =
            |request: &Request| matches!(request.stage, Stage::Waiting(_, waiter) if waiter == id);
        let place = self.requests.iter().position(waits)?;
        Some(place as u8)
    }
}

impl fmt::Display for Tab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.machine.state())?;
        match self.view {
            Some(pair) => write!(f, ", store {pair}")?,
            None => write!(f, ", store empty")?,
        }
        if self.snapshot != self.view {
            write!(f, " (not looked at)")?;
        }
        for write in &self.writes {
            match write.pair {
                Some(pair) => write!(f, " <- {pair}")?,
                None if write.ended => write!(f, " <- ended")?,
                None => write!(f, " <- empty")?,
            }
        }
        for message in &self.inbox {
            write!(f, " <- {message:?}")?;
        }
        for (number, request) in self.requests.iter().enumerate() {
            match request.stage {
                Stage::Unmade => {}
                Stage::Sent(_, Some(pair)) => write!(f, "; {number} sent with {pair}")?,
                Stage::Sent(_, None) => write!(f, "; {number} sent")?,
                Stage::Waiting(..) => write!(f, "; {number} waits")?,
                Stage::Settled => write!(f, "; {number} settled")?,
            }
        }
        for run in &self.runs {
            let step = format!("{:?}", run.step);
            let step = step.split([' ']).next().unwrap_or_default();
            write!(f, "; refresh {} at {step}", run.number)?;
            if let Some(reply) = run.reply {
                write!(f, " ({reply:?})")?;
            }
            if run.unwanted {
                write!(f, ", unwanted")?;
            }
        }
        Ok(())
    }
}

/// A session whose store every tab has.
fn shared() -> Session {
    let mut session = Session::new(None);
    session.share(Sharing::Store);
    session
}
