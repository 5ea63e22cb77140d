//! Drives a refresh: performs each step and hands its result back, until there is none left.
//!
//! The refresh belongs to the session. It runs as a task of its own, so whoever started it may be
//! aborted, and it settles within the timeouts of its tries and pauses (G1, G11).

use std::rc::Rc;

use js_sys::Math;
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

use super::exchange::TokenEndpoint;
use super::shared::Shared;
use super::timer::{now, sleep};
use crate::options::SessionOptions;
use crate::session::{Means, Policy, Step};

/// What a client brings along to drive a refresh of the session that it shares.
#[derive(Debug)]
pub(super) struct Driver {
    pub(super) shared: Rc<Shared>,
    pub(super) endpoint: TokenEndpoint,
    pub(super) options: SessionOptions<JsValue>,
    /// The same, as `face/ending.js` takes them: what is to happen at the end.
    pub(super) wishes: JsValue,
}

impl Driver {
    /// What a refresh by this client needs.
    pub(super) fn means(&self) -> Means {
        if self.options.refresh().is_ambient() {
            Means::Ambient
        } else {
            Means::Token
        }
    }

    /// Walks to the end.
    pub(super) async fn drive(self: Rc<Self>, mut step: Step<JsValue>) {
        let Self {
            shared,
            endpoint,
            options,
            wishes,
        } = &*self;
        let options = options.refresh();
        let policy = Policy {
            means: self.means(),
            retries: options.retries(),
        };
        loop {
            step = match step {
                Step::ReadStore(opening) => {
                    let stored = shared.store.read();
                    shared.with(wishes, |session| opening.stored(session, stored, policy))
                }
                Step::Exchange(exchanging) => {
                    let controller = AbortController::new()
                        .expect_throw("every platform with fetch has AbortController");
                    shared.exchanging(exchanging.id(), &controller);
                    let answer = endpoint
                        .ask(options, exchanging.refresh_token(), &controller)
                        .await;
                    let random = Math::random();
                    shared.with(wishes, |session| {
                        exchanging.answered(session, answer, random)
                    })
                }
                Step::Pause(pausing) => {
                    sleep(pausing.ms()).await;
                    pausing.paused()
                }
                Step::ReadAgain(confirming) => {
                    let stored = shared.store.read();
                    shared.with(wishes, |session| confirming.stored(session, stored, now()))
                }
                Step::Done => break,
            };
        }
    }
}
