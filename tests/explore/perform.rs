//! What becomes of the machine's effects: browser/perform.rs, on paper.

use everfetch::error::Error;
use everfetch::session::{Effect, EndKind, EndReason, Event, Failure, Message, State};

use crate::model::{Model, Mutation};
use crate::tab::Stage;
use crate::world::{REFUSED, UNREACHED, World};

impl World {
    pub(crate) fn perform(&mut self, model: &Model, t: u8, client: u8) {
        while let Some(effect) = self.tab(t).machine.poll() {
            match effect {
                Effect::Refresh(step) => self.set_out(t, client, step),
                Effect::Cancel => {
                    if let Some(walk) = self.tab(t).walks.last_mut() {
                        walk.unwanted = true;
                    }
                }
                Effect::Store => {
                    if model.mutation != Some(Mutation::StoreLate) {
                        let offered = self.tab(t).offered.take();
                        self.write(t, offered, false);
                    }
                }
                Effect::Clear { end } => {
                    if model.mutation != Some(Mutation::KeepTokens) {
                        self.write(t, None, end == EndKind::Refusal);
                    }
                }
                Effect::Post(message) => self.post(t, message),
                Effect::Emit(event) => {
                    if matches!(event, Event::SignedIn) {
                        self.tab(t).ended = false;
                        self.tab(t).parked = false;
                    }
                }
                Effect::Release(waiters, outcome) => self.release(model, t, waiters, &outcome),
                Effect::End { reason, cause, .. } => self.end(t, reason, cause),
            }
        }
    }

    /// Microtasks: those who were released go out, in order, before anything else happens here.
    pub(crate) fn flush(&mut self, model: &Model) {
        for t in 0..2u8 {
            while let Some(tab) = &mut self.tabs[usize::from(t)]
                && !tab.ready.is_empty()
            {
                let r = tab.ready.remove(0);
                if let Stage::Waiting(stamp, _) = tab.requests[usize::from(r)].stage {
                    self.resume(model, t, r, stamp);
                }
            }
        }
    }

    fn post(&mut self, t: u8, message: Message) {
        if let Some(other) = &mut self.tabs[usize::from(1 - t)] {
            other.inbox.push_back(message);
        }
        if matches!(message, Message::Refreshed(..)) {
            self.is_stored(t);
        }
    }

    fn release(
        &mut self,
        model: &Model,
        t: u8,
        mut waiters: Vec<u8>,
        outcome: &Result<(), Failure<u8>>,
    ) {
        if model.mutation == Some(Mutation::ReverseQueue) {
            waiters.reverse();
        }
        let mut waiting = self.tab(t).waiting();
        waiting.retain(|r| waiters.contains(r));
        if waiting != waiters {
            self.fail("G6: the waiters did not leave in the order in which they came");
        }
        let mixed = model.mutation == Some(Mutation::MixUsers);
        match outcome {
            Err(failure) if mixed && failure.error == Error::SessionChanged => {
                self.tab(t).ready.extend(waiters);
            }
            Ok(()) => {
                self.is_stored(t);
                self.tab(t).ready.extend(waiters);
            }
            Err(_) if model.mutation == Some(Mutation::SwallowRejections) => {}
            Err(failure) => {
                self.is_told(t, failure);
                for r in waiters {
                    self.settle(t, r);
                }
            }
        }
    }

    /// Whoever is rejected learns why.
    fn is_told(&mut self, t: u8, failure: &Failure<u8>) {
        let over = self.tab(t).machine.state() == State::Ended;
        match (failure.error, failure.cause) {
            (Error::SessionEnded, Some(REFUSED)) if over => {}
            // By a sign-out, or in another tab.
            (Error::SessionEnded, None) if !over || self.refused => {}
            (Error::RefreshUnavailable, Some(UNREACHED)) => {}
            // What another tab has got did not come.
            (Error::RefreshUnavailable, None) => {}
            (Error::SessionChanged | Error::WaiterTimeout, None) => {}
            _ => self.fail("G7: waiters were rejected with another error than the one there was"),
        }
    }

    /// Before anybody is told of new tokens, they are in the store.
    fn is_stored(&mut self, t: u8) {
        let view = self.tab(t).view;
        let unstored = self.tab(t).walks.iter().find_map(|walk| walk.unstored);
        if unstored.is_some() && view != unstored {
            self.fail("G4: waiters were told of new tokens that are not stored");
        }
    }

    fn end(&mut self, t: u8, reason: EndReason, cause: Option<u8>) {
        let worked = self
            .spent(t)
            .is_some_and(|pair| !self.server.is_expired(pair));
        let tab = self.tab(t);
        tab.asked.push_back(cause);
        tab.newcomer = None;
        let twice = std::mem::replace(&mut tab.ended, reason != EndReason::UserChanged);
        let kept = tab.view.is_some();
        if twice {
            self.fail("G7: the application was asked twice about one end");
        }
        // In another tab.
        let elsewhere = cause.is_none() && self.refused;
        self.refused |= cause == Some(REFUSED);
        if reason == EndReason::Refused && !elsewhere {
            if kept {
                self.fail("G7: the session has ended and its tokens are kept");
            }
            if worked {
                self.fail("G14: a refresh that nobody needed yet has ended the session");
            }
            if cause != Some(REFUSED) {
                self.fail("G8: the session has ended, and nobody refused");
            }
        }
    }
}
