//! The requests that wait for a refresh: how they join, leave early, and are settled.

use super::{Command, Ending, Error, Event, Failure, Phase, Session, WaiterId};

impl Session {
    /// Holds a request until the refresh ends. The core has just answered `Wait`, and the caller must set a deadline,
    /// so that no waiter waits for ever: [`Self::time_out`] (G1).
    pub fn wait(&mut self) -> WaiterId {
        let id = self.queue.push();
        self.emit_waiting();
        id
    }

    /// A waiter was aborted; the refresh continues without it (G11).
    pub fn abort(&mut self, id: WaiterId) {
        if self.queue.remove(id) {
            self.emit_waiting();
        }
    }

    /// A waiter's deadline has passed; the refresh, or the application's dialog, continues without it. A parked waiter
    /// has no deadline, because its user is logging in.
    pub fn time_out(&mut self, id: WaiterId) {
        if self.phase != Phase::Ended(Ending::Parked) && self.queue.remove(id) {
            self.settle(id, Err(Error::WaiterTimeout.into()));
            self.emit_waiting();
        }
    }

    /// Settles all waiters, in the order in which they joined.
    pub(super) fn release(&mut self, outcome: Result<(), Failure>) {
        if !self.queue.is_empty() {
            for waiter in self.queue.drain() {
                self.settle(waiter, outcome);
            }
            self.emit_waiting();
        }
    }

    pub(super) fn settle(&mut self, waiter: WaiterId, outcome: Result<(), Failure>) {
        let failure = outcome.err();
        self.commands.push(Command::Settle {
            waiter,
            error: failure.map(|failure| failure.error),
            cause: failure.and_then(|failure| failure.cause),
        });
    }

    fn emit_waiting(&mut self) {
        let waiting = self.queue.len();
        self.emit(Event::Waiting { waiting });
    }
}
