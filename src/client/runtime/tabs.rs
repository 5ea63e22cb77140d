//! The messages from and to the other tabs of a session.

use std::rc::Rc;

use super::Runtime;
use crate::client::Error;
use crate::client::channel::{Channel, Listener, Notice};
use crate::client::names::Fingerprint;
use crate::session::{Credential, Message, Origin, Token};

impl Runtime {
    /// The name of the lock that the tabs share, if there is one.
    pub(in crate::client) fn lock_name(&self) -> Option<&str> {
        self.common.lock()
    }

    /// The name of the lock, if the tabs share the tokens.
    pub(in crate::client) fn store_name(&self) -> Option<&str> {
        self.common.store()
    }

    /// The listeners reference the runtime weakly, so that a dropped client leaves nothing behind (G20).
    pub(super) fn join_other_tabs(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        if let Some(name) = self.common.channel() {
            let listening = weak.clone();
            *self.channel.borrow_mut() = Channel::open(name, move |message| {
                if let Some(runtime) = listening.upgrade() {
                    runtime.on_message(&message);
                }
            });
        }
        let keys = if self.store_name().is_some() {
            vec![
                self.options.stored_access_key(),
                self.options.refresh_key.clone(),
            ]
        } else {
            self.common
                .cookie()
                .map(str::to_owned)
                .into_iter()
                .collect()
        };
        if !keys.is_empty() {
            let listening = weak.clone();
            *self.store_listener.borrow_mut() = Some(Listener::of_store(keys, move || {
                if let Some(runtime) = listening.upgrade() {
                    runtime.sync_from_store(Origin::OtherTab);
                }
            }));
        }
        self.awake_listeners.replace(Listener::of_awake(move || {
            if let Some(runtime) = weak.upgrade() {
                runtime.wake();
            }
        }));
    }

    /// What has failed before may succeed now, and a refresh may be due.
    fn wake(self: &Rc<Self>) {
        self.core.borrow_mut().wake();
        if self.options.keep_fresh {
            self.tick();
        }
    }

    fn on_message(self: &Rc<Self>, notice: &Notice) {
        let message = self.message(notice);
        self.core.borrow_mut().on_message(message);
        self.perform();
        self.sync_from_store(Origin::OtherTab);
    }

    fn message(&self, notice: &Notice) -> Message {
        let mut tokens = self.tokens.borrow_mut();
        let mut token = |of: &Fingerprint| Token::new(tokens.named(of));
        match notice {
            Notice::SignedIn(of) => Message::SignedIn(token(of)),
            Notice::Refreshed(from, to) => {
                let from = token(from);
                Message::Refreshed(from, token(to))
            }
            Notice::SignedOut(of) => Message::SignedOut(of.as_ref().map_or(Token::EXTERNAL, token)),
            Notice::Ended(of) => Message::Ended(of.as_ref().map_or(Token::EXTERNAL, token)),
        }
    }

    pub(super) fn post(&self, message: Message) {
        let channel = self.channel.borrow();
        let Some(channel) = &*channel else { return };
        let tokens = self.tokens.borrow();
        let of = |token: Token| tokens.fingerprint_of(token.number());
        let notice = match message {
            Message::SignedIn(token) => of(token).map(Notice::SignedIn),
            Message::Refreshed(from, to) => of(from)
                .zip(of(to))
                .map(|(from, to)| Notice::Refreshed(from, to)),
            Message::SignedOut(Token::EXTERNAL) => Some(Notice::SignedOut(None)),
            Message::SignedOut(token) => of(token).map(|of| Notice::SignedOut(Some(of))),
            Message::Ended(Token::EXTERNAL) => Some(Notice::Ended(None)),
            Message::Ended(token) => of(token).map(|of| Notice::Ended(Some(of))),
        };
        if let Some(notice) = notice {
            channel.post(&notice);
        }
    }

    /// The user has signed in with an external credential, such as a cookie, so there is no token to store.
    ///
    /// # Errors
    /// A session with a store, or whose refresh token is stored, needs the tokens.
    pub(in crate::client) fn sign_in_externally(self: &Rc<Self>) -> Result<(), Error> {
        let credential = self.credential();
        let is_unseen = matches!(credential, Credential::External | Credential::Marked);
        if !is_unseen || self.store_name().is_some() {
            return Err(Error::bad_option(
                "a sign-in without tokens needs `Transport::Cookie`, or `Storage::Memory` and `Send::Cookie` or a \
                 function as `refresh`; otherwise pass the answer of the log-in to `sign_in`",
            ));
        }
        self.sync_from_store(Origin::Unknown);
        self.core.borrow_mut().sign_in_externally(credential);
        self.perform();
        Ok(())
    }
}
