//! `createClient()`, and the machine as `face/session.js` holds it.
//!
//! Numbers cross, and hardly anything else: tokens stay in JavaScript, where the storage and fetch are.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::face::{Session, Waiter, failure, make_client};
use super::storage::web_storage;
use crate::session::{
    Admission, Grant, Means, Message, Presented, Refusal, Stamp, State, Stored, Target, Terms,
    Timestamp, Token, User, Verdict, WaiterId,
};

/// `createClient(options)` of `index.d.ts`.
///
/// # Errors
/// `ERR_BAD_OPTION`, naming the option.
#[wasm_bindgen(js_name = createClient)]
pub fn create_client(options: &JsValue) -> Result<JsValue, JsValue> {
    make_client(Core::default(), options)
}

/// The machine, with the browser's waiters and causes.
pub(super) type Machine = crate::session::Session<Waiter, JsValue>;

/// What the machine and the walk of a refresh share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) machine: RefCell<Machine>,
    /// What the last token reply has granted.
    pub(super) offered: Cell<Option<Grant>>,
}

/// The wasm's half of a session. Not for users: `face/session.js` holds it, and lets it perform after each
/// question whose answer has consequences.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Core(Rc<Shared>);

impl Default for Core {
    fn default() -> Self {
        Self(Rc::new(Shared {
            machine: RefCell::new(Machine::new(None)),
            offered: Cell::new(None),
        }))
    }
}

#[wasm_bindgen]
impl Core {
    /// Forgets everything, and takes `session.expiryMargin` in ms.
    pub fn open(&self, margin: Option<f64>) {
        *self.0.machine.borrow_mut() = Machine::new(margin.map(|ms| ms as u64));
    }

