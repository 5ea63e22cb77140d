//! What the session learns from an answer: whether it rejects the token, and the server's time.

use std::time::Duration;

use super::error::Kind;
use super::options::{Expired, Session};
use super::platform::{self, within};
use super::request::RequestBuilder;
use super::response::Response;
use super::token_endpoint::without_tokens;
use super::{Binding, Error};
use crate::http::challenge;
use crate::http::retry_after::http_date;
use crate::session::{About, Limit, Timestamp};

/// How long a rule's code, or the application's function, is waited for.
const CODE: Duration = Duration::from_millis(Limit::ANSWER_MS as u64);

impl RequestBuilder {
    /// What the answer rejects, if it matches `ends` or `expired`.
    pub(super) async fn refusal(&self, response: &Response, binding: &Binding) -> Option<About> {
        let Session { ends, expired, .. } = &*binding.runtime.options;
        let ending = match ends {
            Some(rule) if matches(rule, response, |_| true).await => Some(rule),
            _ => None,
        };
        let rule = match ending {
            Some(rule) => rule,
            None if matches(expired, response, |status| status == 401).await => expired,
            None => return None,
        };
        // The result of a function counts, even after a redirect.
        if let Expired::Rule(_) = rule {
            let challenge = response.header("www-authenticate");
            let is_challenge = ending.is_none();
            if is_challenge
                && challenge.is_some_and(|field| challenge::is_insufficient_scope(&field))
            {
                return Some(About::Permission);
            }
            // A rejection after a redirect comes from the redirect's target.
            let is_ours = !response.redirected()
                || platform::resolve(&response.url())
                    .is_some_and(|there| binding.scope.trusts(&there.origin));
            if !is_ours {
                return Some(About::Elsewhere);
            }
        }
        Some(if ending.is_some() {
            About::Session
        } else {
            About::Token
        })
    }

    /// The cause of the end of the session, if this answer ends it.
    pub(super) async fn ending(
        &self,
        target: &str,
        response: &Response,
        binding: &Binding,
    ) -> Error {
        let status = response.status();
        let runtime = &binding.runtime;
        let tokens = [runtime.access_token(), runtime.refresh_token()];
        let body = within(response.copy_json(), CODE).await.flatten();
        let message = format!("{target} was answered with {status}, which the option `ends` names");
        Error::new(Kind::Status, message)
            .with_status(status)
            .with_body(body.map(|body| without_tokens(body, &tokens)))
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

/// Does an answer match a rule or a function of the application? `otherwise` contains the statuses that a rule without
/// statuses matches.
pub(super) async fn matches(
    expired: &Expired,
    response: &Response,
    otherwise: impl FnOnce(u16) -> bool,
) -> bool {
    let rule = match expired {
        Expired::Rule(rule) => rule,
        Expired::Function(expired) => {
            let Some(copy) = response.copy() else {
                return false;
            };
            return within(expired(copy), CODE).await.unwrap_or(false);
        }
    };
    if !rule.covers(response.status(), otherwise) {
        return false;
    }
    if !rule.needs_body() {
        return true;
    }
    let is_json = response
        .header("content-type")
        .is_some_and(|media_type| media_type.contains("json"));
    // Only an answer that can contain a code is read, and not for longer than the time limit.
    let body = if is_json {
        within(response.copy_json(), CODE).await.flatten()
    } else {
        None
    };
    body.is_some_and(|body| rule.finds_code(&body))
}
