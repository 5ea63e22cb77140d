//! One refresh: performs the steps that the core commands, and calls the application's function.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::channel::oneshot;
use futures::future::{Either, Shared, select};
use wasm_bindgen_futures::spawn_local;

use super::Error;
use super::abort::AbortOnDrop;
use super::error::Kind;
use super::locks::{self, LockGuard};
use super::log_out::LogOut;
use super::names::Fingerprint;
use super::options::{FunctionError, Refresh, RefreshContext, RefreshError};
use super::platform::{now, sleep, within};
use super::runtime::{GrantSource, Runtime};
use super::storage::MARKER;
use super::unanswered;
use crate::http::token_reply::TokenReply;
use crate::session::{Answer, Command, Grant, Lock, Origin, Policy, RefreshId, Session as Core};

/// One refresh. It belongs to the session and not to the request that started it (G11). [`Command::ReleaseLock`] drops
/// it, and with it the lock.
pub(super) struct Task {
    pub(super) runtime: Rc<Runtime>,
    id: RefreshId,
    /// Dropping it cancels the current step.
    cancel: RefCell<Option<oneshot::Sender<()>>>,
    cancelled: Shared<oneshot::Receiver<()>>,
    /// The attempt at the token endpoint that is in flight.
    attempt: RefCell<Option<AbortOnDrop>>,
    lock: RefCell<Option<LockGuard>>,
    /// The tokens that the store contained when the lock was acquired.
    shown: RefCell<Vec<Fingerprint>>,
    /// The log-out that follows, if the session was signed out.
    leaving: RefCell<Option<Rc<LogOut>>>,
    granted: RefCell<Option<TokenReply>>,
}

/// The tokens that the endpoint granted, or the judgement of its answer and the reason.
pub(super) type Exchanged = Result<Grant, (Answer, Error)>;

impl Task {
    pub(super) fn new(runtime: &Rc<Runtime>, id: RefreshId) -> Rc<Self> {
        let (cancel, cancelled) = oneshot::channel();
        Rc::new(Self {
            runtime: Rc::clone(runtime),
            id,
            cancel: RefCell::new(Some(cancel)),
            cancelled: cancelled.shared(),
            attempt: RefCell::default(),
            lock: RefCell::default(),
            shown: RefCell::default(),
            leaving: RefCell::default(),
            granted: RefCell::default(),
        })
    }

    /// Its tokens are for the log-out.
    pub(super) fn defer(&self, leaving: Rc<LogOut>) {
        if let Some(reply) = self.granted.take() {
            leaving.take(reply);
        }
        *self.leaving.borrow_mut() = Some(leaving);
    }

    /// The log-out that follows.
    pub(super) fn leaving(&self) -> Option<Rc<LogOut>> {
        self.leaving.borrow().clone()
    }

    /// The access token and the refresh token of the session, which may be over.
    pub(super) fn tokens(&self) -> [Option<String>; 2] {
        let runtime = &self.runtime;
        let current = || [runtime.access_token(), runtime.refresh_token()];
        self.leaving()
            .map_or_else(current, |leaving| leaving.tokens())
    }

    /// The tokens are for the session, or for its log-out.
    pub(super) fn grant(&self, reply: TokenReply, date: Option<Duration>) -> Exchanged {
        if let Some(leaving) = self.leaving() {
            leaving.take(reply);
            let error = Error::new(Kind::Network, "the session was signed out");
            return Err((Answer::Pointless, error));
        }
        *self.granted.borrow_mut() = Some(reply.clone());
        Ok(self.runtime.propose(reply, GrantSource::Refresh, date))
    }

    /// The session continues without this refresh: aborts what is in flight, at once.
    pub(super) fn cancel(&self) {
        self.cancel.take();
        self.attempt.take();
    }

