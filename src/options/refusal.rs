//! Which answers are refusals: by status, by a code in the body, or by both.

use crate::value::Value;

/// One rule, as `session.expired` and `session.refresh.refused` give it: `{ status, code, codePath }`.
#[derive(Debug)]
pub struct Refusal<'a, J> {
    rule: &'a Value<J>,
    /// Where the rule names no status; `None` for any.
    status: Option<u16>,
}

// Not derived: a reference is copied whatever it refers to.
impl<J> Clone for Refusal<'_, J> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<J> Copy for Refusal<'_, J> {}

impl<'a, J> Refusal<'a, J> {
    pub(super) fn new(rule: &'a Value<J>, status: Option<u16>) -> Self {
        Self { rule, status }
    }

    /// Could an answer with this status be a refusal?
    pub fn covers(&self, status: u16) -> bool {
        match (self.rule.get("status").items(), self.status) {
            ([], None) => true,
            ([], Some(only)) => status == only,
            (statuses, _) => statuses
                .iter()
                .any(|one| one.whole() == Some(status.into())),
        }
    }

    /// Is the body needed to tell? Reading it costs a copy.
    pub fn needs_body(&self) -> bool {
        !self.rule.get("code").items().is_empty()
    }

    /// Does the body carry one of the codes? `401` and `"401"` are different codes.
    pub fn finds_code(&self, body: &Value<J>) -> bool {
        let path = self.rule.get("codePath").text().unwrap_or("code");
        let found = body.at(path);
        self.rule
            .get("code")
            .items()
            .iter()
            .any(|code| match (code, found) {
                (Value::Number(code), Value::Number(found)) => code == found,
                (Value::Text(code), Value::Text(found)) => code == found,
                _ => false,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::json::{record, text};

    #[test]
    fn without_a_rule_the_default_status_decides_alone() {
        let rule: Refusal<'_, ()> = Refusal::new(&Value::Missing, Some(401));
        assert!(rule.covers(401) && !rule.covers(403));
        assert!(!rule.needs_body());
        let any: Refusal<'_, ()> = Refusal::new(&Value::Missing, None);
        assert!(any.covers(200));
    }

    #[test]
    fn a_rule_names_one_status_or_several() {
        let one = record(&[("status", Value::Number(403.0))]);
        let one = Refusal::new(&one, Some(401));
        assert!(one.covers(403) && !one.covers(401));
        let several = Value::List(vec![Value::Number(401.0), Value::Number(419.0)]);
        let several = record(&[("status", several)]);
        let several = Refusal::new(&several, None);
        assert!(several.covers(401) && several.covers(419) && !several.covers(403));
    }

    #[test]
    fn a_code_tells_expiry_from_lack_of_permission() {
        let codes = Value::List(vec![Value::Number(50014.0), text("TOKEN_EXPIRED")]);
        let rule = record(&[("code", codes)]);
        let rule = Refusal::new(&rule, Some(401));
        assert!(rule.needs_body());
        let body = |code| record(&[("code", code)]);
        assert!(rule.finds_code(&body(Value::Number(50014.0))));
        assert!(rule.finds_code(&body(text("TOKEN_EXPIRED"))));
        assert!(!rule.finds_code(&body(Value::Number(50015.0))));
        assert!(!rule.finds_code(&body(text("50014"))));
        assert!(!rule.finds_code(&text("<html>")));
    }

    #[test]
    fn the_code_may_be_anywhere_in_the_body() {
        let rule = record(&[
            ("code", text("expired")),
            ("codePath", text("errors.0.code")),
        ]);
        let errors = Value::List(vec![record(&[("code", text("expired"))])]);
        let body = record(&[("errors", errors)]);
        assert!(Refusal::new(&rule, None).finds_code(&body));
    }
}
