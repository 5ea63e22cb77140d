//! The outcomes of a refresh: a new token, a failure that keeps the session, or the session's end.

use super::pause::{COOLDOWN_MS, SHORTEST_MS};
use super::refresh::Urgency;
use super::tokens::Access;
use super::{
    By, Command, EndKind, EndReason, Ending, Error, Event, Expiry, Failure, Grant, Message, Phase,
    Presented, RefreshId, Session, Timestamp,
};

impl Session {
    /// The session continues with a new token, and the waiters are sent with it.
    pub(super) fn advance(&mut self, presented: Presented, expiry: Option<Expiry>, by: By) {
        let access = Access::new(presented, expiry);
        self.access = Some(access);
        // A user who becomes known through a refresh is the same user as before.
        self.user = presented.user.or(self.user);
        self.sign_in = presented.sign_in.or(self.sign_in);
        self.history.extend(access.token);
        self.generation.bump();
        self.proactive_after = Timestamp::default();
        self.paused = None;
        self.enter(Phase::Open);
        self.emit(Event::Refreshed { by });
        self.release(Ok(()));
    }

    pub(super) fn granted(&mut self, grant: Grant, now: Timestamp) {
        let Grant {
            access: presented,
            refresh,
        } = grant;
        let expiry = self.clock.received(presented.terms, self.margin, now);
        let before = self.access.map(|access| access.token);
        self.commands.push(Command::StoreTokens);
        self.has_refresh = refresh;
        if self.names_another(presented) {
            // The cookie belongs to the browser, and another user has signed in with it in the meantime.
            self.arrive(presented, expiry);
            self.end_elsewhere(EndReason::UserChanged, 0, true);
            return;
        }
        self.advance(presented, expiry, By::ThisTab);
        self.breaker.bought(self.generation);
        // A server that grants the same token again has no new one yet.
        let rest = if before == Some(presented.token) {
            COOLDOWN_MS
        } else {
            SHORTEST_MS
        };
        self.rests_until = now.after(rest);
        let token = presented.token;
        let from = before.unwrap_or(token);
        self.broadcast(Message::Refreshed(from, token));
    }

    /// There is no new token, and the session is kept. If the old token still works, the waiters are sent with it.
    pub(super) fn give_up(&mut self, cause: Option<RefreshId>, until: Timestamp, now: Timestamp) {
        let error = Error::RefreshUnavailable;
        let works = !self.has_expired(now);
        let outcome = match self.phase {
            Phase::Refreshing(refresh) if refresh.urgency == Urgency::Proactive && works => Ok(()),
            Phase::Open | Phase::Refreshing(_) | Phase::SignedOut | Phase::Ended(_) => {
                Err(Failure { error, cause })
            }
        };
        self.enter(Phase::Open);
        self.proactive_after = until;
        self.emit(Event::RefreshFailed { error });
        self.release(outcome);
    }

    /// The token endpoint rejected the refresh.
    pub(super) fn refresh_rejected(
        &mut self,
        reason: EndReason,
        cause: Option<RefreshId>,
        now: Timestamp,
    ) {
        match (self.phase, self.access.and_then(|access| access.expiry)) {
            // No server has rejected the access token yet, so it is used until it expires.
            (Phase::Refreshing(refresh), Some(expiry))
                if refresh.urgency == Urgency::Proactive && !expiry.is_past(now) =>
            {
                self.give_up(cause, expiry.at, now);
            }
            _ => self.end(reason, cause),
        }
    }

    /// The session ends (G7). Its waiters stay until the application has decided.
    fn end(&mut self, reason: EndReason, cause: Option<RefreshId>) {
        self.clear_everywhere();
        self.emit(Event::RefreshFailed {
            error: Error::SessionEnded,
        });
        self.conclude(reason, 0, cause);
    }

    /// The server has ended the session, for every tab.
    pub(super) fn clear_everywhere(&mut self) {
        self.broadcast_end(Message::Ended);
        self.commands.push(Command::ClearTokens {
            end: EndKind::Refusal,
        });
    }

    /// Ends the session in this tab. Each tab of the session does so.
    ///
    /// `more` requests are about to wait besides those that do.
    pub(super) fn conclude(&mut self, reason: EndReason, more: usize, cause: Option<RefreshId>) {
        self.replace(None);
        self.has_refresh = false;
        self.vacant = Some(self.generation);
        self.enter(Phase::Ended(Ending::Asking { cause }));
        self.emit(Event::Ended { reason });
        self.ask_application(reason, self.queue.len() + more, cause);
    }
}