    /// The store shows this. No token is 0.
    #[allow(
        clippy::too_many_arguments,
        reason = "each is a number, and an object would be read by name"
    )]
    pub fn observe(
        &self,
        elsewhere: bool,
        now: f64,
        refresh: bool,
        token: u32,
        user: u32,
        expires_at: Option<f64>,
        issued_at: Option<f64>,
    ) {
        let access = (token != 0).then(|| Presented {
            token: Token(token),
            user: (user != 0).then_some(User(user)),
            terms: Terms {
                expires_at: expires_at.map(timestamp),
                issued_at: issued_at.map(timestamp),
                ..Terms::default()
            },
        });
        let stored = Stored { access, refresh };
        self.machine(|machine| machine.observe(stored, elsewhere, timestamp(now)));
    }

    /// A reply has these in it; whether they count is about to be told.
    #[allow(clippy::too_many_arguments, reason = "as above")]
    pub fn offer(
        &self,
        refresh: bool,
        token: u32,
        user: u32,
        expires_at: Option<f64>,
        issued_at: Option<f64>,
        expires_in: Option<f64>,
        date: Option<f64>,
    ) {
        let access = Presented {
            token: Token(token),
            user: (user != 0).then_some(User(user)),
            terms: Terms {
                expires_at: expires_at.map(timestamp),
                issued_at: issued_at.map(timestamp),
                expires_in: expires_in.map(|ms| ms as u64),
                date: date.map(timestamp),
            },
        };
        self.0.offered.set(Some(Grant { access, refresh }));
    }

    /// Sends a request? Its stamp; or that of one that has to wait, with every bit turned.
    pub fn admit(&self, hold: bool, ambient: bool, now: f64) -> i32 {
        match self.machine(|machine| machine.admit(hold, means(ambient), timestamp(now))) {
            Admission::Send(stamp) => stamp.to_bits().cast_signed(),
            Admission::Wait(stamp) => !stamp.to_bits().cast_signed(),
        }
    }

    /// Gives a waiter its place in the queue.
    pub fn wait(&self, waiter: Waiter) -> u32 {
        self.machine(|machine| machine.wait(waiter)).0
    }

    /// The stamp of one that has waited, or was told to try again.
    ///
    /// # Errors
    /// Its session is gone.
    pub fn resume(&self, stamp: u32) -> Result<u32, JsValue> {
        let stamp = Stamp::from_bits(stamp);
        match self.machine(|machine| machine.resume(stamp)) {
            Ok(stamp) => Ok(stamp.to_bits()),
            Err(why) => Err(failure(&why)),
        }
    }

    /// A request was answered, and not refused.
    pub fn accepted(&self, stamp: u32) {
        self.machine(|machine| machine.accepted(Stamp::from_bits(stamp)));
    }

    /// A request was refused. 0: the caller shall see that. Otherwise the stamp with which it tries again;
    /// or, with every bit turned, that with which it waits.
    ///
    /// # Errors
    /// Neither.
    pub fn refused(
        &self,
        stamp: u32,
        target: u32,
        status: u16,
        ambient: bool,
        now: f64,
    ) -> Result<i32, JsValue> {
        let refusal = Refusal {
            stamp: Stamp::from_bits(stamp),
            target: Target(target),
            status,
        };
        match self.machine(|machine| machine.refused(refusal, means(ambient), timestamp(now))) {
            Verdict::Deliver => Ok(0),
            Verdict::Retry(stamp) => Ok(stamp.to_bits().cast_signed()),
            Verdict::Wait(stamp) => Ok(!stamp.to_bits().cast_signed()),
            Verdict::Fail(why) => Err(failure(&why)),
        }
    }

    /// A waiter leaves: it was aborted, or its time is up.
    pub fn leave(&self, place: u32, late: bool) {
        self.machine(|machine| {
            if late {
                machine.time_out(WaiterId(place));
            } else {
                machine.abort(WaiterId(place));
            }
        });
    }

    /// `session.state`, as its place among the words for it.
    #[wasm_bindgen(getter)]
    pub fn state(&self) -> u8 {
        match self.machine(|machine| machine.state()) {
            State::SignedOut => 0,
            State::SignedIn => 1,
            State::Refreshing => 2,
            State::Ended => 3,
        }
    }

    /// `session.signIn(tokens)`, with those just offered.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, now: f64) {
        if let Some(grant) = self.0.offered.take() {
            self.machine(|machine| machine.sign_in(grant, timestamp(now)));
        }
    }

    /// `session.signOut()`
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self) {
        self.machine(Machine::sign_out);
    }

    /// Another tab has said this.
    pub fn heard(&self, kind: u8, first: u32, second: u32) {
        let message = match kind {
            0 => Message::SignedIn(Token(first)),
            1 => Message::Refreshed(Token(first), Token(second)),
            _ => Message::SignedOut(Token(first)),
        };
        self.machine(|machine| machine.heard(message));
    }

    /// `session.refresh()`: the stamp with which the caller has to wait.
    ///
    /// # Errors
    /// There is no session to refresh.
    pub fn demand(&self, ambient: bool) -> Result<u32, JsValue> {
        match self.machine(|machine| machine.demand(means(ambient))) {
            Ok(stamp) => Ok(stamp.to_bits()),
            Err(why) => Err(failure(&why)),
        }
    }

    /// What `onEnd` has chosen.
    pub fn chosen(&self, park: bool, cause: JsValue) {
        let cause = (!cause.is_undefined()).then_some(cause);
        self.machine(|machine| machine.chosen(park, cause));
    }

    /// When the token is to be refreshed, in ms since the epoch; not at all if that is not known.
    #[wasm_bindgen(getter)]
    pub fn due(&self) -> Option<f64> {
        self.machine(|machine| machine.due())
            .map(|due| due.0 as f64)
    }

    /// That time may have come.
    pub fn tick(&self, ambient: bool, now: f64) {
        self.machine(|machine| machine.tick(means(ambient), timestamp(now)));
    }

    /// Performs what follows. `client` are the options of the one that has asked.
    pub fn perform(&self, session: &Session, client: &JsValue) {
        super::perform::perform(&self.0, session, client);
    }

    /// `sessionStorage` or `localStorage`; `null` where it is blocked, `undefined` where there is none.
    pub fn storage(&self, session: bool) -> JsValue {
        web_storage(session)
    }

    fn machine<R>(&self, ask: impl FnOnce(&mut Machine) -> R) -> R {
        ask(&mut self.0.machine.borrow_mut())
    }
}

pub(super) fn means(ambient: bool) -> Means {
    if ambient {
        Means::Ambient
    } else {
        Means::Token
    }
}

pub(super) fn timestamp(ms: f64) -> Timestamp {
    Timestamp(ms as u64)
}
