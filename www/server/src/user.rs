//! What is known of a user while the server runs: counts, faults to come, token lifetimes.
//!
//! All of it lives in one watched value, so that whatever must wait (a held refresh, a test that waits
//! for a count) is woken by the change itself.

use std::collections::VecDeque;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch;

use crate::fault::Fault;

const ACCESS_LIFETIME: u32 = 60 * 60;
const REFRESH_LIFETIME: u32 = 7 * 24 * 60 * 60;

/// What has happened so far. A `reset` sets all but `held` to nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    /// Log-ins that were answered with tokens.
    pub(crate) logins: u64,
    /// Refreshes that arrived with a refresh token of this user.
    pub(crate) refreshes: u64,
    /// Refreshes that were answered with tokens.
    pub(crate) refreshed: u64,
    /// Refresh tokens that came again after they were spent.
    pub(crate) reuse: u64,
    /// Families revoked for that.
    pub(crate) revoked: u64,
    /// Guarded requests that arrived with a token of this user, good or expired.
    pub(crate) calls: u64,
    /// Those of them that were refused as expired.
    pub(crate) refused: u64,
    /// Refreshes that wait to be released, now.
    pub(crate) held: u64,
}

/// The changeable part of a user.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) counts: Counts,
    /// Faults for the next refreshes, first come first served.
    pub(crate) faults: VecDeque<Fault>,
    /// Milliseconds that every refresh takes longer, so that people can watch.
    pub(crate) slowness: u64,
    /// Refreshes wait while this is on.
    pub(crate) hold: bool,
    /// Access tokens are refused as expired while this is on, fresh ones too.
    pub(crate) refuse_access: bool,
    /// Seconds.
    pub(crate) access_lifetime: u32,
    /// Seconds.
    pub(crate) refresh_lifetime: u32,
    issued: u64,
    expired_up_to: u64,
}

/// A user who has been active since the server started.
#[derive(Debug)]
pub(crate) struct User {
    pub(crate) name: String,
    state: watch::Sender<State>,
}

impl User {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            state: watch::Sender::new(State {
                counts: Counts::default(),
                faults: VecDeque::new(),
                slowness: 0,
                hold: false,
                refuse_access: false,
                access_lifetime: ACCESS_LIFETIME,
                refresh_lifetime: REFRESH_LIFETIME,
                issued: 0,
                expired_up_to: 0,
            }),
        }
    }

    /// Changes the state and wakes the tasks that wait for it.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut answer = None;
        self.state.send_modify(|state| answer = Some(change(state)));
        answer.expect("send_modify calls its closure")
    }

    /// Reads the state.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.state.borrow())
    }

    /// Waits until `holds` holds, but not for ever.
    pub(crate) async fn wait_until(&self, holds: impl Fn(&State) -> bool, limit: Duration) -> bool {
        let mut watcher = self.state.subscribe();
        let waiting = watcher.wait_for(|state| holds(state));
        tokio::time::timeout(limit, waiting)
            .await
            .is_ok_and(|found| found.is_ok())
    }

    /// Waits while refreshes are held. A client that goes away meanwhile is not counted any longer.
    pub(crate) async fn wait_for_release(&self) {
        if !self.read(|state| state.hold) {
            return;
        }
        self.change(|state| state.counts.held += 1);
        let _held = Held(self);
        let mut watcher = self.state.subscribe();
        // The sender lives as long as `self`, so this ends by a release only.
        let _ = watcher.wait_for(|state| !state.hold).await;
    }
}

impl State {
    /// Numbers the next access token.
    pub(crate) fn next_sequence(&mut self) -> u64 {
        self.issued += 1;
        self.issued
    }

    /// Expires every access token issued so far.
    pub(crate) fn expire(&mut self) {
        self.expired_up_to = self.issued;
    }

    /// Whether the server rejects an access token of this number, whatever its `exp` is.
    pub(crate) fn is_expired(&self, sequence: u64) -> bool {
        self.refuse_access || sequence <= self.expired_up_to
    }

    /// Takes the fault that hits the refresh at hand.
    pub(crate) fn next_fault(&mut self) -> Option<Fault> {
        let fault = self.faults.front_mut()?;
        let taken = fault.clone();
        fault.times = fault.times.saturating_sub(1);
        if fault.times == 0 {
            self.faults.pop_front();
        }
        Some(taken)
    }

    /// Forgets counts and faults, and releases what is held.
    pub(crate) fn reset(&mut self) {
        self.counts = Counts {
            held: self.counts.held,
            ..Counts::default()
        };
        self.faults.clear();
        self.slowness = 0;
        self.hold = false;
        self.refuse_access = false;
    }
}

/// Counts a held refresh for as long as it waits.
struct Held<'a>(&'a User);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.change(|state| state.counts.held -= 1);
    }
}
