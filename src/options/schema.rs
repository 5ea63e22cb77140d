//! Which options there are, and what each takes: one table, and the check that reads it.

use super::bad::{BadOption, ShowNumber};
use crate::value::Value;

/// One option.
pub(super) struct Field {
    name: &'static str,
    takes: &'static str,
    fits: &'static [Fit],
}

/// One kind of value that an option takes.
enum Fit {
    Text,
    /// A string with something in it.
    Filled,
    /// A token of RFC 9110 §5.6.2.
    HeaderName,
    /// Something that may stand in a header, such as `Bearer`; or nothing.
    Graphic,
    Word(&'static [&'static str]),
    Bool,
    False,
    /// A whole number that is not negative.
    Whole,
    /// A status, 100 to 599.
    Status,
    Number,
    Function,
    Pattern,
    Object,
    /// An object of strings.
    Texts,
    /// An object of strings that may stand in headers.
    Headers,
    List(&'static [Self]),
    Level(&'static Level),
}

/// An object among the options.
pub(super) struct Level {
    fields: &'static [Field],
    /// One of these has to be there.
    any_of: &'static [&'static str],
}

const fn field(name: &'static str, fits: &'static [Fit], takes: &'static str) -> Field {
    Field { name, takes, fits }
}

pub(super) const SEND: [&str; 5] = ["json", "form", "query", "header", "cookie"];
const STORAGE: [&str; 3] = ["local", "session", "memory"];

const MS: &str = "milliseconds, 0 or more";
const PATH: &str = "a path such as \"data.token\"";
const FUNCTION: &str = "a function";

/// `createClient({ session })`
pub(super) static SESSION: Level = Level {
    any_of: &["refresh"],
    fields: &[
        field(
            "refresh",
            &[Fit::Filled, Fit::Function, Fit::Level(&REFRESH)],
            "the URL of the token endpoint, a request such as { url: \"/auth/refresh\" }, or a function",
        ),
        field(
            "storage",
            &[Fit::Word(&STORAGE), Fit::Object],
            "\"local\", \"session\", \"memory\" or an object with getItem, setItem and removeItem",
        ),
        field(
            "keys",
            &[Fit::Level(&KEYS)],
            "an object such as { accessToken: \"access_token\" }",
        ),
        field("header", &[Fit::HeaderName], "the name of a header"),
        field(
            "scheme",
            &[Fit::Graphic],
            "a scheme such as \"Bearer\", or \"\"",
        ),
        field(
            "origins",
            &[Fit::List(&[Fit::Filled])],
            "an array of origins such as \"https://api.example.com\"",
        ),
        field(
            "public",
            &[Fit::List(&[Fit::Filled, Fit::Pattern])],
            "an array of paths such as \"/auth/login\", or of regular expressions",
        ),
        field(
            "expired",
            &[Fit::Function, Fit::Level(&REFUSAL)],
            "an object such as { status: 401 }, or a function",
        ),
        field("hold", &[Fit::Bool], "true or false"),
        field("waiterTimeout", &[Fit::Whole], MS),
        field(
            "loginURL",
            &[Fit::Filled, Fit::False],
            "a URL such as \"/login\", or false for no redirect",
        ),
        field(
            "returnParam",
            &[Fit::Filled],
            "the name of a query parameter",
        ),
        field("navigate", &[Fit::Function], FUNCTION),
        field("onEnd", &[Fit::Function], FUNCTION),
    ],
};

static REFRESH: Level = Level {
    any_of: &["url"],
    fields: &[
        field("url", &[Fit::Filled], "the URL of the token endpoint"),
        field("baseURL", &[Fit::Text], "a URL; \"\" for the page's root"),
        field("method", &[Fit::HeaderName], "a method such as \"POST\""),
        field(
            "send",
            &[Fit::Word(&SEND)],
            "\"json\", \"form\", \"query\", \"header\" or \"cookie\"",
        ),
        field(
            "name",
            &[Fit::HeaderName],
            "the name under which the refresh token travels",
        ),
        field("extra", &[Fit::Texts], "an object of strings"),
        field(
            "headers",
            &[Fit::Headers],
            "an object of strings that a header can carry",
        ),
        field(
            "reply",
            &[Fit::Level(&REPLY)],
            "an object such as { accessToken: \"data.token\" }",
        ),
        field(
            "refused",
            &[Fit::Level(&REFUSAL)],
            "an object such as { code: 50008 }",
        ),
        field("timeout", &[Fit::Whole], MS),
        field(
            "retries",
            &[Fit::Whole],
            "how many times to try again, 0 or more",
        ),
    ],
};

