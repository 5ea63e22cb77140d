//! What the machine knows of the tokens: never the tokens themselves (G15).

use super::expiry::{Expiry, Terms};

/// An access token, by a number that the caller gives each one: equal numbers are equal tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token(u32);

impl Token {
    /// Stands for an external credential in a message: no token has this number.
    pub const EXTERNAL: Self = Self(0);

    /// The token with this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number that the caller gave it.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// The user whom a token is for (a JWT's `sub`, or what the application says), by a number that the caller
/// gives each user: equal numbers are equal users, so no hash of a name will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct User(u32);

impl User {
    /// The user with this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }
}

/// The sign-in that a token descends from, by a number that the caller gives each sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SignIn(u32);

impl SignIn {
    /// The sign-in with this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }
}

/// An access token as the store or a server presents it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Presented {
    /// Which token.
    pub token: Token,
    /// Whose, where that is known.
    pub user: Option<User>,
    /// Since which sign-in, where that is known. It tells users apart where the tokens do not.
    pub sign_in: Option<SignIn>,
    /// What it says of its own time.
    pub terms: Terms,
}

/// What the store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stored {
    /// The access token, if there is one.
    pub access: Option<Presented>,
    /// Is there a refresh token?
    pub refresh: bool,
    /// Are they gone because the session has ended in another tab, and not because somebody has signed out?
    pub ended: bool,
}

/// What a sign-in or a refresh grants: always an access token; a refresh token where the server
/// rotates (RFC 9700 §4.14), otherwise the caller keeps the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The new access token.
    pub access: Presented,
    /// Will the store hold a refresh token with it?
    pub refresh: bool,
}

/// The access token of the current generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Access {
    pub(super) token: Token,
    pub(super) expiry: Option<Expiry>,
    /// What it says of its own time.
    pub(super) terms: Terms,
}

impl Access {
    pub(super) fn new(presented: Presented, expiry: Option<Expiry>) -> Self {
        let Presented { token, terms, .. } = presented;
        Self {
            token,
            expiry,
            terms,
        }
    }
}

/// Counts the changes of the tokens; stamped on every request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Generation(u32);

impl Generation {
    /// The one with this number.
    pub(crate) const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Its number, which tells one generation from another and nothing more: it wraps.
    pub(crate) const fn number(self) -> u32 {
        self.0
    }

    pub(super) fn bump(&mut self) {
        self.0 = self.0.wrapping_add(1);
    }
}

/// Milliseconds since the epoch, by the clock that the context names. The machine never reads one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(u64);

impl Timestamp {
    /// So many milliseconds after the epoch.
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// How many milliseconds after the epoch it is.
    pub const fn as_ms(self) -> u64 {
        self.0
    }

    /// How many milliseconds have passed since then; none if it is still to come.
    pub const fn ms_since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// This many milliseconds later.
    #[must_use]
    pub fn after(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// By a clock that differs by so much.
    pub(super) fn shifted(self, ms: i64) -> Self {
        Self(self.0.saturating_add_signed(ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_stays_within_time() {
        assert_eq!(
            Timestamp::from_ms(u64::MAX).after(1),
            Timestamp::from_ms(u64::MAX)
        );
        assert_eq!(
            Timestamp::from_ms(1).shifted(i64::MIN),
            Timestamp::from_ms(0)
        );
        assert_eq!(
            Timestamp::from_ms(u64::MAX).shifted(1),
            Timestamp::from_ms(u64::MAX)
        );
        assert_eq!(Timestamp::from_ms(10).shifted(-3), Timestamp::from_ms(7));
    }
}
