//! The test runtime: it performs the core's commands as the two real ones do, and checks what they lead to.

use everfetch::error::Error;
use everfetch::session::{
    Command, EndKind, EndReason, Event, Failure, Message, RefreshId, State, WaiterId,
};

use crate::model::{Model, Mutation};
use crate::tab::Stage;
use crate::world::{REFUSED, UNREACHED, World};

impl World {
    /// Takes all commands before any of them is performed, as the runtimes do.
    pub(crate) fn perform(&mut self, model: &Model, t: u8, client: u8) {
        let machine = &mut self.tab(t).machine;
        let mut commands: Vec<Command> = std::iter::from_fn(|| machine.poll()).collect();
        if model.mutation == Some(Mutation::ReverseQueue) {
            reverse_settled(&mut commands);
        }
        self.check_order(t, &commands);
        for command in commands {
            self.perform_one(model, t, client, command);
        }
        let tab = self.tab(t);
        if matches!(tab.machine.state(), State::SignedIn | State::SignedOut) {
            tab.cause = None;
        }
    }

    fn perform_one(&mut self, model: &Model, t: u8, client: u8, command: Command) {
        match command {
            Command::AcquireLock { refresh } => self.set_out(t, client, refresh),
            Command::CancelRefresh { refresh } => {
                let mut runs = self.tab(t).runs.iter_mut();
                if let Some(run) = runs.find(|run| run.id == refresh) {
                    run.unwanted = true;
                }
            }
            Command::StoreTokens => {
                if model.mutation != Some(Mutation::StoreLate) {
                    let pending_grant = self.tab(t).pending_grant.take();
                    self.write(t, pending_grant, false);
                }
            }
            Command::ClearTokens { end } => {
                if model.mutation != Some(Mutation::KeepTokens) {
                    self.write(t, None, end == EndKind::Refusal);
                }
            }
            Command::StoreMarker => unreachable!("tokens are stored here"),
            Command::Broadcast { message } => self.post(t, message),
            Command::Emit { event } => {
                if matches!(event, Event::SignedIn) {
                    self.tab(t).ended = false;
                    self.tab(t).parked = false;
                }
            }
            Command::Settle {
                waiter,
                error,
                cause,
            } => {
                let failure = error.map(|error| Failure { error, cause });
                self.settled(model, t, waiter, failure);
            }
            Command::AskApplication { reason, cause, .. } => self.end(t, reason, cause),
            Command::DeferLogOut { .. } | Command::LogOut { .. } => {}
            Command::AwaitStore { refresh, .. }
            | Command::Exchange { refresh }
            | Command::Pause { refresh, .. }
            | Command::ConfirmStore { refresh, .. }
            | Command::AnnounceExchanged { refresh }
            | Command::ReleaseLock { refresh } => self.go_on(model, t, refresh, command),
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

    /// Those who are released at once leave in the order in which they came.
    fn check_order(&mut self, t: u8, commands: &[Command]) {
        let tab = self.tab(t);
        let released: Vec<u8> = commands
            .iter()
            .filter_map(|command| match command {
                Command::Settle { waiter, .. } => tab.waiter(*waiter),
                _ => None,
            })
            .collect();
        let mut waiting = tab.waiting();
        waiting.retain(|r| released.contains(r));
        if waiting != released {
            self.fail("G6: the waiters did not leave in the order in which they came");
        }
    }

    fn settled(&mut self, model: &Model, t: u8, waiter: WaiterId, failure: Option<Failure>) {
        let Some(r) = self.tab(t).waiter(waiter) else {
            return;
        };
        let mixed = model.mutation == Some(Mutation::MixUsers);
        match failure {
            Some(failure) if mixed && failure.error == Error::SessionChanged => {
                self.tab(t).ready.push(r);
            }
            None => {
                self.is_stored(t);
                self.tab(t).ready.push(r);
            }
            Some(_) if model.mutation == Some(Mutation::SwallowRejections) => {}
            Some(failure) => {
                self.has_the_true_cause(t, failure);
                self.settle(t, r);
            }
        }
    }

    /// A rejected waiter gets the true cause.
    fn has_the_true_cause(&mut self, t: u8, failure: Failure) {
        let over = self.tab(t).machine.state() == State::Ended;
        match (failure.error, self.tab(t).cause_of(failure.cause)) {
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

    /// New tokens are in the store before any waiter or listener learns of them.
    fn is_stored(&mut self, t: u8) {
        let view = self.tab(t).view;
        let unstored = self.tab(t).runs.iter().find_map(|run| run.unstored);
        if unstored.is_some() && view != unstored {
            self.fail("G4: waiters learned of new tokens that are not stored");
        }
    }

    fn end(&mut self, t: u8, reason: EndReason, refresh: Option<RefreshId>) {
        let cause = self.tab(t).cause_of(refresh);
        let worked = self
            .sent_pair(t)
            .is_some_and(|pair| !self.server.is_expired(pair));
        let tab = self.tab(t);
        tab.asked += 1;
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
                self.fail("G14: a refresh that was not needed yet has ended the session");
            }
            if cause != Some(REFUSED) {
                self.fail("G8: the session has ended, and no server rejected the refresh");
            }
        }
    }
}

/// For a mutation: the last to wait is settled first.
fn reverse_settled(commands: &mut [Command]) {
    let is_settle = |command: &Command| matches!(command, Command::Settle { .. });
    let places: Vec<usize> = (0..commands.len())
        .filter(|place| is_settle(&commands[*place]))
        .collect();
    let last = places.len();
    for index in 0..last / 2 {
        commands.swap(places[index], places[last - 1 - index]);
    }
}
