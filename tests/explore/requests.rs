//! Requests: pkg-template/src/client/exchange.ts, on paper.

use everfetch::error::Error;
use everfetch::session::{
    About, Admission, Credential, Hold, Origin, Refusal, Stamp, State, Target, Verdict,
};

use crate::model::{Model, Mutation};
use crate::tab::Stage;
use crate::world::World;

impl World {
    pub(crate) fn make(&mut self, model: &Model, t: u8) {
        let now = self.now();
        self.sync(model, t, Origin::Unknown);
        let tab = self.tab(t);
        let Some(index) = tab.requests.iter().position(|it| it.stage == Stage::Unmade) else {
            return;
        };
        let r = index as u8;
        let under = tab.snapshot;
        let refreshing = tab.is_refreshing();
        let hold = match model.mutation {
            Some(Mutation::HoldNone) => Hold::Never,
            _ => Hold::DuringRefresh,
        };
        let admission = tab.machine.admit(hold, Credential::Stored, now);
        let user = under.map(|pair| self.server.user(pair));
        let tab = self.tab(t);
        // A request made without a user may be sent as the last user, who has come back.
        tab.requests[index].user = user.or(tab.user);
        match admission {
            Admission::Send(stamp) => {
                if refreshing {
                    self.fail("G6: a request went out during a refresh");
                }
                self.send(t, r, stamp);
            }
            Admission::Wait(stamp) => {
                if model.mutation == Some(Mutation::Hurry) {
                    let _ = self.tab(t).machine.refresh_now(Credential::Stored);
                }
                self.wait(t, r, stamp);
            }
        }
        self.perform(model, t, client(r));
    }

    pub(crate) fn wait(&mut self, t: u8, r: u8, stamp: Stamp) {
        let tab = self.tab(t);
        let id = tab.machine.wait();
        tab.requests[usize::from(r)].stage = Stage::Waiting(stamp, id);
    }

    /// With the token that the store was seen to hold.
    pub(crate) fn send(&mut self, t: u8, r: u8, stamp: Stamp) {
        // Not what was signed out elsewhere, though the store may still show it.
        let carries = stamp.carries_token();
        let pair = self.tab(t).snapshot.filter(|_| carries);
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

    pub(crate) fn answer(&mut self, model: &Model, t: u8, r: u8) {
        let now = self.now();
        let Stage::Sent(stamp, pair) = self.tab(t).requests[usize::from(r)].stage else {
            return;
        };
        if let Some(pair) = pair
            && !self.server.is_expired(pair)
            && !model.deaf
        {
            self.server.works(pair, model);
            if model.mutation != Some(Mutation::ForgetSuccess) {
                self.tab(t).machine.accepted(stamp);
            }
            self.settle(t, r);
            return;
        }
        self.sync(model, t, Origin::Unknown);
        let before = self.tab(t).begun;
        let open = self.tab(t).machine.state() == State::SignedIn;
        let refusal = Refusal {
            about: About::Token,
            stamp: if model.mutation == Some(Mutation::ForgetGeneration) {
                self.current(t, stamp)
            } else {
                stamp
            },
            target: Target::new(r.into()),
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
        let verdict = self
            .tab(t)
            .machine
            .refused(refusal, Credential::Stored, now);
        // A session that is gone takes its requests along.
        let mut retried = matches!(
            &verdict,
            Verdict::Fail(why) if matches!(why.error, Error::SessionEnded | Error::SessionChanged)
        );
        let gave_up = match &verdict {
            Verdict::Deliver => true,
            Verdict::Fail(why) => why.error == Error::RefreshLoop,
            Verdict::Retry(_) | Verdict::Wait(_) => false,
        };
        if gave_up && open && first && pair.is_some_and(|pair| self.server.has_worked(pair)) {
            self.fail("G24: a token that has worked has expired, and is not refreshed");
        }
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
        let (newer, after) = (tab.snapshot, tab.begun);
        if let (Some(old), Some(newer)) = (pair, newer)
            && open
            && first
            && old != newer
        {
            if after != before {
                self.fail("G3: a refusal of an old token began a refresh");
            }
            if !retried && self.server.family_of(old) == self.server.family_of(newer) {
                self.fail("G3: a refusal of an old token was not tried again");
            }
        }
    }

    pub(crate) fn resume(&mut self, model: &Model, t: u8, r: u8, stamp: Stamp) {
        self.sync(model, t, Origin::Unknown);
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

    pub(crate) fn abort(&mut self, model: &Model, t: u8, r: u8) {
        self.left.aborts -= 1;
        let Stage::Waiting(_, id) = self.tab(t).requests[usize::from(r)].stage else {
            return;
        };
        let refreshing = self.tab(t).is_refreshing();
        if model.mutation == Some(Mutation::AbortRefresh) {
            if let Some(run) = self.tab(t).runs.last_mut() {
                run.unwanted = true;
            }
        } else {
            self.tab(t).machine.abort(id);
        }
        self.perform(model, t, client(r));
        self.settle(t, r);
        let tab = self.tab(t);
        let goes_on = tab.runs.last().is_some_and(|run| !run.unwanted);
        if refreshing && !(tab.is_refreshing() && goes_on) {
            self.fail("G11: the refresh ended with a request that waited for it");
        }
    }

    /// A stamp of the current generation, for the mutations.
    pub(crate) fn current(&mut self, t: u8, stamp: Stamp) -> Stamp {
        let now = self.now();
        let mut machine = self.tab(t).machine.clone();
        match machine.admit(Hold::Never, Credential::Stored, now) {
            Admission::Send(current) | Admission::Wait(current) => {
                Stamp::from_bits(current.to_bits() & !1 | stamp.to_bits() & 1)
            }
        }
    }
}

/// The clients of a tab take turns.
fn client(r: u8) -> u8 {
    r % 2
}
