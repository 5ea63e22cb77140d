//! The core for the TypeScript runtime, for wasm32 only: what `pkg-template/src/runtime` calls.
//!
//! Numbers cross, and nothing else: the tokens stay in JavaScript, where the storage and fetch are, and so do the
//! waiters, the errors and the words. The exports are plain ones, without wasm-bindgen's glue: `true` is 1, a time
//! that is not there is NaN, a token, a user or a sign-in that is not there is 0. The engine imports nothing: what is
//! to be done is taken from it by `next`.
#![allow(
    unsafe_code,
    reason = "an export has a name that must be the only one in the module"
)]
#![allow(
    clippy::missing_safety_doc,
    missing_docs,
    reason = "the exports are called from JavaScript only"
)]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use crate::error::Error;
use crate::session::{
    Admission, Answer, By, Effect, EndReason, Event, Failure, Grant, Lock, Means, Message, Policy,
    Presented, Refusal, Session, SignIn, Stamp, State, Step, Stored, Target, Terms, Timestamp,
    Token, User, Verdict, WaiterId,
};

/// The machine: JavaScript has a number for each waiter, and keeps the cause of a failed refresh.
type Machine = Session<u32, ()>;

struct Slot {
    machine: RefCell<Machine>,
    /// What the last token reply has granted.
    offered: Cell<Option<Grant>>,
    /// The refreshes under way: one, and those that are not wanted any more.
    walks: RefCell<Vec<(u32, Step<()>)>>,
    /// How many there have been.
    walked: Cell<u32>,
    /// The waiters that are released, each with its outcome.
    released: RefCell<VecDeque<[u32; 3]>>,
    details: Cell<[u32; 3]>,
}

