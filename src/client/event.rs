//! The events of a session, as a `Stream`, or as calls of a function.

use std::fmt;
use std::rc::Rc;

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};

pub use crate::session::Event as SessionEvent;

/// A function that is called with each event.
pub(super) type Called = dyn Fn(&SessionEvent);

/// The listeners of a session. A stream that has been dropped is removed at the next event.
#[derive(Default)]
pub(super) struct Listeners {
    streams: Vec<UnboundedSender<SessionEvent>>,
    called: Vec<(u32, Rc<Called>)>,
    last: u32,
}

impl Listeners {
    pub(super) fn subscribe(&mut self) -> UnboundedReceiver<SessionEvent> {
        let (sender, events) = unbounded();
        self.streams.push(sender);
        events
    }

    /// Calls the function with each event, until [`Self::leave`] is called with the number that this returns.
    #[cfg_attr(not(feature = "js"), allow(dead_code, reason = "Rust has streams"))]
    pub(super) fn call(&mut self, call: Rc<Called>) -> u32 {
        self.last += 1;
        self.called.push((self.last, call));
        self.last
    }

    #[cfg_attr(not(feature = "js"), allow(dead_code, reason = "Rust has streams"))]
    pub(super) fn leave(&mut self, number: u32) {
        self.called.retain(|(called, _)| *called != number);
    }

    pub(super) fn emit(&mut self, event: &SessionEvent) {
        self.streams
            .retain(|sender| sender.unbounded_send(*event).is_ok());
    }

    /// The functions that are to be called now.
    pub(super) fn called(&self) -> Vec<Rc<Called>> {
        self.called
            .iter()
            .map(|(_, call)| Rc::clone(call))
            .collect()
    }
}

impl fmt::Debug for Listeners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listeners").finish_non_exhaustive()
    }
}
