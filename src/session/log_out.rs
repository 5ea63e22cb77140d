//! The log-out at the server (`session.logout`), which follows a sign-out: when it is sent, and with which tokens.
//!
//! The session ends immediately. The server revokes the token that it receives, so the log-out must contain the newest
//! refresh token, and an access token that the server accepts:
//!
//! - The log-out waits for a refresh that is already at the token endpoint.
//! - If the access token has expired, or if the server rejects the log-out, a refresh comes first.

use super::refresh::{CurrentRefresh, Step};
use super::{Command, Credential, Parting, Phase, RefreshId, Session, Timestamp};

impl Session {
    /// The user signs out, and the server has a log-out. The runtime keeps the current tokens for
    /// [`Command::LogOut`], which follows unless the answer is [`Parting::Nothing`].
    pub fn log_out(&mut self, credential: Credential, now: Timestamp) -> Parting {
        let parting = self.part(credential, now);
        self.sign_out();
        parting
    }

    /// The server rejected a log-out without a preceding refresh in the way in which it rejects an expired token.
    /// Returns whether a refresh and another log-out follow. `has_refresh`: whether the runtime has a refresh token, or
    /// a marker.
    pub fn log_out_refused(&mut self, credential: Credential, has_refresh: bool) -> bool {
        let remaining = remaining(credential, has_refresh);
        if let Some(credential) = remaining {
            self.refresh_before_log_out(credential);
        }
        remaining.is_some()
    }

    /// A refresh before a log-out has called the token endpoint, successfully or not.
    pub fn parted(&mut self, id: RefreshId) {
        let last = self.take(id, |step| {
            if let Step::LastExchange(credential, token_sent) = step {
                Some((credential, token_sent))
            } else {
                None
            }
        });
        if let Some((credential, token_sent)) = last {
            self.send_log_out(id, credential);
            self.go_on(id, token_sent.last());
        }
    }

    /// Decides about the log-out while the session still has its tokens.
    fn part(&mut self, credential: Credential, now: Timestamp) -> Parting {
        let alive = matches!(self.phase, Phase::Open | Phase::Refreshing(_));
        let remaining = remaining(credential, self.has_refresh);
        if !alive || !(self.is_signed_in() || remaining.is_some()) {
            return Parting::Nothing;
        }
        let expired = self.has_expired(now);
        let may_try = self.paused.is_none_or(|(until, _)| until <= now);
        let first = remaining.filter(|_| expired && may_try);
        let is_detached = remaining.is_some_and(|credential| self.detach(credential));
        match first {
            _ if is_detached => {}
            Some(credential) => {
                self.enter(Phase::Open);
                self.refresh_before_log_out(credential);
            }
            None => self.commands.push(Command::LogOut {
                refresh: None,
                wanted: true,
            }),
        }
        if expired {
            Parting::Expired
        } else {
            Parting::Current
        }
    }

    /// If the current refresh has sent its token, its answer is for the log-out. Returns whether it has.
    fn detach(&mut self, credential: Credential) -> bool {
        let Phase::Refreshing(CurrentRefresh { id: refresh, .. }) = self.phase else {
            return false;
        };
        let Some(run) = self.runs.iter_mut().find(|run| run.id == refresh) else {
            return false;
        };
        match run.step {
            Step::Exchange(tried) => {
                run.step = Step::LastExchange(credential, tried.token_sent);
                // Not through `enter`, which would cancel the refresh.
                self.phase = Phase::Open;
                self.commands.push(Command::DeferLogOut { refresh });
            }
            // The answer has arrived.
            Step::Confirm(..) => {
                self.commands.push(Command::DeferLogOut { refresh });
                self.commands.push(Command::LogOut {
                    refresh: Some(refresh),
                    wanted: true,
                });
            }
            Step::Lock
            | Step::Await(_)
            | Step::Pause(..)
            | Step::Announce
            | Step::LastLock(_)
            | Step::LastExchange(..) => return false,
        }
        true
    }

    fn refresh_before_log_out(&mut self, credential: Credential) {
        let refresh = self.next_refresh();
        self.go_on(refresh, Some(Step::LastLock(credential)));
        self.commands.push(Command::DeferLogOut { refresh });
    }

    /// Sends the log-out that follows a refresh.
    pub(super) fn send_log_out(&mut self, id: RefreshId, credential: Credential) {
        self.commands.push(Command::LogOut {
            refresh: Some(id),
            wanted: self.is_still(credential),
        });
    }

    /// Does the credential still belong to the session that is over? A cookie belongs to the user who has signed in
    /// since.
    pub(super) fn is_still(&self, credential: Credential) -> bool {
        credential == Credential::Stored || self.phase == Phase::SignedOut
    }
}

/// The credential that remains after a sign-out: a refresh token that the runtime has kept, or an external one.
fn remaining(credential: Credential, has_refresh: bool) -> Option<Credential> {
    match credential {
        Credential::Nothing => None,
        Credential::Stored => has_refresh.then_some(Credential::Stored),
        Credential::External if has_refresh => Some(Credential::Stored),
        Credential::External => Some(Credential::External),
        Credential::Marked => has_refresh.then_some(Credential::External),
    }
}
