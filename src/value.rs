//! A JavaScript value as plain data, so that what reads it can be tested on the host.

/// A value that has crossed the border. `J` is the caller's handle on what stays in JavaScript.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<J> {
    /// `undefined`, or not there.
    Missing,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Self>),
    /// Any other object, with its own enumerable members.
    Record(J, Vec<(String, Self)>),
    /// A function.
    Function(J),
    /// A regular expression.
    Pattern(J),
}

impl<J> Value<J> {
    /// The member of a record; `Missing` where there is none.
    pub fn get(&self, key: &str) -> &Self {
        let Self::Record(_, members) = self else {
            return &Self::Missing;
        };
        let found = members.iter().find(|(name, _)| name == key);
        found.map_or(&Self::Missing, |(_, value)| value)
    }

    /// What a path such as `data.token` leads to. An index into an array is a number: `tokens.0`.
    pub fn at(&self, path: &str) -> &Self {
        path.split('.').fold(self, |value, key| match value {
            Self::List(items) => {
                let index = key.parse::<usize>().ok();
                index
                    .and_then(|index| items.get(index))
                    .unwrap_or(&Self::Missing)
            }
            other => other.get(key),
        })
    }

    /// The string, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// `undefined` or `null`.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Missing | Self::Null)
    }
}
