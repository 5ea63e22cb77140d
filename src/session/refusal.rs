//! Which answers are refusals: by status, by a code in the body, or by both.

use crate::value::Value;

/// One rule, as `session.expired` and `session.refresh.refused` give it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refusal {
    /// Any of these; none means any status.
    pub statuses: Vec<u16>,
    /// Any of these; none means that the body does not matter.
    pub codes: Vec<Code>,
    /// Where the code is in a JSON body: `code`, `error.code`.
    pub code_path: String,
}

/// A code that a body carries. `401` and `"401"` are different codes.
#[derive(Clone, Debug, PartialEq)]
pub enum Code {
    /// `{ code: 50014 }`
    Number(f64),
    /// `{ code: "TOKEN_EXPIRED" }`
    Text(String),
}

impl Refusal {
    /// Could an answer with this status be a refusal?
    pub fn covers(&self, status: u16) -> bool {
        self.statuses.is_empty() || self.statuses.contains(&status)
    }

    /// Does the status alone decide? Reading a body costs a copy of it.
    pub fn needs_body(&self) -> bool {
        !self.codes.is_empty()
    }

    /// Does the body carry one of the codes?
    pub fn finds_code<J>(&self, body: &Value<J>) -> bool {
        match body.at(&self.code_path) {
            Value::Number(found) => self.codes.contains(&Code::Number(*found)),
            Value::Text(found) => self
                .codes
                .iter()
                .any(|code| matches!(code, Code::Text(text) if text == found)),
            Value::Missing
            | Value::Null
            | Value::Bool(_)
            | Value::List(_)
            | Value::Record(..)
            | Value::Function(_)
            | Value::Pattern(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(code: Value<()>) -> Value<()> {
        Value::Record((), vec![("code".into(), code)])
    }

    fn rule(codes: Vec<Code>) -> Refusal {
        Refusal {
            statuses: vec![401, 403],
            codes,
            code_path: "code".into(),
        }
    }

    #[test]
    fn a_status_outside_the_rule_is_no_refusal() {
        let rule = rule(vec![]);
        assert!(rule.covers(401) && rule.covers(403));
        assert!(!rule.covers(500));
        assert!(Refusal::default().covers(200));
    }

    #[test]
    fn a_code_tells_expiry_from_lack_of_permission() {
        let rule = rule(vec![
            Code::Number(50014.0),
            Code::Text("TOKEN_EXPIRED".into()),
        ]);
        assert!(rule.needs_body());
        assert!(rule.finds_code(&body(Value::Number(50014.0))));
        assert!(rule.finds_code(&body(Value::Text("TOKEN_EXPIRED".into()))));
        assert!(!rule.finds_code(&body(Value::Number(50015.0))));
        assert!(!rule.finds_code(&body(Value::Text("50014".into()))));
        assert!(!rule.finds_code::<()>(&Value::Text("<html>".into())));
    }

    #[test]
    fn the_code_may_be_anywhere_in_the_body() {
        let mut rule = rule(vec![Code::Text("expired".into())]);
        rule.code_path = "errors.0.code".into();
        let errors = Value::List(vec![body(Value::Text("expired".into()))]);
        let found = Value::Record((), vec![("errors".into(), errors)]);
        assert!(rule.finds_code(&found));
    }
}
