//! The session core: any sequence of calls and reports that a runtime can make, and what must hold after each.

use crate::Target;
use arbitrary::{Arbitrary as _, Result, Unstructured};
use everfetch::error::Error;
use everfetch::session::{
    About, Admission, Answer, Choice, Command, Credential, EndKind, Generation, Grant, Hold, Lock,
    Message, MessageKind, Origin, Parting, Policy, Presented, RefreshId, Refusal, Session, Sharing,
    SignIn, Stamp, State, Stored, Target as RequestTarget, Terms, Timestamp, Token, User, Verdict,
    WaiterId,
};
use std::collections::{BTreeMap, BTreeSet};

/// The target.
pub const TARGET: Target = Target {
    name: "session",
    check,
    examples: &[
        "\u{3}\u{1}\u{1}\u{0}\u{1}\u{0}\u{7}\u{7}\u{7}\u{7}",
        "\u{3}\u{1}\u{0}\u{0}\u{1}\u{1}\u{7}\u{4}\u{7}\u{9}\u{3}",
    ],
};

/// More reports than any refresh needs.
const ENOUGH: usize = 500;

fn check(input: &mut Unstructured<'_>) -> Result<()> {
    let mut runtime = Runtime::new(input)?;
    while !input.is_empty() {
        runtime.act(input)?;
    }
    runtime.settles();
    Ok(())
}

/// The step of a refresh that the runtime performs now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Lock,
    Await,
    Exchange,
    Pause,
    Confirm,
    Announce,
}

/// A request of a caller.
#[derive(Clone, Copy, Debug)]
struct Request {
    stamp: Stamp,
    user: Option<User>,
    refusals: u32,
}

/// A runtime that performs nothing and reports anything.
struct Runtime {
    session: Session,
    now: u64,
    has_locks: bool,
    credential: Credential,
    /// The step of each refresh that is not over, and whether the session has left it behind.
    steps: BTreeMap<RefreshId, (Step, bool)>,
    holder: Option<RefreshId>,
    /// In the order in which they came.
    waiting: Vec<(WaiterId, Request)>,
    sent: Vec<Request>,
    /// The end that the application has been asked about and has not yet answered.
    asked: Option<Generation>,
    is_parked: bool,
    store: Stored,
    /// Tokens that the session has been given and the store has not, and whose they are.
    proposed: Option<(Grant, Option<User>)>,
    /// The user of the tokens that the session has seen last.
    user: Option<User>,
    /// The access tokens that there have been.
    tokens: Vec<Presented>,
    /// The refreshes that precede a log-out.
    deferred: BTreeSet<RefreshId>,
    /// The number of log-outs that the session still has to command.
    owed: usize,
}

impl Runtime {
    fn new(input: &mut Unstructured<'_>) -> Result<Self> {
        let margin = Option::<u16>::arbitrary(input)?.map(u64::from);
        let mut session = Session::new(margin);
        session.share(*input.choose(&[
            Sharing::Store,
            Sharing::Copies,
            Sharing::Cookie,
            Sharing::Function,
        ])?);
        Ok(Self {
            session,
            now: 1_700_000_000_000,
            has_locks: bool::arbitrary(input)?,
            credential: credential(input)?,
            steps: BTreeMap::new(),
            holder: None,
            waiting: Vec::new(),
            sent: Vec::new(),
            asked: None,
            is_parked: false,
            store: Stored::default(),
            proposed: None,
            user: None,
            tokens: Vec::new(),
            deferred: BTreeSet::new(),
            owed: 0,
        })
    }

    /// Performs one random action, and the commands of the session.
    fn act(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let now = self.time();
        match input.int_in_range(0..=15)? {
            0 | 1 => self.request(input)?,
            2 if input.ratio(1, 8)? => {
                let has_refresh = bool::arbitrary(input)?;
                let comes = self.session.log_out_refused(self.credential, has_refresh);
                self.owed += usize::from(comes);
            }
            2 => self.refuse(input)?,
            3 => self.accept(input)?,
            4 => {
                let grant = self.grant(input)?;
                self.proposed = Some((grant, grant.access.user));
                self.session.sign_in(grant, now);
            }
            5 => {
                if !bool::arbitrary(input)? {
                    self.session.sign_out();
                } else if self.session.log_out(self.credential, now) != Parting::Nothing {
                    self.owed += 1;
                }
                assert_eq!(self.session.waiting(), 0, "G9: who waits after a sign-out?");
            }
            6 => self.other_tab_writes(input)?,
            7 => self.receive(input)?,
            8..=10 => self.report(input)?,
            11 => self.leave(input)?,
            12 => self.choose(input)?,
            13 => {
                if let Ok(stamp) = self.session.refresh_now(self.credential) {
                    self.wait(stamp, self.user, 0);
                }
            }
            14 => {
                self.now += u64::from(u32::arbitrary(input)?);
                self.session.tick(self.credential, self.time());
            }
            _ => self.awake(input)?,
        }
        self.perform();
        Ok(())
    }

