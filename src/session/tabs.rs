//! The other tabs: what they write to the store, and what they say.
//!
//! A write and a message about it come in either order, and both come later than the lock under which they
//! were made. So neither is trusted to be the whole truth: a session knows the tokens that it descends
//! from, and a message names the token that it is about.

use super::tokens::Access;
use super::{
    By, Effect, EndReason, Error, Event, Phase, Presented, Session, Stored, Timestamp, Token,
};

/// What a tab tells the others. No token is in it, only fingerprints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// Somebody has signed in, with this.
    SignedIn(Token),
    /// The first was exchanged for the second.
    Refreshed(Token, Token),
    /// The session that had come to this has ended.
    SignedOut(Token),
}

/// The access tokens that a session has had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Lineage {
    /// Of the present sign-in, the newest last.
    tokens: Vec<Token>,
    /// Of the one that was signed out.
    left: Vec<Token>,
    /// What a sign-out in another tab has removed, though the store still shows it.
    stale: Option<Token>,
    /// What another tab has signed in with, though the store does not show it yet.
    announced: Option<Token>,
}

/// So many are remembered: a message is milliseconds late, a token lives for minutes.
const REMEMBERED: usize = 8;

impl Lineage {
    pub(super) fn begin(&mut self, token: Token) {
        *self = Self {
            tokens: vec![token],
            left: std::mem::take(&mut self.left),
            stale: None,
            announced: None,
        };
    }

    pub(super) fn extend(&mut self, token: Token) {
        if self.tokens.len() == REMEMBERED {
            self.tokens.remove(0);
        }
        self.tokens.push(token);
    }

    pub(super) fn leave(&mut self) {
        self.left = std::mem::take(&mut self.tokens);
    }

    fn newest(&self) -> Option<Token> {
        self.tokens.last().copied()
    }
}

impl<W, C: Clone> Session<W, C> {
    /// The store holds something else than before: written by the application's own code, or by another
    /// tab, which is certain when `elsewhere`. The next request has to see it (G19).
    pub fn observe(&mut self, stored: Stored, elsewhere: bool, now: Timestamp) {
        let stale = self.lineage.stale;
        let seen = stored.access.filter(|seen| Some(seen.token) != stale);
        if seen.is_some() || stored.access.is_none() {
            self.lineage.stale = None;
        }
        let had_refresh = std::mem::replace(&mut self.has_refresh, stored.refresh);
        let known = self.access.map(|access| access.token);
        match seen {
            Some(seen) if Some(seen.token) != known => self.appeared(seen, elsewhere, now),
            Some(_) => {}
            None if stored.refresh => {
                // Only the access token was removed: its successor can still be bought.
                if known.is_some() && self.phase == Phase::Open {
                    self.replace(None);
                }
            }
            None if known.is_some() || had_refresh => self.vanished(elsewhere),
            None => {}
        }
    }

    /// Another tab has said something. The caller looks at the store afterwards.
    pub fn heard(&mut self, message: Message) {
        let current = self.access.map(|access| access.token);
        let alive = matches!(self.phase, Phase::Open | Phase::Refreshing(_));
        match message {
            Message::SignedIn(token) if current != Some(token) => {
                self.lineage.announced = Some(token);
            }
            Message::SignedOut(token) if alive && self.lineage.tokens.contains(&token) => {
                if current == Some(token) {
                    self.lineage.stale = current;
                } else {
                    // What we have bought meanwhile lies where the others have cleared (G9).
                    self.effects.push_back(Effect::Clear);
                }
                self.vanished(true);
            }
            // They had not heard of the sign-out yet.
            Message::Refreshed(from, to) if self.lineage.left.contains(&from) => {
                if current.is_none() || current == Some(to) {
                    self.effects.push_back(Effect::Clear);
                    self.lineage.left.push(to);
                }
                if current == Some(to) {
                    self.vanished(true);
                }
            }
            Message::SignedIn(_) | Message::SignedOut(_) | Message::Refreshed(..) => {}
        }
    }

    /// Tells the others that the session has ended, if there was one.
    pub(super) fn post_sign_out(&mut self) {
        if let Some(token) = self.lineage.newest() {
            self.effects
                .push_back(Effect::Post(Message::SignedOut(token)));
        }
    }

    /// Does this token belong to somebody else?
    pub(super) fn is_others(&self, presented: Presented) -> bool {
        presented.user.is_some() && self.user.is_some() && presented.user != self.user
    }

    fn appeared(&mut self, seen: Presented, elsewhere: bool, now: Timestamp) {
        let first = self.lineage.tokens.is_empty();
        let expiry = self.clock.found(seen.terms, self.margin, now);
        // Somebody has just got it. If it has expired all the same, that tells of this device's clock.
        let expiry = expiry.filter(|expiry| first || !expiry.is_past(now));
        // Nobody but the sign-in itself tells whose an opaque token is.
        let changed = self.is_others(seen)
            || (seen.user.is_none() && self.lineage.announced == Some(seen.token));
        match self.phase {
            Phase::Open if self.access.is_none() => self.arrive(seen, expiry),
            Phase::SignedOut | Phase::Ended(_) => self.arrive(seen, expiry),
            Phase::Open | Phase::Refreshing(_) if changed => {
                self.arrive(seen, expiry);
                if elsewhere {
                    self.end_elsewhere(EndReason::UserChanged, 0);
                }
            }
            Phase::Open | Phase::Refreshing(_) => {
                self.breaker.reset();
                self.advance(
                    Access {
                        token: seen.token,
                        user: seen.user,
                        expiry,
                    },
                    By::OtherTab,
                );
            }
        }
    }

    fn vanished(&mut self, elsewhere: bool) {
        match self.phase {
            Phase::SignedOut | Phase::Ended(_) => {}
            Phase::Open | Phase::Refreshing(_) => {
                self.leave(Phase::SignedOut, Event::SignedOut);
                let waiting = self.queue.len();
                self.release(Err(Error::SessionEnded.into()));
                if elsewhere {
                    self.end_elsewhere(EndReason::SignedOutElsewhere, waiting);
                }
            }
        }
    }

    /// Asks the application, although nobody waits any more.
    pub(super) fn end_elsewhere(&mut self, reason: EndReason, waiting: usize) {
        self.effects.push_back(Effect::End {
            reason,
            cause: None,
            waiting,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_does_not_grow_with_the_tokens_that_a_session_has_had() {
        let mut lineage = Lineage::default();
        lineage.begin(Token(0));
        for token in 1..=100 {
            lineage.extend(Token(token));
        }
        assert_eq!(lineage.tokens.len(), REMEMBERED);
        assert_eq!(lineage.newest(), Some(Token(100)));
    }

    #[test]
    fn what_was_left_is_remembered_across_a_sign_in() {
        let mut lineage = Lineage::default();
        lineage.begin(Token(1));
        lineage.leave();
        lineage.begin(Token(2));
        assert_eq!(
            (lineage.left, lineage.tokens),
            (vec![Token(1)], vec![Token(2)])
        );
    }
}
