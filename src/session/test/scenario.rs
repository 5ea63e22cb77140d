//! A simulated tab: it performs the commands of the state machine one step at a time, and records what happened.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use super::paper::{NOTHING, Paper, Reply, Tokens, number_of, tokens};
use super::world::World;
use crate::error::Error;
use crate::session::*;

/// The state of a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fate {
    InFlight(Stamp),
    Waiting(WaiterId, Stamp),
    Answered(u16),
    /// `session.refresh()` has resolved.
    Refreshed,
    Failed(Failed),
}

/// Why a request failed, as the caller sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Failed {
    pub(super) error: Error,
    /// What went wrong with the refresh.
    pub(super) cause: Option<&'static str>,
}

/// A refresh that is not over, and its next command.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) id: RefreshId,
    pub(super) next: Command,
}

pub(super) type Name = &'static str;

/// When a tab opens, by the right clock.
pub(super) const NOW: Timestamp = Timestamp::from_ms(1_000_000_000);

pub(super) struct Tab {
    pub(super) session: Session,
    /// The store as this tab sees it. A test that writes here is the application's own code.
    pub(super) store: Tokens,
    /// Its content when it was last read.
    snapshot: Option<Tokens>,
    pub(super) now: Timestamp,
    pub(super) policy: Policy,
    /// In `0.0..1.0`.
    pub(super) random: f64,
    /// The immediate answer of `onEnd`; `None` if it waits for [`Tab::choose`].
    pub(super) on_end: Option<Choice>,
    /// Every request that was sent, in order, with the token that it carried.
    pub(super) sent: Vec<(Name, Option<Name>)>,
    pub(super) events: Vec<Event>,
    pub(super) ends: Vec<(EndReason, usize)>,
    /// The last end that the application was asked about.
    pub(super) asked: Option<Generation>,
    /// The tokens of each log-out; `None` for one that was no longer wanted.
    pub(super) logged_out: Vec<Option<Tokens>>,
    /// The tokens that were kept for the last log-out, and for each one that follows a refresh.
    kept: Tokens,
    deferred: BTreeMap<RefreshId, Tokens>,
    /// What was done, in order, one word for each effect.
    pub(super) done: Vec<&'static str>,
    world: Rc<RefCell<World>>,
    index: usize,
    /// This tab's last write, which hides what other tabs wrote before it.
    written: usize,
    /// The tokens of the last reply or sign-in.
    pending_grant: Tokens,
    /// The tokens that the refresh sends to the token endpoint.
    shown: Tokens,
    requests: BTreeMap<Name, Fate>,
    /// Those `requests` that are calls of `session.refresh()`.
    refresh_calls: Vec<Name>,
    settled: usize,
    /// The refreshes that are not over, the oldest first. Only the last is the session's.
    runs: VecDeque<Run>,
    /// The waiting requests, by the core's numbers.
    waiters: BTreeMap<WaiterId, Name>,
    /// Why each refresh has failed.
    causes: BTreeMap<RefreshId, &'static str>,
    /// Does the session still want the last refresh?
    is_refreshing: bool,
}

/// How one tab is opened.
impl Tab {
    /// No user is signed in.
    pub(super) fn new() -> Self {
        Self::with(NOTHING)
    }

    /// The store holds `access-1` and `refresh-1`, both opaque.
    pub(super) fn signed_in() -> Self {
        Self::with(tokens("access-1", "refresh-1"))
    }

    /// The store holds these; there is no other tab.
    pub(super) fn with(tokens: Tokens) -> Self {
        let [tab] = World::tabs(tokens);
        tab
    }

    /// `session.expiryMargin`, in ms.
    pub(super) fn margin(mut self, ms: u64) -> Self {
        self.session = shared(Some(ms));
        self.opened()
    }

    /// By the clock of this device.
    pub(super) fn at(mut self, now: Timestamp) -> Self {
        self.session = shared(None);
        self.now = now;
        self.opened()
    }