thread_local! {
    /// By their numbers. Leaked, and used again once closed: so they can be lent without a borrow of the
    /// list around every question, which was about 150 bytes in each function below.
    static SLOTS: RefCell<Vec<&'static Slot>> = const { RefCell::new(Vec::new()) };
    static CLOSED: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// What a function that cannot give a stamp returns instead, more by the error's number.
const FAILED: i32 = i32::MIN;

/// A new session, with `session.expiryMargin` in ms. All else takes the number that this gives.
#[unsafe(no_mangle)]
pub extern "C" fn open(margin: f64) -> u32 {
    let machine = Machine::new(whole(margin));
    if let Some(session) = CLOSED.with_borrow_mut(Vec::pop) {
        *slot(session).machine.borrow_mut() = machine;
        return session;
    }
    SLOTS.with_borrow_mut(|slots| {
        slots.push(Box::leak(Box::new(Slot {
            machine: RefCell::new(machine),
            offered: Cell::new(None),
            walks: RefCell::default(),
            walked: Cell::new(0),
            released: RefCell::default(),
            details: Cell::default(),
        })));
        slots.len() as u32 - 1
    })
}

/// Nobody holds it any more.
#[unsafe(no_mangle)]
pub extern "C" fn close(session: u32) {
    CLOSED.with_borrow_mut(|closed| closed.push(session));
}

/// The store shows this.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "an object would be read by name")]
pub extern "C" fn observe(
    session: u32,
    elsewhere: bool,
    now: f64,
    refresh: bool,
    token: u32,
    user: u32,
    sign_in: u32,
    expires_at: f64,
    issued_at: f64,
    left: f64,
    ended: bool,
) {
    let mut terms = terms(expires_at, issued_at);
    terms.expires_in = whole(left);
    let access = (token != 0).then(|| presented(token, user, sign_in, terms));
    let stored = Stored {
        access,
        refresh,
        ended,
    };
    with(session, |machine| {
        machine.observe(stored, elsewhere, timestamp(now));
    });
}

/// A reply has these in it; whether they count is about to be told.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "as above")]
pub extern "C" fn offer(
    session: u32,
    refresh: bool,
    token: u32,
    user: u32,
    sign_in: u32,
    expires_at: f64,
    issued_at: f64,
    expires_in: f64,
    date: f64,
) {
    let mut terms = terms(expires_at, issued_at);
    terms.expires_in = whole(expires_in);
    terms.date = whole(date).map(Timestamp);
    let access = presented(token, user, sign_in, terms);
    slot(session).offered.set(Some(Grant { access, refresh }));
}

/// Sends a request? Its stamp; or that of one that has to wait, with every bit turned.
#[unsafe(no_mangle)]
pub extern "C" fn admit(session: u32, hold: bool, ambient: bool, now: f64) -> i32 {
    match with(session, |machine| {
        machine.admit(hold, means(ambient), timestamp(now))
    }) {
        Admission::Send(stamp) => stamp.to_bits().cast_signed(),
        Admission::Wait(stamp) => !stamp.to_bits().cast_signed(),
    }
}

/// Gives a waiter its place in the queue.
#[unsafe(no_mangle)]
pub extern "C" fn wait(session: u32, waiter: u32) -> u32 {
    with(session, |machine| machine.wait(waiter)).0
}

/// The stamp of one that has waited, or was told to try again.
#[unsafe(no_mangle)]
pub extern "C" fn resume(session: u32, stamp: u32) -> i32 {
    stamped(with(session, |machine| {
        machine.resume(Stamp::from_bits(stamp))
    }))
}

/// A request was answered, and not refused. Is `acceptedAt` to be told where?
#[unsafe(no_mangle)]
pub extern "C" fn accepted(session: u32, stamp: u32) -> bool {
    with(session, |machine| machine.accepted(Stamp::from_bits(stamp)))
}

/// A request without a token was answered with a success. Does that count as a sign-in?
#[unsafe(export_name = "acceptedExternally")]
pub extern "C" fn accepted_externally(session: u32, stamp: u32, ambient: bool) -> bool {
    with(session, |machine| {
        machine.accepted_externally(Stamp::from_bits(stamp), means(ambient))
    })
}

/// It was here.
#[unsafe(export_name = "acceptedAt")]
pub extern "C" fn accepted_at(session: u32, target: u32) {
    with(session, |machine| machine.accepted_at(Target(target)));
}

/// A request was refused. 0: the caller shall see that. Otherwise the stamp with which it tries again;
/// or, with every bit turned, that with which it waits.
#[unsafe(no_mangle)]
pub extern "C" fn refused(
    session: u32,
    stamp: u32,
    target: u32,
    status: u32,
    ambient: bool,
    now: f64,
) -> i32 {
    let refusal = Refusal {
        stamp: Stamp::from_bits(stamp),
        target: Target(target),
        status: status as u16,
    };
    match with(session, |machine| {
        machine.refused(refusal, means(ambient), timestamp(now))
    }) {
        Verdict::Deliver => 0,
        Verdict::Retry(stamp) => stamp.to_bits().cast_signed(),
        Verdict::Wait(stamp) => !stamp.to_bits().cast_signed(),
        Verdict::Fail(why) => failed(why.error),
    }
}

/// A waiter leaves: it was aborted, or its time is up.
#[unsafe(no_mangle)]
pub extern "C" fn leave(session: u32, place: u32, late: bool) {
    with(session, |machine| {
        if late {
            machine.time_out(WaiterId(place));
        } else {
            machine.abort(WaiterId(place));
        }
    });
}

/// `session.state`, as its place among the words for it.
#[unsafe(no_mangle)]
pub extern "C" fn state(session: u32) -> u32 {
    match with(session, |machine| machine.state()) {
        State::SignedOut => 0,
        State::SignedIn => 1,
        State::Refreshing => 2,
        State::Ended => 3,
    }
}

/// `session.signIn(tokens)`, with those just offered.
#[unsafe(export_name = "signIn")]
pub extern "C" fn sign_in(session: u32, now: f64) {
    if let Some(grant) = slot(session).offered.take() {
        with(session, |machine| machine.sign_in(grant, timestamp(now)));
    }
}

/// `session.signIn()`, without tokens.
#[unsafe(export_name = "signInExternally")]
pub extern "C" fn sign_in_externally(session: u32) {
    with(session, Machine::sign_in_externally);
}

/// `session.signOut()`
#[unsafe(export_name = "signOut")]
pub extern "C" fn sign_out(session: u32) {
    with(session, Machine::sign_out);
}

/// Another tab has said this.
#[unsafe(no_mangle)]
pub extern "C" fn heard(session: u32, kind: u32, first: u32, second: u32) {
    let message = match kind {
        0 => Message::SignedIn(Token(first)),
        1 => Message::Refreshed(Token(first), Token(second)),
        2 => Message::SignedOut(Token(first)),
        _ => Message::Ended(Token(first)),
    };
    with(session, |machine| machine.heard(message));
}

/// Another tab, which shares nothing but a cookie, has said that the session is over.
#[unsafe(export_name = "heardExternalEnd")]
pub extern "C" fn heard_external_end(session: u32, ended: bool) {
    with(session, |machine| machine.heard_external_end(ended));
}

/// `session.refresh()`: the stamp with which the caller has to wait.
#[unsafe(no_mangle)]
pub extern "C" fn demand(session: u32, ambient: bool) -> i32 {
    stamped(with(session, |machine| machine.demand(means(ambient))))
}

/// What `onEnd` has chosen.
#[unsafe(no_mangle)]
pub extern "C" fn chosen(session: u32, park: bool) {
    with(session, |machine| machine.chosen(park, Some(())));
}

/// When the token is to be refreshed, in ms since the epoch; NaN if that is not known.
#[unsafe(no_mangle)]
pub extern "C" fn due(session: u32) -> f64 {
    with(session, |machine| machine.due()).map_or(f64::NAN, |due| due.0 as f64)
}

/// An answer that no cache has kept has this `Date`.
#[unsafe(no_mangle)]
pub extern "C" fn learn(session: u32, date: f64, now: f64) {
    with(session, |machine| {
        machine.learn(timestamp(date), timestamp(now));
    });
}

/// That time may have come.
#[unsafe(no_mangle)]
pub extern "C" fn tick(session: u32, ambient: bool, now: f64) {
    with(session, |machine| {
        machine.tick(means(ambient), timestamp(now));
    });
}

/// The page is back from sleep, or online again.
#[unsafe(no_mangle)]
pub extern "C" fn wake(session: u32) {
    with(session, Machine::wake);
}

/// The next thing that follows from what was asked: one more than its number, and 0 when there is nothing left.
/// `detail` has what belongs to it.
#[unsafe(no_mangle)]
pub extern "C" fn next(session: u32) -> u32 {
    let slot = slot(session);
    loop {
        if let Some(details) = slot.released.borrow_mut().pop_front() {
            slot.details.set(details);
            return Act::Settle as u32 + 1;
        }
        let Some(effect) = with(session, Machine::poll) else {
            return 0;
        };
        if let Some((act, details)) = numbered(session, effect) {
            slot.details.set(details);
            return act as u32 + 1;
        }
    }
}

/// What belongs to the last answer of `next`.
#[unsafe(no_mangle)]
pub extern "C" fn detail(session: u32, place: u32) -> u32 {
    slot(session).details.get()[place as usize]
}

/// A step of a refresh is done, with this result: how the lock was got, or what the token endpoint has
/// answered (0 a grant, 1 a refusal, 2 a failure that another try would repeat, or the status that stands for it). The next
/// one: its number, and eight times its ms.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "as above")]
pub extern "C" fn advance(
    session: u32,
    walk: u32,
    ambient: bool,
    retries: u32,
    result: u32,
    retry_after: f64,
    random: f64,
    now: f64,
) -> u32 {
    let now = timestamp(now);
    let slot = slot(session);
    let mut walks = slot.walks.borrow_mut();
    let Some(place) = walks.iter().position(|(number, _)| *number == walk) else {
        return DONE;
    };
    let (_, step) = walks.swap_remove(place);
    let next = with(session, |machine| match step {
        Step::Lock(locking) => {
            let lock = match result {
                0 => Lock::Held,
                1 => Lock::HeldAfterExchange,
                _ => Lock::Missing,
            };
            let policy = Policy {
                means: means(ambient),
                retries,
            };
            locking.locked(machine, lock, policy, now)
        }
        Step::Await(awaiting) => awaiting.awaited(machine, now),
        Step::Exchange(exchanging) => {
            let answer = match (result, slot.offered.take()) {
                (0, Some(grant)) => Answer::Granted(grant),
                (0 | 1, _) => Answer::Refused(()),
                (2, _) => Answer::Pointless(()),
                (status, _) => Answer::without_tokens(status as u16, (), whole(retry_after)),
            };
            exchanging.answered(machine, answer, random, now)
        }
        Step::Pause(pausing) => pausing.paused(machine),
        Step::Confirm(confirming) => confirming.confirmed(machine, now),
        Step::Announce | Step::Done => Step::Done,
    });
    let (number, ms) = match &next {
        Step::Done => return DONE,
        Step::Lock(_) => (1, 0),
        Step::Await(_) => (2, 0),
        Step::Exchange(_) => (3, 0),
        Step::Pause(pausing) => (4, pausing.ms()),
        Step::Confirm(confirming) => (5, confirming.ms()),
        Step::Announce => (6, 0),
    };
    walks.push((walk, next));
    (ms as u32) << 3 | number
}

const DONE: u32 = 0;

/// A refresh begins: JavaScript walks it, by this number.
fn begin(session: u32, step: Step<()>) -> u32 {
    let slot = slot(session);
    let walk = slot.walked.get();
    slot.walked.set(walk.wrapping_add(1));
    slot.walks.borrow_mut().push((walk, step));
    walk
}

/// Asks the machine. It calls nobody meanwhile.
fn with<R>(session: u32, ask: impl FnOnce(&mut Machine) -> R) -> R {
    ask(&mut slot(session).machine.borrow_mut())
}

#[inline(never)]
fn slot(session: u32) -> &'static Slot {
    SLOTS.with_borrow(|slots| slots[session as usize])
}

