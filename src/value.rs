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
        let bytes = path.as_bytes();
        let mut found = self;
        let mut start = 0;
        for end in 0..=bytes.len() {
            if end == bytes.len() || bytes[end] == b'.' {
                found = found.step(&path[start..end]);
                start = end + 1;
            }
        }
        found
    }

    fn step(&self, key: &str) -> &Self {
        match self {
            Self::List(items) if !key.is_empty() => {
                let mut index = 0_usize;
                for byte in key.bytes() {
                    index = index
                        .wrapping_mul(10)
                        .wrapping_add(byte.wrapping_sub(b'0').into());
                }
                items.get(index).unwrap_or(&Self::Missing)
            }
            other => other.get(key),
        }
    }

    /// The string, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, not negative, if it is one.
    pub fn whole(&self) -> Option<u32> {
        match self {
            Self::Number(number) if f64::from(*number as u32) == *number => Some(*number as u32),
            _ => None,
        }
    }

    /// An array's items; or the one value that stands for an array of it.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Missing => &[],
            one => std::slice::from_ref(one),
        }
    }

    /// `undefined` or `null`.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Missing | Self::Null)
    }
}

/// Values as tests write them.
#[cfg(test)]
pub(crate) mod json {
    use super::Value;

    pub(crate) type Json = Value<()>;

    pub(crate) fn record(members: &[(&str, Json)]) -> Json {
        let members = members.iter();
        let owned = members.map(|(key, value)| ((*key).into(), value.clone()));
        Value::Record((), owned.collect())
    }

    pub(crate) fn text(value: &str) -> Json {
        Value::Text(value.into())
    }
}

#[cfg(test)]
mod tests {
    use super::json::record;
    use super::*;

    #[test]
    fn a_path_leads_through_records_and_arrays() {
        let inner = record(&[("b", Value::Bool(true))]);
        let value = record(&[("a", Value::List(vec![Value::Null, inner]))]);
        assert_eq!(value.at("a.1.b"), &Value::Bool(true));
        assert_eq!(value.at("a.0"), &Value::Null);
        for nowhere in ["a.2", "a.x", "a.1.b.c", "b", "", ".", "a."] {
            assert_eq!(value.at(nowhere), &Value::Missing, "{nowhere:?}");
        }
    }
}