    pub(super) fn open(world: Rc<RefCell<World>>, index: usize, store: Tokens) -> Self {
        let tab = Self {
            session: shared(None),
            store,
            snapshot: None,
            now: NOW,
            policy: Policy {
                credential: Credential::Stored,
                retries: 0,
            },
            random: 0.5,
            on_end: Some(Choice::Reject),
            sent: Vec::new(),
            events: Vec::new(),
            ends: Vec::new(),
            asked: None,
            logged_out: Vec::new(),
            kept: NOTHING,
            deferred: BTreeMap::new(),
            done: Vec::new(),
            world,
            index,
            written: 0,
            pending_grant: NOTHING,
            shown: NOTHING,
            requests: BTreeMap::new(),
            refresh_calls: Vec::new(),
            settled: 0,
            runs: VecDeque::new(),
            is_refreshing: false,
            waiters: BTreeMap::new(),
            causes: BTreeMap::new(),
        };
        tab.opened()
    }

    /// A page reads the store when it opens.
    fn opened(mut self) -> Self {
        (self.snapshot, self.events) = (None, Vec::new());
        self.sync(Origin::Unknown);
        self
    }
}

/// Requests.
impl Tab {
    pub(super) fn send(&mut self, name: Name) {
        self.send_held(name, Hold::DuringRefresh);
    }

    /// The application makes a request, with or without `hold`.
    pub(super) fn send_held(&mut self, name: Name, hold: Hold) {
        self.sync(Origin::Unknown);
        match self.session.admit(hold, self.policy.credential, self.now) {
            Admission::Send(stamp) => self.transmit(name, stamp),
            Admission::Wait(stamp) => self.hold(name, stamp),
        }
        self.perform();
    }

    /// `session.refresh()`
    pub(super) fn refresh_now(&mut self, name: Name) {
        self.sync(Origin::Unknown);
        self.refresh_calls.push(name);
        match self.session.refresh_now(self.policy.credential) {
            Ok(stamp) => self.hold(name, stamp),
            Err(failure) => self.fail(name, failure),
        }
        self.perform();
    }

    /// The server answers a request; 401 refuses the token, 403 a permission, 410 the session.
    pub(super) fn answer(&mut self, name: Name, status: u16) {
        match status {
            401 => return self.refuse(name, status, About::Token),
            403 => return self.refuse(name, status, About::Permission),
            410 => return self.refuse(name, status, About::Session),
            _ => {}
        }
        let stamp = self.stamp_of(name);
        if self.session.accepted(stamp) {
            self.session.accepted_at(Target::new(number_of(name)));
        }
        if status < 300 {
            self.session
                .accepted_externally(stamp, self.policy.credential);
        }
        self.settle(name, Fate::Answered(status));
        self.perform();
    }

    /// The server asks for its nonce in the proof.
    pub(super) fn ask_for_nonce(&mut self, name: Name) {
        self.refuse(name, 401, About::Nonce);
    }

    fn refuse(&mut self, name: Name, status: u16, about: About) {
        let stamp = self.stamp_of(name);
        self.sync(Origin::Unknown);
        let refusal = Refusal {
            about,
            stamp,
            target: Target::new(number_of(name)),
            status,
        };
        match self
            .session
            .refused(refusal, self.policy.credential, self.now)
        {
            Verdict::Deliver => self.settle(name, Fate::Answered(status)),
            Verdict::Retry(stamp) => self.resume(name, stamp),
            Verdict::Wait(stamp) => self.hold(name, stamp),
            Verdict::Fail(failure) => self.fail(name, failure),
        }
        self.perform();
    }

    fn stamp_of(&self, name: Name) -> Stamp {
        let Fate::InFlight(stamp) = self.fate(name) else {
            panic!("{name} is not in flight: {:?}", self.fate(name));
        };
        stamp
    }

    pub(super) fn send_all(&mut self, names: &[Name]) {
        for name in names {
            self.send(name);
        }
    }

    pub(super) fn answer_all(&mut self, names: &[Name], status: u16) {
        for name in names {
            self.answer(name, status);
        }
    }

    /// A request that is refused, and waits.
    pub(super) fn send_and_refuse(&mut self, name: Name) {
        self.send(name);
        self.answer(name, 401);
    }

    pub(super) fn abort(&mut self, name: Name) {
        let id = self.place(name);
        self.session.abort(id);
        self.requests.remove(name);
        self.perform();
    }

