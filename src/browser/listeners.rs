//! Those who called `session.subscribe`.

use std::cell::{Cell, RefCell};

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::session::Event;

/// Called in the order in which they came, with no borrow held: one that calls the session again, or
/// takes itself off, or throws, changes nothing for the others (G16).
#[derive(Debug, Default)]
pub(super) struct Listeners {
    next: Cell<u32>,
    all: RefCell<Vec<(u32, Function)>>,
}

impl Listeners {
    /// Returns what [`Self::remove`] takes.
    pub(super) fn add(&self, listener: Function) -> u32 {
        let id = self.next.replace(self.next.get().wrapping_add(1));
        self.all.borrow_mut().push((id, listener));
        id
    }

    pub(super) fn remove(&self, id: u32) {
        self.all.borrow_mut().retain(|(other, _)| *other != id);
    }

    pub(super) fn tell(&self, event: &Event) {
        let listeners = self.all.borrow().clone();
        if listeners.is_empty() {
            return;
        }
        // Numbers as numbers, maps as objects: an event is made of nothing else, so this cannot fail.
        let Ok(event) = event.serialize(&serde_wasm_bindgen::Serializer::json_compatible()) else {
            return;
        };
        for (_, listener) in listeners {
            // Its developer should see it, and nothing else happens.
            if let Err(error) = listener.call1(&JsValue::UNDEFINED, &event) {
                let message = "everfetch: a session listener threw";
                web_sys::console::error_2(&message.into(), &error);
            }
        }
    }
}
