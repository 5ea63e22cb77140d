//! What becomes of a decision.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen_futures::spawn_local;

use super::core::{Machine, with};
use super::face::{Session, session_of};
use super::refresh::drive;
use crate::error::Error;
use crate::session::{Effect, Message};

/// Performs the effects, in order. Nothing is borrowed meanwhile: a listener may call the client.
pub(super) fn perform(id: u32) {
    while let Some(effect) = with(id, Machine::poll) {
        let session = session_of(id);
        match effect {
            Effect::Refresh(step) => spawn_local(drive(id, session.depart(), step)),
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
                if let Err(why) = &outcome {
                    fail(&session, why.error, why.cause.is_some());
                }
                for waiter in waiters {
                    session.settle(waiter, outcome.is_err());
                }
            }
            Effect::End {
                reason,
                cause,
                waiting,
            } => {
                fail(&session, Error::SessionEnded, cause.is_some());
                session.end(reason.word(), waiting as u32);
            }
        }
    }
}

fn fail(session: &Session, error: Error, has_cause: bool) {
    session.fail(error.code(), error.message(), has_cause);
}
