//! The macros for the protocol's table: each declaration defines the Rust type, its numbers for `src/bindings.rs`, and
//! its description for `src/protocol.rs`, from which the TypeScript side is generated.

use super::{RefreshId, Token, WaiterId};
#[cfg(test)]
use crate::protocol::Part;

/// A value that is passed as one number.
pub(crate) trait Number: Copy {
    /// Its type in TypeScript.
    #[cfg(test)]
    const TYPE: &str = "number";
    /// Whether it may be absent.
    #[cfg(test)]
    const OPTIONAL: bool = false;

    /// The number that is passed. No value here is large enough to reach the sign bit.
    fn number(self) -> i32;
}

impl Number for u16 {
    fn number(self) -> i32 {
        self.into()
    }
}

impl Number for usize {
    fn number(self) -> i32 {
        self as i32
    }
}

impl Number for u32 {
    fn number(self) -> i32 {
        self.cast_signed()
    }
}

impl Number for bool {
    #[cfg(test)]
    const TYPE: &str = "boolean";

    fn number(self) -> i32 {
        self.into()
    }
}

/// An absent number is negative.
impl<T: Number> Number for Option<T> {
    #[cfg(test)]
    const TYPE: &str = T::TYPE;
    #[cfg(test)]
    const OPTIONAL: bool = true;

    fn number(self) -> i32 {
        self.map_or(-1, T::number)
    }
}

impl Number for Token {
    fn number(self) -> i32 {
        Self::number(self).cast_signed()
    }
}

impl Number for WaiterId {
    fn number(self) -> i32 {
        Self::number(self).cast_signed()
    }
}

impl Number for RefreshId {
    fn number(self) -> i32 {
        Self::number(self).cast_signed()
    }
}

/// The details of a command, as numbers.
#[derive(Debug, Default)]
pub(crate) struct Details {
    numbers: [i32; 3],
    len: usize,
}

impl Details {
    #[inline(never)]
    pub(crate) fn add(&mut self, number: i32) {
        self.numbers[self.len] = number;
        self.len += 1;
    }

    pub(crate) fn numbers(self) -> [i32; 3] {
        self.numbers
    }
}

/// A field of a command: one number, or several.
pub(crate) trait Field {
    /// For `src/protocol.rs`.
    #[cfg(test)]
    const PARTS: &[Part];

    fn add_to(self, details: &mut Details);
}

impl<T: Number> Field for T {
    #[cfg(test)]
    const PARTS: &[Part] = &[Part {
        name: "",
        of: T::TYPE,
        optional: T::OPTIONAL,
    }];

    fn add_to(self, details: &mut Details) {
        details.add(self.number());
    }
}

/// Declares an enum whose members are passed as numbers. If the application sees them, each member has a word in
/// JavaScript, and the array of words has a name.
macro_rules! numbered {
    (
        $(#[doc = $about:literal])*
        pub enum $name:ident $(, $words:ident)? {
            $($(#[doc = $doc:literal])* $member:ident = $number:literal $($word:literal)?,)+
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[doc = $doc])* $member = $number,)+
        }

        impl $name {
            /// The member with this number. The generated types allow no other.
            #[allow(dead_code, reason = "some cross in one direction only")]
            pub(crate) const fn from_number(number: u32) -> Self {
                match number {
                    $($number => Self::$member,)+
                    _ => panic!("no member has this number"),
                }
            }

            /// Its word in JavaScript; empty if it has none.
            #[allow(dead_code, reason = "some have none, and the TypeScript runtime has its own")]
            pub(crate) const fn word(self) -> &'static str {
                match self {
                    $(Self::$member => [$($word,)? ""][0],)+
                }
            }
        }

        impl $crate::session::table::Number for $name {
            #[cfg(test)]
            const TYPE: &str = stringify!($name);

            fn number(self) -> i32 {
                self as i32
            }
        }

        #[cfg(test)]
        impl $name {
            /// For `src/protocol.rs`.
            pub(crate) const TABLE: $crate::protocol::Numbered = $crate::protocol::Numbered {
                name: stringify!($name),
                about: &[$($about),*],
                members: &[$($crate::protocol::Member {
                    name: stringify!($member),
                    about: &[$($doc),*],
                    number: $number,
                    word: [$($word,)? ""][0],
                }),+],
                words: [$(stringify!($words),)? ""][0],
            };
        }
    };
}

