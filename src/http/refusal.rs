//! Recognises answers that reject a token: by status, and by a code in the body.

use serde_json::Value;

/// A rule such as `session.expired`: it matches an answer by its status and, if the rule has codes, by a code in the
/// body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// The statuses. Empty means the default of the option.
    pub statuses: Vec<u16>,
    /// The codes. Empty means that the status alone decides.
    pub codes: Vec<Code>,
    /// The path of the code in the body, such as `error.code`. The default is `code`.
    pub code_path: Option<String>,
}

/// A code in a body. `401` and `"401"` are different codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// A number.
    Number(i64),
    /// A string.
    Text(String),
}

impl From<i64> for Code {
    fn from(code: i64) -> Self {
        Self::Number(code)
    }
}

impl From<&str> for Code {
    fn from(code: &str) -> Self {
        Self::Text(code.to_owned())
    }
}

impl Rule {
    /// The rule for these statuses.
    #[must_use]
    pub fn statuses(statuses: impl IntoIterator<Item = u16>) -> Self {
        Self {
            statuses: statuses.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The rule for these codes in the body.
    #[must_use]
    pub fn codes<C: Into<Code>>(codes: impl IntoIterator<Item = C>) -> Self {
        Self {
            codes: codes.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// The same rule for answers with this status only.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.statuses.push(status);
        self
    }

    /// The same rule with the code at this path.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.code_path = Some(path.into());
        self
    }

    /// Can an answer with this status match? A rule without statuses covers `otherwise`.
    #[must_use]
    pub fn covers(&self, status: u16, otherwise: impl FnOnce(u16) -> bool) -> bool {
        if self.statuses.is_empty() {
            otherwise(status)
        } else {
            self.statuses.contains(&status)
        }
    }

    /// Is the body needed to decide?
    #[must_use]
    pub fn needs_body(&self) -> bool {
        !self.codes.is_empty()
    }

    /// Does the body contain one of the codes?
    #[must_use]
    pub fn finds_code(&self, body: &Value) -> bool {
        let path = self.code_path.as_deref().unwrap_or("code");
        let Some(found) = at(body, path) else {
            return false;
        };
        self.codes.iter().any(|code| match code {
            Code::Number(number) => found.as_i64() == Some(*number),
            Code::Text(text) => found.as_str() == Some(text),
        })
    }
}

/// The value at a path such as `data.token` or `tokens.0`.
#[must_use]
pub fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |found, key| match found {
        Value::Object(members) => members.get(key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_code_is_found_at_its_path() {
        let rule = Rule::codes(["TOKEN_EXPIRED"]).at("errors.0.code");
        assert!(rule.finds_code(&json!({ "errors": [{ "code": "TOKEN_EXPIRED" }] })));
        assert!(!rule.finds_code(&json!({ "code": "TOKEN_EXPIRED" })));
    }

    #[test]
    fn a_number_and_a_string_are_different_codes() {
        let rule = Rule::codes([401]);
        assert!(rule.finds_code(&json!({ "code": 401 })));
        assert!(!rule.finds_code(&json!({ "code": "401" })));
    }

    #[test]
    fn a_rule_without_statuses_covers_the_default() {
        assert!(Rule::default().covers(401, |status| status == 401));
        assert!(!Rule::statuses([419]).covers(401, |status| status == 401));
    }
}