    /// The deadline of a waiter passes.
    pub(super) fn time_out(&mut self, name: Name) {
        let id = self.place(name);
        self.session.time_out(id);
        self.perform();
    }
}

/// The steps of a refresh: each performs the next command of the oldest that is not over, and reports it.
impl Tab {
    /// The tab acquires the lock and reads the store.
    pub(super) fn lock(&mut self) {
        let Some(Command::AcquireLock { refresh }) = self.step() else {
            panic!("no refresh waits for the lock");
        };
        self.world.borrow_mut().take_lock(self.index);
        self.sync(Origin::Unknown);
        let shown = self.shown_by(refresh);
        let lock = self.world.borrow().lock_with(shown);
        self.session.locked(refresh, lock, self.policy, self.now);
        self.perform();
    }

    /// The wait for another tab's tokens is over: they are in the store, or the wait took too long.
    pub(super) fn awaited(&mut self) {
        let Some(Command::AwaitStore { refresh, .. }) = self.step() else {
            panic!("the refresh does not wait for the store");
        };
        self.session.arrived(refresh, self.now);
        self.perform();
    }

    /// The token endpoint replies; the store has not been read again yet.
    pub(super) fn reply(&mut self, reply: Reply) {
        let Some(Command::Exchange { refresh }) = self.step() else {
            panic!("no refresh is at the token endpoint");
        };
        let answer = match reply {
            Ok(mut tokens) => {
                if tokens.refresh.is_some() {
                    self.world.borrow_mut().spend(self.shown.refresh);
                }
                tokens.refresh = tokens.refresh.or(self.shown.refresh);
                self.pending_grant = tokens;
                Answer::Granted(tokens.grant())
            }
            Err((answer, cause)) => {
                self.causes.insert(refresh, cause);
                answer
            }
        };
        self.session
            .answered(refresh, answer, self.random, self.now);
        self.perform();
    }

    /// The token endpoint replies to the refresh that comes before a log-out.
    pub(super) fn reply_to_last(&mut self, reply: Reply) {
        let Some(Command::Exchange { refresh }) = self.step() else {
            panic!("no refresh is at the token endpoint");
        };
        if let Ok(mut tokens) = reply {
            if tokens.refresh.is_some() {
                self.world.borrow_mut().spend(self.shown.refresh);
            }
            tokens.refresh = tokens.refresh.or(self.shown.refresh);
            self.deferred.insert(refresh, tokens);
        }
        self.session.parted(refresh);
        self.perform();
    }

    /// The pause between two attempts passes. Returns its length in ms.
    pub(super) fn pause(&mut self) -> u64 {
        let Some(Command::Pause { refresh, pause }) = self.step() else {
            panic!("the refresh does not pause");
        };
        let ms = u64::from(pause);
        self.passes(ms);
        self.session.paused(refresh);
        self.perform();
        ms
    }

    /// The store is read once more, and the answer counts.
    pub(super) fn confirm(&mut self) {
        let Some(Command::ConfirmStore { refresh, pause }) = self.step() else {
            panic!("the refresh has no answer to confirm");
        };
        self.passes(pause.into());
        self.sync(Origin::Unknown);
        self.session.confirmed(refresh, self.now);
        self.perform();
    }

    /// The notice is raised, and the lock released.
    pub(super) fn announce(&mut self) {
        let Some(Command::AnnounceExchanged { refresh }) = self.step() else {
            panic!("the refresh has nothing to announce");
        };
        self.world.borrow_mut().raise_notice(self.shown);
        self.session.announced(refresh);
        self.perform();
    }

    /// A whole refresh, whatever its result.
    pub(super) fn refresh(&mut self, reply: Reply) {
        self.lock();
        self.reply(reply);
        if let Some(Command::ConfirmStore { .. }) = self.step() {
            self.confirm();
        }
        if let Some(Command::AnnounceExchanged { .. }) = self.step() {
            self.announce();
        }
    }

