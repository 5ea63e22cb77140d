//! The handle with which the application uses a session.

use std::rc::Rc;

use futures::Stream;
use serde::Serialize;
use serde_json::Value;

use super::log_out::SignedOut;
use super::options::{Refresh, Transport};
use super::runtime::Runtime;
use super::token_endpoint::marked;
use super::{Error, Hold, Paths, SessionEvent, SessionState, TokenReply};

/// The session of a client, shared by every client of the same storage keys on the page and by every tab.
#[derive(Clone, Debug)]
pub struct SessionHandle(pub(super) Option<Rc<Runtime>>);

impl SessionHandle {
    fn runtime(&self) -> Result<&Rc<Runtime>, Error> {
        self.0.as_ref().ok_or_else(|| {
            Error::bad_option(
                "this client has no session; give it one by `Client::builder().session(…)` or `createClient({ session: … })`",
            )
        })
    }

    /// Signs in with these tokens: anything that serializes to a token reply, such as the answer of the log-in. With
    /// [`Transport::Cookie`], only its lifetime counts, if it has one.
    ///
    /// # Errors
    /// It contains no usable access token.
    pub fn sign_in(&self, tokens: &impl Serialize) -> Result<(), Error> {
        let value = serde_json::to_value(tokens)
            .map_err(|_| Error::bad_option("what `sign_in` got cannot be serialized"))?;
        self.sign_in_with(&value, "sign_in")
    }

    /// The same. `call` is the name of the call that an error shows to the application.
    pub(super) fn sign_in_with(&self, value: &Value, call: &str) -> Result<(), Error> {
        let runtime = self.runtime()?;
        let paths = match &runtime.options.refresh {
            Refresh::Request(request) => request.reply.clone(),
            Refresh::Function(_) | Refresh::Nothing => Paths::default(),
        };
        if runtime.options.transport == Transport::Cookie {
            runtime.sign_in(marked(value, &paths));
            return Ok(());
        }
        let reply = TokenReply::read(value, &paths)
            .or_else(|_| TokenReply::read(value, &Paths::default()))
            .map_err(|unusable| Error::bad_option(format!("what `{call}` got {unusable}")))?;
        runtime.sign_in(reply);
        Ok(())
    }

    /// Signs in without tokens, where JavaScript sees none: the session is in a cookie that the log-in has set, or
    /// in the application's own refresh function. It requires [`Storage::Memory`](super::Storage::Memory) or
    /// [`Transport::Cookie`].
    ///
    /// # Errors
    /// The session stores tokens, so it needs the answer of the log-in.
    pub fn sign_in_externally(&self) -> Result<(), Error> {
        let runtime = self.runtime()?;
        match runtime.options.transport {
            Transport::Header => runtime.sign_in_externally(),
            Transport::Cookie => self.sign_in(&()),
        }
    }

    /// Signs out at once, in every tab, even offline. With [`Session::logout`](super::Session::logout), it then logs
    /// out at the server. The returned future is ready when that is done.
    pub fn sign_out(&self) -> SignedOut {
        match &self.0 {
            Some(runtime) => runtime.sign_out(),
            None => SignedOut(None),
        }
    }

    /// An access token that has not expired: refreshes it first if it has. `None` if the user is signed out, or the
    /// token is a cookie.
    ///
    /// # Errors
    /// The session has ended, or could not be refreshed for now.
    pub async fn access_token(&self) -> Result<Option<String>, Error> {
        let runtime = self.runtime()?;
        runtime.admit(Hold::DuringRefresh).await?;
        Ok(runtime.access_token())
    }

    /// Refreshes the access token now, or joins the refresh in progress.
    ///
    /// # Errors
    /// The session has ended, or could not be refreshed for now.
    pub async fn refresh(&self) -> Result<(), Error> {
        self.runtime()?.refresh().await
    }

    /// Whether the user is signed in.
    #[must_use]
    pub fn state(&self) -> SessionState {
        self.0
            .as_ref()
            .map_or(SessionState::SignedOut, Runtime::state)
    }

    /// The user of the session: the `sub` of the access token, or the result of `user_of`.
    #[must_use]
    pub fn user(&self) -> Option<String> {
        self.0.as_ref().and_then(Runtime::user)
    }

    /// How many requests wait for a refresh, or for the user to log in again.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.as_ref().map_or(0, |runtime| runtime.waiting())
    }

    /// A stream of the events from now on.
    pub fn events(&self) -> impl Stream<Item = SessionEvent> + use<> {
        match &self.0 {
            Some(runtime) => futures::future::Either::Left(runtime.subscribe()),
            None => futures::future::Either::Right(futures::stream::pending()),
        }
    }
}