    /// Nothing new happens, and everything in progress succeeds: then no request waits any more (G1).
    fn settles(&mut self) {
        for _ in 0..ENOUGH {
            let free = self.steps.iter().find(|(id, (step, _))| {
                *step != Step::Lock || self.holder.is_none_or(|holder| holder == **id)
            });
            if let Some((&id, &(step, _))) = free {
                let answer = Answer::Unavailable { retry_after: None };
                self.end(id, step, Lock::Held, answer);
            } else if let Some(end) = self.asked.take() {
                self.session.resolve_end(end, Choice::Reject);
            } else if self.is_parked {
                self.is_parked = false;
                self.session.sign_out();
            } else {
                break;
            }
            self.perform();
        }
        assert!(self.steps.is_empty(), "G1: {:?} never end", self.steps);
        assert_eq!(self.waiting.len(), 0, "G1: they wait for ever");
        assert_eq!(self.holder, None, "G2: the lock is never released");
        assert_eq!(self.owed, 0, "G9: a log-out is never sent");
    }

    // ---------------------------------------------------------------------------------- what happens

    fn request(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        self.sync(Origin::Unknown);
        let hold = *input.choose(&[Hold::DuringRefresh, Hold::Never])?;
        match self.session.admit(hold, self.credential, self.time()) {
            Admission::Send(stamp) => self.sent.push(Request {
                stamp,
                user: self.user,
                refusals: 0,
            }),
            Admission::Wait(stamp) => self.wait(stamp, self.user, 0),
        }
        Ok(())
    }

    fn refuse(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let Some(request) = take(input, &mut self.sent)? else {
            return Ok(());
        };
        let about = *input.choose(&[
            About::Token,
            About::Permission,
            About::Elsewhere,
            About::Session,
            About::Nonce,
        ])?;
        // To ask for a nonce refuses no token.
        let refusals = request.refusals + u32::from(about != About::Nonce);
        assert!(refusals <= 2, "G5: it was sent {refusals} times");
        self.sync(Origin::Unknown);
        let refusal = Refusal {
            stamp: request.stamp,
            target: RequestTarget::new(input.int_in_range(0..=2)?),
            status: 401,
            about,
        };
        match self.session.refused(refusal, self.credential, self.time()) {
            Verdict::Deliver | Verdict::Fail(_) => {}
            Verdict::Retry(stamp) => self.resume(Request {
                stamp,
                refusals,
                ..request
            }),
            Verdict::Wait(stamp) => self.wait(stamp, request.user, refusals),
        }
        Ok(())
    }

    fn accept(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        if let Some(request) = take(input, &mut self.sent)? {
            if self.session.accepted(request.stamp) {
                let target = RequestTarget::new(input.int_in_range(0..=2)?);
                self.session.accepted_at(target);
            }
            let began = self
                .session
                .accepted_externally(request.stamp, self.credential);
            // The user of a session by cookie is unknown.
            self.user = self.user.filter(|_| !began);
        }
        Ok(())
    }

    fn other_tab_writes(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        self.store = if bool::arbitrary(input)? {
            let Grant { access, refresh } = self.grant(input)?;
            Stored {
                access: Some(access),
                refresh,
                ended: false,
            }
        } else {
            Stored {
                ended: bool::arbitrary(input)?,
                ..Stored::default()
            }
        };
        if bool::arbitrary(input)? {
            self.sync(*input.choose(&[Origin::Unknown, Origin::OtherTab])?);
        }
        Ok(())
    }

    fn receive(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let kind = *input.choose(&[
            MessageKind::SignedIn,
            MessageKind::Refreshed,
            MessageKind::SignedOut,
            MessageKind::Ended,
        ])?;
        let last = u32::try_from(self.tokens.len()).unwrap_or_default();
        let mut token = || Ok(Token::new(input.int_in_range(0..=last + 1)?));
        let message = Message::new(kind, token()?, token()?);
        self.session.on_message(message);
        Ok(())
    }

    /// A step ends, of any refresh that is not over.
    fn report(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let steps: Vec<_> = self
            .steps
            .iter()
            .map(|(id, (step, _))| (*id, *step))
            .collect();
        if steps.is_empty() {
            return Ok(());
        }
        let (id, step) = *input.choose(&steps)?;
        let is_taken = self.holder.is_some_and(|holder| holder != id);
        if step == Step::Lock && is_taken {
            return Ok(());
        }
        let lock = *input.choose(&[Lock::Held, Lock::HeldAfterExchange])?;
        let answer = self.answer(input)?;
        self.end(id, step, lock, answer);
        Ok(())
    }

