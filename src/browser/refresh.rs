//! Drives a refresh: performs each step and hands its result back, until there is none left.
//!
//! The refresh belongs to the session. It runs as a task of its own, so whoever started it may be
//! aborted, and it settles within the timeouts of its tries and pauses (G1, G11).
//!
//! Once per refresh, so futures and gloo-net serve here. On the path of every request they do not: a
//! Rust future per request was 9 kB of wasm, and gloo-net's builder makes a `Request`, which costs twice
//! the time of `fetch(url, init)`.

use std::pin::pin;

use futures::future::{Either, select};
use gloo_net::http::Response;
use js_sys::{Date, Math, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::core::{means, offered, timestamp, whole, with};
use super::face::Flight;
use crate::session::{Answer, Lock, Policy, Step};

/// Walks to the end.
pub(super) async fn drive(session: u32, flight: Flight, mut step: Step<()>) {
    let policy = Policy {
        means: means(flight.ambient()),
        retries: flight.retries(),
    };
    loop {
        step = match step {
            Step::Lock(locking) => {
                let lock = match number(flight.lock()).await {
                    0 => Lock::Held,
                    1 => Lock::HeldAfterExchange,
                    _ => Lock::Missing,
                };
                with(session, |machine| {
                    locking.locked(machine, lock, policy, now())
                })
            }
            Step::Await(awaiting) => {
                number(flight.arrival()).await;
                with(session, |machine| awaiting.awaited(machine, now()))
            }
            Step::Exchange(exchanging) => {
                let answer = ask(session, &flight).await;
                let random = Math::random();
                with(session, |machine| {
                    exchanging.answered(machine, answer, random, now())
                })
            }
            Step::Pause(pausing) => {
                number(flight.pause(pausing.ms() as f64)).await;
                with(session, |machine| pausing.paused(machine))
            }
            Step::Confirm(confirming) => {
                if confirming.ms() > 0 {
                    number(flight.pause(confirming.ms() as f64)).await;
                }
                flight.look();
                with(session, |machine| confirming.confirmed(machine, now()))
            }
            Step::Announce => {
                number(flight.announce()).await;
                Step::Done
            }
            Step::Done => break,
        };
        flight.perform();
    }
    flight.land();
}

/// One try at the token endpoint. Settles within the timeout, whatever the server or the function does.
async fn ask(session: u32, flight: &Flight) -> Answer<()> {
    let answered = pin!(read(session, flight));
    match select(answered, JsFuture::from(flight.deadline())).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => {
            flight.late();
            Answer::Unavailable((), None)
        }
    }
}

async fn read(session: u32, flight: &Flight) -> Answer<()> {
    let status = match JsFuture::from(flight.send()).await {
        Ok(answer) => match (number(flight.read(&answer)).await, offered(session)) {
            (0, Some(grant)) => return Answer::Granted(grant),
            (1, _) => return Answer::Refused(()),
            // Its body was cut off.
            (2, _) => 503,
            _ if flight.requests() => {
                Response::from(answer.unchecked_into::<web_sys::Response>()).status()
            }
            // A function that returns no token has none to give.
            _ => 401,
        },
        Err(error) => flight.thrown(&error),
    };
    Answer::without_tokens(status, (), whole(flight.retry_after()))
}

async fn number(promise: Promise) -> u32 {
    let resolved = JsFuture::from(promise).await.ok();
    resolved
        .and_then(|value| value.as_f64())
        .unwrap_or_default() as u32
}

fn now() -> crate::session::Timestamp {
    timestamp(Date::now())
}
