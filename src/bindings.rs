//! The exports of the core for the TypeScript runtime (`pkg-template/src/runtime`), for wasm32 only.
//!
//! Only numbers are exchanged. The tokens stay in JavaScript, like the storage and fetch, and so do the waiters, the
//! errors and all text. The exports are plain, without wasm-bindgen, and the engine imports nothing: JavaScript takes
//! the commands from it with `next`. `src/protocol.rs` generates the TypeScript side from the declarations here.
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
    Leaving, Lock, Message, MessageKind, Named, Origin, Outcome, Parting, Policy, Presented,
    RefreshId, Refusal, Rescue, Session, Sharing, SignIn, Stamp, State, Stored, Target, Terms,
    Timestamp, Token, TokenBody, User, Verdict, WaiterId,
};

#[cfg(test)]
pub(crate) use crossing::FAILED;
use crossing::{Argument, Handle, Returned};

/// Declares the exports. Each has a short name in the engine, and a long name in TypeScript.
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
    /// The tokens of the last reply, until the core decides whether to store them.
    pending_grant: Cell<Option<Grant>>,
    details: Cell<[i32; 3]>,
}

thread_local! {
    /// The sessions by their numbers. They are leaked, and reused once closed, so that they can be borrowed without
    /// borrowing the list for every call, which cost about 150 bytes in each function below.
    static SLOTS: UnsafeCell<Vec<&'static Slot>> = const { UnsafeCell::new(Vec::new()) };
    static CLOSED: UnsafeCell<Vec<u32>> = const { UnsafeCell::new(Vec::new()) };
}