    /// A waiter is aborted, or its deadline has come.
    fn leave(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let at = input.choose_index(self.waiting.len())?;
        if bool::arbitrary(input)? {
            let (id, _) = self.waiting.remove(at);
            self.session.abort(id);
        } else {
            self.session.time_out(self.waiting[at].0);
        }
        Ok(())
    }

    fn choose(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        if let Some(end) = self.asked.take() {
            let choice = *input.choose(&[Choice::Reject, Choice::Park])?;
            self.session.resolve_end(end, choice);
            // What is parked already stays there, whatever the answer to a second question.
            self.is_parked |= choice == Choice::Park;
        }
        Ok(())
    }

    fn awake(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        match input.int_in_range(0..=2)? {
            0 => self.session.wake(),
            1 => {
                let date = Timestamp::from_ms(u64::arbitrary(input)?);
                self.session.learn(date, self.time());
            }
            _ => {
                self.user = None;
                self.session.sign_in_externally(credential(input)?);
            }
        }
        Ok(())
    }

    // ------------------------------------------------------------------------- what the session commands

    fn perform(&mut self) {
        while let Some(command) = self.session.poll() {
            self.perform_one(command);
        }
        assert_eq!(self.session.waiting(), self.waiting.len(), "G1: the queue");
        let live = self.steps.values().filter(|(_, is_left)| !is_left).count();
        assert!(live <= 1, "G2: {:?} are in flight", self.steps);
        let is_refreshing = self.session.state() == State::Refreshing;
        self.is_parked &= self.session.state() == State::Ended;
        assert_eq!(is_refreshing, live == 1, "G1: {:?}", self.steps);
        let is_cared_for = is_refreshing || self.asked.is_some() || self.is_parked;
        assert!(
            is_cared_for || self.waiting.is_empty(),
            "G1: nothing ends their wait"
        );
        let exchanging = self
            .steps
            .values()
            .filter(|(step, _)| *step == Step::Exchange);
        assert!(
            exchanging.count() <= 1 || !self.has_locks,
            "G2: two exchanges"
        );
    }

    fn perform_one(&mut self, command: Command) {
        match command {
            Command::AcquireLock { refresh } => {
                let former = self.steps.insert(refresh, (Step::Lock, false));
                assert_eq!(former, None, "it has begun before");
            }
            Command::CancelRefresh { refresh } => {
                if let Some((_, is_left)) = self.steps.get_mut(&refresh) {
                    *is_left = true;
                }
            }
            Command::AwaitStore { refresh, .. } => self.step(refresh, Step::Await),
            Command::Exchange { refresh } => self.step(refresh, Step::Exchange),
            Command::Pause { refresh, .. } => self.step(refresh, Step::Pause),
            Command::ConfirmStore { refresh, .. } => self.step(refresh, Step::Confirm),
            Command::AnnounceExchanged { refresh } => self.step(refresh, Step::Announce),
            Command::DeferLogOut { refresh } => {
                self.deferred.insert(refresh);
                if let Some((_, is_left)) = self.steps.get_mut(&refresh) {
                    *is_left = true;
                }
            }
            Command::LogOut { refresh, .. } => {
                self.owed = self.owed.checked_sub(1).expect("G9: one log-out each");
                if let Some(refresh) = refresh {
                    assert!(self.deferred.remove(&refresh), "G9: it was not deferred");
                }
            }
            Command::ReleaseLock { refresh } => {
                self.steps.remove(&refresh);
                self.holder = self.holder.filter(|holder| *holder != refresh);
            }
            Command::StoreTokens => {
                let (grant, user) = self.proposed.take().expect("G17: nothing to store");
                self.user = user;
                self.store = Stored {
                    access: Some(grant.access),
                    refresh: grant.refresh,
                    ended: false,
                };
            }
            Command::ClearTokens { end } => {
                self.store = Stored {
                    ended: end == EndKind::Refusal,
                    ..Stored::default()
                };
            }
            Command::StoreMarker => {
                self.store = Stored {
                    refresh: true,
                    ..Stored::default()
                };
            }
            Command::Settle { waiter, error, .. } => self.settle(waiter, error),
            Command::AskApplication { .. } => {
                self.asked = self.session.last_end();
            }
            Command::Broadcast { .. } | Command::Emit { .. } => {}
        }
    }

    /// The next step of a refresh, whose last one has been reported.
    fn step(&mut self, refresh: RefreshId, step: Step) {
        let (former, _) = self.steps.get_mut(&refresh).expect("it has begun");
        *former = step;
    }

