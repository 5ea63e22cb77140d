//! Two tabs, the store that they share and see late, their lock, and the server: what can happen next, and
//! what becomes of it.

use std::collections::VecDeque;
use std::fmt;

use everfetch::error::Error;
use everfetch::session::{
    Admission, Answer, Lock, MAX_UNPROVEN, Means, Policy, Refusal, Stamp, State, Step, Stored,
    Target, Timestamp, Verdict,
};

use crate::model::{Budget, Model, Mutation};
use crate::moves::Move;
use crate::server::{Pair, Reply, Server};
use crate::tab::{Stage, Tab, Walk};

/// The cause of a refused refresh, and of one that reached nobody.
pub(crate) const REFUSED: u8 = 1;
pub(crate) const UNREACHED: u8 = 2;

/// Nothing here depends on time: what takes long is a move of its own.
pub(crate) const NOW: Timestamp = Timestamp(1);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    /// `None`: crashed.
    pub(crate) tabs: [Option<Tab>; 2],
    pub(crate) server: Server,
    /// What the store holds, whoever has seen it.
    pub(crate) store: Option<Pair>,
    /// Whose the lock is, and who waits for it: the number of a tab and of its walk.
    pub(crate) holder: Option<(u8, u8)>,
    queue: VecDeque<(u8, u8)>,
    /// What each tab has exchanged, for as long as somebody may not see it in the store.
    beacons: Vec<(u8, Pair)>,
    left: Budget,
    /// Somebody was given cause to end a session.
    pub(crate) punished: bool,
    /// What does not hold.
    pub(crate) wrong: Option<&'static str>,
}

