//! The other tabs: what they write to the store, and the messages that they send.
//!
//! A write and the message about it arrive in either order, and both arrive later than the lock under which they were
//! made. Neither is complete on its own. Therefore a session remembers its former tokens, and a message names the token
//! that it is about.

use super::table::{Details, Field, Number};
use super::{
    By, Command, Credential, EndKind, EndReason, Ending, Error, Event, MessageKind, Origin, Phase,
    Presented, Session, Sharing, Stored, Timestamp, Token,
};
#[cfg(test)]
use crate::protocol::Part;

/// A message from one tab to the others. It contains fingerprints, never a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// A user has signed in with this token.
    SignedIn(Token),
    /// The first was exchanged for the second.
    Refreshed(Token, Token),
    /// The user has signed out of the session with this token.
    SignedOut(Token),
    /// The server has rejected the refresh of the session with this token.
    Ended(Token),
}

impl Message {
    /// Builds a message from its parts. Only a refresh uses `next`.
    #[must_use]
    pub fn new(kind: MessageKind, token: Token, next: Token) -> Self {
        match kind {
            MessageKind::SignedIn => Self::SignedIn(token),
            MessageKind::Refreshed => Self::Refreshed(token, next),
            MessageKind::SignedOut => Self::SignedOut(token),
            MessageKind::Ended => Self::Ended(token),
        }
    }
}

impl Field for Message {
    #[cfg(test)]
    const PARTS: &[Part] = &[
        Part::new("kind", "MessageKind"),
        Part::new("token", "number"),
        Part::new("next", "number"),
    ];

    fn add_to(self, details: &mut Details) {
        let (kind, token, next) = match self {
            Self::SignedIn(token) => (MessageKind::SignedIn, token, Token::EXTERNAL),
            Self::Refreshed(token, next) => (MessageKind::Refreshed, token, next),
            Self::SignedOut(token) => (MessageKind::SignedOut, token, Token::EXTERNAL),
            Self::Ended(token) => (MessageKind::Ended, token, Token::EXTERNAL),
        };
        details.add(kind.number());
        details.add(Number::number(token));
        details.add(Number::number(next));
    }
}

/// The access tokens that a session has had, and what is known about changes by other tabs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct TokenHistory {
    /// The tokens since the current sign-in, the newest last.
    tokens: Vec<Token>,
    /// The tokens of the previous session, which was signed out.
    previous: Vec<Token>,
    /// The token that was removed in another tab, although the store still contains it.
    removed_elsewhere: Option<Token>,
    /// The token of a sign-in in another tab, which the store does not contain yet.
    pending_sign_in: Option<Token>,
    /// A change of the store without a known cause: the application's own code, or another tab whose message has not
    /// arrived yet.
    unexplained: Option<EndReason>,
}

/// How many tokens are remembered. A message is late by milliseconds, and a token lives for minutes.
const REMEMBERED: usize = 8;

impl TokenHistory {
    pub(super) fn begin(&mut self, token: Token) {
        *self = Self {
            tokens: vec![token],
            previous: std::mem::take(&mut self.previous),
            ..Self::default()
        };
    }

    pub(super) fn extend(&mut self, token: Token) {
        if self.tokens.len() == REMEMBERED {
            self.tokens.remove(0);
        }
        self.tokens.push(token);
    }

    pub(super) fn leave(&mut self) {
        if !self.tokens.is_empty() {
            self.previous = std::mem::take(&mut self.tokens);
        }
    }

    /// Has another tab signed in with tokens that the store does not contain yet?
    pub(super) fn awaits_sign_in(&self) -> bool {
        self.pending_sign_in.is_some()
    }

    /// The tokens of that sign-in did not arrive.
    pub(super) fn give_up_sign_in(&mut self) {
        self.pending_sign_in = None;
    }

    fn newest(&self) -> Option<Token> {
        self.tokens.last().copied()
    }
}

