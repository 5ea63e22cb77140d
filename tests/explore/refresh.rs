//! A refresh: src/bindings.rs and pkg-template/src/runtime/refresh.ts, on paper.

use everfetch::session::{Answer, Lock, MAX_UNPROVEN, Means, Origin, Policy, Step};

use crate::model::{Model, Mutation};
use crate::server::{Pair, Reply};
use crate::tab::Walk;
use crate::world::{REFUSED, UNREACHED, World};

impl World {
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

    pub(crate) fn locked(&mut self, model: &Model, t: u8, w: u8) {
        self.look(model, t, Origin::Unknown);
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

    pub(crate) fn take(&mut self, model: &Model, t: u8, w: u8, lock: Lock) {
        let now = self.now();
        if let Step::Lock(locking) = self.step(t, w) {
            let policy = Policy {
                means: Means::Token,
                // One client tries once, the other twice.
                retries: self.walk(t, w).client.into(),
            };
            let next = locking.locked(&mut self.tab(t).machine, lock, policy, now);
            self.go_on(model, t, w, next);
        }
    }

    /// The request arrives at the token endpoint.
    pub(crate) fn exchange(&mut self, model: &Model, t: u8, w: u8) {
        let Some(pair) = self.walk(t, w).spent else {
            return;
        };
        // An unwanted one may have been sent long before.
        let due = model.budget.hours > 0 && self.server.is_due(pair);
        if !(model.deaf || due || self.server.is_expired(pair)) {
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

    pub(crate) fn reply(&mut self, model: &Model, t: u8, w: u8) {
        let Some(reply) = self.walk(t, w).reply.take() else {
            return;
        };
        let answer = match reply {
            Reply::Granted(pair) => {
                self.tab(t).offered = Some(pair);
                Answer::Granted(self.server.grant(pair, model))
            }
            Reply::Refused | Reply::Reused => {
                self.tab(t).offered = None;
                Answer::Refused(REFUSED)
            }
        };
        self.answered(model, t, w, answer);
    }

    pub(crate) fn unreached(&mut self, model: &Model, t: u8, w: u8) {
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

    pub(crate) fn answered(&mut self, model: &Model, t: u8, w: u8, answer: Answer<u8>) {
        let now = self.now();
        if let Step::Exchange(exchanging) = self.step(t, w) {
            let next = exchanging.answered(&mut self.tab(t).machine, answer, 0.0, now);
            self.go_on(model, t, w, next);
        }
    }

    pub(crate) fn confirm(&mut self, model: &Model, t: u8, w: u8) {
        let now = self.now();
        if model.mutation != Some(Mutation::Deafen) {
            self.look(model, t, Origin::Unknown);
        }
        if !self.walk(t, w).unwanted {
            self.walk(t, w).unstored = self.tab(t).offered;
        }
        if let Step::Confirm(confirming) = self.step(t, w) {
            let next = confirming.confirmed(&mut self.tab(t).machine, now);
            if matches!(next, Step::Await(_)) {
                self.walk(t, w).unstored = None;
            }
            self.go_on(model, t, w, next);
        }
    }

    /// What a step has led to. What takes no time happens at once.
    pub(crate) fn go_on(&mut self, model: &Model, t: u8, w: u8, next: Step<u8>) {
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

    pub(crate) fn land(&mut self, model: &Model, t: u8, w: u8) {
        if self.holder == Some((t, w)) {
            self.holder = None;
        }
        let tab = self.tab(t);
        tab.walks.retain(|walk| walk.number != w);
        if model.mutation == Some(Mutation::StoreLate)
            && let Some(pair) = tab.offered.take()
        {
            self.write(t, Some(pair), false);
        }
    }

    /// Is nobody else at the token endpoint?
    pub(crate) fn alone(&mut self, t: u8, w: u8) {
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
}