fn stamped(result: Result<Stamp, Failure<()>>) -> i32 {
    match result {
        Ok(stamp) => stamp.to_bits().cast_signed(),
        Err(why) => failed(why.error),
    }
}

fn failed(error: Error) -> i32 {
    FAILED + error as i32
}

fn presented(token: u32, user: u32, sign_in: u32, terms: Terms) -> Presented {
    Presented {
        token: Token(token),
        user: (user != 0).then_some(User(user)),
        sign_in: (sign_in != 0).then_some(SignIn(sign_in)),
        terms,
    }
}

fn terms(expires_at: f64, issued_at: f64) -> Terms {
    Terms {
        expires_at: whole(expires_at).map(Timestamp),
        issued_at: whole(issued_at).map(Timestamp),
        ..Terms::default()
    }
}

fn means(ambient: bool) -> Means {
    if ambient {
        Means::Ambient
    } else {
        Means::Token
    }
}

fn timestamp(ms: f64) -> Timestamp {
    Timestamp(ms as u64)
}

fn whole(ms: f64) -> Option<u64> {
    (ms >= 0.0).then_some(ms as u64)
}

/// What `pkg-template/src/runtime/session.ts` does, in its order.
enum Act {
    Depart,
    Cancel,
    Store,
    Clear,
    Post,
    Emit,
    Settle,
    End,
}