    fn settle(&mut self, waiter: WaiterId, error: Option<Error>) {
        let at = self.waiting.iter().position(|(id, _)| *id == waiter);
        let at = at.expect("G1: it does not wait");
        let is_first = at == 0 || error == Some(Error::WaiterTimeout);
        assert!(is_first, "G6: others came before");
        let (_, request) = self.waiting.remove(at);
        if error.is_none() {
            self.resume(request);
        }
    }

    // ---------------------------------------------------------------------------------- what they share

    fn wait(&mut self, stamp: Stamp, user: Option<User>, refusals: u32) {
        let id = self.session.wait();
        let request = Request {
            stamp,
            user,
            refusals,
        };
        self.waiting.push((id, request));
    }

    fn resume(&mut self, request: Request) {
        if let Ok(stamp) = self.session.resume(request.stamp) {
            if let (Some(maker), Some(user)) = (request.user, self.user) {
                assert_eq!(maker, user, "G10: it is sent as another");
            }
            self.sent.push(Request { stamp, ..request });
        }
    }

    /// Reports the end of a step.
    fn end(&mut self, id: RefreshId, step: Step, lock: Lock, answer: Answer) {
        let now = self.time();
        match step {
            Step::Lock => {
                self.sync(Origin::Unknown);
                let lock = if self.has_locks { lock } else { Lock::Missing };
                if self.has_locks {
                    self.holder = Some(id);
                }
                let (credential, retries) = (self.credential, 1);
                self.session.locked(
                    id,
                    lock,
                    Policy {
                        credential,
                        retries,
                    },
                    now,
                );
            }
            Step::Await => {
                self.sync(Origin::Unknown);
                self.session.arrived(id, now);
            }
            Step::Exchange if self.deferred.contains(&id) => self.session.parted(id),
            Step::Exchange => {
                let is_wanted = self.steps.get(&id).is_some_and(|(_, is_left)| !is_left);
                if let (Answer::Granted(grant), true) = (answer, is_wanted) {
                    self.proposed = Some((grant, grant.access.user.or(self.user)));
                }
                self.session.answered(id, answer, 0.5, now);
            }
            Step::Pause => self.session.paused(id),
            Step::Confirm => {
                self.sync(Origin::Unknown);
                self.session.confirmed(id, now);
            }
            Step::Announce => self.session.announced(id),
        }
    }

    /// Shows the session what is in the store, as before each of its decisions.
    fn sync(&mut self, origin: Origin) {
        self.session
            .sync_from_store(self.store, origin, self.time());
        if let Some(access) = self.store.access {
            self.user = access.user;
        }
        self.perform();
    }

    fn answer(&mut self, input: &mut Unstructured<'_>) -> Result<Answer> {
        Ok(match input.int_in_range(0..=6)? {
            0 | 1 => Answer::Granted(self.grant(input)?),
            2 => Answer::Refused,
            3 => Answer::Faulty,
            4 => Answer::Unavailable {
                retry_after: Option::<u64>::arbitrary(input)?,
            },
            5 => Answer::NonceRequired,
            _ => Answer::Pointless,
        })
    }

    /// New tokens, or once more one that there was.
    fn grant(&mut self, input: &mut Unstructured<'_>) -> Result<Grant> {
        let former = self.tokens.last().copied();
        let access = match former.filter(|_| input.ratio(1, 8).unwrap_or_default()) {
            Some(former) => former,
            None => self.token(input)?,
        };
        let refresh = bool::arbitrary(input)?;
        Ok(Grant { access, refresh })
    }

    fn token(&mut self, input: &mut Unstructured<'_>) -> Result<Presented> {
        let number = self.tokens.len() + 1;
        let access = Presented {
            token: Token::new(u32::try_from(number).expect("there are few")),
            user: Option::<bool>::arbitrary(input)?.map(|second| User::new(1 + u32::from(second))),
            sign_in: Option::<bool>::arbitrary(input)?.map(|second| SignIn::new(u32::from(second))),
            terms: Terms {
                expires_at: Option::<u64>::arbitrary(input)?.map(Timestamp::from_ms),
                issued_at: None,
                expires_in: Option::<u32>::arbitrary(input)?.map(u64::from),
                date: None,
            },
        };
        self.tokens.push(access);
        Ok(access)
    }

    fn time(&self) -> Timestamp {
        Timestamp::from_ms(self.now)
    }
}

fn credential(input: &mut Unstructured<'_>) -> Result<Credential> {
    Ok(*input.choose(&[
        Credential::Stored,
        Credential::External,
        Credential::Nothing,
        Credential::Marked,
    ])?)
}

fn take<T>(input: &mut Unstructured<'_>, all: &mut Vec<T>) -> Result<Option<T>> {
    Ok(if all.is_empty() {
        None
    } else {
        Some(all.remove(input.choose_index(all.len())?))
    })
}