exports! {
    /// Opens a session, with `session.expiryMargin` in ms. The other functions take the number that this returns.
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

    /// Closes a session that no client uses any more.
    "b" fn close(session: Handle) {
        lent(&CLOSED, |closed| closed.push(session.0));
    }

    /// Passes the content of the store. `token` is 0 if there is no access token.
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

    /// Passes the tokens of a reply. The next report says whether they count.
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

    /// Asks whether a request may be sent. Returns a stamp to send or to wait with.
    "e" fn admit(session: Handle, hold: Hold, credential: Credential, now: Timestamp) -> Admission {
        with(session, |machine| machine.admit(hold, credential, now))
    }

    /// Adds a waiter to the queue.
    "f" fn wait(session: Handle) -> WaiterId {
        with(session, Session::wait)
    }

    /// Returns the stamp to send with, for a request that has waited or is sent again.
    "g" fn resume(session: Handle, stamp: Stamp) -> Result<Stamp, Failure> {
        with(session, |machine| machine.resume(stamp))
    }

    /// A request was answered and not rejected. Returns whether to call `accepted_at` as well.
    "h" fn accepted(session: Handle, stamp: Stamp) -> bool {
        with(session, |machine| machine.accepted(stamp))
    }

    /// A request without a token was answered with a success. Returns whether that counts as a sign-in.
    "i" fn accepted_externally(session: Handle, stamp: Stamp, credential: Credential) -> bool {
        with(session, |machine| machine.accepted_externally(stamp, credential))
    }

    /// Names the target that accepted the token.
    "j" fn accepted_at(session: Handle, target: Target) {
        with(session, |machine| machine.accepted_at(target));
    }

    /// A request was rejected. Returns 0 if the caller gets the answer; otherwise a stamp to retry or to wait with, or
    /// an error.
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

    /// `session.signIn(tokens)`, with the pending grant.
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

    /// `session.signOut()` with `session.logout`. The runtime keeps the tokens for the log-out.
    "M" fn log_out(session: Handle, credential: Credential, now: Timestamp) -> Parting {
        with(session, |machine| machine.log_out(credential, now))
    }

    /// The server rejected the log-out. Returns whether to refresh and send it again. `refresh` says whether there is a
    /// refresh token for that.
    "N" fn log_out_refused(session: Handle, credential: Credential, refresh: bool) -> bool {
        with(session, |machine| machine.log_out_refused(credential, refresh))
    }

    /// The refresh before a log-out has called the token endpoint.
    "O" fn parted(session: Handle, refresh: RefreshId) {
        with(session, |machine| machine.parted(refresh));
    }

    /// Another tab has sent this message.
    "q" fn on_message(session: Handle, kind: MessageKind, token: Token, next: Token) {
        with(session, |machine| machine.on_message(Message::new(kind, token, next)));
    }

    /// Sets what the session shares with other tabs.
    "r" fn share(session: Handle, sharing: Sharing) {
        with(session, |machine| machine.share(sharing));
    }

    /// `session.refresh()`. Returns the stamp with which the caller waits.
    "s" fn refresh_now(session: Handle, credential: Credential) -> Result<Stamp, Failure> {
        with(session, |machine| machine.refresh_now(credential))
    }

    /// Passes the decision of `onEnd`.
    "t" fn resolve_end(session: Handle, end: Generation, choice: Choice) {
        with(session, |machine| machine.resolve_end(end, choice));
    }

    /// The last end that the application was asked about; 0 once a user has signed in.
    "U" fn last_end(session: Handle) -> u32 {
        with(session, |machine| machine.last_end()).map_or(0, Generation::number)
    }

    /// Whether the page should still be redirected because of this end.
    "V" fn wants_redirect(session: Handle, end: Generation) -> bool {
        with(session, |machine| machine.wants_redirect(end))
    }

    /// When the token is due for a refresh, in ms since the epoch; NaN if that is unknown.
    "u" fn due(session: Handle) -> Option<Timestamp> {
        with(session, |machine| machine.due())
    }

    /// Passes the `Date` of an answer that no cache has stored.
    "v" fn learn(session: Handle, date: Timestamp, now: Timestamp) {
        with(session, |machine| machine.learn(date, now));
    }

    /// Refreshes in the background if the token is due.
    "w" fn tick(session: Handle, credential: Credential, now: Timestamp) {
        with(session, |machine| machine.tick(credential, now));
    }

    /// The page woke from sleep or came back online.
    "x" fn wake(session: Handle) {
        with(session, Session::wake);
    }

    /// Returns the number of the next command; 0 if there are no more. `detail` returns its details.
    "y" fn next(session: Handle) -> u32 {
        with(session, Session::poll).map_or(0, |command| {
            let (number, details) = command.numbers();
            slot(session.0).details.set(details);
            number
        })
    }

    /// Returns a detail of the last command from `next`.
    "z" fn detail(session: Handle, index: u32) -> i32 {
        slot(session.0).details.get()[index as usize]
    }

    /// A refresh has acquired the lock, and the store was read.
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

    /// The store contains another tab's tokens, or the wait for them is over.
    "H" fn arrived(session: Handle, refresh: RefreshId, now: Timestamp) {
        with(session, |machine| machine.arrived(refresh, now));
    }

    /// Reports the result of an attempt at the token endpoint. New tokens are in the pending grant.
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

    /// The pause between two attempts is over.
    "J" fn paused(session: Handle, refresh: RefreshId) {
        with(session, |machine| machine.paused(refresh));
    }

    /// The store was read once more.
    "K" fn confirmed(session: Handle, refresh: RefreshId, now: Timestamp) {
        with(session, |machine| machine.confirmed(refresh, now));
    }

    /// The exchanged-token notices have been raised.
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

    /// Returns what to do when the deadline for the lock has passed.
    "G" fn rescue(same_holder: bool, round: u32) -> Rescue {
        Rescue::after_deadline(same_holder, round)
    }

    /// Judges an answer of the token endpoint.
    "D" fn judge(status: u16, redirected: bool, named: Named, body: TokenBody) -> Outcome {
        TokenAnswer { status, redirected, named, body }.outcome()
    }

    /// Whether a request with this stamp carries a token.
    "B" fn carries_token(stamp: Stamp) -> bool {
        stamp.carries_token()
    }

    /// The number of a stamp's token, for a line of `session.debug`: how many tokens came before it.
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
