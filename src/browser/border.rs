//! What JavaScript asks.
//!
//! `face/session.js` calls the exports of the wasm themselves, without wasm-bindgen's glue between: `true` is
//! 1, a time that is not there is NaN, a token, a user or a sign-in that is not there is 0.
#![allow(unreachable_pub, reason = "wasm-bindgen exports what is pub")]

use std::cell::{Cell, RefCell};

use wasm_bindgen::prelude::*;

use super::perform;
use crate::error::Error;
use crate::session::{
    Admission, Answer, Failure, Grant, Lock, Means, Message, Policy, Presented, Refusal, Session,
    SignIn, Stamp, State, Step, Stored, Target, Terms, Timestamp, Token, User, Verdict, WaiterId,
};

#[cfg(feature = "standalone")]
#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = makeClient)]
    fn make_client(wasm: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
}

/// `createClient(options)` of `index.d.ts`.
///
/// # Errors
/// `ERR_BAD_OPTION`, naming the option.
#[cfg(feature = "standalone")]
pub fn create_client(options: &JsValue) -> Result<JsValue, JsValue> {
    make_client(&wasm_bindgen::exports(), options)
}

/// The machine: JavaScript has a number for each waiter, and keeps the cause of a failed refresh.
pub(super) type Machine = Session<u32, ()>;

struct Slot {
    machine: RefCell<Machine>,
    /// What the last token reply has granted.
    offered: Cell<Option<Grant>>,
    /// The refreshes under way: one, and those that are not wanted any more.
    walks: RefCell<Vec<(u32, Step<()>)>>,
    /// How many there have been.
    walked: Cell<u32>,
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
#[wasm_bindgen]
pub fn open(margin: f64) -> u32 {
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
        })));
        slots.len() as u32 - 1
    })
}

/// Nobody holds it any more.
#[wasm_bindgen]
pub fn close(session: u32) {
    CLOSED.with_borrow_mut(|closed| closed.push(session));
}

