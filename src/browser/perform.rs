//! What becomes of a decision.

use std::rc::Rc;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::core::Shared;
use super::face::{Session, failure};
use super::refresh::drive;
use crate::error::Error;
use crate::session::{Effect, Failure, Message};

/// Performs the effects, in order. No borrow is held meanwhile: a listener may call the client.
pub(super) fn perform(shared: &Rc<Shared>, session: &Session, client: &JsValue) {
    loop {
        let effect = shared.machine.borrow_mut().poll();
        let Some(effect) = effect else {
            return;
        };
        match effect {
            Effect::Refresh(step) => {
                let flight = session.depart(client);
                let (shared, session) = (Rc::clone(shared), session.clone());
                spawn_local(drive(shared, session, client.clone(), flight, step));
            }
            Effect::Cancel => session.cancel(),
            Effect::Store => session.store(),
            Effect::Clear => session.clear(),
            Effect::Post(message) => match message {
                Message::SignedIn(token) => session.post(0, token.0, 0),
                Message::Refreshed(from, to) => session.post(1, from.0, to.0),
                Message::SignedOut(token) => session.post(2, token.0, 0),
            },
            Effect::Emit(event) => {
                // Made of words and whole numbers, an event can always be written.
                if session.audible()
                    && let Ok(event) = event.serialize(&Serializer::json_compatible())
                {
                    session.tell(&event);
                }
            }
            Effect::Release(waiters, outcome) => {
                for waiter in waiters {
                    // An error for each, since its request and its response are its own; the cause is
                    // shared.
                    match &outcome {
                        Ok(()) => waiter.settle(&JsValue::UNDEFINED),
                        Err(why) => waiter.settle(&failure(why)),
                    }
                }
            }
            Effect::End {
                reason,
                cause,
                waiting,
            } => {
                let error = Error::SessionEnded;
                let error = failure(&Failure { error, cause });
                session.end(client, reason.word(), &error, waiting as u32);
            }
        }
    }
}
