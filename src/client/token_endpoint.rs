//! Judges the answer of the token endpoint.

use std::time::Duration;

use serde_json::Value;
use web_sys::AbortSignal;

use super::Error;
use super::error::Kind;
use super::options::{Refresh, RefreshRequest, Send, Transport};
use super::platform::{now, without_query};
use super::refresh::{Exchanged, Task, unavailable};
use super::token_request;
use super::unanswered::Unanswered;
use crate::http::failure::{Failure, Named, Outcome, TokenAnswer, TokenBody};
use crate::http::refusal::Rule;
use crate::http::retry_after::{http_date, retry_after};
use crate::http::token_reply::{Paths, TokenReply};
use crate::session::Answer;

impl Task {
    pub(super) async fn request(
        &self,
        request: &RefreshRequest,
        signal: Option<&AbortSignal>,
    ) -> Exchanged {
        let lock = self.runtime.lock_name();
        let _unanswered = lock
            .filter(|_| self.runtime.options.is_by_cookie())
            .map(Unanswered::open);
        let runtime = &self.runtime;
        let described = request.described(&runtime.token_url, self.tokens()[1].clone());
        let sent = match token_request::build(&described, &runtime.options, signal) {
            Ok(built) => self.runtime.fetch.send(built).await,
            // As with a refresh function that throws without a status.
            Err(error) if error.is_function() => return Err(unavailable(error)),
            Err(error) => return Err((Answer::Refused, error)),
        };
        let response = match sent {
            Ok(response) => response,
            Err(thrown) => {
                // The platform's message may quote the URL, and with it the token (G15).
                let thrown = Some(thrown).filter(|_| request.send != Send::Query);
                return Err(unavailable(Error::network(&self.endpoint(), thrown)));
            }
        };
        let status = response.status();
        let headers = response.headers();
        let wait = headers
            .get("retry-after")
            .and_then(|field| retry_after(&field, Duration::from_millis(now().as_ms())))
            .map(|wait| wait.as_millis() as u64);
        let Ok(text) = response.text().await else {
            let error = self.error(status, ", and was cut off", None);
            return Err((Answer::failed(Failure::Unavailable, wait), error));
        };
        let body: Option<Value> = serde_json::from_str(&text).ok();
        let by_cookie = self.runtime.options.transport == Transport::Cookie;
        let reply = if by_cookie {
            let body = body.as_ref().unwrap_or(&Value::Null);
            Some(Ok(marked(body, &request.reply)))
        } else {
            body.as_ref()
                .map(|body| TokenReply::read(body, &request.reply))
        };
        let answer = TokenAnswer {
            status,
            redirected: response.redirected(),
            named: named(request, status, body.as_ref().unwrap_or(&Value::Null)),
            body: match &reply {
                Some(Ok(_)) if by_cookie => TokenBody::Cookies,
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
                self.grant(reply, date)
            }
            (Some(failure), Some(Err(unusable))) if outcome == Outcome::NoTokens => {
                let error = self.error(status, &format!(", which {unusable}"), body);
                Err((Answer::failed(failure, wait), error))
            }
            (failure, _) => {
                let failure = failure.unwrap_or(Failure::Refused);
                let error = self.error(status, in_words(outcome), body);
                Err((Answer::failed(failure, wait), error))
            }
        }
    }

    /// The failure of a refresh, from the token endpoint's answer.
    fn error(&self, status: u16, why: &str, body: Option<Value>) -> Error {
        let message = format!("{} was answered with {status}{why}", self.endpoint());
        let body = body.map(|body| without_tokens(body, status, &self.tokens()));
        Error::new(Kind::Status, message)
            .with_status(status)
            .with_body(body)
    }

    /// The token endpoint for messages, without its query.
    pub(super) fn endpoint(&self) -> String {
        match &self.runtime.options.refresh {
            Refresh::Function(_) | Refresh::Nothing => "the refresh function".to_owned(),
            Refresh::Request(request) => format!(
                "the refresh ({} {})",
                request.http_method(),
                without_query(&request.url)
            ),
        }
    }
}

/// The grant of a reply if the tokens are cookies.
pub(super) fn marked(reply: &Value, paths: &Paths) -> TokenReply {
    TokenReply::marked(js_sys::Math::random().to_string(), reply, paths)
}

/// Which of the options an answer matches.
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

/// Why an answer grants no tokens, as text after its status.
fn in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NamedRefused => ", which matches session.refresh.refused",
        Outcome::NamedUnavailable => ", which matches session.refresh.unavailable",
        Outcome::Redirect => "; the refresh follows no redirect",
        Outcome::NotJson => ", which is not JSON",
        Outcome::Empty => ", but the answer is empty",
        Outcome::NoTokens => ", which has no usable tokens in it",
        Outcome::Granted
        | Outcome::Status
        | Outcome::OutOfScope
        | Outcome::WaitsForItself
        | Outcome::NonceRequired => "",
    }
}

/// Members that may hold a secret.
const SECRETS: [&str; 10] = [
    "token",
    "jwt",
    "secret",
    "passw",
    "cookie",
    "credential",
    "authori",
    "signature",
    "apikey",
    "api_key",
];

/// Members that hold a message or a code.
const MESSAGES: [&str; 9] = [
    "error_description",
    "message",
    "msg",
    "detail",
    "details",
    "title",
    "reason",
    "error",
    "code",
];

/// The body of an answer for errors (G15): without members whose names suggest a secret, and without text that contains
/// a token. Of a successful answer, only messages are shown, because any other member may be a token.
pub(super) fn without_tokens(body: Value, status: u16, tokens: &[Option<String>]) -> Value {
    let hides = |name: &str, text: &str| {
        ((200..300).contains(&status) && !MESSAGES.contains(&name))
            || tokens.iter().flatten().any(|token| text.contains(token))
    };
    redacted(body, "", &hides)
}

fn redacted(body: Value, name: &str, hides: &dyn Fn(&str, &str) -> bool) -> Value {
    match body {
        Value::Object(members) => {
            let is_harmless = |name: &str| {
                let name = name.to_ascii_lowercase();
                !matches!(
                    name.as_str(),
                    "access" | "refresh" | "sid" | "session" | "sessionid" | "session_id"
                ) && !SECRETS.iter().any(|secret| name.contains(secret))
            };
            let members = members.into_iter().filter(|(name, _)| is_harmless(name));
            members
                .map(|(name, value)| {
                    let value = redacted(value, &name, hides);
                    (name, value)
                })
                .collect()
        }
        Value::Array(items) => {
            let items = items.into_iter();
            items.map(|item| redacted(item, name, hides)).collect()
        }
        Value::String(text) if hides(name, &text) => Value::Null,
        other => other,
    }
}
