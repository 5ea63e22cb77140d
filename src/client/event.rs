//! The events of a session, as a `Stream`.

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};

use crate::error::Error;
use crate::session::{By, EndReason, Event};

/// Something that has happened to a session. No token is in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SessionEvent {
    /// The user has signed in.
    SignedIn,
    /// The user has signed out, here or in another tab.
    SignedOut,
    /// The server has refused a request.
    Refused {
        /// The status of its answer.
        status: u16,
    },
    /// The number of requests that wait has changed.
    Waiting {
        /// How many wait now.
        waiting: usize,
    },
    /// The token endpoint is being called.
    RefreshStarted,
    /// There is a new access token.
    Refreshed {
        /// Which tab has obtained it.
        by: By,
    },
    /// There is none.
    RefreshFailed {
        /// [`Error::RefreshUnavailable`]: the session is kept. [`Error::SessionEnded`]: it is over.
        error: Error,
    },
    /// A request is sent again, with the new token.
    Retried,
    /// The session is over.
    Ended {
        /// Why.
        reason: EndReason,
    },
}

impl From<Event> for SessionEvent {
    fn from(event: Event) -> Self {
        match event {
            Event::SignedIn => Self::SignedIn,
            Event::SignedOut => Self::SignedOut,
            Event::Refused { status } => Self::Refused { status },
            Event::Waiting { waiting } => Self::Waiting { waiting },
            Event::RefreshStarted => Self::RefreshStarted,
            Event::Refreshed { by } => Self::Refreshed { by },
            Event::RefreshFailed { error } => Self::RefreshFailed { error },
            Event::Retried => Self::Retried,
            Event::Ended { reason } => Self::Ended { reason },
        }
    }
}

/// Those who listen. A stream that has been dropped is removed at the next event.
#[derive(Debug, Default)]
pub(super) struct Listeners(Vec<UnboundedSender<SessionEvent>>);

impl Listeners {
    pub(super) fn subscribe(&mut self) -> UnboundedReceiver<SessionEvent> {
        let (sender, events) = unbounded();
        self.0.push(sender);
        events
    }

    pub(super) fn emit(&mut self, event: &SessionEvent) {
        self.0
            .retain(|sender| sender.unbounded_send(event.clone()).is_ok());
    }
}