/// An effect in numbers; those who are released follow one by one.
fn numbered(session: u32, effect: Effect<u32, ()>) -> Option<(Act, [u32; 3])> {
    Some(match effect {
        Effect::Refresh(step) => (Act::Depart, [begin(session, step), 0, 0]),
        Effect::Cancel => (Act::Cancel, [0; 3]),
        Effect::Store => (Act::Store, [0; 3]),
        Effect::Clear { ended } => (Act::Clear, [ended.into(), 0, 0]),
        Effect::Post(message) => match message {
            Message::SignedIn(token) => (Act::Post, [0, token.0, 0]),
            Message::Refreshed(from, to) => (Act::Post, [1, from.0, to.0]),
            Message::SignedOut(token) => (Act::Post, [2, token.0, 0]),
            Message::Ended(token) => (Act::Post, [3, token.0, 0]),
        },
        Effect::Emit(event) => {
            let (kind, detail) = words(&event);
            (Act::Emit, [kind, detail, 0])
        }
        Effect::Release(waiters, outcome) => {
            // One more than the error's number; and whether the refresh's own failure is its cause.
            let (error, shared) = match outcome {
                Ok(()) => (0, false),
                Err(why) => (why.error as u32 + 1, why.cause.is_some()),
            };
            let details = waiters
                .into_iter()
                .map(|waiter| [waiter, error, shared.into()]);
            slot(session).released.borrow_mut().extend(details);
            return None;
        }
        Effect::End {
            reason,
            cause,
            waiting,
        } => {
            let shared = cause.is_some();
            (Act::End, [ending(reason), waiting as u32, shared.into()])
        }
    })
}

/// The place of an event among those of `runtime/event.ts`, and what it has to tell besides.
fn words(event: &Event) -> (u32, u32) {
    match event {
        Event::SignedIn => (0, 0),
        Event::SignedOut => (1, 0),
        Event::Refused { status } => (2, (*status).into()),
        Event::Waiting { waiting } => (3, *waiting as u32),
        Event::RefreshStarted => (4, 0),
        Event::Refreshed { by: By::ThisTab } => (5, 0),
        Event::Refreshed { by: By::OtherTab } => (5, 1),
        Event::RefreshFailed { error } => (6, u32::from(*error != Error::SessionEnded)),
        Event::Retried => (7, 0),
        Event::Ended { reason } => (8, ending(*reason)),
    }
}

fn ending(reason: EndReason) -> u32 {
    match reason {
        EndReason::Refused => 0,
        EndReason::NoRefreshToken => 1,
        EndReason::SignedOutElsewhere => 2,
        EndReason::UserChanged => 3,
    }
}
