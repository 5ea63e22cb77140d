//! Two tabs, the store that they share and see late, their lock, and the server: what can happen next, and
//! what becomes of it.

use std::collections::VecDeque;
use std::fmt;

use everfetch::session::{Choice, Command, Lock, Origin, Timestamp};

use crate::model::{Budget, Model, Mutation};
use crate::moves::Move;
use crate::server::{LIFE_MS, Pair, Reply, Server};
use crate::tab::{Run, Stage, Tab, Write};

/// The cause of a rejected refresh, and of one that reached no server.
pub(crate) const REFUSED: u8 = 1;
pub(crate) const UNREACHED: u8 = 2;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    /// `None`: crashed.
    pub(crate) tabs: [Option<Tab>; 2],
    pub(crate) server: Server,
    /// The content of the store, whether or not the tabs have read it.
    pub(crate) store: Option<Pair>,
    /// Whose the lock is, and who waits for it: the number of a tab and of its walk.
    pub(crate) holder: Option<(u8, u8)>,
    pub(crate) queue: VecDeque<(u8, u8)>,
    /// The tokens that each tab has exchanged, as long as another tab may not see the new ones in the store.
    pub(crate) notices: Vec<(u8, Pair)>,
    pub(crate) left: Budget,
    /// The server has had a reason to end a session.
    pub(crate) punished: bool,
    /// A user has signed out.
    pub(crate) signed_out: bool,
    /// A refresh was refused, and that was the end of a session.
    pub(crate) refused: bool,
    /// A tab is gone before a sign-out reached it, so it could not remove the tokens that it had stored.
    pub(crate) unheard: bool,
    /// What does not hold.
    pub(crate) wrong: Option<&'static str>,
}

impl World {
    pub(crate) fn new(model: &Model) -> Self {
        let (mut server, first) = Server::new();
        if model.budget.hours == 0 {
            server.expire(first);
        }
        let tab = |requests| Some(Tab::new(requests, Some(first)));
        let mut world = Self {
            tabs: model.requests.map(tab),
            server,
            store: Some(first),
            holder: None,
            queue: VecDeque::new(),
            notices: Vec::new(),
            left: model.budget,
            punished: false,
            signed_out: false,
            refused: false,
            unheard: false,
            wrong: None,
        };
        for t in 0..2 {
            world.sync(model, t, Origin::Unknown);
        }
        world
    }

    /// Everything that can happen now.
    pub(crate) fn moves(&self, model: &Model) -> Vec<Move> {
        let mut moves = Vec::new();
        for t in 0..2u8 {
            if let Some(tab) = &self.tabs[usize::from(t)] {
                self.moves_of(model, t, tab, &mut moves);
            }
        }
        if self.left.expiries > 0
            && let Some(pair) = self.store
            && !self.server.is_expired(pair)
        {
            moves.push(Move::Expire(pair));
        }
        if self.left.hours > 0 {
            moves.extend([LIFE_MS / 10 * 9, LIFE_MS / 10].map(Move::Pass));
        }
        moves
    }

    fn moves_of(&self, model: &Model, t: u8, tab: &Tab, moves: &mut Vec<Move>) {
        let left = &self.left;
        for (r, request) in (0u8..).zip(&tab.requests) {
            match request.stage {
                Stage::Sent(..) => moves.push(Move::Answer(t, r)),
                Stage::Waiting(..) => {
                    if left.aborts > 0 {
                        moves.push(Move::Abort(t, r));
                    }
                    if left.time_outs > 0 {
                        moves.push(Move::TimeOut(t, r));
                    }
                }
                Stage::Unmade | Stage::Settled => {}
            }
        }
        if tab.requests.iter().any(|it| it.stage == Stage::Unmade) {
            moves.push(Move::Make(t));
        }
        if !tab.writes.is_empty() {
            moves.push(Move::Written(t));
        }
        if tab.event {
            moves.push(Move::StorageEvent(t));
        }
        if !tab.inbox.is_empty() {
            moves.push(Move::Receive(t));
        }
        for run in &tab.runs {
            self.moves_of_run(model, t, tab, run, moves);
        }
        if tab.asked > 0 {
            moves.push(Move::ResolveEnd(t, Choice::Reject));
            if model.budget.parking {
                moves.push(Move::ResolveEnd(t, Choice::Park));
            }
        }
        if left.sign_ins > 0 {
            moves.push(Move::SignIn(t, 0));
            if left.strangers {
                moves.push(Move::SignIn(t, 1));
            }
        }
        if left.sign_outs > 0 && tab.view.is_some() {
            moves.push(Move::SignOut(t));
        }
        if left.crashes > 0 {
            moves.push(Move::Crash(t));
        }
    }

