//! Reads one level of the options: each member by its type, then nothing may be left over.

use super::bad::{BadOption, Fault, nearest};
use crate::value::Value;

/// One object among the options.
#[derive(Debug)]
pub(super) struct Level<'a, J> {
    path: &'a str,
    value: &'a Value<J>,
}

pub(super) type Read<T, J> = Result<T, BadOption<J>>;

impl<'a, J: Clone> Level<'a, J> {
    /// Opens the object at `path`, in which only these names may occur.
    pub(super) fn open(
        path: &'a str,
        value: &'a Value<J>,
        known: &'static [&'static str],
    ) -> Read<Self, J> {
        let level = Self { path, value };
        let Value::Record(_, members) = value else {
            return Err(wrong(path.into(), value, "an object"));
        };
        for (name, _) in members {
            if !known.contains(&name.as_str()) {
                let nearest = nearest(name, known);
                return Err(BadOption {
                    path: level.path_of(name),
                    fault: Fault::Unknown { known, nearest },
                });
            }
        }
        Ok(level)
    }

    pub(super) fn path_of(&self, name: &str) -> String {
        [self.path, ".", name].concat()
    }

    /// The member, unless it is missing.
    pub(super) fn member(&self, name: &str) -> Option<&'a Value<J>> {
        let value = self.value.get(name);
        (!matches!(value, Value::Missing)).then_some(value)
    }

    /// The member as what `read` makes of it; an error where it makes nothing.
    pub(super) fn read<T>(
        &self,
        name: &str,
        takes: &'static str,
        read: impl FnOnce(&Value<J>) -> Option<T>,
    ) -> Read<Option<T>, J> {
        let Some(value) = self.member(name) else {
            return Ok(None);
        };
        match read(value) {
            Some(read) => Ok(Some(read)),
            None => Err(wrong(self.path_of(name), value, takes)),
        }
    }

    pub(super) fn text(&self, name: &str, takes: &'static str) -> Read<Option<String>, J> {
        self.read(name, takes, |value| value.text().map(Into::into))
    }

    pub(super) fn flag(&self, name: &str) -> Read<Option<bool>, J> {
        self.read(name, "true or false", |value| match value {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        })
    }

    pub(super) fn whole(&self, name: &str, takes: &'static str) -> Read<Option<u32>, J> {
        self.read(name, takes, whole)
    }

    pub(super) fn function(&self, name: &str) -> Read<Option<J>, J> {
        self.read(name, "a function", |value| match value {
            Value::Function(function) => Some(function.clone()),
            _ => None,
        })
    }

    /// One of a few words, as the place where it stands among them.
    pub(super) fn word(
        &self,
        name: &str,
        takes: &'static str,
        words: &'static [&'static str],
    ) -> Read<Option<usize>, J> {
        let Some(value) = self.member(name) else {
            return Ok(None);
        };
        let given = value.text().unwrap_or_default();
        match words.iter().position(|word| *word == given) {
            Some(place) => Ok(Some(place)),
            None => {
                let mut bad = wrong(self.path_of(name), value, takes);
                if let Fault::Wrong { nearest: hint, .. } = &mut bad.fault {
                    *hint = nearest(given, words);
                }
                Err(bad)
            }
        }
    }

    /// A record of strings, such as headers.
    pub(super) fn texts(&self, name: &str) -> Read<Vec<(String, String)>, J> {
        let read = self.read(name, "an object of strings", |value| match value {
            Value::Record(_, members) => members
                .iter()
                .map(|(key, value)| Some((key.clone(), value.text()?.into())))
                .collect(),
            _ => None,
        });
        Ok(read?.unwrap_or_default())
    }
}

/// A value that should be something else.
pub(super) fn wrong<J: Clone>(path: String, got: &Value<J>, takes: &'static str) -> BadOption<J> {
    let fault = Fault::Wrong {
        got: got.clone(),
        takes,
        nearest: None,
    };
    BadOption { path, fault }
}

/// A whole number that is not negative.
pub(super) fn whole<J>(value: &Value<J>) -> Option<u32> {
    match value {
        Value::Number(number) if f64::from(*number as u32) == *number => Some(*number as u32),
        _ => None,
    }
}
