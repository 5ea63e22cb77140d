//! A wrong option, told so that the next try is right: where it is, what it got, what it takes, and the
//! nearest name that exists.

use crate::value::Value;

/// Thrown by `createClient()` as `ERR_BAD_OPTION`. The message never shows a long string: it may be a
/// token that ended up in the wrong place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadOption(pub String);

/// Writes a number as JavaScript does: `String(number)`. Rust's own way is 8 kB of wasm.
pub type ShowNumber = fn(f64) -> String;

impl BadOption {
    /// `session.storage got "locl"; it takes "local", "session", …; did you mean "local"?`
    pub(super) fn wrong<J>(
        path: &str,
        got: &Value<J>,
        takes: &str,
        words: &[&'static str],
        show: ShowNumber,
    ) -> Self {
        let nearest = nearest(got.text().unwrap_or_default(), words);
        let got = show_value(got, show);
        Self([path, " got ", &got, "; it takes ", takes, &hint(nearest)].concat())
    }

    /// `session.storege is no option; there are …; did you mean "storage"?`
    pub(super) fn unknown(path: &str, name: &str, known: &[&'static str]) -> Self {
        let hint = hint(nearest(name, known));
        let known = known.join(", ");
        Self([path, ".", name, " is no option; there are ", &known, &hint].concat())
    }
}

/// The longest string that is shown.
const LONGEST_SHOWN: usize = 24;

fn show_value<J>(value: &Value<J>, show: ShowNumber) -> String {
    let word = match value {
        Value::Missing => "undefined",
        Value::Null => "null",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(number) => return show(*number),
        Value::Text(text) if text.len() <= LONGEST_SHOWN => return ["\"", text, "\""].concat(),
        Value::Text(_) => "another string",
        Value::List(_) => "an array",
        Value::Record(..) => "an object",
        Value::Function(_) => "a function",
        Value::Pattern(_) => "a regular expression",
    };
    word.into()
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| {
        ["; did you mean \"", name, "\"?"].concat()
    })
}

/// The name that a slip of the keys would have meant: at most two edits away, and fewer than half of
/// its letters.
fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let mut best = None;
    let mut fewest = 3;
    for name in known {
        let edits = distance(word.as_bytes(), name.as_bytes());
        if edits < fewest && edits <= name.len() / 2 {
            (best, fewest) = (Some(*name), edits);
        }
    }
    best
}

/// Edits between two words, case aside (Levenshtein).
fn distance(left: &[u8], right: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for a in left {
        let mut diagonal = row[0];
        row[0] += 1;
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
        let token: Value<()> = Value::Text("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig".into());
        let bad = BadOption::wrong("session.scheme", &token, "a scheme", &[], |_| String::new());
        assert_eq!(
            bad.0,
            "session.scheme got another string; it takes a scheme"
        );
    }
}
