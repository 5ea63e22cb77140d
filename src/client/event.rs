//! The events of a session, as a `Stream`.

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};

pub use crate::session::Event as SessionEvent;

/// The listeners of a session. A stream that has been dropped is removed at the next event.
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
            .retain(|sender| sender.unbounded_send(*event).is_ok());
    }
}
