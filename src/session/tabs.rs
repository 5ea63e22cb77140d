//! The other tabs: what they write to the store, and what they say.
//!
//! A write and a message about it come in either order, and both come later than the lock under which they
//! were made. So neither is trusted to be the whole truth: a session knows the tokens that it descends
//! from, and a message names the token that it is about.

use super::table::{Details, Field, Number};
use super::{
    By, Command, Credential, EndKind, EndReason, Ending, Error, Event, MessageKind, Origin, Phase,
    Presented, Session, Sharing, Stored, Timestamp, Token,
};
#[cfg(test)]
use crate::protocol::Part;

/// What a tab tells the others. No token is in it, only fingerprints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// Somebody has signed in, with this.
    SignedIn(Token),
    /// The first was exchanged for the second.
    Refreshed(Token, Token),
    /// The user has signed out of the session that had come to this.
    SignedOut(Token),
    /// The server has refused to prolong the session that had come to this.
    Ended(Token),
}

impl Message {
    /// From its parts; `next` is of a refresh only.
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

/// The access tokens that a session has had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct TokenHistory {
    /// Of the present sign-in, the newest last.
    tokens: Vec<Token>,
    /// Of the one that was signed out.
    previous: Vec<Token>,
    /// What a sign-out in another tab has removed, though the store still shows it.
    removed_elsewhere: Option<Token>,
    /// What another tab has signed in with, though the store does not show it yet.
    pending_sign_in: Option<Token>,
    /// What the store has shown and nobody has explained: the application's own code may have done it, or
    /// another tab, whose message is on its way.
    unexplained: Option<EndReason>,
}

/// So many are remembered: a message is milliseconds late, a token lives for minutes.
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

    /// Has another tab signed in, with tokens that are yet to be seen?
    pub(super) fn awaits_sign_in(&self) -> bool {
        self.pending_sign_in.is_some()
    }

    /// They do not come.
    pub(super) fn give_up_sign_in(&mut self) {
        self.pending_sign_in = None;
    }

    fn newest(&self) -> Option<Token> {
        self.tokens.last().copied()
    }
}

impl Session {
    /// The store holds something else than before: written by the application's own code, or by another
    /// tab, which may be certain: then also what has been seen before is told again. The next
    /// request has to see it (G19).
    pub fn sync_from_store(&mut self, stored: Stored, origin: Origin, now: Timestamp) {
        let elsewhere = origin == Origin::OtherTab;
        let shown = stored.access.map(|access| access.token);
        let current = self.access.map(|access| access.token);
        // A request has looked first, and now it is certain who has written that.
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
                self.appeared(presented, elsewhere, now)
            }
            // Writes arrive one by one, and of what an end removes the access token is the last.
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
            // What the application's own code has removed was all that it can see of the session.
            None if current.is_some() && self.sharing == Sharing::Cookie => {
                self.commands.push(Command::ClearTokens {
                    end: EndKind::SignOut,
                });
                self.vanished(elsewhere, stored.ended);
            }
            // Only the access token was removed: its successor can still be bought.
            None if current.is_some() => self.replace(None),
            None if stored.refresh && !had_refresh => self.marker_appeared(),
            None => {}
        }
    }

    /// A tab with the same store has said something.
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
                    // What we have bought meanwhile lies where the others have cleared (G9).
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
            // They had not heard of the sign-out yet.
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

    /// Tells the others that the session is over, and how, if there was one.
    pub(super) fn broadcast_end(&mut self, how: fn(Token) -> Message) {
        let alive = matches!(self.phase, Phase::Open | Phase::Refreshing(_));
        let external = alive.then_some(Token::EXTERNAL);
        if let Some(token) = self.history.newest().or(external) {
            self.broadcast(how(token));
        }
    }

    /// Do both tokens name their users, and do the users differ?
    pub(super) fn names_another(&self, presented: Presented) -> bool {
        presented.user.is_some() && self.user.is_some() && presented.user != self.user
    }

    /// Is it certain that this token is for the user of the session? The same sign-in is, where a token does
    /// not name its user.
    pub(super) fn is_same_user(&self, presented: Presented) -> bool {
        if self.user.is_some() && presented.user.is_some() {
            return self.user == presented.user;
        }
        self.sign_in.is_some() && self.sign_in == presented.sign_in
    }

    /// Is a token that the store shows for another user? What does not name a user may come from a refresh by
    /// the application's own code, so that only another sign-in tells.
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
        // Somebody has just got it. If it has expired all the same, that tells of this device's clock.
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
                // What the breaker knows of the former tokens stands: tabs that refresh by turns are a
                // loop as well.
                self.advance(presented, expiry, By::OtherTab);
            }
        }
    }

    /// The session is one by cookie that was there before this page, or another tab has signed in with it. Those who are
    /// parked wait on: nothing says whether it is their user.
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

    /// Asks the application, once it is certain that its own code has not done it.
    pub(super) fn end_elsewhere(&mut self, reason: EndReason, waiting: usize, certain: bool) {
        if certain {
            self.history.unexplained = None;
            self.ask_application(reason, waiting, None);
        } else {
            self.history.unexplained = Some(reason);
        }
    }

    /// A message tells whose doing it was.
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
