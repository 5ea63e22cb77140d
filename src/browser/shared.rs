//! One session of the page: the machine, its store and its listeners, shared by every client of the
//! same storage namespace. Performs what the machine decides.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

use super::error::failure;
use super::platform::{Hub, Waiter, end_session};
use super::store::Store;
use crate::error::Error;
use crate::options::SessionOptions;
use crate::session::{Effect, Event, Failure, RefreshId, Session, Stamp};
use crate::value::Value;

/// The machine, with the browser's waiters and causes.
pub(super) type Machine = Session<Waiter, JsValue>;

#[derive(Debug)]
pub(super) struct Shared {
    machine: RefCell<Machine>,
    pub(super) store: Store,
    pub(super) hub: Hub,
    /// The try in flight at the token endpoint.
    exchange: RefCell<Option<(RefreshId, AbortController)>>,
}

/// Clients with the same storage and keys share a session.
#[derive(PartialEq)]
struct Namespace {
    /// A word, or the application's own object.
    storage: JsValue,
    access_key: String,
    refresh_key: String,
}

thread_local! {
    static OPEN: RefCell<Vec<(Namespace, Weak<Shared>)>> = const { RefCell::new(Vec::new()) };
}

impl Shared {
    /// The session of this namespace: the one that another client of the page has opened, or a new
    /// one. Memory belongs to its client alone.
    pub(super) fn open(options: &SessionOptions<JsValue>) -> Rc<Self> {
        let storage = match options.storage() {
            Value::Record(own, _) => own.clone(),
            word => word.text().unwrap_or("local").into(),
        };
        let (access_key, refresh_key) = (options.access_key(), options.refresh_key());
        let namespace = Namespace {
            access_key: access_key.into(),
            refresh_key: refresh_key.into(),
            storage,
        };
        OPEN.with_borrow_mut(|open| {
            open.retain(|(_, shared)| shared.strong_count() > 0);
            for (other, shared) in &*open {
                if *other == namespace
                    && let Some(shared) = shared.upgrade()
                {
                    return shared;
                }
            }
            let shared = Rc::new(Self {
                machine: RefCell::default(),
                store: Store::open(&namespace.storage, access_key, refresh_key),
                hub: Hub::new(),
                exchange: RefCell::default(),
            });
            if namespace.storage != "memory" {
                open.push((namespace, Rc::downgrade(&shared)));
            }
            shared
        })
    }

    /// Asks the machine, and performs what follows from its answer. What belongs together is asked in
    /// one go: between two calls, a listener may have signed out. `wishes` are the options of the
    /// client that asks.
    pub(super) fn with<R>(&self, wishes: &JsValue, ask: impl FnOnce(&mut Machine) -> R) -> R {
        let answer = ask(&mut self.machine.borrow_mut());
        self.perform(wishes);
        answer
    }

    /// Looks at the machine; nothing follows.
    pub(super) fn peek<R>(&self, look: impl FnOnce(&Machine) -> R) -> R {
        look(&self.machine.borrow())
    }

    /// One try at the token endpoint begins: it is cancelled as soon as its refresh is not wanted.
    pub(super) fn exchanging(&self, id: RefreshId, controller: &AbortController) {
        *self.exchange.borrow_mut() = Some((id, controller.clone()));
    }

    fn perform(&self, wishes: &JsValue) {
        loop {
            // Not in the loop's head: the borrow would last for its body, where callbacks run.
            let effect = self.machine.borrow_mut().poll();
            let Some(effect) = effect else {
                break;
            };
            match effect {
                Effect::Store(tokens) => self.store.write(&tokens),
                Effect::Clear => self.store.write(&Default::default()),
                Effect::Emit(event) => self.tell(&event),
                Effect::Release(waiters, outcome) => {
                    for waiter in waiters {
                        // An error for each, since its request and its response are its own; the
                        // cause is shared.
                        let error = outcome.as_ref().err().map(failure);
                        waiter.settle(&error.unwrap_or_default());
                    }
                }
                Effect::End {
                    reason,
                    cause,
                    waiting,
                } => {
                    let error = Error::SessionEnded;
                    let error = failure(&Failure { error, cause });
                    end_session(wishes, reason.word(), &error, waiting as u32);
                }
            }
        }
        self.cancel_unwanted();
    }

    fn tell(&self, event: &Event) {
        let written = Serializer::json_compatible();
        // Made of words and whole numbers, an event can always be written.
        if self.hub.size() > 0
            && let Ok(event) = event.serialize(&written)
        {
            self.hub.tell(&event);
        }
    }

    fn cancel_unwanted(&self) {
        let unwanted = {
            let machine = self.machine.borrow();
            let mut exchange = self.exchange.borrow_mut();
            exchange.take_if(|(id, _)| !machine.is_current(*id))
        };
        // With no borrow held: whoever listens to the signal may ask the session something.
        if let Some((_, controller)) = unwanted {
            controller.abort();
        }
    }
}

/// Gives a waiter its place in the queue, within [`Shared::with`]. It has so many ms.
pub(super) fn queue(machine: &mut Machine, waiter: &Waiter, stamp: Stamp, timeout: f64) {
    waiter.set_stamp(stamp.to_bits());
    let place = machine.wait(waiter.clone());
    waiter.queued(place.0, timeout);
}