    fn moves_of_run(&self, model: &Model, t: u8, tab: &Tab, run: &Run, moves: &mut Vec<Move>) {
        let left = &self.left;
        let w = run.number;
        match run.step {
            Command::AcquireLock { .. } if run.unwanted => moves.push(Move::Unqueue(t, w)),
            Command::AcquireLock { .. } => {
                let first = self.holder.is_none() && self.queue.front() == Some(&(t, w));
                if first || !model.locks || model.mutation == Some(Mutation::ShareLock) {
                    moves.push(Move::Lock(t, w));
                } else if left.thefts > 0 && self.holder.is_some_and(|(other, _)| other != t) {
                    moves.push(Move::Steal(t, w));
                }
            }
            // The store comes to show it, which is a move of the store's; or it does not, ever.
            Command::AwaitStore { .. }
                if (run.unwanted || (tab.writes.is_empty() && tab.view == tab.snapshot)) =>
            {
                moves.push(Move::Arrived(t, w));
            }
            Command::Exchange { .. } => {
                match run.reply {
                    None => {
                        moves.push(Move::Exchange(t, w));
                        if left.refusals > 0 {
                            moves.push(Move::Refuse(t, w));
                        }
                        if left.outages > 0 && !run.unwanted {
                            moves.push(Move::Outage(t, w));
                        }
                    }
                    Some(_) if run.unwanted => {}
                    Some(reply) => {
                        moves.push(Move::Reply(t, w));
                        if left.losses > 0 && matches!(reply, Reply::Granted(_)) {
                            moves.push(Move::Lose(t, w));
                        }
                    }
                }
                if run.unwanted {
                    moves.push(Move::Abandon(t, w));
                }
            }
            Command::Pause { .. } => moves.push(Move::Paused(t, w)),
            // What was written before the wait began has arrived when it ends; and whoever was faster at the
            // server has written it by then.
            Command::ConfirmStore { .. }
                if (run.unwanted || (tab.writes.is_empty() && !self.is_being_stored(t))) =>
            {
                moves.push(Move::Confirm(t, w));
            }
            Command::AnnounceExchanged { .. } => moves.push(Move::Announced(t, w)),
            _ => {}
        }
    }

    /// Has the other tab been granted what it has not stored?
    fn is_being_stored(&self, t: u8) -> bool {
        let other = self.tabs[usize::from(1 - t)].as_ref();
        other.is_some_and(|tab| {
            tab.runs
                .iter()
                .any(|run| matches!(run.reply, Some(Reply::Granted(_))))
        })
    }

