//! The log-out at the server (`session.logout`): its tokens, and the future that the application may wait for.

use std::cell::RefCell;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::channel::oneshot;
use futures::future::LocalBoxFuture;

use super::names::Fingerprint;
use super::storage::MARKER;
use crate::http::token_reply::TokenReply;

/// One log-out, with the newest tokens of the session that is over.
pub(super) struct LogOut {
    access: RefCell<Option<String>>,
    refresh: RefCell<Option<String>>,
    /// Dropped once it has been answered or has failed.
    settles: RefCell<Option<oneshot::Sender<()>>>,
}

impl LogOut {
    /// A log-out with these tokens, and a future that is ready when the log-out has settled.
    pub(super) fn new(
        access: Option<String>,
        refresh: Option<String>,
    ) -> (Self, oneshot::Receiver<()>) {
        let (settles, settled) = oneshot::channel();
        let log_out = Self {
            access: RefCell::new(access),
            refresh: RefCell::new(refresh),
            settles: RefCell::new(Some(settles)),
        };
        (log_out, settled)
    }

    /// A refresh has replaced the tokens.
    pub(super) fn take(&self, reply: TokenReply) {
        *self.access.borrow_mut() = Some(reply.access_token);
        if reply.refresh_token.is_some() {
            *self.refresh.borrow_mut() = reply.refresh_token;
        }
    }

    /// The access token has expired.
    pub(super) fn forget_access(&self) {
        self.access.take();
    }

    /// The access token and the refresh token.
    pub(super) fn tokens(&self) -> [Option<String>; 2] {
        [self.access.borrow().clone(), self.refresh.borrow().clone()]
    }

    /// Their fingerprints.
    pub(super) fn fingerprints(&self) -> Vec<Fingerprint> {
        let tokens = self.tokens().into_iter().flatten();
        tokens
            .filter(|token| token != MARKER)
            .map(|token| Fingerprint::of(&token))
            .collect()
    }

    /// Settles the log-out, which has been answered or has failed.
    pub(super) fn settle(&self) {
        self.settles.take();
    }
}

/// What [`SessionHandle::sign_out`](super::SessionHandle::sign_out) returns: a future that is ready when the server's
/// log-out has been answered or has failed, at once without one, and after the refresh's timeout at the latest. The
/// sign-out and the log-out do not depend on it.
pub struct SignedOut(pub(super) Option<LocalBoxFuture<'static, ()>>);

impl Future for SignedOut {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.0 {
            Some(done) => done.as_mut().poll(context),
            None => Poll::Ready(()),
        }
    }
}

impl fmt::Debug for SignedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedOut").finish_non_exhaustive()
    }
}
