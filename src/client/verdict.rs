//! What the session learns from an answer: whether it rejects the token, and the server's time.

use std::time::Duration;

use super::error::Kind;
use super::options::Says;
use super::platform::{self, within};
use super::request::RequestBuilder;
use super::response::Response;
use super::runtime::Runtime;
use super::token_endpoint::without_tokens;
use super::{Binding, Error};
use crate::http::challenge;
use crate::http::retry_after::http_date;
use crate::session::{About, Limit, Timestamp};

/// How long to wait for a rule's code, or for the application's function.
const ANSWER: Duration = Duration::from_millis(Limit::ANSWER_MS as u64);

impl RequestBuilder {
    /// What the answer refuses, if it is a refusal: the session, by `ends`, or its token, by `expired`.
    pub(super) async fn refusal(&self, response: &Response, binding: &Binding) -> Option<About> {
        let options = &binding.runtime.options;
        let ends = match &options.ends {
            Some(ends) if matches(ends, response, |_| true).await => Some(ends),
            _ => None,
        };
        if ends.is_none() && !matches(&options.expired, response, |status| status == 401).await {
            return None;
        }
        // The function's result counts even at the end of a redirect, because the application knows its log-in page.
        if let Says::Rule(_) = ends.unwrap_or(&options.expired) {
            let challenge = response.header("www-authenticate");
            if ends.is_none()
                && challenge.is_some_and(|field| challenge::is_insufficient_scope(&field))
            {
                return Some(About::Permission);
            }
            // A refusal at the end of a redirect comes from the origin to which it led.
            let is_ours = !response.redirected()
                || platform::resolve(&response.url())
                    .is_some_and(|there| binding.scope.trusts(&there.origin));
            if !is_ours {
                return Some(About::Elsewhere);
            }
        }
        Some(match ends {
            Some(_) => About::Session,
            None => About::Token,
        })
    }

    /// The cause of the end, if this answer turns out to end the session.
    pub(super) async fn ending(&self, response: &Response, runtime: &Runtime) -> Error {
        let status = response.status();
        let message = format!(
            "{} was answered with {status}, which the option `ends` matches",
            self.target()
        );
        let tokens = [runtime.access_token(), runtime.refresh_token()];
        let body = within(response.copy_json(), ANSWER).await.flatten();
        Error::new(Kind::Ends, message)
            .with_status(status)
            .with_body(body.map(|body| without_tokens(body, status, &tokens)))
    }

    /// Learns the server's clock from an answer's `Date`, if no cache can have stored the answer and it arrived
    /// promptly (G14).
    pub(super) fn learn(&self, binding: &Binding, response: &Response, begun: Timestamp) {
        let may_be_kept = matches!(self.method.as_str(), "GET" | "HEAD");
        let is_late = platform::now().ms_since(begun) > Limit::PROMPT_MS.into();
        if may_be_kept || is_late || response.redirected() {
            return;
        }
        let age = response.header("age").unwrap_or_default();
        let date = response.header("date").and_then(|field| http_date(&field));
        if let Some(date) = date.filter(|_| matches!(age.trim(), "" | "0")) {
            binding.runtime.learn(date);
        }
    }
}

/// Does an answer match an option? A rule without a status covers the statuses that `otherwise` accepts.
pub(super) async fn matches(says: &Says, response: &Response, otherwise: fn(u16) -> bool) -> bool {
    let rule = match says {
        Says::Rule(rule) => rule,
        Says::Function(judge) => {
            let Some(copy) = response.copy() else {
                return false;
            };
            return within(judge(copy), ANSWER).await.unwrap_or(false);
        }
    };
    if !rule.covers(response.status(), otherwise) {
        return false;
    }
    if !rule.needs_body() {
        return true;
    }
    // Only an answer that can have a code is read, and a body that never ends is not waited for.
    let is_json = response
        .header("content-type")
        .is_some_and(|media_type| media_type.contains("json"));
    let body = if is_json {
        within(response.copy_json(), ANSWER).await.flatten()
    } else {
        None
    };
    body.is_some_and(|body| rule.finds_code(&body))
}
