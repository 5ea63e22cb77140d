//! One refresh: takes the steps that the core names, and calls the token endpoint.

use std::rc::Rc;
use std::time::Duration;

use futures::future::{Either, select};
use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Object, Reflect};
use serde_json::Value;
use wasm_bindgen::JsCast as _;
use web_sys::{AbortController, RequestCredentials, RequestRedirect};

use super::Error;
use super::error::Kind;
use super::locks::{self, LockGuard};
use super::names::Fingerprint;
use super::options::{Refresh, RefreshContext, RefreshError, RefreshRequest, Send};
use super::platform::{now, sleep, within, without_query};
use super::runtime::{Cancelled, GrantSource, Runtime};
use crate::http::failure::{Failure, Named, Outcome, TokenAnswer, TokenBody};
use crate::http::refusal::Rule;
use crate::http::retry_after::{http_date, retry_after};
use crate::http::token_reply::TokenReply;
use crate::session::{Answer, Lock, Origin, Policy, Step};

/// What another tab has stored arrives within this time, or not at all.
const ARRIVAL: Duration = Duration::from_secs(5);

/// How often the store is read while its news is awaited.
const LOOK: Duration = Duration::from_millis(10);

/// Takes the steps of a refresh to the last one. It belongs to the session and not to the request that began it
/// (G11). The lock is released at the end, whatever has happened.
pub(super) async fn run(runtime: Rc<Runtime>, first: Step<Error>, cancelled: Cancelled) {
    let task = Task { runtime, cancelled };
    let mut lock = None;
    let mut shown = Vec::new();
    let mut step = first;
    loop {
        let runtime = &task.runtime;
        step = match step {
            Step::Lock(locking) => {
                let how = task.lock(&mut lock, &mut shown).await;
                let policy = Policy {
                    means: runtime.means(),
                    retries: runtime.options.effort().1,
                };
                runtime.step(|core| locking.locked(core, how, policy, now()))
            }
            Step::Await(awaiting) => {
                task.arrival().await;
                runtime.step(|core| awaiting.awaited(core, now()))
            }
            Step::Exchange(exchanging) => {
                let answer = task.exchange().await;
                let random = js_sys::Math::random();
                runtime.step(|core| exchanging.answered(core, answer, random, now()))
            }
            Step::Pause(pausing) => {
                let pause = Duration::from_millis(pausing.ms());
                task.unless_cancelled(sleep(pause)).await;
                runtime.step(|core| pausing.paused(core))
            }
            Step::Confirm(confirming) => {
                let pause = Duration::from_millis(confirming.ms());
                if !pause.is_zero() {
                    task.unless_cancelled(sleep(pause)).await;
                }
                runtime.sync_from_store(Origin::Unknown);
                runtime.step(|core| confirming.confirmed(core, now()))
            }
            Step::Announce => {
                task.announce(lock.as_ref(), &shown).await;
                return;
            }
            Step::Done => return,
        };
    }
}

struct Task {
    runtime: Rc<Runtime>,
    cancelled: Cancelled,
}