    /// Is this the signal of the attempt that is in flight?
    #[cfg(feature = "js")]
    pub(super) fn is_signal(&self, signal: &web_sys::AbortSignal) -> bool {
        self.attempt
            .borrow()
            .as_ref()
            .and_then(AbortOnDrop::signal)
            .is_some_and(|own| own == *signal)
    }

    /// Performs a step, and reports its result to the core.
    pub(super) fn step(self: &Rc<Self>, step: Command) {
        let task = Rc::clone(self);
        spawn_local(async move {
            match step {
                Command::AcquireLock { .. } => task.acquire_lock().await,
                Command::AwaitStore {
                    patience, interval, ..
                } => task.await_store(patience, interval).await,
                Command::Exchange { .. } => task.exchange().await,
                Command::Pause { pause, .. } => {
                    task.unless_cancelled(sleep(Duration::from_millis(pause.into())))
                        .await;
                    task.report(|core| core.paused(task.id));
                }
                Command::ConfirmStore { pause, .. } => {
                    task.confirm_store(Duration::from_millis(pause.into()))
                        .await;
                }
                Command::AnnounceExchanged { .. } => task.announce_exchanged().await,
                Command::CancelRefresh { .. }
                | Command::ReleaseLock { .. }
                | Command::StoreTokens
                | Command::StoreMarker
                | Command::ClearTokens { .. }
                | Command::Broadcast { .. }
                | Command::Emit { .. }
                | Command::Settle { .. }
                | Command::DeferLogOut { .. }
                | Command::LogOut { .. }
                | Command::AskApplication { .. } => {}
            }
        });
    }

    fn report(&self, report: impl FnOnce(&mut Core)) {
        self.runtime.report(report);
    }

