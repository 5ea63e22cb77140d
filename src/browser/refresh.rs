//! Drives a refresh: performs each step and hands its result back, until there is none left.
//!
//! The refresh belongs to the session. It runs as a task of its own, so whoever started it may be
//! aborted, and it settles within the timeouts of its tries and pauses (G1, G11).

use std::rc::Rc;

use wasm_bindgen::UnwrapThrowExt;
use web_sys::AbortController;

use super::ending::Ending;
use super::exchange::TokenEndpoint;
use super::globals::{now, random};
use super::shared::Shared;
use super::timer::sleep;
use crate::session::{Means, Policy, Step};

/// What a client brings along to drive a refresh of the session that it shares.
#[derive(Debug)]
pub(super) struct Driver {
    pub(super) shared: Rc<Shared>,
    pub(super) endpoint: TokenEndpoint,
    pub(super) ending: Ending,
}

impl Driver {
    /// What a refresh by this client needs.
    pub(super) fn means(&self) -> Means {
        if self.endpoint.by().is_ambient() {
            Means::Ambient
        } else {
            Means::Token
        }
    }

    /// Walks to the end.
    pub(super) async fn drive(self: Rc<Self>, mut step: Step<wasm_bindgen::JsValue>) {
        let Self {
            shared,
            endpoint,
            ending,
        } = &*self;
        let policy = Policy {
            means: self.means(),
            retries: endpoint.by().retries(),
        };
        loop {
            step = match step {
                Step::ReadStore(opening) => {
                    let stored = shared.store.read();
                    shared.with(ending, |session| opening.stored(session, stored, policy))
                }
                Step::Exchange(exchanging) => {
                    let controller = AbortController::new()
                        .expect_throw("every platform with fetch has AbortController");
                    shared.exchanging(exchanging.id(), &controller);
                    let answer = endpoint.ask(exchanging.refresh_token(), &controller).await;
                    shared.with(ending, |session| {
                        exchanging.answered(session, answer, random())
                    })
                }
                Step::Pause(pausing) => {
                    sleep(pausing.ms()).await;
                    pausing.paused()
                }
                Step::ReadAgain(confirming) => {
                    let stored = shared.store.read();
                    shared.with(ending, |session| confirming.stored(session, stored, now()))
                }
                Step::Done => break,
            };
        }
    }
}