    /// It happens.
    pub(crate) fn apply(&mut self, model: &Model, step: &Move) {
        match *step {
            Move::Answer(t, r) => self.answer(model, t, r),
            Move::Written(t) => {
                let tab = self.tab(t);
                if let Some(Write { pair, ended }) = tab.writes.pop_front() {
                    tab.event |= tab.view != pair;
                    tab.view = pair;
                    tab.shows_end = ended;
                }
                self.withdraw_notices();
            }
            Move::StorageEvent(t) => {
                self.tab(t).event = false;
                self.sync_on(model, t, Origin::OtherTab, true);
            }
            Move::Receive(t) => {
                let tab = self.tab(t);
                if let Some(message) = tab.inbox.pop_front()
                    && model.mutation != Some(Mutation::Deafen)
                {
                    tab.machine.on_message(message);
                    self.perform(model, t, 0);
                    self.sync(model, t, Origin::OtherTab);
                }
            }
            Move::Lock(t, w) => {
                self.queue.retain(|key| *key != (t, w));
                if model.locks {
                    self.holder = Some((t, w));
                }
                self.locked(model, t, w);
            }
            Move::Steal(t, w) => {
                self.left.thefts -= 1;
                self.rob();
                self.queue.retain(|key| *key != (t, w));
                self.holder = Some((t, w));
                self.locked(model, t, w);
            }
            Move::Unqueue(t, w) => {
                self.queue.retain(|key| *key != (t, w));
                self.take(model, t, w, Lock::Missing);
            }
            Move::Arrived(t, w) => {
                let now = self.now();
                self.sync(model, t, Origin::Unknown);
                let id = self.run_of(t, w).id;
                self.tab(t).machine.arrived(id, now);
                self.perform_for(model, t, w);
            }
            Move::Exchange(t, w) => self.exchange(model, t, w),
            Move::Refuse(t, w) => {
                self.left.refusals -= 1;
                if let Some(pair) = self.run_of(t, w).sent {
                    self.server.revoke(pair);
                }
                self.punished = true;
                self.run_of(t, w).reply = Some(Reply::Refused);
            }
            Move::Outage(t, w) => {
                self.left.outages -= 1;
                self.unreached(model, t, w);
            }
            Move::Lose(t, w) => {
                self.left.losses -= 1;
                self.doubt(t, w);
                self.unreached(model, t, w);
            }
            Move::Abandon(t, w) => self.unreached(model, t, w),
            Move::Reply(t, w) => self.reply(model, t, w),
            Move::Paused(t, w) => {
                let id = self.run_of(t, w).id;
                self.tab(t).machine.paused(id);
                self.perform_for(model, t, w);
            }
            Move::Confirm(t, w) => self.confirm(model, t, w),
            Move::Announced(t, w) => {
                if let Some(pair) = self.run_of(t, w).sent
                    && !self.run_of(t, w).robbed
                {
                    self.notices.push((t, pair));
                    self.withdraw_notices();
                }
                let id = self.run_of(t, w).id;
                self.tab(t).machine.announced(id);
                self.perform_for(model, t, w);
            }
            Move::ResolveEnd(t, choice) => self.choose(model, t, choice),
            Move::Make(t) => self.make(model, t),
            Move::Expire(pair) => {
                self.left.expiries -= 1;
                self.server.expire(pair);
            }
            Move::Pass(ms) => {
                self.left.hours -= 1;
                self.server.pass(ms);
            }
            Move::SignIn(t, user) => self.sign_in(model, t, user),
            Move::SignOut(t) => self.sign_out(model, t),
            Move::Abort(t, r) => self.abort(model, t, r),
            Move::TimeOut(t, r) => {
                self.left.time_outs -= 1;
                if let Stage::Waiting(_, id) = self.tab(t).requests[usize::from(r)].stage {
                    self.tab(t).machine.time_out(id);
                    self.perform(model, t, 0);
                }
            }
            Move::Crash(t) => self.crash(t),
        }
        self.flush(model);
    }

    pub(crate) fn tab(&mut self, t: u8) -> &mut Tab {
        self.tabs[usize::from(t)].as_mut().expect("it has crashed")
    }

    pub(crate) fn run_of(&mut self, t: u8, w: u8) -> &mut Run {
        let mut runs = self.tab(t).runs.iter_mut();
        runs.find(|run| run.number == w).expect("no such refresh")
    }

    /// What the latest refresh of this tab has sent.
    pub(crate) fn sent_pair(&self, t: u8) -> Option<Pair> {
        let tab = self.tabs[usize::from(t)].as_ref()?;
        tab.runs.last().and_then(|run| run.sent)
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.server.now)
    }

    pub(crate) fn fail(&mut self, what: &'static str) {
        self.wrong.get_or_insert(what);
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, tab) in ["A", "B"].into_iter().zip(&self.tabs) {
            match tab {
                Some(tab) => write!(f, "{name}: {tab} | ")?,
                None => write!(f, "{name}: gone | ")?,
            }
        }
        match self.holder {
            Some((t, w)) => write!(f, "lock: {}{w}", char::from(b'A' + t))?,
            None => write!(f, "lock: free")?,
        }
        for (_, pair) in &self.notices {
            write!(f, ", {pair} was exchanged")?;
        }
        Ok(())
    }
}
