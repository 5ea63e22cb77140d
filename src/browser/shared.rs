//! One session of the page: the machine, its store and its listeners, shared by every client of the
//! same storage namespace. Performs what the machine decides.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use futures::channel::oneshot;
use futures::future::{Either, select};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal};

use super::abort::aborted;
use super::ending::Ending;
use super::error::failure;
use super::globals::now;
use super::listeners::Listeners;
use super::store::Store;
use super::timer::Timer;
use crate::options::{Keys, Storage};
use crate::session::{Effect, Failure, Pass, RefreshId, Session, Ticket, WaiterId};

/// What a waiter is woken with.
type Outcome = Result<(), Failure<JsValue>>;

/// The machine, with the browser's waiters and causes.
pub(super) type Machine = Session<oneshot::Sender<Outcome>, JsValue>;

/// A place in the queue, to be awaited with [`Shared::wait`].
#[derive(Debug)]
pub(super) struct Place {
    id: WaiterId,
    ticket: Ticket,
    woken: oneshot::Receiver<Outcome>,
}

#[derive(Debug)]
pub(super) struct Shared {
    machine: RefCell<Machine>,
    pub(super) store: Store,
    pub(super) listeners: Listeners,
    /// Fires at the earliest deadline of a waiter; there is one while somebody waits.
    deadline: RefCell<Option<Timer>>,
    /// The try in flight at the token endpoint.
    exchange: RefCell<Option<(RefreshId, AbortController)>>,
}

impl Shared {
    /// The session of this namespace: the one that another client of the page has opened, or a new
    /// one. Memory belongs to its client alone.
    pub(super) fn open(storage: &Storage<JsValue>, keys: &Keys) -> Rc<Self> {
        type Namespace = (Storage<JsValue>, Keys);
        thread_local! {
            static OPEN: RefCell<Vec<(Namespace, Weak<Shared>)>> = const { RefCell::new(Vec::new()) };
        }
        OPEN.with_borrow_mut(|open| {
            open.retain(|(_, shared)| shared.strong_count() > 0);
            let namespace = (storage.clone(), keys.clone());
            let found = open.iter().find(|(other, _)| *other == namespace);
            if let Some(shared) = found.and_then(|(_, shared)| shared.upgrade()) {
                return shared;
            }
            let shared = Rc::new(Self {
                machine: RefCell::default(),
                store: Store::open(storage, keys),
                listeners: Listeners::default(),
                deadline: RefCell::default(),
                exchange: RefCell::default(),
            });
            if *storage != Storage::Memory {
                open.push((namespace, Rc::downgrade(&shared)));
            }
            shared
        })
    }

    /// Asks the machine, and performs what follows from its answer. What is asked must be asked in one
    /// go: between two calls, a listener may have signed out.
    pub(super) fn with<R>(&self, ending: &Ending, ask: impl FnOnce(&mut Machine) -> R) -> R {
        let answer = ask(&mut self.machine.borrow_mut());
        self.perform(ending);
        answer
    }

    /// Looks at the machine; nothing follows.
    pub(super) fn peek<R>(&self, look: impl FnOnce(&Machine) -> R) -> R {
        look(&self.machine.borrow())
    }

    /// Takes a place in the queue, within [`Self::with`].
    pub(super) fn queue(machine: &mut Machine, refused: Option<&Pass>, timeout: u64) -> Place {
        let (wake, woken) = oneshot::channel();
        let ticket = machine.ticket(refused);
        let id = machine.wait(wake, now().after(timeout));
        Place { id, ticket, woken }
    }

    /// Waits for the refresh to end, or for the signal (G11).
    pub(super) async fn wait(
        self: &Rc<Self>,
        ending: &Ending,
        place: Place,
        signal: Option<AbortSignal>,
    ) -> Result<Pass, JsValue> {
        self.arm(ending);
        let aborted = std::pin::pin!(aborted(signal));
        match select(place.woken, aborted).await {
            Either::Left((outcome, _)) => {
                // The machine wakes everyone whom it lets go, so the sender is never just dropped.
                let outcome = outcome.unwrap_or(Ok(()));
                outcome
                    .and_then(|()| self.with(ending, |machine| machine.pass(place.ticket)))
                    .map_err(failure)
            }
            Either::Right((reason, _)) => {
                self.with(ending, |machine| machine.abort(place.id));
                Err(reason)
            }
        }
    }

    /// One try at the token endpoint begins: it is cancelled as soon as its refresh is not wanted.
    pub(super) fn exchanging(&self, id: RefreshId, controller: &AbortController) {
        *self.exchange.borrow_mut() = Some((id, controller.clone()));
    }

    fn perform(&self, ending: &Ending) {
        loop {
            // Not in the loop's head: the borrow would last for its body, where callbacks run.
            let effect = self.machine.borrow_mut().poll();
            match effect {
                None => break,
                Some(Effect::Store(tokens)) => self.store.write(&tokens),
                Some(Effect::Clear) => self.store.write(&Default::default()),
                Some(Effect::Emit(event)) => self.listeners.tell(&event),
                Some(Effect::Release(waiters, outcome)) => {
                    for waiter in waiters {
                        // One that was aborted at this very moment listens no more.
                        let _ = waiter.send(outcome.clone());
                    }
                }
                Some(Effect::End {
                    reason,
                    cause,
                    waiting,
                }) => ending.ask(reason, cause, waiting),
            }
        }
        self.clean_up();
    }

    /// Cancels the exchange of a refresh that is no longer wanted, and the timer of an empty queue.
    fn clean_up(&self) {
        let machine = self.machine.borrow();
        let unwanted = self
            .exchange
            .borrow_mut()
            .take_if(|(id, _)| !machine.is_current(*id));
        if !machine.is_waiting() {
            *self.deadline.borrow_mut() = None;
        }
        drop(machine);
        if let Some((_, controller)) = unwanted {
            controller.abort();
        }
    }

    /// Sets the timer for the waiters, unless it is set.
    fn arm(self: &Rc<Self>, ending: &Ending) {
        if self.deadline.borrow().is_some() {
            return;
        }
        let Some(deadline) = self.peek(Machine::next_deadline) else {
            return;
        };
        let (shared, ending_then) = (Rc::downgrade(self), ending.clone());
        let timer = Timer::new(deadline.0.saturating_sub(now().0), move || {
            let Some(shared) = shared.upgrade() else {
                return;
            };
            // Taken, not dropped in place: it is this very callback.
            let fired = shared.deadline.take();
            shared.with(&ending_then, |machine| machine.expire_waiters(now()));
            shared.arm(&ending_then);
            drop(fired);
        });
        *self.deadline.borrow_mut() = Some(timer);
    }
}