    /// The remaining steps of the refresh, with a server that grants tokens.
    pub(super) fn finish(&mut self) {
        while let Some(step) = self.step() {
            match step {
                Command::AcquireLock { .. } => self.lock(),
                Command::AwaitStore { .. } => self.awaited(),
                Command::Exchange { .. } => self.reply(Ok(tokens("late", "late-r"))),
                Command::Pause { .. } => drop(self.pause()),
                Command::ConfirmStore { .. } => self.confirm(),
                Command::AnnounceExchanged { .. } => self.announce(),
                other => panic!("{other:?} is no step"),
            }
        }
    }

    /// The next step of the refresh.
    pub(super) fn step(&self) -> Option<Command> {
        self.runs.front().map(|run| run.next)
    }

    pub(super) fn refresh_is_over(&self) -> bool {
        self.runs.is_empty()
    }

    /// Removes a refresh that the session no longer wants, because its lock was stolen. The test performs its steps.
    pub(super) fn set_aside(&mut self) -> Run {
        self.world.borrow_mut().release_lock(self.index);
        self.runs.pop_front().expect("there is a refresh")
    }

    /// Has the token endpoint granted tokens that are not confirmed yet?
    fn is_granted(&self, id: RefreshId) -> bool {
        let next = Command::ConfirmStore {
            refresh: id,
            pause: 0,
        };
        self.runs.contains(&Run { id, next })
    }

    /// The tokens that a refresh exchanges.
    fn shown_by(&self, id: RefreshId) -> Tokens {
        self.deferred.get(&id).copied().unwrap_or(self.store)
    }

    /// Sets the next step of a refresh.
    fn advance_run(&mut self, id: RefreshId, next: Command) {
        if let Command::Exchange { .. } = next {
            self.shown = self.shown_by(id);
            self.world.borrow_mut().exchange(self.shown.refresh);
        }
        match self.runs.iter_mut().find(|run| run.id == id) {
            Some(run) => run.next = next,
            None => self.runs.push_back(Run { id, next }),
        }
    }
}

/// What the user, the application and time do.
impl Tab {
    pub(super) fn sign_in(&mut self, tokens: Tokens) {
        self.sync(Origin::Unknown);
        self.pending_grant = tokens;
        self.session.sign_in(tokens.grant(), self.now);
        self.perform();
    }

    pub(super) fn sign_out(&mut self) {
        self.sync(Origin::Unknown);
        self.session.sign_out();
        self.perform();
    }

    /// The same, with `session.logout`.
    pub(super) fn log_out(&mut self) {
        self.sync(Origin::Unknown);
        self.kept = self.store;
        match self.session.log_out(self.policy.credential, self.now) {
            Parting::Nothing | Parting::Current => {}
            Parting::Expired => self.kept.access = None,
        }
        self.perform();
    }

    /// The server answers the log-out as it answers an expired token.
    pub(super) fn refuse_log_out(&mut self) {
        let has_refresh = self.kept.refresh.is_some();
        self.session
            .log_out_refused(self.policy.credential, has_refresh);
        self.perform();
    }

    /// `session.signIn()`, without tokens.
    pub(super) fn sign_in_externally(&mut self) {
        self.sync(Origin::Unknown);
        self.session.sign_in_externally(self.policy.credential);
        self.perform();
    }

    /// Another tab, which shares nothing but a cookie, has broadcast that the session is over.
    pub(super) fn hears_external_end(&mut self, end: EndKind) {
        self.session.share(Sharing::Cookie);
        self.session.on_message(match end {
            EndKind::SignOut => Message::SignedOut(Token::EXTERNAL),
            EndKind::Refusal => Message::Ended(Token::EXTERNAL),
        });
        self.perform();
    }

    /// `onEnd`, which has not answered immediately, returns.
    pub(super) fn choose(&mut self, choice: Choice) {
        if let Some(end) = self.asked {
            self.session.resolve_end(end, choice);
        }
        self.perform();
    }

    pub(super) fn passes(&mut self, ms: u64) {
        self.now = self.now.after(ms);
    }

    /// The timer of `keepFresh` fires.
    pub(super) fn tick(&mut self) {
        self.sync(Origin::Unknown);
        self.session.tick(self.policy.credential, self.now);
        self.perform();
    }
}

