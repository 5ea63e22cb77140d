//! A sign-out, and the server's log-out. The core decides when it is sent, and after which refresh.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::Runtime;
use crate::client::abort::AbortOnDrop;
use crate::client::log_out::{LogOut, SignedOut};
use crate::client::options::{LogoutRequest, Transport};
use crate::client::platform::{now, within, without_query};
use crate::client::response::Response;
use crate::client::storage::MARKER;
use crate::client::token_request;
use crate::client::verdict::matches;
use crate::session::{Origin, Parting, RefreshId};

impl Runtime {
    /// The user signs out: at once, and then at the server.
    pub(in crate::client) fn sign_out(self: &Rc<Self>) -> SignedOut {
        self.sync_from_store(Origin::Unknown);
        if self.options.logout.is_none() {
            self.core.borrow_mut().sign_out();
            self.perform();
            return SignedOut(None);
        }
        let credential = self.credential();
        let parting = self.core.borrow_mut().log_out(credential, now());
        let access = self.access_token().filter(|_| parting == Parting::Current);
        let (leaving, settled) = LogOut::new(access, self.refresh_token());
        *self.leaving.borrow_mut() = Some(Rc::new(leaving));
        self.perform();
        if parting == Parting::Nothing {
            return SignedOut(None);
        }
        let (timeout, _) = self.options.effort();
        SignedOut(Some(Box::pin(async move {
            within(settled, timeout).await;
        })))
    }

    /// The log-out follows this refresh.
    pub(super) fn defer_log_out(&self, refresh: RefreshId) {
        self.log(|| "the log-out waits for a refresh".to_owned());
        let leaving = self.leaving.borrow().clone();
        if let (Some(task), Some(leaving)) = (self.tasks.borrow().get(&refresh), leaving) {
            task.defer(leaving);
        }
    }

    /// Sends the log-out, or settles one that is no longer wanted.
    pub(super) fn log_out(self: &Rc<Self>, refresh: Option<RefreshId>, wanted: bool) {
        let leaving = match refresh {
            None => self.leaving.borrow().clone(),
            Some(id) => {
                let tasks = self.tasks.borrow();
                tasks.get(&id).and_then(|task| task.leaving())
            }
        };
        let Some(leaving) = leaving else { return };
        if !wanted {
            return leaving.settle();
        }
        let runtime = Rc::clone(self);
        spawn_local(async move {
            let (timeout, _) = runtime.options.effort();
            let answer = within(runtime.request_log_out(&leaving), timeout).await;
            let expired = &runtime.options.expired;
            if let Some(Some(answer)) = &answer
                && refresh.is_none()
                && matches(expired, answer, |status| status == 401).await
                && runtime.log_out_again(&leaving)
            {
                return;
            }
            leaving.settle();
        });
    }

    /// The server rejected the log-out like an expired token. Is it sent once more, after a refresh?
    fn log_out_again(self: &Rc<Self>, leaving: &Rc<LogOut>) -> bool {
        let [_, refresh] = leaving.tokens();
        let credential = self.credential();
        let comes = self
            .core
            .borrow_mut()
            .log_out_refused(credential, refresh.is_some());
        if comes {
            leaving.forget_access();
            *self.leaving.borrow_mut() = Some(Rc::clone(leaving));
            self.perform();
        }
        comes
    }

    async fn request_log_out(&self, leaving: &LogOut) -> Option<Response> {
        let logout = self.options.logout.as_ref()?;
        let [access, refresh] = leaving.tokens();
        // A marker for a cookie is not sent.
        let access = access.filter(|_| self.options.transport == Transport::Header);
        let refresh = refresh.filter(|token| token != MARKER);
        let refresh = refresh.filter(|_| self.options.transport == Transport::Header);
        let guard = AbortOnDrop::new();
        let described = logout.described(&self.options, &self.logout_url, refresh, access);
        let request =
            token_request::build(&described, &self.options, guard.signal().as_ref()).ok()?;
        let answer = self.fetch.send(request).await;
        self.log(|| {
            let outcome = match &answer {
                Ok(answer) => format!("was answered with {}", answer.status()),
                Err(_) => "could not be sent".to_owned(),
            };
            format!("{} {outcome}", in_words(logout, &described.method))
        });
        answer.ok().map(|answer| Response::new(answer, guard))
    }
}

fn in_words(logout: &LogoutRequest, method: &str) -> String {
    format!("the log-out ({method} {})", without_query(&logout.url))
}
