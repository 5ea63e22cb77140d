//! A wrong option, told so that the next try is right: where it is, what it got, what it takes, and the
//! nearest name that exists.

use crate::value::Value;

/// Thrown by `createClient()` as `ERR_BAD_OPTION`.
#[derive(Clone, Debug, PartialEq)]
pub struct BadOption<J> {
    /// Such as `session.refresh.send`.
    pub path: String,
    /// What is wrong with it.
    pub fault: Fault<J>,
}

/// What is wrong with an option.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault<J> {
    /// It is there and should be something else.
    Wrong {
        /// What was given.
        got: Value<J>,
        /// What it takes, in words.
        takes: &'static str,
        /// The nearest of the words that it takes.
        nearest: Option<&'static str>,
    },
    /// No option has that name.
    Unknown {
        /// The names that exist there.
        known: &'static [&'static str],
        /// The nearest of them.
        nearest: Option<&'static str>,
    },
}

impl<J> BadOption<J> {
    /// The message: `session.storage got "locl"; it takes "local", "session", …; did you mean "local"?`
    /// `show_number` writes a number as JavaScript does, which costs the wasm nothing.
    pub fn message(&self, show_number: impl Fn(f64) -> String) -> String {
        let mut message = self.path.clone();
        let nearest = match &self.fault {
            Fault::Wrong {
                got,
                takes,
                nearest,
            } => {
                message += " got ";
                message += &show(got, show_number);
                message += "; it takes ";
                message += takes;
                nearest
            }
            Fault::Unknown { known, nearest } => {
                message += " is no option; there are ";
                message += &known.join(", ");
                nearest
            }
        };
        if let Some(nearest) = nearest {
            message += "; did you mean \"";
            message += nearest;
            message += "\"?";
        }
        message
    }
}

/// The longest string that is shown whole; a token that ended up in the wrong place is longer.
const LONGEST_SHOWN: usize = 24;

fn show<J>(value: &Value<J>, show_number: impl Fn(f64) -> String) -> String {
    match value {
        Value::Missing => "undefined".into(),
        Value::Null => "null".into(),
        Value::Bool(true) => "true".into(),
        Value::Bool(false) => "false".into(),
        Value::Number(number) => show_number(*number),
        Value::Text(text) if text.len() <= LONGEST_SHOWN => ["\"", text, "\""].concat(),
        Value::Text(_) => "another string".into(),
        Value::List(_) => "an array".into(),
        Value::Record(..) => "an object".into(),
        Value::Function(_) => "a function".into(),
        Value::Pattern(_) => "a regular expression".into(),
    }
}

/// The name that a slip of the keys would have meant: at most two edits away, and fewer than it has
/// letters.
pub(super) fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let scored = known.iter().map(|name| (distance(word, name), *name));
    scored
        .filter(|(edits, name)| *edits <= 2 && *edits < name.len() / 2 + 1)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name)
}

/// Edits between two words, case aside (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let changed = diagonal + usize::from(!a.eq_ignore_ascii_case(b));
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_that_a_slip_would_have_meant() {
        let known = ["storage", "scheme", "header", "keys"];
        assert_eq!(nearest("storege", &known), Some("storage"));
        assert_eq!(nearest("STORAGE", &known), Some("storage"));
        assert_eq!(nearest("headers", &known), Some("header"));
        assert_eq!(nearest("kyes", &known), Some("keys"));
        assert_eq!(nearest("retry", &known), None);
        assert_eq!(nearest("", &known), None);
    }

    #[test]
    fn a_long_string_is_not_repeated_for_it_may_be_a_token() {
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig";
        let bad: BadOption<()> = BadOption {
            path: "session.scheme".into(),
            fault: Fault::Wrong {
                got: Value::Text(token.into()),
                takes: "a scheme",
                nearest: None,
            },
        };
        assert!(!bad.message(|_| String::new()).contains("eyJ"));
    }
}
