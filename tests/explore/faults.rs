//! What goes wrong in a tab.

use everfetch::session::Message;

use crate::world::World;

impl World {
    /// The holder of the lock loses it, and does not notice.
    pub(crate) fn rob(&mut self) {
        if let Some((t, w)) = self.holder.take() {
            self.doubt(t, w);
            self.run_of(t, w).robbed = true;
        }
    }

    pub(crate) fn crash(&mut self, t: u8) {
        self.left.crashes -= 1;
        let runs: Vec<u8> = self.tab(t).runs.iter().map(|run| run.number).collect();
        for w in runs {
            self.doubt(t, w);
        }
        self.unheard |= self
            .tab(t)
            .inbox
            .iter()
            .any(|message| matches!(message, Message::SignedOut(_)));
        // Its notices go with it, and what it has written may still be on its way.
        for (_, pair) in self.notices.extract_if(.., |(whose, _)| *whose == t) {
            self.server.doubt(pair);
        }
        self.queue.retain(|(tab, _)| *tab != t);
        if self.holder.is_some_and(|(tab, _)| tab == t) {
            self.holder = None;
        }
        self.tabs[usize::from(t)] = None;
    }

    /// Nothing can tell any more whether the tokens of this refresh have been exchanged.
    pub(crate) fn doubt(&mut self, t: u8, w: u8) {
        if let Some(pair) = self.run_of(t, w).sent {
            self.server.doubt(pair);
        }
    }
}