impl Session {
    /// The content of the store has changed. The application's own code has written to it, or another tab. If another
    /// tab certainly has, this may be called for content that is already known. The next request must use the change
    /// (G19).
    pub fn sync_from_store(&mut self, stored: Stored, origin: Origin, now: Timestamp) {
        let elsewhere = origin == Origin::OtherTab;
        let shown = stored.access.map(|access| access.token);
        let current = self.access.map(|access| access.token);
        // A request read the change first, and now its origin is certain.
        if elsewhere
            && shown == current
            && let Some(reason) = self.history.unexplained
        {
            self.end_elsewhere(reason, 0, true);
        }
        let removed_elsewhere = self.history.removed_elsewhere;
        let presented = stored
            .access
            .filter(|presented| Some(presented.token) != removed_elsewhere);
        if presented.is_some() || stored.access.is_none() {
            self.history.removed_elsewhere = None;
        }
        let had_refresh = std::mem::replace(&mut self.has_refresh, stored.refresh);
        match presented {
            Some(presented) if Some(presented.token) != current => {
                self.appeared(presented, elsewhere, now);
            }
            // Writes arrive one by one, and an end removes the access token last.
            Some(_) if stored.ended && had_refresh && !stored.refresh => {
                self.history.removed_elsewhere = current;
                self.vanished(elsewhere, true);
            }
            Some(_) => {}
            None if !stored.refresh && (current.is_some() || had_refresh) => {
                // No code of the application's knows of a marker.
                let marker = self.sharing == Sharing::Cookie && current.is_none();
                self.vanished(elsewhere || marker, stored.ended);
            }
            // The application's own code has removed everything that it can see of the session.
            None if current.is_some() && self.sharing == Sharing::Cookie => {
                self.commands.push(Command::ClearTokens {
                    end: EndKind::SignOut,
                });
                self.vanished(elsewhere, stored.ended);
            }
            // Only the access token was removed, so a refresh can still replace it.
            None if current.is_some() => self.replace(None),
            None if stored.refresh && !had_refresh => self.marker_appeared(),
            None => {}
        }
    }

    /// Handles a message from a tab with the same store.
    pub(super) fn on_store_message(&mut self, message: Message) {
        let current = self.access.map(|access| access.token);
        let alive = matches!(self.phase, Phase::Open | Phase::Refreshing(_));
        match message {
            Message::SignedIn(token) if self.history.tokens.contains(&token) => {
                self.explain(EndReason::UserChanged);
            }
            Message::SignedIn(token) => self.history.pending_sign_in = Some(token),
            Message::SignedOut(token) | Message::Ended(token)
                if alive && self.history.tokens.contains(&token) =>
            {
                let ended = matches!(message, Message::Ended(_));
                if current == Some(token) {
                    self.history.removed_elsewhere = current;
                } else {
                    // Other tabs have cleared the store, but it contains a token that this tab has obtained since (G9).
                    let end = if ended {
                        EndKind::Refusal
                    } else {
                        EndKind::SignOut
                    };
                    self.commands.push(Command::ClearTokens { end });
                }
                self.vanished(true, ended);
            }
            Message::SignedOut(token) if self.history.previous.contains(&token) => {
                self.explain(EndReason::SignedOutElsewhere);
            }
            // The other tab had not received the sign-out yet.
            Message::Refreshed(from, to) if self.history.previous.contains(&from) => {
                if current.is_none() || current == Some(to) {
                    self.commands.push(Command::ClearTokens {
                        end: EndKind::SignOut,
                    });
                    self.history.previous.push(to);
                }
                if current == Some(to) {
                    self.vanished(true, false);
                }
            }
            Message::SignedOut(_) | Message::Ended(_) | Message::Refreshed(..) => {}
        }
    }

    /// Tells the other tabs that the session is over, and why, if there was a session.
    pub(super) fn broadcast_end(&mut self, how: fn(Token) -> Message) {
        let alive = matches!(self.phase, Phase::Open | Phase::Refreshing(_));
        let external = alive.then_some(Token::EXTERNAL);
        if let Some(token) = self.history.newest().or(external) {
            self.broadcast(how(token));
        }
    }

    /// Do both tokens identify their users, and do the users differ?
    pub(super) fn names_another(&self, presented: Presented) -> bool {
        presented.user.is_some() && self.user.is_some() && presented.user != self.user
    }

