//! When a refresh starts without a rejection: the application calls for it, or the token is about to expire (G14).

use super::admission::{Attempt, Stamp};
use super::refresh::Urgency;
use super::{Credential, Error, Failure, Phase, Session, Timestamp};

impl Session {
    /// `session.refresh()`: joins the refresh in progress or starts one. The caller has to wait.
    ///
    /// # Errors
    /// There is no session to refresh.
    pub fn refresh_now(&mut self, credential: Credential) -> Result<Stamp, Failure> {
        let nothing = self.access.is_none() && !self.may_refresh(credential);
        match self.phase {
            Phase::Refreshing(_) => self.escalate(),
            Phase::Open if !nothing => self.begin(Urgency::Needed),
            Phase::Open | Phase::SignedOut | Phase::Ended(_) => {
                return Err(Error::SessionEnded.into());
            }
        }
        Ok(self.stamp(Attempt::First))
    }

    /// Refreshes in the background if the token is about to expire.
    pub fn tick(&mut self, credential: Credential, now: Timestamp) {
        if let Some(urgency) = self.is_due(credential, now) {
            self.begin(urgency);
        }
    }

    /// The page woke from sleep or came back online: a refresh that failed before may succeed now.
    pub fn wake(&mut self) {
        self.proactive_after = Timestamp::default();
    }

    /// An answer of the session's servers, which no cache has stored, contains the server's time. The access token's
    /// expiry is converted with that clock. If the token has expired by that clock, its expiry is left unchanged: a
    /// server whose clock differs from the token endpoint's must not cause a refresh per request.
    pub fn learn(&mut self, date: Timestamp, now: Timestamp) {
        if !self.clock.learn(date, now) {
            return;
        }
        if let Some(access) = &mut self.access
            && access.terms.expires_in.is_none()
            && let Some(expiry) = self.clock.found(access.terms, self.margin, now)
            && !expiry.is_past(now)
        {
            access.expiry = Some(expiry);
        }
    }

    /// When [`Self::tick`] would refresh; `None` if that is unknown.
    pub fn due(&self) -> Option<Timestamp> {
        let expiry = self.access?.expiry?;
        let after = self.proactive_after.max(self.rests_until);
        (self.phase == Phase::Open).then(|| expiry.due().max(after))
    }

    /// Is the token about to expire, and is there a credential to get another with? If there can be no such credential,
    /// the session ends with its token.
    pub(super) fn is_due(&self, credential: Credential, now: Timestamp) -> Option<Urgency> {
        let due = self.due()?;
        let able = self.can_refresh(credential);
        if !(able || credential == Credential::Nothing) || now < self.rests_until {
            return None;
        }
        // No cool-down here: an expired token is never sent knowingly (G14).
        if self.has_expired(now) {
            return Some(Urgency::Needed);
        }
        (able && due <= now).then_some(Urgency::Proactive)
    }

    /// Is there something to obtain a new access token with?
    pub(super) fn can_refresh(&self, credential: Credential) -> bool {
        match credential {
            Credential::Stored | Credential::Marked => self.has_refresh,
            Credential::External => true,
            Credential::Nothing => false,
        }
    }

    /// The same for a call of the application, which may know of a cookie without a marker.
    pub(super) fn may_refresh(&self, credential: Credential) -> bool {
        self.can_refresh(credential) || credential == Credential::Marked
    }

    pub(super) fn has_expired(&self, now: Timestamp) -> bool {
        let expiry = self.access.and_then(|access| access.expiry);
        expiry.is_some_and(|expiry| expiry.is_past(now))
    }
}