impl Task {
    /// The output of a future; nothing once the refresh is no longer wanted.
    async fn unless_cancelled<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let future = std::pin::pin!(future);
        match select(future, self.cancelled.clone()).await {
            Either::Left((output, _)) => Some(output),
            Either::Right(_) => None,
        }
    }

    /// Takes the lock that all tabs of the session share, and reads the store under it.
    async fn lock(&self, lock: &mut Option<LockGuard>, shown: &mut Vec<Fingerprint>) -> Lock {
        let runtime = &self.runtime;
        let mut how = Lock::Held;
        if let Some(name) = &runtime.name {
            runtime.log(|| "the refresh waits for the lock".to_owned());
            let acquired = locks::acquire(
                name,
                Duration::from_millis(runtime.effort().lock_deadline() as u64),
            );
            *lock = self.unless_cancelled(acquired).await.flatten();
            if lock.is_none() {
                how = Lock::Missing;
            }
        }
        runtime.sync_from_store(Origin::Unknown);
        *shown = runtime.fingerprints();
        if let (Some(name), Some(_)) = (&runtime.name, &lock)
            && locks::sees_notice(name, shown).await
        {
            how = Lock::HeldAfterExchange;
        }
        // Meanwhile the store may show what was announced.
        runtime.sync_from_store(Origin::Unknown);
        how
    }

    /// Waits until the store shows what another tab has obtained, which cancels this refresh.
    async fn arrival(&self) {
        let runtime = Rc::clone(&self.runtime);
        let watch = async move {
            loop {
                sleep(LOOK).await;
                runtime.sync_from_store(Origin::Unknown);
            }
        };
        within(self.unless_cancelled(watch), ARRIVAL).await;
    }

    async fn announce(&self, lock: Option<&LockGuard>, shown: &[Fingerprint]) {
        if let (Some(name), Some(_)) = (&self.runtime.name, lock) {
            let held = self.runtime.fingerprints();
            let spent: Vec<Fingerprint> = shown
                .iter()
                .filter(|shown| !held.contains(shown))
                .cloned()
                .collect();
            locks::raise_notices(name, &spent).await;
        }
    }

    /// One try at the token endpoint. It settles within the timeout, whatever the server or the function does.
    async fn exchange(&self) -> Answer<Error> {
        let runtime = &self.runtime;
        let (timeout, _) = runtime.options.effort();
        let answer = async {
            match &runtime.options.refresh {
                Refresh::Request(request) => self.request(request).await,
                Refresh::Function(function) => {
                    let context = RefreshContext {
                        refresh_token: runtime.refresh_token(),
                        access_token: runtime.access_token(),
                    };
                    self.function(function(context).await)
                }
            }
        };
        let answer = within(self.unless_cancelled(answer), timeout).await;
        match answer {
            Some(Some(answer)) => answer,
            // The core has left this refresh behind and drops whatever is said.
            Some(None) => {
                Answer::Unavailable(Error::new(Kind::Network, "the refresh was cancelled"), None)
            }
            None => {
                let message = format!("{} gave no answer within {timeout:?}", self.endpoint());
                Answer::Unavailable(Error::new(Kind::Timeout, message), None)
            }
        }
    }

    fn function(&self, outcome: Result<TokenReply, RefreshError>) -> Answer<Error> {
        match outcome {
            Ok(reply) => Answer::Granted(self.runtime.propose(reply, GrantSource::Refresh, None)),
            Err(RefreshError::Unavailable(why)) => {
                Answer::Unavailable(Error::new(Kind::Network, why), None)
            }
            Err(RefreshError::Refused(why)) => Answer::Refused(Error::new(Kind::Status, why)),
        }
    }

    async fn request(&self, request: &RefreshRequest) -> Answer<Error> {
        let aborter = AbortOnDrop::new();
        let sent = match build(request, self, aborter.as_ref()) {
            Ok(built) => self.runtime.fetch.send(built).await,
            Err(error) => return Answer::Refused(error),
        };
        let response = match sent {
            Ok(response) => response,
            Err(thrown) => {
                // The platform's message may quote the URL, and with it the token (G15).
                let thrown = Some(thrown).filter(|_| request.send != Send::Query);
                return Answer::Unavailable(
                    Error::network(&self.endpoint(), thrown.as_ref()),
                    None,
                );
            }
        };
        let status = response.status();
        let headers = response.headers();
        let wait = headers
            .get("retry-after")
            .and_then(|field| retry_after(&field, Duration::from_millis(now().0)))
            .map(|wait| wait.as_millis() as u64);
        let Ok(text) = response.text().await else {
            return self.fails(Failure::Unavailable, status, ", and was cut off", wait);
        };
        let body: Option<Value> = serde_json::from_str(&text).ok();
        let reply = body
            .as_ref()
            .map(|body| TokenReply::read(body, &request.reply));
        let answer = TokenAnswer {
            status,
            redirected: response.redirected(),
            named: named(request, status, body.as_ref().unwrap_or(&Value::Null)),
            body: match &reply {
                Some(Ok(_)) => TokenBody::Tokens,
                Some(Err(_)) => TokenBody::Other,
                None if text.trim().is_empty() => TokenBody::Empty,
                None => TokenBody::NotJson,
            },
        };
        let outcome = answer.outcome();
        match (outcome.failure(status), reply) {
            (None, Some(Ok(reply))) => {
                let date = headers.get("date").and_then(|field| http_date(&field));
                Answer::Granted(self.runtime.propose(reply, GrantSource::Refresh, date))
            }
            (Some(failure), Some(Err(unusable))) if outcome == Outcome::NoTokens => {
                self.fails(failure, status, &format!(", which {unusable}"), wait)
            }
            (failure, _) => {
                let failure = failure.unwrap_or(Failure::Refused);
                self.fails(failure, status, in_words(outcome), wait)
            }
        }
    }

    fn fails(
        &self,
        failure: Failure,
        status: u16,
        why: &str,
        retry_after: Option<u64>,
    ) -> Answer<Error> {
        let message = format!("{} was answered with {status}{why}", self.endpoint());
        let error = Error::new(Kind::Status, message).with_status(status);
        Answer::failed(failure, error, retry_after)
    }

    /// The token endpoint in words, without its query.
    fn endpoint(&self) -> String {
        match &self.runtime.options.refresh {
            Refresh::Function(_) => "the refresh function".to_owned(),
            Refresh::Request(request) => format!(
                "the refresh ({} {})",
                request.http_method(),
                without_query(&self.runtime.token_url)
            ),
        }
    }
}

