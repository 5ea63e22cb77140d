//! Drives a refresh: performs each step and hands its result back, until there is none left.
//!
//! The refresh belongs to the session. It runs as a task of its own, so whoever started it may be
//! aborted, and it settles within the timeouts of its tries and pauses (G1, G11).
//!
//! Once per refresh, so futures and gloo-net serve here. On the path of every request they do not: a
//! Rust future per request was 9 kB of wasm, and gloo-net's builder makes a `Request`, which costs twice
//! the time of `fetch(url, init)`.

use std::pin::pin;
use std::rc::Rc;

use futures::future::{Either, select};
use gloo_net::http::Response;
use js_sys::{Date, Math, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::core::{Shared, means, timestamp};
use super::face::{Flight, Session};
use super::perform::perform;
use crate::session::{Answer, Lock, Policy, Step};

/// Walks to the end.
pub(super) async fn drive(
    shared: Rc<Shared>,
    session: Session,
    client: JsValue,
    flight: Flight,
    mut step: Step<JsValue>,
) {
    let policy = Policy {
        means: means(flight.ambient()),
        retries: flight.retries(),
    };
    let machine = || shared.machine.borrow_mut();
    loop {
        let next = match step {
            Step::Lock(locking) => {
                let lock = match number(flight.lock()).await {
                    0 => Lock::Held,
                    1 => Lock::HeldAfterExchange,
                    _ => Lock::Missing,
                };
                locking.locked(&mut machine(), lock, policy)
            }
            Step::Await(awaiting) => {
                number(flight.arrival()).await;
                awaiting.awaited(&mut machine(), timestamp(Date::now()))
            }
            Step::Exchange(exchanging) => {
                let answer = ask(&shared, &flight).await;
                let (random, now) = (Math::random(), timestamp(Date::now()));
                exchanging.answered(&mut machine(), answer, random, now)
            }
            Step::Pause(pausing) => {
                number(flight.pause(pausing.ms() as f64)).await;
                pausing.paused(&machine())
            }
            Step::Confirm(confirming) => {
                if confirming.ms() > 0 {
                    number(flight.pause(confirming.ms() as f64)).await;
                }
                session.look();
                confirming.confirmed(&mut machine(), timestamp(Date::now()))
            }
            Step::Announce => {
                number(flight.announce()).await;
                Step::Done
            }
            Step::Done => break,
        };
        step = next;
        perform(&shared, &session, &client);
    }
    flight.land();
}

/// One try at the token endpoint. Settles within the timeout, whatever the server or the function does.
async fn ask(shared: &Shared, flight: &Flight) -> Answer<JsValue> {
    let answered = pin!(read(shared, flight));
    match select(answered, JsFuture::from(flight.deadline())).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => {
            flight.late();
            Answer::Unavailable(flight.error(), None)
        }
    }
}

async fn read(shared: &Shared, flight: &Flight) -> Answer<JsValue> {
    let status = match JsFuture::from(flight.send()).await {
        Ok(answer) => {
            let verdict = number(flight.read(&answer)).await;
            match (verdict, shared.offered.take()) {
                (0, Some(grant)) => return Answer::Granted(grant),
                (1, _) => return Answer::Refused(flight.error()),
                (2, _) => 503,
                _ if flight.requests() => {
                    Response::from(answer.unchecked_into::<web_sys::Response>()).status()
                }
                // A function that returns no token has none to give.
                _ => 401,
            }
        }
        Err(error) => flight.thrown(&error),
    };
    let retry_after = flight.retry_after().map(|ms| ms as u64);
    Answer::without_tokens(status, flight.error(), retry_after)
}

async fn number(promise: Promise) -> u32 {
    let resolved = JsFuture::from(promise).await.ok();
    resolved
        .and_then(|value| value.as_f64())
        .unwrap_or_default() as u32
}