/// The store shows this.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "an object would be read by name")]
pub fn observe(
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
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "as above")]
pub fn offer(
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
#[wasm_bindgen]
pub fn admit(session: u32, hold: bool, ambient: bool, now: f64) -> i32 {
    match with(session, |machine| {
        machine.admit(hold, means(ambient), timestamp(now))
    }) {
        Admission::Send(stamp) => stamp.to_bits().cast_signed(),
        Admission::Wait(stamp) => !stamp.to_bits().cast_signed(),
    }
}

/// Gives a waiter its place in the queue.
#[wasm_bindgen]
pub fn wait(session: u32, waiter: u32) -> u32 {
    with(session, |machine| machine.wait(waiter)).0
}

/// The stamp of one that has waited, or was told to try again.
#[wasm_bindgen]
pub fn resume(session: u32, stamp: u32) -> i32 {
    stamped(with(session, |machine| {
        machine.resume(Stamp::from_bits(stamp))
    }))
}

/// A request was answered, and not refused. Is `acceptedAt` to be told where?
#[wasm_bindgen]
pub fn accepted(session: u32, stamp: u32) -> bool {
    with(session, |machine| machine.accepted(Stamp::from_bits(stamp)))
}

/// A request without a token was answered with a success. Does that count as a sign-in?
#[wasm_bindgen(js_name = acceptedExternally)]
pub fn accepted_externally(session: u32, stamp: u32, ambient: bool) -> bool {
    with(session, |machine| {
        machine.accepted_externally(Stamp::from_bits(stamp), means(ambient))
    })
}

/// It was here.
#[wasm_bindgen(js_name = acceptedAt)]
pub fn accepted_at(session: u32, target: u32) {
    with(session, |machine| machine.accepted_at(Target(target)));
}

/// A request was refused. 0: the caller shall see that. Otherwise the stamp with which it tries again;
/// or, with every bit turned, that with which it waits.
#[wasm_bindgen]
pub fn refused(session: u32, stamp: u32, target: u32, status: u32, ambient: bool, now: f64) -> i32 {
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
#[wasm_bindgen]
pub fn leave(session: u32, place: u32, late: bool) {
    with(session, |machine| {
        if late {
            machine.time_out(WaiterId(place));
        } else {
            machine.abort(WaiterId(place));
        }
    });
}

/// `session.state`, as its place among the words for it.
#[wasm_bindgen]
pub fn state(session: u32) -> u32 {
    match with(session, |machine| machine.state()) {
        State::SignedOut => 0,
        State::SignedIn => 1,
        State::Refreshing => 2,
        State::Ended => 3,
    }
}

/// `session.signIn(tokens)`, with those just offered.
#[wasm_bindgen(js_name = signIn)]
pub fn sign_in(session: u32, now: f64) {
    if let Some(grant) = slot(session).offered.take() {
        with(session, |machine| machine.sign_in(grant, timestamp(now)));
    }
}

/// `session.signIn()`, without tokens.
#[wasm_bindgen(js_name = signInExternally)]
pub fn sign_in_externally(session: u32) {
    with(session, Machine::sign_in_externally);
}

/// `session.signOut()`
#[wasm_bindgen(js_name = signOut)]
pub fn sign_out(session: u32) {
    with(session, Machine::sign_out);
}

/// Another tab has said this.
#[wasm_bindgen]
pub fn heard(session: u32, kind: u32, first: u32, second: u32) {
    let message = match kind {
        0 => Message::SignedIn(Token(first)),
        1 => Message::Refreshed(Token(first), Token(second)),
        2 => Message::SignedOut(Token(first)),
        _ => Message::Ended(Token(first)),
    };
    with(session, |machine| machine.heard(message));
}

/// Another tab, which shares nothing but a cookie, has said that the session is over.
#[wasm_bindgen(js_name = heardExternalEnd)]
pub fn heard_external_end(session: u32, ended: bool) {
    with(session, |machine| machine.heard_external_end(ended));
}

/// `session.refresh()`: the stamp with which the caller has to wait.
#[wasm_bindgen]
pub fn demand(session: u32, ambient: bool) -> i32 {
    stamped(with(session, |machine| machine.demand(means(ambient))))
}

/// What `onEnd` has chosen.
#[wasm_bindgen]
pub fn chosen(session: u32, park: bool) {
    with(session, |machine| machine.chosen(park, Some(())));
}

/// When the token is to be refreshed, in ms since the epoch; NaN if that is not known.
#[wasm_bindgen]
pub fn due(session: u32) -> f64 {
    with(session, |machine| machine.due()).map_or(f64::NAN, |due| due.0 as f64)
}

/// An answer that no cache has kept has this `Date`.
#[wasm_bindgen]
pub fn learn(session: u32, date: f64, now: f64) {
    with(session, |machine| {
        machine.learn(timestamp(date), timestamp(now));
    });
}

/// That time may have come.
#[wasm_bindgen]
pub fn tick(session: u32, ambient: bool, now: f64) {
    with(session, |machine| {
        machine.tick(means(ambient), timestamp(now));
    });
}

/// The page is back from sleep, or online again.
#[wasm_bindgen]
pub fn wake(session: u32) {
    with(session, Machine::wake);
}

/// Performs what follows from what was asked. To be called after each question that may have consequences.
#[wasm_bindgen(js_name = perform)]
pub fn perform_effects(session: u32) {
    perform::perform(session);
}

/// A step of a refresh is done, with this result: how the lock was got, or what the token endpoint has
/// answered (0 a grant, 1 a refusal, 2 a failure that another try would repeat, or the status that stands for it). The next
/// one: its number, and eight times its ms.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "as above")]
pub fn advance(
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
pub(super) fn begin(session: u32, step: Step<()>) -> u32 {
    let slot = slot(session);
    let walk = slot.walked.get();
    slot.walked.set(walk.wrapping_add(1));
    slot.walks.borrow_mut().push((walk, step));
    walk
}

/// Asks the machine. It calls nobody meanwhile.
pub(super) fn with<R>(session: u32, ask: impl FnOnce(&mut Machine) -> R) -> R {
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
