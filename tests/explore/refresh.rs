//! A refresh: pkg-template/src/runtime/refresh.ts, on paper. The core commands each step.

use everfetch::session::{
    Answer, Command, Credential, Lock, MAX_UNPROVEN, Origin, Policy, RefreshId,
};

use crate::model::{Model, Mutation};
use crate::server::{Pair, Reply};
use crate::tab::Run;
use crate::world::{REFUSED, UNREACHED, World};

impl World {
    /// A new one asks for the lock.
    pub(crate) fn set_out(&mut self, t: u8, client: u8, id: RefreshId) {
        let tab = self.tab(t);
        let number = tab.begun;
        tab.begun += 1;
        tab.runs.push(Run {
            number,
            id,
            step: Command::AcquireLock { refresh: id },
            client,
            unwanted: false,
            robbed: false,
            sent: None,
            reply: None,
            unstored: None,
        });
        self.queue.push_back((t, number));
    }

    pub(crate) fn locked(&mut self, model: &Model, t: u8, w: u8) {
        self.sync(model, t, Origin::Unknown);
        let sent = self.tab(t).snapshot;
        self.run_of(t, w).sent = sent;
        let known = sent.is_some_and(|sent| self.notices.iter().any(|(_, pair)| *pair == sent));
        let lock = match (model.locks, known) {
            (false, _) => Lock::Missing,
            (true, true) if model.mutation != Some(Mutation::IgnoreNotices) => {
                Lock::HeldAfterExchange
            }
            (true, _) => Lock::Held,
        };
        self.take(model, t, w, lock);
    }

    pub(crate) fn take(&mut self, model: &Model, t: u8, w: u8, lock: Lock) {
        let now = self.now();
        let run = self.run_of(t, w);
        let id = run.id;
        let policy = Policy {
            credential: Credential::Stored,
            // One client tries once, the other twice.
            retries: run.client.into(),
        };
        self.tab(t).machine.locked(id, lock, policy, now);
        self.perform_for(model, t, w);
    }

    /// The request arrives at the token endpoint.
    pub(crate) fn exchange(&mut self, model: &Model, t: u8, w: u8) {
        let Some(pair) = self.run_of(t, w).sent else {
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
            self.fail("G5: tokens that no server accepts are obtained without end");
        }
        match reply {
            Reply::Granted(_) => {}
            Reply::Refused => self.punished |= model.locks,
            Reply::Reused => self.fail("G4: a token was sent that had been exchanged"),
        }
        self.run_of(t, w).reply = Some(reply);
    }

    pub(crate) fn reply(&mut self, model: &Model, t: u8, w: u8) {
        let Some(reply) = self.run_of(t, w).reply.take() else {
            return;
        };
        let answer = match reply {
            Reply::Granted(pair) => {
                self.tab(t).pending_grant = Some(pair);
                Answer::Granted(self.server.grant(pair, model))
            }
            Reply::Refused | Reply::Reused => {
                self.tab(t).pending_grant = None;
                self.blame(t, w, REFUSED);
                Answer::Refused
            }
        };
        self.answered(model, t, w, answer);
    }

    pub(crate) fn unreached(&mut self, model: &Model, t: u8, w: u8) {
        self.run_of(t, w).reply = None;
        let wanted = !self.run_of(t, w).unwanted;
        let stored = self.store;
        self.blame(t, w, UNREACHED);
        let answer = if model.mutation == Some(Mutation::BlameOutage) {
            Answer::Refused
        } else {
            Answer::Unavailable { retry_after: None }
        };
        self.answered(model, t, w, answer);
        if wanted && self.store != stored {
            self.fail("G8: an outage has changed the tokens");
        }
    }

    pub(crate) fn answered(&mut self, model: &Model, t: u8, w: u8, answer: Answer) {
        let now = self.now();
        let id = self.run_of(t, w).id;
        self.tab(t).machine.answered(id, answer, 0.0, now);
        self.perform_for(model, t, w);
    }

    /// The cause of a failure. An abandoned refresh is not the cause of anything.
    fn blame(&mut self, t: u8, w: u8, cause: u8) {
        let run = self.run_of(t, w);
        let (id, wanted) = (run.id, !run.unwanted);
        if wanted {
            self.tab(t).cause = Some((id, cause));
        }
    }

    pub(crate) fn confirm(&mut self, model: &Model, t: u8, w: u8) {
        let now = self.now();
        if model.mutation != Some(Mutation::Deafen) {
            self.sync(model, t, Origin::Unknown);
        }
        if !self.run_of(t, w).unwanted {
            self.run_of(t, w).unstored = self.tab(t).pending_grant;
        }
        let id = self.run_of(t, w).id;
        self.tab(t).machine.confirmed(id, now);
        self.perform_for(model, t, w);
    }

    /// What a report has led to, with the options of the refresh's client.
    pub(crate) fn perform_for(&mut self, model: &Model, t: u8, w: u8) {
        let client = self.run_of(t, w).client;
        self.perform(model, t, client);
    }

    /// The next step of a refresh. What takes no time happens at once.
    pub(crate) fn go_on(&mut self, model: &Model, t: u8, id: RefreshId, next: Command) {
        let Some(run) = self.tab(t).runs.iter_mut().find(|run| run.id == id) else {
            return;
        };
        run.step = next;
        let w = run.number;
        match next {
            Command::Exchange { .. } => {
                let snapshot = self.tab(t).snapshot;
                // A second try may come long after the look under the lock.
                self.run_of(t, w).sent = snapshot;
                if model.locks && !self.run_of(t, w).robbed {
                    self.check_only_refresh(t, w);
                }
            }
            Command::ConfirmStore { pause: 0, .. } => self.confirm(model, t, w),
            Command::AwaitStore { .. } => self.run_of(t, w).unstored = None,
            Command::AnnounceExchanged { .. } => {
                let unstored = self.run_of(t, w).unstored.take();
                if unstored.is_some() && self.tab(t).view != unstored {
                    self.fail("G4: new tokens were announced that are not stored");
                }
            }
            Command::ReleaseLock { .. } => self.land(model, t, w),
            _ => {}
        }
    }

    pub(crate) fn land(&mut self, model: &Model, t: u8, w: u8) {
        if self.holder == Some((t, w)) {
            self.holder = None;
        }
        let tab = self.tab(t);
        tab.runs.retain(|run| run.number != w);
        if model.mutation == Some(Mutation::StoreLate)
            && let Some(pair) = tab.pending_grant.take()
        {
            self.write(t, Some(pair), false);
        }
    }

    /// Fails if another refresh is at the token endpoint.
    pub(crate) fn check_only_refresh(&mut self, t: u8, w: u8) {
        let others = (0u8..).zip(&self.tabs).any(|(other, tab)| {
            tab.as_ref().is_some_and(|tab| {
                tab.runs.iter().any(|run| {
                    (other, run.number) != (t, w)
                        && !run.robbed
                        && matches!(run.step, Command::Exchange { .. } | Command::Pause { .. })
                })
            })
        });
        if others {
            self.fail("G2: two refreshes are in flight");
        }
    }
}
