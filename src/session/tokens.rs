//! The credentials of a session, as types that cannot be logged by accident.

use std::fmt;
use std::rc::Rc;

/// Why a string cannot be a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadToken {
    /// The empty string.
    Empty,
    /// `"undefined"` or `"null"`: what `setItem(key, undefined)` leaves behind.
    Placeholder,
    /// A character outside `%x20-7E` (RFC 6749 appendix A.12), such as a line break, which would
    /// end the header that carries the token.
    Unprintable,
}

impl BadToken {
    /// The reason in words, without the token.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "is empty",
            Self::Placeholder => "is the word \"undefined\" or \"null\"",
            Self::Unprintable => "has a line break or another character that no header can carry",
        }
    }
}

fn check(raw: &str) -> Result<(), BadToken> {
    if raw.is_empty() {
        Err(BadToken::Empty)
    } else if matches!(raw, "undefined" | "null") {
        Err(BadToken::Placeholder)
    } else if raw.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) {
        Ok(())
    } else {
        Err(BadToken::Unprintable)
    }
}

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Rc<str>);

        impl $name {
            /// Takes a string that can travel as a token.
            ///
            /// # Errors
            /// A [`BadToken`] when it cannot: empty, a placeholder, or not printable ASCII.
            pub fn parse(raw: &str) -> Result<Self, BadToken> {
                check(raw).map(|()| Self(raw.into()))
            }

            /// The token itself, for the header or the store and for nothing else.
            pub fn secret(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}

secret! {
    /// The short-lived credential that requests carry (RFC 6749 §1.4).
    AccessToken
}
secret! {
    /// The credential that buys the next access token (RFC 6749 §1.5).
    RefreshToken
}

/// A token as a header carries it (RFC 9110 §11.4): after its scheme, or bare where that is empty.
pub fn credentials(scheme: &str, token: &str) -> String {
    let space = if scheme.is_empty() { "" } else { " " };
    [scheme, space, token].concat()
}

/// What the store holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tokens {
    /// Sent with requests.
    pub access: Option<AccessToken>,
    /// Sent to the token endpoint only.
    pub refresh: Option<RefreshToken>,
}

/// What a sign-in or a refresh grants: always an access token; a refresh token where the server
/// rotates (RFC 9700 §4.14), otherwise the old one stays.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The new access token.
    pub access: AccessToken,
    /// The new refresh token, if one was granted.
    pub refresh: Option<RefreshToken>,
}

/// Counts the changes of the tokens; stamped on every request that carries one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Generation(pub(super) u32);

impl Generation {
    pub(super) fn bump(&mut self) {
        self.0 = self.0.wrapping_add(1);
    }
}

/// Milliseconds of the caller's clock. The machine never reads one itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// This many milliseconds later.
    #[must_use]
    pub fn after(self, ms: u64) -> Self {
        Self(self.0 + ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_shows_in_debug_output() {
        let tokens = Tokens {
            access: AccessToken::parse("s3cret-access").ok(),
            refresh: RefreshToken::parse("s3cret-refresh").ok(),
        };
        let shown = format!("{tokens:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("[redacted]"), "{shown}");
    }

    #[test]
    fn credentials_are_the_scheme_and_the_token_or_the_bare_token() {
        assert_eq!(credentials("Bearer", "t"), "Bearer t");
        assert_eq!(credentials("", "t"), "t");
    }

    #[test]
    fn what_is_no_token_is_refused_with_its_reason() {
        for (raw, why) in [
            ("", BadToken::Empty),
            ("undefined", BadToken::Placeholder),
            ("null", BadToken::Placeholder),
            ("abc\r\nX-Evil: 1", BadToken::Unprintable),
            ("caf\u{e9}", BadToken::Unprintable),
        ] {
            assert_eq!(AccessToken::parse(raw), Err(why));
            assert_eq!(RefreshToken::parse(raw), Err(why));
        }
        assert!(AccessToken::parse("eyJhbGciOi.J9._-~+/=").is_ok());
    }
}
