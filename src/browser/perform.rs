//! What becomes of a decision.

use wasm_bindgen::prelude::*;

use super::border::{Machine, begin, with};
use crate::error::Error;
use crate::session::{By, Effect, EndReason, Event, Message};

#[cfg_attr(feature = "standalone", wasm_bindgen(module = "/src/face/index.js"))]
#[cfg_attr(
    not(feature = "standalone"),
    wasm_bindgen(module = "/src/face/session.js")
)]
extern "C" {
    /// Has `face/session.js` do this, with what belongs to it.
    #[wasm_bindgen(js_name = perform)]
    fn tell(session: u32, act: u32, first: u32, second: u32, third: u32);
}

/// What `face/session.js` does, in its order.
enum Act {
    Depart,
    Cancel,
    Store,
    Clear,
    Post,
    Emit,
    Settle,
    End,
}

/// Performs the effects, in order. Nothing is borrowed meanwhile: a listener may call the client.
pub(super) fn perform(session: u32) {
    while let Some(effect) = with(session, Machine::poll) {
        let (act, first, second, third) = match effect {
            Effect::Refresh(step) => (Act::Depart, begin(session, step), 0, 0),
            Effect::Cancel => (Act::Cancel, 0, 0, 0),
            Effect::Store => (Act::Store, 0, 0, 0),
            Effect::Clear { ended } => (Act::Clear, ended.into(), 0, 0),
            Effect::Post(message) => match message {
                Message::SignedIn(token) => (Act::Post, 0, token.0, 0),
                Message::Refreshed(from, to) => (Act::Post, 1, from.0, to.0),
                Message::SignedOut(token) => (Act::Post, 2, token.0, 0),
                Message::Ended(token) => (Act::Post, 3, token.0, 0),
            },
            Effect::Emit(event) => {
                let (kind, detail) = words(&event);
                (Act::Emit, kind, detail, 0)
            }
            Effect::Release(waiters, outcome) => {
                // One more than the error's number; and whether the refresh's own failure is its cause.
                let (error, shared) = match outcome {
                    Ok(()) => (0, false),
                    Err(why) => (why.error as u32 + 1, why.cause.is_some()),
                };
                for waiter in waiters {
                    tell(session, Act::Settle as u32, waiter, error, shared.into());
                }
                continue;
            }
            Effect::End {
                reason,
                cause,
                waiting,
            } => {
                let shared = cause.is_some();
                (Act::End, ending(reason), waiting as u32, shared.into())
            }
        };
        tell(session, act as u32, first, second, third);
    }
}

/// The place of an event among those of `face/event.js`, and what it has to tell besides.
fn words(event: &Event) -> (u32, u32) {
    match event {
        Event::SignedIn => (0, 0),
        Event::SignedOut => (1, 0),
        Event::Refused { status } => (2, (*status).into()),
        Event::Waiting { waiting } => (3, *waiting as u32),
        Event::RefreshStarted => (4, 0),
        Event::Refreshed { by: By::ThisTab } => (5, 0),
        Event::Refreshed { by: By::OtherTab } => (5, 1),
        Event::RefreshFailed { error } => (6, u32::from(*error != Error::SessionEnded)),
        Event::Retried => (7, 0),
        Event::Ended { reason } => (8, ending(*reason)),
    }
}

fn ending(reason: EndReason) -> u32 {
    match reason {
        EndReason::Refused => 0,
        EndReason::NoRefreshToken => 1,
        EndReason::SignedOutElsewhere => 2,
        EndReason::UserChanged => 3,
    }
}
