//! What is to hold when everything is over that goes on by itself.

use everfetch::session::State;

use crate::world::World;

impl World {
    /// Everything is over that goes on by itself: what is not as it should be?
    pub(crate) fn restless(&self) -> Option<&'static str> {
        if self.holder.is_some() || !self.queue.is_empty() {
            return Some("G1: the lock is never released");
        }
        for tab in self.tabs.iter().flatten() {
            let ended = tab.machine.state() == State::Ended;
            if !tab.runs.is_empty() || tab.is_refreshing() {
                return Some("G1: a refresh never ends");
            }
            let parked = ended && tab.parked;
            if !parked && !tab.waiting().is_empty() {
                return Some("G1: a request waits for ever");
            }
            if tab.view != self.store || tab.snapshot != self.store {
                return Some("G19: a tab does not see what the store holds");
            }
            if tab.machine.state() == State::SignedOut && !self.signed_out {
                return Some("G7: a tab has taken an end for a sign-out");
            }
            if (tab.machine.state() == State::SignedIn) != self.store.is_some() {
                return Some("G19: a tab's state is not the store's");
            }
        }
        match self.store {
            Some(pair) if self.server.is_left(pair) && !self.unheard => {
                Some("G9: a late answer has undone a sign-out")
            }
            None if !self.punished => Some("G8: a user was signed out without a reason"),
            // If two tabs write at the same time, the later one wins, and the other is notified.
            Some(pair)
                if self.tabs.iter().flatten().any(|tab| {
                    tab.newcomer
                        .is_some_and(|user| user != self.server.user(pair))
                }) =>
            {
                Some("G10: a late answer has undone a sign-in, and no tab was notified")
            }
            Some(_) | None => None,
        }
    }
}