/// The other tabs.
impl Tab {
    /// The next write of another tab arrives, with its `storage` event.
    pub(super) fn sees(&mut self) {
        self.sees_quietly();
        self.sync(Origin::OtherTab);
    }

    /// It arrives, and its event has not been dispatched yet.
    pub(super) fn sees_quietly(&mut self) {
        let write = self.world.borrow_mut().next_write(self.index);
        let write = write.expect("no write is on its way");
        if write.number > self.written {
            self.store = write.tokens;
        }
    }

    /// The next message of another tab arrives.
    pub(super) fn receives(&mut self) {
        let message = self.world.borrow_mut().next_message(self.index);
        self.session.on_message(message.expect("nothing was said"));
        self.perform();
        self.sync(Origin::OtherTab);
    }

    /// Everything that is on its way arrives, writes first.
    pub(super) fn catches_up(&mut self) {
        while self.world.borrow().has_write(self.index) {
            self.sees();
        }
        while self.world.borrow().has_message(self.index) {
            self.receives();
        }
    }
}

/// What a test can check afterwards.
impl Tab {
    pub(super) fn fate(&self, name: Name) -> Fate {
        let fate = self.requests.get(name).cloned();
        fate.unwrap_or_else(|| panic!("{name} is unknown"))
    }

    pub(super) fn failure(&self, name: Name) -> Failed {
        match self.fate(name) {
            Fate::Failed(failure) => failure,
            other => panic!("{name} has not failed: {other:?}"),
        }
    }

    pub(super) fn error(&self, name: Name) -> Error {
        self.failure(name).error
    }

    pub(super) fn is_waiting(&self, name: Name) -> bool {
        matches!(self.fate(name), Fate::Waiting(..))
    }

    pub(super) fn is_answered(&self, name: Name) -> bool {
        self.fate(name) == Fate::Answered(200)
    }

    /// How many times requests have settled: one that settles twice counts twice.
    pub(super) fn settled(&self) -> usize {
        self.settled
    }

    pub(super) fn sent_names(&self) -> Vec<Name> {
        self.sent.iter().map(|(name, _)| *name).collect()
    }

    /// The last request that was sent, and the token that it carried.
    pub(super) fn last_sent(&self) -> (Name, Option<Name>) {
        *self.sent.last().expect("something was sent")
    }

    /// The refresh tokens that all tabs have sent to the token endpoint, in order.
    pub(super) fn exchanged(&self) -> Vec<Option<Name>> {
        self.world.borrow().exchanged().to_vec()
    }

    /// The position of an effect among all that were performed.
    pub(super) fn did(&self, word: &str) -> usize {
        let place = self.done.iter().position(|done| *done == word);
        place.unwrap_or_else(|| panic!("no {word} in {:?}", self.done))
    }

    pub(super) fn access(&self) -> Option<Name> {
        self.store.access.map(|paper: Paper| paper.name)
    }
}

/// What the runtime does.
impl Tab {
    /// A store that has not changed is not passed to the session.
    pub(super) fn sync(&mut self, origin: Origin) {
        if self.snapshot != Some(self.store) {
            self.snapshot = Some(self.store);
            let stored = self.store.stored();
            self.session.sync_from_store(stored, origin, self.now);
            self.perform();
        }
    }

    fn transmit(&mut self, name: Name, stamp: Stamp) {
        // The store may lag behind a sign-out that the state machine already knows.
        let token = self.access().filter(|_| stamp.bearer);
        self.sent.push((name, token));
        self.requests.insert(name, Fate::InFlight(stamp));
    }

    fn resume(&mut self, name: Name, stamp: Stamp) {
        match self.session.resume(stamp) {
            Ok(stamp) => self.transmit(name, stamp),
            Err(failure) => self.fail(name, failure),
        }
    }

    fn fail(&mut self, name: Name, failure: Failure) {
        let cause = failure.cause.map(|refresh| {
            let known = self.causes.get(&refresh).copied();
            known.unwrap_or("the answer that has ended the session")
        });
        let error = failure.error;
        self.settle(name, Fate::Failed(Failed { error, cause }));
    }

