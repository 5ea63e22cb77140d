//! What a session shares with other tabs, and what their messages mean for it.

use super::{Command, EndKind, Message, Phase, Session, Sharing};

impl Session {
    /// Sets what the session shares with other tabs. It shares nothing until this is called.
    pub fn share(&mut self, sharing: Sharing) {
        self.sharing = sharing;
    }

    /// Handles a message from another tab. The caller reads the store afterwards.
    pub fn on_message(&mut self, message: Message) {
        match (self.sharing, message) {
            (Sharing::Store, _) => self.on_store_message(message),
            (Sharing::Nothing, _) => {}
            (Sharing::Copies | Sharing::Cookie | Sharing::Function, _)
                if self.has_own_credential() => {}
            (
                Sharing::Copies | Sharing::Cookie | Sharing::Function,
                Message::SignedOut(_) | Message::Ended(_),
            ) => {
                let end = match message {
                    Message::Ended(_) => EndKind::Refusal,
                    Message::SignedOut(_) | Message::SignedIn(_) | Message::Refreshed(..) => {
                        EndKind::SignOut
                    }
                };
                self.end_with_credential(end);
            }
            // Another tab's access tokens say nothing about this tab's.
            (Sharing::Copies | Sharing::Cookie | Sharing::Function, _) => {}
        }
    }

    /// Sends a message to the other tabs.
    pub(super) fn broadcast(&mut self, message: Message) {
        if !self.has_own_credential() {
            self.commands.push(Command::Broadcast { message });
        }
    }

    /// Is there a refresh token that no other tab has? Then the session belongs to this tab only.
    fn has_own_credential(&self) -> bool {
        self.sharing == Sharing::Function && self.has_refresh
    }

    /// The credential that all tabs share is no longer valid, and neither are the tokens that this tab has obtained
    /// with it.
    fn end_with_credential(&mut self, end: EndKind) {
        let held = self.access.is_some() || self.has_refresh || self.external;
        if held || matches!(self.phase, Phase::Refreshing(_)) {
            // No other tab reads this store, so the end need not be recorded in it.
            self.commands.push(Command::ClearTokens {
                end: EndKind::SignOut,
            });
            self.vanished(true, end == EndKind::Refusal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Grant, Presented, Terms, Timestamp, Token};

    fn signed_in(sharing: Sharing) -> Session {
        let mut session = Session::new(None);
        session.share(sharing);
        let access = Presented {
            token: Token::new(1),
            user: None,
            sign_in: None,
            terms: Terms::default(),
        };
        let grant = Grant {
            access,
            refresh: true,
        };
        session.sign_in(grant, Timestamp::from_ms(0));
        while session.poll().is_some() {}
        session
    }

    fn clears(session: &mut Session, message: Message) -> bool {
        session.on_message(message);
        std::iter::from_fn(|| session.poll())
            .any(|command| matches!(command, Command::ClearTokens { .. }))
    }

    #[test]
    fn the_end_of_a_shared_credential_clears_the_tokens_that_were_obtained_with_it() {
        for sharing in [Sharing::Copies, Sharing::Cookie] {
            for end in [Message::SignedOut, Message::Ended] {
                assert!(
                    clears(&mut signed_in(sharing), end(Token::new(7))),
                    "{sharing:?}"
                );
            }
        }
    }

    #[test]
    fn a_refresh_in_a_tab_that_shares_only_a_credential_changes_nothing() {
        for sharing in [Sharing::Copies, Sharing::Cookie, Sharing::Function] {
            let refreshed = Message::Refreshed(Token::new(1), Token::new(2));
            for message in [refreshed, Message::SignedIn(Token::new(2))] {
                assert!(!clears(&mut signed_in(sharing), message), "{sharing:?}");
            }
        }
    }

    #[test]
    fn a_tab_with_a_refresh_token_of_its_own_neither_listens_nor_speaks() {
        let mut session = signed_in(Sharing::Function);
        assert!(!clears(&mut session, Message::SignedOut(Token::new(1))));
        session.sign_out();
        let said = std::iter::from_fn(|| session.poll())
            .any(|command| matches!(command, Command::Broadcast { .. }));
        assert!(!said);
    }
}