impl World {
    pub(crate) fn new(model: &Model) -> Self {
        let (server, first) = Server::new();
        let tab = |requests| Some(Tab::new(requests, Some(first)));
        let mut world = Self {
            tabs: model.requests.map(tab),
            server,
            store: Some(first),
            holder: None,
            queue: VecDeque::new(),
            beacons: Vec::new(),
            left: model.budget,
            punished: false,
            wrong: None,
        };
        for t in 0..2 {
            world.look(model, t, false);
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
            moves.push(Move::Hear(t));
        }
        for walk in &tab.walks {
            self.moves_of_walk(model, t, tab, walk, moves);
        }
        if !tab.asked.is_empty() {
            moves.push(Move::Chosen(t, false));
            if model.budget.parking {
                moves.push(Move::Chosen(t, true));
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

    fn moves_of_walk(&self, model: &Model, t: u8, tab: &Tab, walk: &Walk, moves: &mut Vec<Move>) {
        let left = &self.left;
        let w = walk.number;
        match &walk.step {
            Step::Lock(_) if walk.unwanted => moves.push(Move::Unqueue(t, w)),
            Step::Lock(_) => {
                let first = self.holder.is_none() && self.queue.front() == Some(&(t, w));
                if first || !model.locks || model.mutation == Some(Mutation::ShareLock) {
                    moves.push(Move::Lock(t, w));
                } else if left.thefts > 0 && self.holder.is_some_and(|(other, _)| other != t) {
                    moves.push(Move::Steal(t, w));
                }
            }
            // The store comes to show it, which is a move of the store's; or it does not, ever.
            Step::Await(_) => {
                if walk.unwanted || (tab.writes.is_empty() && tab.view == tab.seen) {
                    moves.push(Move::Arrived(t, w));
                }
            }
            Step::Exchange(_) => {
                match walk.reply {
                    None => {
                        moves.push(Move::Exchange(t, w));
                        if left.refusals > 0 {
                            moves.push(Move::Refuse(t, w));
                        }
                        if left.outages > 0 && !walk.unwanted {
                            moves.push(Move::Outage(t, w));
                        }
                    }
                    Some(_) if walk.unwanted => {}
                    Some(reply) => {
                        moves.push(Move::Reply(t, w));
                        if left.losses > 0 && matches!(reply, Reply::Granted(_)) {
                            moves.push(Move::Lose(t, w));
                        }
                    }
                }
                if walk.unwanted {
                    moves.push(Move::Abandon(t, w));
                }
            }
            Step::Pause(_) => moves.push(Move::Paused(t, w)),
            // What was written before the wait began has arrived when it ends; and whoever was faster at the
            // server has written it by then.
            Step::Confirm(_) => {
                if walk.unwanted || (tab.writes.is_empty() && !self.is_being_stored(t)) {
                    moves.push(Move::Confirm(t, w));
                }
            }
            Step::Announce => moves.push(Move::Announced(t, w)),
            Step::Done => {}
        }
    }

    /// Has the other tab been granted what it has not stored?
    fn is_being_stored(&self, t: u8) -> bool {
        let other = self.tabs[usize::from(1 - t)].as_ref();
        other.is_some_and(|tab| {
            tab.walks
                .iter()
                .any(|walk| matches!(walk.reply, Some(Reply::Granted(_))))
        })
    }

    /// It happens.
    pub(crate) fn apply(&mut self, model: &Model, step: &Move) {
        match *step {
            Move::Answer(t, r) => self.answer(model, t, r),
            Move::Written(t) => {
                let tab = self.tab(t);
                if let Some(write) = tab.writes.pop_front() {
                    tab.event |= tab.view != write;
                    tab.view = write;
                }
                self.lower_beacons();
            }
            Move::StorageEvent(t) => {
                self.tab(t).event = false;
                self.look(model, t, true);
            }
            Move::Hear(t) => {
                let tab = self.tab(t);
                if let Some(message) = tab.inbox.pop_front()
                    && model.mutation != Some(Mutation::Deafen)
                {
                    tab.machine.heard(message);
                    self.perform(model, t, 0);
                    self.look(model, t, true);
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
                self.look(model, t, false);
                if let Step::Await(awaiting) = self.step(t, w) {
                    let next = awaiting.awaited(&mut self.tab(t).machine, NOW);
                    self.go_on(model, t, w, next);
                }
            }
            Move::Exchange(t, w) => self.exchange(model, t, w),
            Move::Refuse(t, w) => {
                self.left.refusals -= 1;
                if let Some(pair) = self.walk(t, w).spent {
                    self.server.revoke(pair);
                }
                self.punished = true;
                self.walk(t, w).reply = Some(Reply::Refused);
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
                if let Step::Pause(pausing) = self.step(t, w) {
                    let next = pausing.paused(&self.tab(t).machine);
                    self.go_on(model, t, w, next);
                }
            }
            Move::Confirm(t, w) => self.confirm(model, t, w),
            Move::Announced(t, w) => {
                if let Some(pair) = self.walk(t, w).spent
                    && !self.walk(t, w).robbed
                {
                    self.beacons.push((t, pair));
                    self.lower_beacons();
                }
                self.go_on(model, t, w, Step::Done);
            }
            Move::Chosen(t, park) => self.choose(model, t, park),
            Move::Make(t) => self.make(model, t),
            Move::Expire(pair) => {
                self.left.expiries -= 1;
                self.server.expire(pair);
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

    // Requests, as face/exchange.js has them.

    fn make(&mut self, model: &Model, t: u8) {
        self.look(model, t, false);
        let tab = self.tab(t);
        let Some(index) = tab.requests.iter().position(|it| it.stage == Stage::Unmade) else {
            return;
        };
        let r = index as u8;
        let under = tab.seen;
        let refreshing = tab.is_refreshing();
        let hold = model.mutation != Some(Mutation::HoldNobody);
        let admission = tab.machine.admit(hold, Means::Token, NOW);
        let user = under.map(|pair| self.server.user(pair));
        let tab = self.tab(t);
        // One that nobody made may go out as whoever was here last, and is back.
        tab.requests[index].user = user.or(tab.user);
        match admission {
            Admission::Send(stamp) => {
                if refreshing {
                    self.fail("G6: a request went out during a refresh");
                }
                self.send(t, r, stamp);
            }
            Admission::Wait(stamp) => self.wait(t, r, stamp),
        }
        self.perform(model, t, client(r));
    }

    fn wait(&mut self, t: u8, r: u8, stamp: Stamp) {
        let tab = self.tab(t);
        let id = tab.machine.wait(r);
        tab.requests[usize::from(r)].stage = Stage::Waiting(stamp, id);
    }

    /// With the token that the store was seen to hold.
    fn send(&mut self, t: u8, r: u8, stamp: Stamp) {
        // Not what was signed out elsewhere, though the store may still show it.
        let carries = stamp.to_bits() & 2 != 0;
        let pair = self.tab(t).seen.filter(|_| carries);
        let user = pair.map(|pair| self.server.user(pair));
        let request = &mut self.tab(t).requests[usize::from(r)];
        request.sendings += 1;
        request.stage = Stage::Sent(stamp, pair);
        let (sendings, made) = (request.sendings, request.user);
        if sendings > 2 {
            self.fail("G5: a request was sent three times");
        }
        if user.is_some() && user != made {
            self.fail("G10: a request of one user went out as another");
        }
    }

    fn answer(&mut self, model: &Model, t: u8, r: u8) {
        let Stage::Sent(stamp, pair) = self.tab(t).requests[usize::from(r)].stage else {
            return;
        };
        let works = pair.is_some_and(|pair| !self.server.is_expired(pair)) && !model.deaf;
        if works {
            self.tab(t).machine.accepted(stamp);
            self.settle(t, r);
            return;
        }
        self.look(model, t, false);
        let before = self.tab(t).begun;
        let open = self.tab(t).machine.state() == State::SignedIn;
        let refusal = Refusal {
            stamp: if model.mutation == Some(Mutation::ForgetGeneration) {
                self.current(t, stamp)
            } else {
                stamp
            },
            target: Target(r.into()),
            status: 401,
        };
        let forgetful = model.mutation == Some(Mutation::ForgetAttempt);
        let again = |stamp: Stamp| {
            if forgetful {
                Stamp::from_bits(stamp.to_bits() & !1)
            } else {
                stamp
            }
        };
        let first = self.tab(t).requests[usize::from(r)].sendings == 1;
        let verdict = self.tab(t).machine.refused(refusal, Means::Token, NOW);
        // A session that is gone takes its requests along.
        let mut retried = matches!(
            &verdict,
            Verdict::Fail(why) if matches!(why.error, Error::SessionEnded | Error::SessionChanged)
        );
        match verdict {
            Verdict::Deliver | Verdict::Fail(_) => self.settle(t, r),
            Verdict::Wait(stamp) => self.wait(t, r, again(stamp)),
            Verdict::Retry(stamp) => {
                retried = true;
                self.perform(model, t, client(r));
                self.resume(model, t, r, again(stamp));
            }
        }
        self.perform(model, t, client(r));
        let tab = self.tab(t);
        let (now, after) = (tab.seen, tab.begun);
        if let (Some(old), Some(now)) = (pair, now)
            && open
            && first
            && old != now
        {
            if after != before {
                self.fail("G3: a refusal of an old token began a refresh");
            }
            if !retried && self.server.family_of(old) == self.server.family_of(now) {
                self.fail("G3: a refusal of an old token was not tried again");
            }
        }
    }

    pub(crate) fn resume(&mut self, model: &Model, t: u8, r: u8, stamp: Stamp) {
        let stamp = if model.mutation == Some(Mutation::MixUsers) {
            self.current(t, stamp)
        } else {
            stamp
        };
        let resumed = self.tab(t).machine.resume(stamp);
        match resumed {
            Ok(stamp) => self.send(t, r, stamp),
            Err(_) => self.settle(t, r),
        }
        self.perform(model, t, client(r));
    }

    pub(crate) fn settle(&mut self, t: u8, r: u8) {
        let stage = &mut self.tab(t).requests[usize::from(r)].stage;
        if *stage == Stage::Settled {
            self.fail("G1: a request was settled twice");
        } else {
            *stage = Stage::Settled;
        }
    }

    fn abort(&mut self, model: &Model, t: u8, r: u8) {
        self.left.aborts -= 1;
        let Stage::Waiting(_, id) = self.tab(t).requests[usize::from(r)].stage else {
            return;
        };
        let refreshing = self.tab(t).is_refreshing();
        if model.mutation == Some(Mutation::AbortRefresh) {
            if let Some(walk) = self.tab(t).walks.last_mut() {
                walk.unwanted = true;
            }
        } else {
            self.tab(t).machine.abort(id);
        }
        self.perform(model, t, client(r));
        self.settle(t, r);
        let tab = self.tab(t);
        let goes_on = tab.walks.last().is_some_and(|walk| !walk.unwanted);
        if refreshing && !(tab.is_refreshing() && goes_on) {
            self.fail("G11: the refresh ended with a request that waited for it");
        }
    }

    /// A stamp of the current generation, for the mutations.
    fn current(&mut self, t: u8, stamp: Stamp) -> Stamp {
        let mut machine = self.tab(t).machine.clone();
        match machine.admit(false, Means::Token, NOW) {
            Admission::Send(now) | Admission::Wait(now) => {
                Stamp::from_bits(now.to_bits() & !1 | stamp.to_bits() & 1)
            }
        }
    }

    // The session, as face/session.js has it.

    /// What the store shows now, if it is not what it showed.
    pub(crate) fn look(&mut self, model: &Model, t: u8, elsewhere: bool) {
        let view = self.tab(t).view;
        if view == self.tab(t).seen {
            return;
        }
        let stored = Stored {
            access: view.map(|pair| self.server.present(pair, model.opaque)),
            refresh: view.is_some(),
        };
        self.saw(t, view);
        let tab = self.tab(t);
        tab.machine.observe(stored, elsewhere, NOW);
        self.perform(model, t, 0);
    }

    fn sign_in(&mut self, model: &Model, t: u8, user: u8) {
        self.left.sign_ins -= 1;
        self.look(model, t, false);
        let pair = self.server.sign_in(user);
        let grant = self.server.grant(pair, model.opaque);
        let tab = self.tab(t);
        tab.offered = Some(pair);
        tab.newcomer = Some(user);
        tab.machine.sign_in(grant, NOW);
        self.perform(model, t, 0);
    }

    fn sign_out(&mut self, model: &Model, t: u8) {
        self.left.sign_outs -= 1;
        self.look(model, t, false);
        if let Some(pair) = self.tab(t).seen {
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

    fn choose(&mut self, model: &Model, t: u8, park: bool) {
        let tab = self.tab(t);
        // Only the answer about the latest end counts.
        if let Some(cause) = tab.asked.pop_front()
            && tab.asked.is_empty()
        {
            tab.parked = park;
            tab.machine.chosen(park, cause);
            self.perform(model, t, 0);
        }
    }

    // A refresh, as browser/refresh.rs and face/refresh.js have it.

    /// A new one asks for the lock.
    pub(crate) fn set_out(&mut self, t: u8, client: u8, step: Step<u8>) {
        let tab = self.tab(t);
        let number = tab.begun;
        tab.begun += 1;
        tab.walks.push(Walk {
            number,
            step,
            client,
            unwanted: false,
            robbed: false,
            spent: None,
            reply: None,
            unstored: None,
        });
        self.queue.push_back((t, number));
    }

    fn locked(&mut self, model: &Model, t: u8, w: u8) {
        self.look(model, t, false);
        let spent = self.tab(t).seen;
        self.walk(t, w).spent = spent;
        let known = spent.is_some_and(|spent| self.beacons.iter().any(|(_, pair)| *pair == spent));
        let lock = match (model.locks, known) {
            (false, _) => Lock::Missing,
            (true, true) if model.mutation != Some(Mutation::IgnoreBeacons) => {
                Lock::HeldAfterExchange
            }
            (true, _) => Lock::Held,
        };
        self.take(model, t, w, lock);
    }

    fn take(&mut self, model: &Model, t: u8, w: u8, lock: Lock) {
        if let Step::Lock(locking) = self.step(t, w) {
            let policy = Policy {
                means: Means::Token,
                // One client tries once, the other twice.
                retries: self.walk(t, w).client.into(),
            };
            let next = locking.locked(&mut self.tab(t).machine, lock, policy, NOW);
            self.go_on(model, t, w, next);
        }
    }

    /// The request arrives at the token endpoint.
    fn exchange(&mut self, model: &Model, t: u8, w: u8) {
        let Some(pair) = self.walk(t, w).spent else {
            return;
        };
        // An unwanted one may have been sent long before.
        if !model.deaf && !self.server.is_expired(pair) {
            self.fail("G3: a token was refreshed that works");
        }
        let reply = self.server.exchange(pair, model.locks);
        // Each tab has a breaker of its own.
        if model.deaf && self.server.newest() > Pair(2 * MAX_UNPROVEN as u8) {
            self.fail("G5: tokens that nobody accepts are bought without end");
        }
        match reply {
            Reply::Granted(_) => {}
            Reply::Refused => self.punished |= model.locks,
            Reply::Reused => self.fail("G4: a token was sent that had been exchanged"),
        }
        self.walk(t, w).reply = Some(reply);
    }

    fn reply(&mut self, model: &Model, t: u8, w: u8) {
        let Some(reply) = self.walk(t, w).reply.take() else {
            return;
        };
        let answer = match reply {
            Reply::Granted(pair) => {
                self.tab(t).offered = Some(pair);
                Answer::Granted(self.server.grant(pair, model.opaque))
            }
            Reply::Refused | Reply::Reused => {
                self.tab(t).offered = None;
                Answer::Refused(REFUSED)
            }
        };
        self.answered(model, t, w, answer);
    }

    fn unreached(&mut self, model: &Model, t: u8, w: u8) {
        self.walk(t, w).reply = None;
        let wanted = !self.walk(t, w).unwanted;
        let stored = self.store;
        let answer = if model.mutation == Some(Mutation::BlameOutage) {
            Answer::Refused(UNREACHED)
        } else {
            Answer::Unavailable(UNREACHED, None)
        };
        self.answered(model, t, w, answer);
        if wanted && self.store != stored {
            self.fail("G8: an outage has changed the tokens");
        }
    }

    fn answered(&mut self, model: &Model, t: u8, w: u8, answer: Answer<u8>) {
        if let Step::Exchange(exchanging) = self.step(t, w) {
            let next = exchanging.answered(&mut self.tab(t).machine, answer, 0.0, NOW);
            self.go_on(model, t, w, next);
        }
    }

    fn confirm(&mut self, model: &Model, t: u8, w: u8) {
        if model.mutation != Some(Mutation::Deafen) {
            self.look(model, t, false);
        }
        if !self.walk(t, w).unwanted {
            self.walk(t, w).unstored = self.tab(t).offered;
        }
        if let Step::Confirm(confirming) = self.step(t, w) {
            let next = confirming.confirmed(&mut self.tab(t).machine, NOW);
            if matches!(next, Step::Await(_)) {
                self.walk(t, w).unstored = None;
            }
            self.go_on(model, t, w, next);
        }
    }

    /// What a step has led to. What takes no time happens at once.
    fn go_on(&mut self, model: &Model, t: u8, w: u8, next: Step<u8>) {
        self.walk(t, w).step = next.clone();
        let client = self.walk(t, w).client;
        self.perform(model, t, client);
        match next {
            Step::Exchange(_) => {
                let seen = self.tab(t).seen;
                // A second try may come long after the look under the lock.
                self.walk(t, w).spent = seen;
                if model.locks && !self.walk(t, w).robbed {
                    self.alone(t, w);
                }
            }
            Step::Confirm(confirming) if confirming.ms() == 0 => self.confirm(model, t, w),
            Step::Announce => {
                let unstored = self.walk(t, w).unstored.take();
                if unstored.is_some() && self.tab(t).view != unstored {
                    self.fail("G4: new tokens were announced that are not stored");
                }
            }
            Step::Done => self.land(model, t, w),
            Step::Lock(_) | Step::Await(_) | Step::Pause(_) | Step::Confirm(_) => {}
        }
    }

    fn land(&mut self, model: &Model, t: u8, w: u8) {
        if self.holder == Some((t, w)) {
            self.holder = None;
        }
        let tab = self.tab(t);
        tab.walks.retain(|walk| walk.number != w);
        if model.mutation == Some(Mutation::StoreLate)
            && let Some(pair) = tab.offered.take()
        {
            self.write(t, Some(pair));
        }
    }

    /// Is nobody else at the token endpoint?
    fn alone(&mut self, t: u8, w: u8) {
        let others = (0u8..).zip(&self.tabs).any(|(other, tab)| {
            tab.as_ref().is_some_and(|tab| {
                tab.walks.iter().any(|walk| {
                    (other, walk.number) != (t, w)
                        && !walk.robbed
                        && matches!(walk.step, Step::Exchange(_) | Step::Pause(_))
                })
            })
        });
        if others {
            self.fail("G2: two refreshes are in flight");
        }
    }

    // Faults.

    /// Whoever holds the lock loses it, and does not notice.
    fn rob(&mut self) {
        if let Some((t, w)) = self.holder.take() {
            self.doubt(t, w);
            self.walk(t, w).robbed = true;
        }
    }

    fn crash(&mut self, t: u8) {
        self.left.crashes -= 1;
        let walks: Vec<u8> = self.tab(t).walks.iter().map(|walk| walk.number).collect();
        for w in walks {
            self.doubt(t, w);
        }
        // Its beacons go with it, and what it has written may still be on its way.
        for (_, pair) in self.beacons.extract_if(.., |(whose, _)| *whose == t) {
            self.server.doubt(pair);
        }
        self.queue.retain(|(tab, _)| *tab != t);
        if self.holder.is_some_and(|(tab, _)| tab == t) {
            self.holder = None;
        }
        self.tabs[usize::from(t)] = None;
    }

    /// Nobody can know any more whether what this refresh had is spent.
    fn doubt(&mut self, t: u8, w: u8) {
        if let Some(pair) = self.walk(t, w).spent {
            self.server.doubt(pair);
        }
    }

    // The store.

    pub(crate) fn write(&mut self, t: u8, value: Option<Pair>) {
        self.store = value;
        self.saw(t, value);
        let tab = self.tab(t);
        tab.view = value;
        // Of two who write at once, the later has it: what the other wrote before never shows here.
        tab.writes.clear();
        if let Some(other) = &mut self.tabs[usize::from(1 - t)] {
            other.writes.push_back(value);
        }
    }

    fn saw(&mut self, t: u8, value: Option<Pair>) {
        let user = value.map(|pair| self.server.user(pair));
        let tab = self.tab(t);
        tab.seen = value;
        tab.user = user.or(tab.user);
    }

    /// Seen for longer than a write takes.
    fn lower_beacons(&mut self) {
        if self.tabs.iter().flatten().all(|tab| tab.writes.is_empty()) {
            self.beacons.clear();
        }
    }

    // What there is.

    pub(crate) fn tab(&mut self, t: u8) -> &mut Tab {
        self.tabs[usize::from(t)].as_mut().expect("it has crashed")
    }

    fn walk(&mut self, t: u8, w: u8) -> &mut Walk {
        let mut walks = self.tab(t).walks.iter_mut();
        walks
            .find(|walk| walk.number == w)
            .expect("no such refresh")
    }

    fn step(&mut self, t: u8, w: u8) -> Step<u8> {
        self.walk(t, w).step.clone()
    }

    pub(crate) fn fail(&mut self, what: &'static str) {
        self.wrong.get_or_insert(what);
    }

    /// Everything is over that goes on by itself: what is not as it should be?
    pub(crate) fn restless(&self, model: &Model) -> Option<&'static str> {
        let _ = model;
        if self.holder.is_some() || !self.queue.is_empty() {
            return Some("G1: the lock is never released");
        }
        for tab in self.tabs.iter().flatten() {
            let ended = tab.machine.state() == State::Ended;
            if !tab.walks.is_empty() || tab.is_refreshing() {
                return Some("G1: a refresh never ends");
            }
            if !tab.waiting().is_empty() && !(ended && tab.parked) {
                return Some("G1: a request waits for ever");
            }
            if tab.view != self.store || tab.seen != self.store {
                return Some("G19: a tab does not see what the store holds");
            }
            if (tab.machine.state() == State::SignedIn) != self.store.is_some() {
                return Some("G19: a tab's state is not the store's");
            }
        }
        match self.store {
            Some(pair) if self.server.is_left(pair) => {
                Some("G9: a late answer has undone a sign-out")
            }
            None if !self.punished => Some("G8: somebody was signed out for nothing"),
            // Of two who write at once, the later has it. Then the other is told.
            Some(pair)
                if self.tabs.iter().flatten().any(|tab| {
                    tab.newcomer
                        .is_some_and(|user| user != self.server.user(pair))
                }) =>
            {
                Some("G10: a late answer has undone a sign-in, and nobody was told")
            }
            Some(_) | None => None,
        }
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
        for (_, pair) in &self.beacons {
            write!(f, ", {pair} was exchanged")?;
        }
        Ok(())
    }
}

fn client(r: u8) -> u8 {
    r % 2
}