    fn hold(&mut self, name: Name, stamp: Stamp) {
        let id = self.session.wait();
        self.waiters.insert(id, name);
        self.requests.insert(name, Fate::Waiting(id, stamp));
    }

    fn place(&self, name: Name) -> WaiterId {
        match self.fate(name) {
            Fate::Waiting(id, _) => id,
            other => panic!("{name} does not wait: {other:?}"),
        }
    }

    fn settle(&mut self, name: Name, fate: Fate) {
        self.settled += 1;
        self.requests.insert(name, fate);
    }

    fn perform(&mut self) {
        while let Some(command) = self.session.poll() {
            self.done.push(word(command));
            match command {
                Command::AcquireLock { refresh } => {
                    assert!(!self.is_refreshing, "two refreshes in flight");
                    self.is_refreshing = true;
                    self.advance_run(refresh, command);
                }
                Command::AwaitStore { refresh, .. }
                | Command::Exchange { refresh }
                | Command::Pause { refresh, .. }
                | Command::ConfirmStore { refresh, .. }
                | Command::AnnounceExchanged { refresh } => self.advance_run(refresh, command),
                Command::DeferLogOut { refresh } => {
                    self.is_refreshing = false;
                    let granted = self.is_granted(refresh).then_some(self.pending_grant);
                    self.deferred.insert(refresh, granted.unwrap_or(self.kept));
                }
                Command::LogOut { refresh, wanted } => {
                    let tokens = match refresh {
                        Some(refresh) => self.deferred[&refresh],
                        None => self.kept,
                    };
                    self.logged_out.push(wanted.then_some(tokens));
                }
                Command::ReleaseLock { refresh } => {
                    self.runs.retain(|run| run.id != refresh);
                    self.world.borrow_mut().release_lock(self.index);
                }
                Command::CancelRefresh { .. } => self.is_refreshing = false,
                Command::StoreTokens => self.write(self.pending_grant),
                Command::StoreMarker => self.write(Tokens {
                    refresh: Some("a marker"),
                    ..NOTHING
                }),
                Command::ClearTokens { end } => self.write(Tokens {
                    ended: end == EndKind::Refusal,
                    ..NOTHING
                }),
                Command::Broadcast { message } => {
                    self.world.borrow_mut().post(self.index, message);
                }
                Command::Emit { event } => self.events.push(event),
                Command::Settle {
                    waiter,
                    error,
                    cause,
                } => {
                    let failure = error.map(|error| Failure { error, cause });
                    self.wake(waiter, failure);
                }
                Command::AskApplication {
                    reason, waiting, ..
                } => {
                    self.ends.push((reason, waiting));
                    self.asked = self.session.last_end();
                    if let Some((end, choice)) = self.asked.zip(self.on_end) {
                        self.session.resolve_end(end, choice);
                    }
                }
            }
        }
    }

    fn write(&mut self, tokens: Tokens) {
        self.store = tokens;
        self.snapshot = Some(tokens);
        self.written = self.world.borrow_mut().write(self.index, tokens);
    }

    fn wake(&mut self, waiter: WaiterId, failure: Option<Failure>) {
        let name = self.waiters.remove(&waiter).expect("it waits");
        let Fate::Waiting(_, stamp) = self.fate(name) else {
            panic!("{name} was woken and did not wait");
        };
        match failure {
            Some(failure) => self.fail(name, failure),
            None if self.refresh_calls.contains(&name) => self.settle(name, Fate::Refreshed),
            None => self.resume(name, stamp),
        }
    }
}

fn word(command: Command) -> &'static str {
    match command {
        Command::AcquireLock { .. } => "refresh",
        Command::CancelRefresh { .. } => "cancel",
        Command::StoreTokens => "store",
        Command::ClearTokens { .. } => "clear",
        Command::StoreMarker => "mark",
        Command::Broadcast { .. } => "post",
        Command::Emit { .. } => "emit",
        Command::Settle { .. } => "release",
        Command::AskApplication { .. } => "end",
        _ => "step",
    }
}

/// A session whose store all tabs share.
fn shared(margin: Option<u64>) -> Session {
    let mut session = Session::new(margin);
    session.share(Sharing::Store);
    session
}
