//! The core for the TypeScript runtime, for wasm32 only: what `pkg-template/src/runtime` calls.
//!
//! Numbers cross, and nothing else: the tokens stay in JavaScript, where the storage and fetch are, and so do the
//! waiters, the errors and the words. The exports are plain ones, without wasm-bindgen's glue, and the engine imports
//! nothing: what is to be done is taken from it by `next`. `src/protocol.rs` makes the TypeScript side from the
//! declarations here.
#![allow(
    unsafe_code,
    reason = "an export has a name that must be the only one in the module"
)]

mod crossing;

use std::cell::{Cell, UnsafeCell};
use std::thread::LocalKey;

use crate::http::failure::TokenAnswer;
use crate::session::{
    About, Admission, Answer, Choice, Credential, Effort, Failure, Generation, Grant, Hold,
    Leaving, Lock, Message, MessageKind, Named, Origin, Outcome, Policy, Presented, RefreshId,
    Refusal, Rescue, Session, Sharing, SignIn, Stamp, State, Stored, Target, Terms, Timestamp,
    Token, TokenBody, User, Verdict, WaiterId,
};

#[cfg(test)]
pub(crate) use crossing::FAILED;
use crossing::{Argument, Handle, Returned};

/// Declares the exports. Each has a short name in the engine and a long one in TypeScript.
macro_rules! exports {
    ($(
        $(#[doc = $doc:literal])*
        $short:literal fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $returned:ty)? $body:block
    )+) => {
        $(
            $(#[doc = $doc])*
            #[cfg_attr(target_arch = "wasm32", unsafe(export_name = $short))]
            #[allow(clippy::too_many_arguments, reason = "an object would be read by name")]
            #[cfg_attr(test, allow(dead_code, reason = "called from JavaScript"))]
            extern "C" fn $name(
                $($argument: <$type as Argument>::Raw),*
            ) $(-> <$returned as Returned>::Raw)? {
                fn inner($($argument: $type),*) $(-> $returned)? $body
                let returned = inner($(<$type as Argument>::read($argument)),*);
                $(<$returned as Returned>::write)?(returned)
            }
        )+

        /// For `src/protocol.rs`.
        #[cfg(test)]
        pub(crate) const EXPORTS: &[crate::protocol::Export] = &[$(crate::protocol::Export {
            short: $short,
            name: stringify!($name),
            about: &[$($doc),*],
            arguments: &[$((stringify!($argument), <$type as Argument>::TYPE)),*],
            returns: [$(<$returned as Returned>::TYPE,)? "void"][0],
        }),+];
    };
}

struct Slot {
    machine: UnsafeCell<Session>,
    /// What the last token reply has granted.
    pending_grant: Cell<Option<Grant>>,
    details: Cell<[i32; 3]>,
}

thread_local! {
    /// By their numbers. Leaked, and used again once closed: so they can be lent without a borrow of the
    /// list around every question, which was about 150 bytes in each function below.
    static SLOTS: UnsafeCell<Vec<&'static Slot>> = const { UnsafeCell::new(Vec::new()) };
    static CLOSED: UnsafeCell<Vec<u32>> = const { UnsafeCell::new(Vec::new()) };
}

exports! {
    /// A new session, with `session.expiryMargin` in ms. All else takes the number that this gives.
    "a" fn open(margin: Option<u64>) -> u32 {
        let machine = Session::new(margin);
        if let Some(session) = lent(&CLOSED, Vec::pop) {
            with(Handle(session), |closed| *closed = machine);
            return session;
        }
        lent(&SLOTS, |slots| {
            slots.push(Box::leak(Box::new(Slot {
                machine: UnsafeCell::new(machine),
                pending_grant: Cell::new(None),
                details: Cell::default(),
            })));
            slots.len() as u32 - 1
        })
    }

    /// No client holds the session any more.
    "b" fn close(session: Handle) {
        lent(&CLOSED, |closed| closed.push(session.0));
    }

    /// The store shows this. `token` is 0 where there is no access token.
    "c" fn sync_from_store(
        session: Handle,
        origin: Origin,
        now: Timestamp,
        refresh: bool,
        token: Option<Token>,
        user: Option<User>,
        sign_in: Option<SignIn>,
        expires_at: Option<Timestamp>,
        issued_at: Option<Timestamp>,
        expires_in: Option<u64>,
        ended: bool,
    ) {
        let terms = Terms { expires_at, issued_at, expires_in, date: None };
        let access = token.map(|token| Presented { token, user, sign_in, terms });
        let stored = Stored { access, refresh, ended };
        with(session, |machine| machine.sync_from_store(stored, origin, now));
    }

    /// A reply has these in it; whether they count is about to be reported.
    "d" fn set_pending_grant(
        session: Handle,
        refresh: bool,
        token: Token,
        user: Option<User>,
        sign_in: Option<SignIn>,
        expires_at: Option<Timestamp>,
        issued_at: Option<Timestamp>,
        expires_in: Option<u64>,
        date: Option<Timestamp>,
    ) {
        let terms = Terms { expires_at, issued_at, expires_in, date };
        let access = Presented { token, user, sign_in, terms };
        slot(session.0).pending_grant.set(Some(Grant { access, refresh }));
    }

    /// May a request be sent? A stamp to send or to wait with.
    "e" fn admit(session: Handle, hold: Hold, credential: Credential, now: Timestamp) -> Admission {
        with(session, |machine| machine.admit(hold, credential, now))
    }

    /// Adds a waiter to the queue.
    "f" fn wait(session: Handle) -> WaiterId {
        with(session, Session::wait)
    }

    /// The stamp to send with, for a request that has waited, or is to be sent again.
    "g" fn resume(session: Handle, stamp: Stamp) -> Result<Stamp, Failure> {
        with(session, |machine| machine.resume(stamp))
    }

    /// A request was answered, and not refused. Is `accepted_at` to be called as well?
    "h" fn accepted(session: Handle, stamp: Stamp) -> bool {
        with(session, |machine| machine.accepted(stamp))
    }

    /// A request without a token was answered with a success. Does that count as a sign-in?
    "i" fn accepted_externally(session: Handle, stamp: Stamp, credential: Credential) -> bool {
        with(session, |machine| machine.accepted_externally(stamp, credential))
    }

    /// It was here.
    "j" fn accepted_at(session: Handle, target: Target) {
        with(session, |machine| machine.accepted_at(target));
    }

    /// A request was refused. 0: the caller sees that. Otherwise a stamp to try again or to wait with, or an error.
    "k" fn refused(
        session: Handle,
        stamp: Stamp,
        target: Target,
        status: u16,
        about: About,
        credential: Credential,
        now: Timestamp,
    ) -> Verdict {
        let refusal = Refusal { stamp, target, status, about };
        with(session, |machine| machine.refused(refusal, credential, now))
    }

    /// A waiter leaves.
    "l" fn leave(session: Handle, waiter: WaiterId, leaving: Leaving) {
        with(session, |machine| match leaving {
            Leaving::TimedOut => machine.time_out(waiter),
            Leaving::Aborted => machine.abort(waiter),
        });
    }

    /// `session.state`.
    "m" fn state(session: Handle) -> State {
        with(session, |machine| machine.state())
    }

    /// `session.signIn(tokens)`, with those just offered.
    "n" fn sign_in(session: Handle, now: Timestamp) {
        if let Some(grant) = slot(session.0).pending_grant.take() {
            with(session, |machine| machine.sign_in(grant, now));
        }
    }

    /// `session.signIn()`, without tokens.
    "o" fn sign_in_externally(session: Handle, credential: Credential) {
        with(session, |machine| machine.sign_in_externally(credential));
    }

    /// `session.signOut()`.
    "p" fn sign_out(session: Handle) {
        with(session, Session::sign_out);
    }

    /// Another tab has said this.
    "q" fn on_message(session: Handle, kind: MessageKind, token: Token, next: Token) {
        with(session, |machine| machine.on_message(Message::new(kind, token, next)));
    }

    /// What the session has in common with other tabs.
    "r" fn share(session: Handle, sharing: Sharing) {
        with(session, |machine| machine.share(sharing));
    }

    /// `session.refresh()`: the stamp with which the caller has to wait.
    "s" fn refresh_now(session: Handle, credential: Credential) -> Result<Stamp, Failure> {
        with(session, |machine| machine.refresh_now(credential))
    }

    /// What `onEnd` has chosen.
    "t" fn resolve_end(session: Handle, end: Generation, choice: Choice) {
        with(session, |machine| machine.resolve_end(end, choice));
    }

    /// Which end the application was asked about last; 0 once someone has signed in.
    "U" fn last_end(session: Handle) -> u32 {
        with(session, |machine| machine.last_end()).map_or(0, Generation::number)
    }

    /// Is the page still to be redirected because of this end?
    "V" fn wants_redirect(session: Handle, end: Generation) -> bool {
        with(session, |machine| machine.wants_redirect(end))
    }

    /// When the token is to be refreshed, in ms since the epoch; NaN if that is not known.
    "u" fn due(session: Handle) -> Option<Timestamp> {
        with(session, |machine| machine.due())
    }

    /// An answer that no cache has kept has this `Date`.
    "v" fn learn(session: Handle, date: Timestamp, now: Timestamp) {
        with(session, |machine| machine.learn(date, now));
    }

    /// That time may have come.
    "w" fn tick(session: Handle, credential: Credential, now: Timestamp) {
        with(session, |machine| machine.tick(credential, now));
    }

    /// The page is back from sleep, or online again.
    "x" fn wake(session: Handle) {
        with(session, Session::wake);
    }

    /// The next command, by its number; 0 when there is nothing left to do. `detail` has what belongs to it.
    "y" fn next(session: Handle) -> u32 {
        with(session, Session::poll).map_or(0, |command| {
            let (number, details) = command.numbers();
            slot(session.0).details.set(details);
            number
        })
    }

    /// What belongs to the last answer of `next`.
    "z" fn detail(session: Handle, index: u32) -> i32 {
        slot(session.0).details.get()[index as usize]
    }

    /// A refresh has its turn, and the store was read.
    "A" fn locked(
        session: Handle,
        refresh: RefreshId,
        lock: Lock,
        credential: Credential,
        retries: u32,
        now: Timestamp,
    ) {
        let policy = Policy { credential, retries };
        with(session, |machine| machine.locked(refresh, lock, policy, now));
    }

    /// The store shows what another tab has obtained, or does not come to.
    "H" fn arrived(session: Handle, refresh: RefreshId, now: Timestamp) {
        with(session, |machine| machine.arrived(refresh, now));
    }

    /// An attempt at the token endpoint has come to this. Tokens were offered before.
    "I" fn answered(
        session: Handle,
        refresh: RefreshId,
        outcome: Outcome,
        status: u16,
        retry_after: Option<u64>,
        random: f64,
        now: Timestamp,
    ) {
        let answer = match (outcome.failure(status), slot(session.0).pending_grant.take()) {
            (Some(failure), _) => Answer::failed(failure, retry_after),
            (None, Some(grant)) => Answer::Granted(grant),
            (None, None) => Answer::Refused,
        };
        with(session, |machine| machine.answered(refresh, answer, random, now));
    }

    /// The pause between two tries is over.
    "J" fn paused(session: Handle, refresh: RefreshId) {
        with(session, |machine| machine.paused(refresh));
    }

    /// The store was read once more.
    "K" fn confirmed(session: Handle, refresh: RefreshId, now: Timestamp) {
        with(session, |machine| machine.confirmed(refresh, now));
    }

    /// The exchanged-token notices are raised.
    "L" fn announced(session: Handle, refresh: RefreshId) {
        with(session, |machine| machine.announced(refresh));
    }

    /// How long to wait for the lock, in ms, if an attempt at the token endpoint takes `timeout` ms at most.
    "E" fn lock_deadline(timeout: f64, retries: u32) -> f64 {
        Effort { timeout, retries }.lock_deadline()
    }

    /// The default of `session.waiterTimeout`, in ms.
    "F" fn waiter_timeout(timeout: f64, retries: u32) -> f64 {
        Effort { timeout, retries }.waiter_timeout()
    }

    /// The deadline of the lock has passed: what now?
    "G" fn rescue(same_holder: bool, round: u32) -> Rescue {
        Rescue::after_deadline(same_holder, round)
    }

    /// What an answer of the token endpoint comes to.
    "D" fn judge(status: u16, redirected: bool, named: Named, body: TokenBody) -> Outcome {
        TokenAnswer { status, redirected, named, body }.outcome()
    }

    /// Does a request with this stamp carry a token?
    "B" fn carries_token(stamp: Stamp) -> bool {
        stamp.carries_token()
    }

    /// The number of a stamp's token, for a line of `session.debug`: how many there were before it.
    "C" fn token_number(stamp: Stamp) -> u32 {
        stamp.token_number()
    }
}

/// Asks the machine.
fn with<R>(session: Handle, ask: impl FnOnce(&mut Session) -> R) -> R {
    // SAFETY: the engine has one thread and imports nothing, so that no question is asked during another. A `RefCell`
    // would check that in each function above.
    ask(unsafe { &mut *slot(session.0).machine.get() })
}

#[inline(never)]
fn slot(session: u32) -> &'static Slot {
    lent(&SLOTS, |slots| slots[session as usize])
}

fn lent<T, R>(list: &'static LocalKey<UnsafeCell<T>>, ask: impl FnOnce(&mut T) -> R) -> R {
    // SAFETY: as in `with`. What asks lends no list.
    list.with(|list| ask(unsafe { &mut *list.get() }))
}