/// What the options say of an answer.
fn named(request: &RefreshRequest, status: u16, body: &Value) -> Named {
    let matches = |rule: &Option<Rule>| {
        rule.as_ref().is_some_and(|rule| {
            rule.covers(status, |_| rule.needs_body())
                && (!rule.needs_body() || rule.finds_code(body))
        })
    };
    if matches(&request.refused) {
        Named::Refused
    } else if matches(&request.unavailable) {
        Named::Unavailable
    } else {
        Named::Nothing
    }
}

/// Why an answer grants no tokens, to follow its status.
fn in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NamedRefused => ", which the option `refused` names",
        Outcome::NamedUnavailable => ", which the option `unavailable` names",
        Outcome::Redirect => "; the refresh follows no redirect",
        Outcome::NotJson => ", which is not JSON",
        Outcome::Empty => " and nothing in it",
        Outcome::NoTokens => ", which has no usable tokens in it",
        Outcome::Granted | Outcome::Status | Outcome::OutOfScope | Outcome::WaitsForItself => "",
    }
}

/// The declarative request, with the refresh token where the options say.
fn build(
    request: &RefreshRequest,
    task: &Task,
    aborter: Option<&AbortController>,
) -> Result<gloo_net::http::Request, Error> {
    let options = &task.runtime.options;
    let token = task.runtime.refresh_token().unwrap_or_default();
    let name = request.name.as_deref().unwrap_or(match request.send {
        Send::Form => "refresh_token",
        Send::Header => &options.header,
        Send::Json | Send::Query | Send::Cookie => "refreshToken",
    });
    let mut members = request.extra.clone();
    if request.send == Send::Form && !members.iter().any(|(name, _)| name == "grant_type") {
        members.insert(0, ("grant_type".to_owned(), "refresh_token".to_owned()));
    }
    if matches!(request.send, Send::Json | Send::Form | Send::Query) {
        members.push((name.to_owned(), token.clone()));
    }
    let encode_error = |error: &dyn std::fmt::Display| Error::new(Kind::Encode, error.to_string());
    let mut url = task.runtime.token_url.clone();
    let form = serde_urlencoded::to_string(&members).map_err(|error| encode_error(&error))?;
    if matches!(request.send, Send::Query | Send::Header | Send::Cookie) && !form.is_empty() {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&form);
    }
    let method = Method::from_bytes(request.http_method().as_bytes())
        .map_err(|error| encode_error(&error))?;
    let mut builder = RequestBuilder::new(&url)
        .method(method)
        // The refresh token must not leave for another address.
        .redirect(RequestRedirect::Manual)
        .abort_signal(aborter.map(AbortController::signal).as_ref());
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    builder = match request.send {
        // The header that carries the access token carries this one alike; another carries it bare.
        Send::Header
            if name.eq_ignore_ascii_case(&options.header) && !options.scheme.is_empty() =>
        {
            builder.header(name, &format!("{} {token}", options.scheme))
        }
        Send::Header => builder.header(name, &token),
        Send::Cookie => builder.credentials(RequestCredentials::Include),
        Send::Json => builder.header("Content-Type", "application/json"),
        Send::Form => builder.header("Content-Type", "application/x-www-form-urlencoded"),
        Send::Query => builder,
    };
    let built = match request.send {
        Send::Json => {
            let object: serde_json::Map<String, Value> = members
                .into_iter()
                .map(|(name, value)| (name, value.into()))
                .collect();
            builder.body(Value::Object(object).to_string())
        }
        Send::Form => builder.body(form),
        Send::Query | Send::Header | Send::Cookie => builder.build(),
    }
    .map_err(|error| encode_error(&error))?;
    Ok(if request.send == Send::Cookie {
        kept_alive(built)
    } else {
        built
    })
}

/// A cookie that the server has exchanged must arrive, even if the page is reloaded meanwhile. gloo-net has no
/// option for `keepalive`.
fn kept_alive(request: gloo_net::http::Request) -> gloo_net::http::Request {
    let raw: web_sys::Request = request.into();
    let init = Object::new();
    let _ = Reflect::set(&init, &"keepalive".into(), &true.into());
    match web_sys::Request::new_with_request_and_init(&raw, init.unchecked_ref()) {
        Ok(kept) => kept.into(),
        Err(_) => raw.into(),
    }
}

/// Aborts a request whose future is dropped.
struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    fn new() -> Self {
        Self(AbortController::new().ok())
    }

    fn as_ref(&self) -> Option<&AbortController> {
        self.0.as_ref()
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}