    /// The output of a future; `None` once the refresh is no longer wanted.
    async fn unless_cancelled<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let future = std::pin::pin!(future);
        match select(future, self.cancelled.clone()).await {
            Either::Left((output, _)) => Some(output),
            Either::Right(_) => None,
        }
    }

    /// Acquires the lock that all tabs of the session share, and reads the store under it.
    async fn acquire_lock(&self) {
        let runtime = &self.runtime;
        if runtime.is_restored() {
            runtime.log(|| "the marker says that there is a cookie".to_owned());
        }
        let mut how = Lock::Held;
        // All tabs share a cookie, and two concurrent refreshes would send it twice.
        if let Some(name) = runtime.lock_name() {
            runtime.log(|| "the refresh waits for the lock".to_owned());
            let deadline = Duration::from_millis(runtime.effort().lock_deadline() as u64);
            let acquired = locks::acquire(name, deadline);
            let lock = self.unless_cancelled(acquired).await.flatten();
            let is_held = lock.is_some();
            *self.lock.borrow_mut() = lock;
            let left = unanswered::left(name);
            if runtime.options.is_by_cookie() && !left.is_zero() {
                self.unless_cancelled(sleep(left)).await;
            }
            runtime.sync_from_store(Origin::Unknown);
            if runtime.store_name().is_some() {
                let shown = match self.leaving() {
                    Some(leaving) => leaving.fingerprints(),
                    None => runtime.fingerprints(),
                };
                if !is_held {
                    how = Lock::Missing;
                } else if locks::sees_notice(name, &shown).await {
                    how = Lock::HeldAfterExchange;
                }
                *self.shown.borrow_mut() = shown;
            }
        }
        // In the meantime, the store may have received the announced token.
        runtime.sync_from_store(Origin::Unknown);
        let policy = Policy {
            credential: runtime.credential(),
            retries: runtime.options.effort().1,
        };
        self.report(|core| core.locked(self.id, how, policy, now()));
    }

    /// Waits until the store contains another tab's new tokens, which cancels this refresh. By the clock, which continues
    /// while the device sleeps, and not by a timer.
    async fn await_store(&self, patience: u32, interval: u32) {
        let interval = Duration::from_millis(interval.into());
        let late = now().as_ms() + u64::from(patience);
        while self.cancel.borrow().is_some() && now().as_ms() < late {
            self.unless_cancelled(sleep(interval)).await;
            self.runtime.sync_from_store(Origin::Unknown);
        }
        self.report(|core| core.arrived(self.id, now()));
    }

    async fn confirm_store(&self, pause: Duration) {
        if !pause.is_zero() {
            self.unless_cancelled(sleep(pause)).await;
        }
        self.runtime.sync_from_store(Origin::Unknown);
        self.report(|core| core.confirmed(self.id, now()));
    }

    async fn announce_exchanged(&self) {
        if let Some(name) = self.runtime.store_name()
            && self.lock.borrow().is_some()
        {
            let held = self.runtime.fingerprints();
            let mut exchanged = self.shown.take();
            exchanged.retain(|shown| !held.contains(shown));
            locks::raise_notices(name, &exchanged).await;
        }
        self.report(|core| core.announced(self.id));
    }

    /// One attempt at the token endpoint, and its result.
    async fn exchange(&self) {
        let outcome = self.call().await;
        if self.leaving.borrow().is_some() {
            return self.report(|core| core.parted(self.id));
        }
        let answer = match outcome {
            Ok(grant) => Answer::Granted(grant),
            Err((answer, error)) => {
                // The failure of an abandoned refresh is not the cause of any error.
                if self.cancel.borrow().is_some() {
                    self.runtime.failed(self.id, error);
                }
                answer
            }
        };
        let random = js_sys::Math::random();
        self.report(|core| core.answered(self.id, answer, random, now()));
    }

    /// One attempt at the token endpoint. It always settles within the timeout.
    async fn call(&self) -> Exchanged {
        let runtime = &self.runtime;
        let (timeout, _) = runtime.options.effort();
        let attempt = AbortOnDrop::new();
        let signal = attempt.signal();
        self.attempt.replace(Some(attempt));
        let answer = async {
            match &runtime.options.refresh {
                Refresh::Request(request) => self.request(request, signal.as_ref()).await,
                Refresh::Function(function) => {
                    let [access_token, refresh_token] = self.tokens();
                    let context = RefreshContext {
                        refresh_token: refresh_token.filter(|token| token != MARKER),
                        access_token,
                        signal,
                        asking: Rc::clone(&runtime.asking),
                    };
                    self.function((function.call)(context).await)
                }
                // The core commands no exchange then.
                Refresh::Nothing => Err((
                    Answer::Refused,
                    Error::bad_option("there is nothing to refresh with"),
                )),
            }
        };
        let answer = within(self.unless_cancelled(answer), timeout).await;
        // Dropping an abandoned attempt aborts it.
        let attempt = self.attempt.take();
        match answer {
            Some(Some(answer)) => {
                if let Some(attempt) = attempt {
                    attempt.disarm();
                }
                answer
            }
            // The core has abandoned this refresh and ignores the result.
            Some(None) => Err(unavailable(Error::new(
                Kind::Network,
                "the refresh was cancelled",
            ))),
            None => {
                let limit = timeout.as_millis();
                let message = format!("{} got no answer within {limit} ms", self.endpoint());
                Err(unavailable(Error::new(Kind::RefreshTimeout, message)))
            }
        }
    }

    fn function(&self, outcome: Result<TokenReply, FunctionError>) -> Exchanged {
        let FunctionError { error, thrown } = match outcome {
            Ok(reply) => {
                let reply = self.runtime.unless_cookies(reply);
                return self.grant(reply, None);
            }
            Err(error) => error,
        };
        match error {
            RefreshError::Unavailable(why) => Err(unavailable(
                Error::new(Kind::Function, why).with_thrown(thrown),
            )),
            RefreshError::Refused(why) => {
                let error = Error::new(Kind::Status, why).with_thrown(thrown);
                Err((Answer::Refused, error))
            }
        }
    }
}

/// No answer, or one that says nothing about the session.
pub(super) fn unavailable(error: Error) -> (Answer, Error) {
    (Answer::Unavailable { retry_after: None }, error)
}
