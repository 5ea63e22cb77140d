//! What the session learns from an answer: whether it rejects the token, and the server's time.

use std::time::Duration;

use super::Binding;
use super::options::Expired;
use super::platform::{self, within};
use super::request::RequestBuilder;
use super::response::Response;
use crate::http::challenge;
use crate::http::retry_after::http_date;
use crate::session::{About, Limit, Timestamp};

/// How long a rule's code, or the application's function, is waited for.
const CODE: Duration = Duration::from_millis(Limit::ANSWER_MS as u64);

impl RequestBuilder {
    /// What the answer rejects, if it matches `expired`.
    pub(super) async fn refusal(&self, response: &Response, binding: &Binding) -> Option<About> {
        let rule = match &binding.runtime.options.expired {
            Expired::Rule(rule) => rule,
            // The result of a function counts, even after a redirect.
            Expired::Function(expired) => {
                let copy = response.copy()?;
                let refused = within(expired(copy), CODE).await.unwrap_or(false);
                return refused.then_some(About::Token);
            }
        };
        if !rule.covers(response.status(), |status| status == 401) {
            return None;
        }
        if rule.needs_body() {
            let is_json = response
                .header("content-type")
                .is_some_and(|media_type| media_type.contains("json"));
            // Only an answer that can contain a code is read, and not for longer than the time limit.
            let body = if is_json {
                within(response.copy_json(), CODE).await.flatten()
            } else {
                None
            };
            if !body.is_some_and(|body| rule.finds_code(&body)) {
                return None;
            }
        }
        if response
            .header("www-authenticate")
            .is_some_and(|field| challenge::is_insufficient_scope(&field))
        {
            return Some(About::Permission);
        }
        // A rejection after a redirect comes from the redirect's target.
        let is_ours = !response.redirected()
            || platform::resolve(&response.url())
                .is_some_and(|there| binding.scope.trusts(&there.origin));
        Some(if is_ours {
            About::Token
        } else {
            About::Elsewhere
        })
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
