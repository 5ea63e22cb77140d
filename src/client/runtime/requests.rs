//! The path of a request through the session: admission, rejection, waiting.

use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::channel::oneshot;

use super::Runtime;
use crate::client::Error;
use crate::client::error::Kind;
use crate::client::options::Transport;
use crate::client::platform::{now, within};
use crate::session::{
    About, Admission, Failure, Hold, Origin, RefreshId, Refusal, Stamp, Target, Timestamp, Verdict,
    WaiterId,
};

/// How many times the body of a request can be sent (G18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::client) enum Supply {
    /// Any number of times, byte for byte.
    Again,
    /// Once: it is a stream.
    Once,
}

/// A request that was refused.
#[derive(Clone, Debug)]
pub(in crate::client) struct Refused<'a> {
    /// The stamp with which it was sent.
    pub(in crate::client) stamp: Stamp,
    /// Its method and URL.
    pub(in crate::client) target: &'a str,
    /// The status of the answer.
    pub(in crate::client) status: u16,
    /// What was refused.
    pub(in crate::client) about: About,
    /// How many times its body can be sent.
    pub(in crate::client) supply: Supply,
    /// The cause of the end, if it ends the session.
    pub(in crate::client) ending: Option<Error>,
}

impl Runtime {
    /// Admits a request, after a wait if there is a refresh.
    pub(in crate::client) async fn admit(self: &Rc<Self>, hold: Hold) -> Result<Stamp, Error> {
        self.sync_from_store(Origin::Unknown);
        let admission = self.core.borrow_mut().admit(hold, self.credential(), now());
        match admission {
            Admission::Send(stamp) => Ok(stamp),
            Admission::Wait(stamp) => self.wait(stamp).await,
        }
    }

    /// Learns the time from an answer of the session's servers (G14).
    pub(in crate::client) fn learn(self: &Rc<Self>, date: Duration) {
        let date = Timestamp::from_ms(date.as_millis() as u64);
        self.core.borrow_mut().learn(date, now());
        self.perform();
    }

    /// A request was answered and not rejected.
    pub(in crate::client) fn accepted(
        self: &Rc<Self>,
        stamp: Stamp,
        target: &str,
        is_success: bool,
    ) {
        let mut core = self.core.borrow_mut();
        if core.accepted(stamp) {
            core.accepted_at(Target::new(self.targets.borrow_mut().of(target)));
        }
        // Only an external credential with an access token can start a session without a sign-in.
        let may_begin = is_success && self.options.transport == Transport::Header;
        let begins = may_begin && core.accepted_externally(stamp, self.credential());
        drop(core);
        if begins {
            self.perform();
        }
    }

    /// A request was rejected. Returns the stamp with which to send it again, or `None` if the caller gets the answer.
    pub(in crate::client) async fn refused(
        self: &Rc<Self>,
        refused: Refused<'_>,
    ) -> Result<Option<Stamp>, Error> {
        self.sync_from_store(Origin::Unknown);
        let Refused {
            stamp,
            target,
            status,
            about,
            supply,
            ending,
        } = refused;
        let refusal = Refusal {
            stamp,
            target: Target::new(self.targets.borrow_mut().of(target)),
            status,
            about,
        };
        let (verdict, ends) = {
            let mut core = self.core.borrow_mut();
            let before = core.last_end();
            let verdict = core.refused(refusal, self.credential(), now());
            (verdict, core.last_end() != before)
        };
        // It must not be the cause if the session had already ended, or if the request belongs to another session.
        if let Some(ending) = ending.filter(|_| ends) {
            self.failed(RefreshId::ANSWER, ending);
        }
        let again = match (verdict, supply) {
            (Verdict::Deliver, _) => Ok(None),
            (Verdict::Fail(failure), _) => Err(self.error_of(failure)),
            (Verdict::Wait(_), Supply::Once) if ends => Err(self.error_of(Failure {
                error: crate::error::Error::SessionEnded,
                cause: Some(RefreshId::ANSWER),
            })),
            (Verdict::Retry(_) | Verdict::Wait(_), Supply::Once) => Err(Error::new(
                Kind::BodyUsed,
                "the server rejected the token, and the body is a stream, which can be sent only once; send the \
                 request again with a new stream",
            )),
            (Verdict::Retry(stamp), Supply::Again) => self.resume(stamp).map(Some),
            (Verdict::Wait(stamp), Supply::Again) => self.wait(stamp).await.map(Some),
        };
        self.perform();
        again
    }

    fn resume(self: &Rc<Self>, stamp: Stamp) -> Result<Stamp, Error> {
        let resumed = self.core.borrow_mut().resume(stamp);
        self.perform();
        resumed.map_err(|failure| self.error_of(failure))
    }

    /// Waits until the refresh ends. Dropping the future leaves the queue; the refresh continues (G11).
    pub(super) async fn wait(self: &Rc<Self>, stamp: Stamp) -> Result<Stamp, Error> {
        let (waiter, turn) = oneshot::channel();
        let id = self.core.borrow_mut().wait();
        self.waiters.borrow_mut().insert(id, waiter);
        let guard = WaiterGuard { runtime: self, id };
        self.perform();
        let deadline = self
            .options
            .waiter_timeout
            .unwrap_or_else(|| Duration::from_millis(self.effort().waiter_timeout() as u64));
        let mut turn = turn.fuse();
        let outcome = match within(&mut turn, deadline).await {
            Some(outcome) => outcome,
            None => {
                self.core.borrow_mut().time_out(id);
                self.perform();
                // A parked waiter has no deadline: its user is at the log-in page.
                turn.await
            }
        };
        drop(guard);
        match outcome {
            Ok(Ok(())) => self.resume(stamp),
            Ok(Err(error)) => Err(error),
            Err(oneshot::Canceled) => Err(crate::error::Error::RefreshUnavailable.into()),
        }
    }
}

/// Removes the waiter from the queue if it is dropped before its turn.
struct WaiterGuard<'a> {
    runtime: &'a Rc<Runtime>,
    id: WaiterId,
}

impl Drop for WaiterGuard<'_> {
    fn drop(&mut self) {
        // The core may be borrowed if a waiter is dropped inside one of its own calls. The waiter is leaving the queue
        // in that case.
        if let Ok(mut core) = self.runtime.core.try_borrow_mut() {
            core.abort(self.id);
        }
        self.runtime.waiters.borrow_mut().remove(&self.id);
    }
}
