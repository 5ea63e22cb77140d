//! Performs the commands of the core, in order.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::Runtime;
use crate::client::Error;
use crate::client::end::{EndChoice, SessionEnd, redirect};
use crate::client::refresh::Task;
use crate::session::{Choice, Command, EndReason, Failure, RefreshId, Session as Core, WaiterId};

impl Runtime {
    /// Performs the commands that follow from the core's last decision, in order. No borrow of the core is held
    /// meanwhile, so callbacks may call the session.
    pub(in crate::client) fn perform(self: &Rc<Self>) {
        loop {
            let Some(command) = self.core.borrow_mut().poll() else {
                break;
            };
            self.perform_one(command);
        }
        if self.options.keep_fresh {
            self.set_timer();
        }
    }

    fn perform_one(self: &Rc<Self>, command: Command) {
        match command {
            Command::AcquireLock { refresh } => {
                let task = Task::new(self, refresh);
                task.step(command);
                self.tasks.borrow_mut().insert(refresh, task);
            }
            Command::AwaitStore { refresh, .. }
            | Command::Exchange { refresh }
            | Command::Pause { refresh, .. }
            | Command::ConfirmStore { refresh, .. }
            | Command::AnnounceExchanged { refresh } => {
                if let Some(task) = self.tasks.borrow().get(&refresh) {
                    task.step(command);
                }
            }
            Command::CancelRefresh { refresh } => {
                // Not borrowed while the task is cancelled, because a listener of the abort may call the session.
                let task = self.tasks.borrow().get(&refresh).cloned();
                if let Some(task) = task {
                    task.cancel();
                }
            }
            Command::ReleaseLock { refresh } => {
                let task = self.tasks.borrow_mut().remove(&refresh);
                drop(task);
            }
            Command::DeferLogOut { refresh } => self.defer_log_out(refresh),
            Command::LogOut { refresh, wanted } => self.log_out(refresh, wanted),
            Command::StoreTokens => self.store_pending_grant(),
            Command::ClearTokens { end } => self.clear_store(end),
            Command::StoreMarker => self.store_marker(),
            Command::Broadcast { message } => self.post(message),
            Command::Settle {
                waiter,
                error,
                cause,
            } => self.settle(waiter, error.map(|error| Failure { error, cause })),
            Command::Emit { event } => {
                self.log(|| format!("{event:?}"));
                self.listeners.borrow_mut().emit(&event);
                // Not borrowed while the listeners are called, because a listener may call anything (G22).
                let called = self.listeners.borrow().called();
                for listener in called {
                    listener(&event);
                }
            }
            Command::AskApplication {
                reason,
                waiting,
                cause,
            } => self.ask_application(reason, waiting, cause),
        }
    }

    /// Is a request with this signal one of a refresh function?
    #[cfg(feature = "js")]
    pub(in crate::client) fn is_of_refresh(&self, signal: Option<&web_sys::AbortSignal>) -> bool {
        let tasks = self.tasks.borrow();
        self.asking.get()
            || signal.is_some_and(|signal| tasks.values().any(|task| task.is_signal(signal)))
    }

    fn settle(&self, waiter: WaiterId, failure: Option<Failure>) {
        let outcome = match failure {
            None => Ok(()),
            Some(failure) => Err(self.error_of(failure)),
        };
        let waiter = self.waiters.borrow_mut().remove(&waiter);
        if let Some(waiter) = waiter {
            // A waiter that no longer exists needs no result.
            let _ = waiter.send(outcome);
        }
    }

    /// The error with which a caller rejects.
    pub(super) fn error_of(&self, failure: Failure) -> Error {
        let cause = self.failure.borrow();
        let cause = cause
            .as_ref()
            .filter(|(refresh, _)| Some(*refresh) == failure.cause)
            .map(|(_, error)| error.clone());
        Error::of_session(failure.error, cause)
    }

    /// Stores the failure of a refresh.
    pub(in crate::client) fn failed(&self, refresh: RefreshId, error: Error) {
        *self.failure.borrow_mut() = Some((refresh, error));
    }

    /// Reports the result of a step to the core, and performs the commands that follow.
    pub(in crate::client) fn report(self: &Rc<Self>, report: impl FnOnce(&mut Core)) {
        report(&mut self.core.borrow_mut());
        self.perform();
    }

    /// Asks the application what happens to the page and the waiting requests, and does it.
    fn ask_application(
        self: &Rc<Self>,
        reason: EndReason,
        waiting: usize,
        cause: Option<RefreshId>,
    ) {
        let Some(end) = self.core.borrow().last_end() else {
            return;
        };
        let runtime = Rc::clone(self);
        let error = self.error_of(Failure {
            error: crate::error::Error::SessionEnded,
            cause,
        });
        spawn_local(async move {
            let choice = match &runtime.options.on_end {
                None => EndChoice::Redirect,
                Some(on_end) => {
                    on_end(SessionEnd {
                        reason,
                        error,
                        waiting,
                    })
                    .await
                }
            };
            runtime.log(|| format!("{waiting} waiting → {choice:?}"));
            let answer = match choice {
                EndChoice::Wait => Choice::Park,
                EndChoice::Redirect | EndChoice::Stay => Choice::Reject,
            };
            runtime.core.borrow_mut().resolve_end(end, answer);
            runtime.perform();
            let wanted = runtime.core.borrow().wants_redirect(end);
            if wanted && choice == EndChoice::Redirect {
                redirect(&runtime.options);
            }
        });
    }
}