static KEYS: Level = Level {
    any_of: &[],
    fields: &[
        field(
            "accessToken",
            &[Fit::Filled],
            "the key of the access token in the store",
        ),
        field(
            "refreshToken",
            &[Fit::Filled],
            "the key of the refresh token in the store",
        ),
    ],
};

static REPLY: Level = Level {
    any_of: &[],
    fields: &[
        field("accessToken", &[Fit::Filled], PATH),
        field("refreshToken", &[Fit::Filled], PATH),
        // Checked already, and of use once refreshes are proactive.
        field("expiresIn", &[Fit::Filled], PATH),
    ],
};

static REFUSAL: Level = Level {
    any_of: &["status", "code"],
    fields: &[
        field(
            "status",
            &[Fit::Status, Fit::List(&[Fit::Status])],
            "a status from 100 to 599, or an array of them",
        ),
        field(
            "code",
            &[Fit::Number, Fit::Text, Fit::List(&[Fit::Number, Fit::Text])],
            "a number or a string, or an array of them",
        ),
        field("codePath", &[Fit::Filled], "a path such as \"error.code\""),
    ],
};

/// Checks one level and all below it; the first thing that is wrong is told.
pub(super) fn check<J>(
    path: &str,
    value: &Value<J>,
    level: &Level,
    show: ShowNumber,
) -> Result<(), BadOption> {
    let Value::Record(_, members) = value else {
        return Err(BadOption::wrong(path, value, "an object", &[], show));
    };
    for (name, value) in members {
        let Some(field) = level.fields.iter().find(|field| field.name == name) else {
            let known: Vec<&str> = level.fields.iter().map(|field| field.name).collect();
            return Err(BadOption::unknown(path, name, &known));
        };
        if !matches!(value, Value::Missing) {
            field.check(&[path, ".", name].concat(), value, show)?;
        }
    }
    let is_there = |name: &&&str| !matches!(value.get(name), Value::Missing);
    match level.any_of {
        [] => Ok(()),
        some if some.iter().any(|name| is_there(&name)) => Ok(()),
        [name] => {
            let takes = level.fields.iter().find(|field| field.name == *name);
            let takes = takes.map_or("", |field| field.takes);
            let path = [path, ".", name].concat();
            Err(BadOption::wrong(
                &path,
                &Value::<J>::Missing,
                takes,
                &[],
                show,
            ))
        }
        several => {
            let takes = ["one of ", &several.join(" and "), " at least"].concat();
            Err(BadOption::wrong(path, value, &takes, &[], show))
        }
    }
}

impl Field {
    fn check<J>(&self, path: &str, value: &Value<J>, show: ShowNumber) -> Result<(), BadOption> {
        let mut words: &[&str] = &[];
        for fit in self.fits {
            match (fit, value) {
                (Fit::Level(level), Value::Record(..)) => {
                    return check(path, value, level, show);
                }
                (Fit::Word(known), _) => words = known,
                _ => {}
            }
            if fit.takes(value) {
                return Ok(());
            }
        }
        Err(BadOption::wrong(path, value, self.takes, words, show))
    }
}

impl Fit {
    fn takes<J>(&self, value: &Value<J>) -> bool {
        match (self, value) {
            (Self::Text, Value::Text(_))
            | (Self::Bool, Value::Bool(_))
            | (Self::False, Value::Bool(false))
            | (Self::Number, Value::Number(_))
            | (Self::Function, Value::Function(_))
            | (Self::Pattern, Value::Pattern(_))
            | (Self::Object, Value::Record(..)) => true,
            (Self::Filled, Value::Text(text)) => !text.is_empty(),
            (Self::Word(words), Value::Text(text)) => words.contains(&&**text),
            (Self::Graphic, Value::Text(text)) => text.bytes().all(|byte| byte.is_ascii_graphic()),
            (Self::HeaderName, Value::Text(text)) => {
                let fits =
                    |byte: u8| byte.is_ascii_graphic() && !b"\"(),/:;<=>?@[\\]{}".contains(&byte);
                !text.is_empty() && text.bytes().all(fits)
            }
            (Self::Whole, number) => number.whole().is_some(),
            (Self::Status, number) => matches!(number.whole(), Some(100..=599)),
            (Self::List(fits), Value::List(items)) => items
                .iter()
                .all(|item| fits.iter().any(|fit| fit.takes(item))),
            (Self::Texts, Value::Record(_, members)) => members
                .iter()
                .all(|(_, value)| matches!(value, Value::Text(_))),
            (Self::Headers, Value::Record(_, members)) => members.iter().all(|(name, value)| {
                let printable = |text: &str| text.bytes().all(|byte| matches!(byte, 0x20..=0x7e));
                Self::HeaderName.takes::<J>(&Value::Text(name.clone()))
                    && value.text().is_some_and(printable)
            }),
            _ => false,
        }
    }
}