/// Declares the events: each has a word, and at most one detail, which may have words too.
macro_rules! events {
    (
        $(#[doc = $about:literal])*
        pub enum Event {$(
            $(#[doc = $doc:literal])*
            $name:ident = $number:literal $word:literal
            $({ $(#[doc = $meaning:literal])* $field:ident: $type:ty, $key:literal $(of $words:ident)? })?,
        )+}
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Event {
            $($(#[doc = $doc])* $name $({ $(#[doc = $meaning])* $field: $type })?,)+
        }

        numbered! {
            /// The kind of the event.
            pub enum EventKind {
                $($(#[doc = $doc])* $name = $number $word,)+
            }
        }

        impl Event {
            /// Its word in JavaScript, and the name of its detail there; empty if it has none.
            #[allow(dead_code, reason = "the TypeScript runtime has its own")]
            pub(crate) const fn words(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$name { .. } => ($word, [$($key,)? ""][0]),)+
                }
            }
        }

        impl $crate::session::table::Field for Event {
            #[cfg(test)]
            const PARTS: &[$crate::protocol::Part] = &[
                $crate::protocol::Part::new("kind", "EventKind"),
                $crate::protocol::Part::new("detail", "number"),
            ];

            fn add_to(self, details: &mut $crate::session::table::Details) {
                match self {
                    $(Self::$name $({ $field })? => {
                        details.add($number);
                        $(details.add($crate::session::table::Number::number($field));)?
                    })+
                }
            }
        }

        /// For `src/protocol.rs`: the word of each event, the name of its detail, and the words for the detail.
        #[cfg(test)]
        pub(crate) const EVENTS: &[[&str; 3]] = &[$([
            $word,
            [$($key,)? ""][0],
            [$($(stringify!($words),)?)? ""][0],
        ]),+];
    };
}

/// Declares the commands: each has a number and up to three details.
macro_rules! commands {
    (
        $(#[doc = $about:literal])*
        pub enum Command {$(
            $(#[doc = $doc:literal])*
            $name:ident = $number:literal
            $({ $($(#[doc = $meaning:literal])* $field:ident: $type:ty,)+ })?,
        )+}
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[must_use = "a command that is not performed leaves requests waiting"]
        pub enum Command {
            $($(#[doc = $doc])* $name $({ $($(#[doc = $meaning])* $field: $type,)+ })?,)+
        }

        impl Command {
            /// Its number, and its details.
            #[allow(dead_code, reason = "only the TypeScript runtime needs numbers")]
            pub(crate) fn numbers(self) -> (u32, [i32; 3]) {
                let mut details = $crate::session::table::Details::default();
                let number = match self {
                    $(Self::$name $({ $($field,)+ })? => {
                        $($($crate::session::table::Field::add_to($field, &mut details);)+)?
                        $number
                    })+
                };
                (number, details.numbers())
            }
        }

        /// For `src/protocol.rs`.
        #[cfg(test)]
        pub(crate) const COMMANDS: &[$crate::protocol::Described] = &[$($crate::protocol::Described {
            name: stringify!($name),
            about: &[$($doc),*],
            number: $number,
            fields: &[$($((
                stringify!($field),
                <$type as $crate::session::table::Field>::PARTS,
            ),)+)?],
        }),+];
    };
}

/// Declares the limits that both runtimes use.
macro_rules! limits {
    (
        $(#[doc = $about:literal])*
        pub struct $name:ident {
            $($(#[doc = $doc:literal])* $limit:ident = $number:literal,)+
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug)]
        pub struct $name;

        #[allow(dead_code, reason = "some are only in the TypeScript runtime")]
        impl $name {
            $($(#[doc = $doc])* pub const $limit: u32 = $number;)+
        }

        #[cfg(test)]
        impl $name {
            /// For `src/protocol.rs`.
            pub(crate) const TABLE: $crate::protocol::Numbered = $crate::protocol::Numbered {
                name: stringify!($name),
                about: &[$($about),*],
                members: &[$($crate::protocol::Member {
                    name: stringify!($limit),
                    about: &[$($doc),*],
                    number: $number,
                    word: "",
                }),+],
                words: "",
            };
        }
    };
}

pub(crate) use {commands, events, limits, numbered};
