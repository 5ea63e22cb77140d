//! `session.refresh`: a URL, a request, or the application's own function.

use super::{Refusal, schema};
use crate::session::longest_pauses;
use crate::session::reply::ReplyPaths;
use crate::value::Value;

/// How a new access token is bought: `RefreshRequest` of `index.d.ts`, checked, or what stands for one.
#[derive(Debug)]
pub struct RefreshOptions<'a, J> {
    value: &'a Value<J>,
    /// Those of the access token.
    header: &'a str,
    scheme: &'a str,
}

/// Where the refresh token travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A member of a JSON body.
    Json,
    /// A field of a form body (RFC 6749 §6).
    Form,
    /// A query parameter.
    Query,
    /// A header.
    Header,
    /// A cookie that JavaScript does not see.
    Cookie,
}

const TIMEOUT_MS: u32 = 10_000;
const RETRIES: u32 = 2;

// Not derived: a reference is copied whatever it refers to.
impl<J> Clone for RefreshOptions<'_, J> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<J> Copy for RefreshOptions<'_, J> {}

impl<'a, J> RefreshOptions<'a, J> {
    pub(super) fn new(value: &'a Value<J>, header: &'a str, scheme: &'a str) -> Self {
        Self {
            value,
            header,
            scheme,
        }
    }

    /// The application's own, instead of a request.
    pub fn function(&self) -> Option<&'a J> {
        match self.value {
            Value::Function(function) => Some(function),
            _ => None,
        }
    }

    /// The token endpoint's; a bare URL stands for a request with nothing but defaults.
    pub fn url(&self) -> &'a str {
        let url = self.value.text().or_else(|| self.value.get("url").text());
        url.unwrap_or_default()
    }

    /// Instead of the client's.
    pub fn base_url(&self) -> Option<&'a str> {
        self.value.get("baseURL").text()
    }

    /// `POST`, or `GET` where the refresh token travels in the query.
    pub fn method(&self) -> String {
        let default = if self.carrier() == Carrier::Query {
            "GET"
        } else {
            "POST"
        };
        let method = self.value.get("method").text();
        method.unwrap_or(default).to_ascii_uppercase()
    }

    /// `"json"`, unless the options say otherwise.
    pub fn carrier(&self) -> Carrier {
        let send = self.value.get("send").text();
        let place = schema::SEND.iter().position(|word| Some(*word) == send);
        match place {
            Some(1) => Carrier::Form,
            Some(2) => Carrier::Query,
            Some(3) => Carrier::Header,
            Some(4) => Carrier::Cookie,
            _ => Carrier::Json,
        }
    }

    /// The name under which the refresh token travels.
    pub fn name(&self) -> &'a str {
        let default = match self.carrier() {
            Carrier::Json | Carrier::Query | Carrier::Cookie => "refreshToken",
            Carrier::Form => "refresh_token",
            Carrier::Header => self.header,
        };
        self.value.get("name").text().unwrap_or(default)
    }

    /// What stands before it in a header: the header that carries the access token carries this one
    /// alike; another carries it bare.
    pub fn scheme(&self) -> &'a str {
        if self.name().eq_ignore_ascii_case(self.header) {
            self.scheme
        } else {
            ""
        }
    }

    /// Sent along with it: `client_id` and the like. RFC 6749 §6 requires `grant_type`.
    pub fn extra(&self) -> Vec<(&'a str, &'a str)> {
        let mut extra = texts(self.value.get("extra"));
        if self.carrier() == Carrier::Form && extra.iter().all(|(name, _)| *name != "grant_type") {
            extra.push(("grant_type", "refresh_token"));
        }
        extra
    }

    /// More headers.
    pub fn headers(&self) -> Vec<(&'a str, &'a str)> {
        texts(self.value.get("headers"))
    }

    /// Where the answer has the tokens.
    pub fn reply_paths(&self) -> ReplyPaths<'a> {
        let reply = self.value.get("reply");
        ReplyPaths {
            access_token: reply.get("accessToken").text(),
            refresh_token: reply.get("refreshToken").text(),
        }
    }

    /// Does the answer say "log in again" by the options' own rule?
    pub fn is_refused(&self, status: u16, body: &Value<J>) -> bool {
        let rule = self.value.get("refused");
        if rule.is_nothing() {
            return false;
        }
        let rule = Refusal::new(rule, None);
        rule.covers(status) && (!rule.needs_body() || rule.finds_code(body))
    }

    /// The longest that one try takes, in ms.
    pub fn timeout(&self) -> u64 {
        self.value
            .get("timeout")
            .whole()
            .unwrap_or(TIMEOUT_MS)
            .into()
    }

    /// How often an answer that says nothing about the token is asked for again.
    pub fn retries(&self) -> u32 {
        self.value.get("retries").whole().unwrap_or(RETRIES)
    }

    /// Can it be done without a refresh token in the store?
    pub fn is_ambient(&self) -> bool {
        self.function().is_some() || self.carrier() == Carrier::Cookie
    }

    /// The longest that a refresh takes, in ms.
    pub(super) fn longest_ms(&self) -> u64 {
        let tries = u64::from(self.retries()) + 1;
        tries * self.timeout() + longest_pauses(self.retries())
    }
}

fn texts<J>(value: &Value<J>) -> Vec<(&str, &str)> {
    let mut texts = Vec::new();
    if let Value::Record(_, members) = value {
        for (name, value) in members {
            texts.push((&**name, value.text().unwrap_or_default()));
        }
    }
    texts
}