    /// Is it certain that this token belongs to the session's user? A token that does not identify its user does if it
    /// comes from the same sign-in.
    pub(super) fn is_same_user(&self, presented: Presented) -> bool {
        if self.user.is_some() && presented.user.is_some() {
            return self.user == presented.user;
        }
        self.sign_in.is_some() && self.sign_in == presented.sign_in
    }

    /// Does a token in the store belong to another user? A token that does not identify its user may come from a
    /// refresh by the application's own code, so only a different sign-in is evidence.
    fn is_another_user(&self, presented: Presented) -> bool {
        if self.user.is_some() && presented.user.is_some() {
            return self.user != presented.user;
        }
        let tells = presented.sign_in.is_some() || presented.user.is_some();
        tells && presented.sign_in != self.sign_in || self.history.awaits_sign_in()
    }

    fn appeared(&mut self, presented: Presented, elsewhere: bool, now: Timestamp) {
        let first = self.history.tokens.is_empty();
        let expiry = self.clock.found(presented.terms, self.margin, now);
        // Another tab has just obtained it. If it seems to have expired, this device's clock is wrong.
        let expiry = expiry.filter(|expiry| first || !expiry.is_past(now));
        let awaited = self.history.awaits_sign_in();
        let changed = self.is_another_user(presented);
        match self.phase {
            Phase::Open if self.access.is_none() => self.arrive(presented, expiry),
            Phase::SignedOut | Phase::Ended(_) => self.arrive(presented, expiry),
            Phase::Open | Phase::Refreshing(_) if changed => {
                self.arrive(presented, expiry);
                self.end_elsewhere(EndReason::UserChanged, 0, elsewhere || awaited);
            }
            Phase::Open | Phase::Refreshing(_) => {
                self.history.give_up_sign_in();
                // The breaker keeps its state, because tabs that refresh in turns are a loop too.
                self.advance(presented, expiry, By::OtherTab);
            }
        }
    }

    /// The session by cookie existed before this page, or another tab has signed in with the cookie. Parked requests
    /// keep waiting, because it may be a different user.
    fn marker_appeared(&mut self) {
        let vacant = matches!(
            self.phase,
            Phase::Open | Phase::SignedOut | Phase::Ended(Ending::Over)
        );
        if vacant && self.sharing == Sharing::Cookie {
            self.begin_external(Credential::External);
            self.has_refresh = true;
        }
    }

    pub(super) fn vanished(&mut self, elsewhere: bool, ended: bool) {
        match self.phase {
            Phase::SignedOut | Phase::Ended(_) => {}
            Phase::Open | Phase::Refreshing(_) if ended => {
                self.conclude(EndReason::Refused, 0, None);
            }
            Phase::Open | Phase::Refreshing(_) => {
                self.leave(Phase::SignedOut, Event::SignedOut);
                let waiting = self.queue.len();
                self.release(Err(Error::SessionEnded.into()));
                self.end_elsewhere(EndReason::SignedOutElsewhere, waiting, elsewhere);
            }
        }
    }

    /// Asks the application, once it is certain that the change did not come from its own code.
    pub(super) fn end_elsewhere(&mut self, reason: EndReason, waiting: usize, certain: bool) {
        if certain {
            self.history.unexplained = None;
            self.ask_application(reason, waiting, None);
        } else {
            self.history.unexplained = Some(reason);
        }
    }

    /// A message has revealed the origin of a change.
    fn explain(&mut self, reason: EndReason) {
        if self.history.unexplained == Some(reason) {
            self.end_elsewhere(reason, 0, true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_does_not_grow_with_the_tokens_that_a_session_has_had() {
        let mut history = TokenHistory::default();
        history.begin(Token::new(0));
        for token in 1..=100 {
            history.extend(Token::new(token));
        }
        assert_eq!(history.tokens.len(), REMEMBERED);
        assert_eq!(history.newest(), Some(Token::new(100)));
    }

    #[test]
    fn what_was_left_is_remembered_across_a_sign_in() {
        let mut history = TokenHistory::default();
        history.begin(Token::new(1));
        history.leave();
        history.begin(Token::new(2));
        assert_eq!(history.previous, [Token::new(1)]);
        assert_eq!(history.tokens, [Token::new(2)]);
    }
}
