//! The session and its store: pkg-template/src/runtime/session.ts and pkg-template/src/runtime/channel.ts, on paper.

use everfetch::session::{Choice, Origin, Stored};

use crate::model::Model;
use crate::server::Pair;
use crate::tab::Write;
use crate::world::World;

impl World {
    /// What the store shows now, if it is not what it showed.
    pub(crate) fn sync(&mut self, model: &Model, t: u8, origin: Origin) {
        self.sync_on(model, t, origin, false);
    }

    pub(crate) fn sync_on(&mut self, model: &Model, t: u8, origin: Origin, event: bool) {
        let now = self.now();
        let view = self.tab(t).view;
        if view == self.tab(t).snapshot && !event {
            return;
        }
        let stored = Stored {
            access: view.map(|pair| self.server.present(pair, model)),
            refresh: view.is_some(),
            ended: self.tab(t).shows_end,
        };
        self.saw(t, view);
        let tab = self.tab(t);
        tab.machine.sync_from_store(stored, origin, now);
        self.perform(model, t, 0);
    }

    pub(crate) fn sign_in(&mut self, model: &Model, t: u8, user: u8) {
        let now = self.now();
        self.left.sign_ins -= 1;
        self.sync(model, t, Origin::Unknown);
        let pair = self.server.sign_in(user);
        let grant = self.server.grant(pair, model);
        let tab = self.tab(t);
        tab.pending_grant = Some(pair);
        tab.newcomer = Some(user);
        tab.machine.sign_in(grant, now);
        self.perform(model, t, 0);
    }

    pub(crate) fn sign_out(&mut self, model: &Model, t: u8) {
        self.left.sign_outs -= 1;
        self.signed_out = true;
        self.sync(model, t, Origin::Unknown);
        if let Some(pair) = self.tab(t).snapshot {
            self.server.leave(pair);
            self.punished = true;
        }
        self.tab(t).newcomer = None;
        self.tab(t).machine.sign_out();
        self.perform(model, t, 0);
        if self.tab(t).view.is_some() {
            self.fail("G9: the tokens outlast the sign-out");
        }
    }

    pub(crate) fn choose(&mut self, model: &Model, t: u8, choice: Choice) {
        let tab = self.tab(t);
        // Only the answer about the latest end counts.
        tab.asked -= 1;
        if tab.asked == 0 {
            tab.parked = choice == Choice::Park;
            if let Some(end) = tab.machine.last_end() {
                tab.machine.resolve_end(end, choice);
            }
            self.perform(model, t, 0);
        }
    }

    /// `ended`: the session has ended without a sign-out.
    pub(crate) fn write(&mut self, t: u8, pair: Option<Pair>, ended: bool) {
        self.store = pair;
        self.saw(t, pair);
        let tab = self.tab(t);
        tab.view = pair;
        tab.shows_end = ended;
        // Of two who write at once, the later has it: what the other wrote before never shows here.
        tab.writes.clear();
        if let Some(other) = &mut self.tabs[usize::from(1 - t)] {
            other.writes.push_back(Write { pair, ended });
        }
    }

    pub(crate) fn saw(&mut self, t: u8, value: Option<Pair>) {
        let user = value.map(|pair| self.server.user(pair));
        let tab = self.tab(t);
        tab.snapshot = value;
        tab.user = user.or(tab.user);
    }

    /// Seen for longer than a write takes.
    pub(crate) fn withdraw_notices(&mut self) {
        if self.tabs.iter().flatten().all(|tab| tab.writes.is_empty()) {
            self.notices.clear();
        }
    }
}
