//! What the state machine knows about the tokens. It never knows the tokens themselves (G15).

use super::expiry::{Expiry, Terms};

/// An access token, identified by a number from the caller. Equal numbers mean equal tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token(u32);

impl Token {
    /// Represents an external credential in a message. No token has this number.
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

/// The user of a token (a JWT's `sub`, or the result of `userOf`), identified by a number from the caller. Equal
/// numbers mean equal users, so a hash of the name is not enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct User(u32);

impl User {
    /// The user with this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }
}

/// The sign-in from which a token comes, identified by a number from the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SignIn(u32);

impl SignIn {
    /// The sign-in with this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }
}

/// An access token from the store or from a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Presented {
    /// Which token.
    pub token: Token,
    /// The user, if known.
    pub user: Option<User>,
    /// The sign-in, if known. It distinguishes users whose tokens do not.
    pub sign_in: Option<SignIn>,
    /// Its lifetime.
    pub terms: Terms,
}

/// The content of the store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stored {
    /// The access token, if there is one.
    pub access: Option<Presented>,
    /// Is there a refresh token?
    pub refresh: bool,
    /// Whether they are gone because the session has ended in another tab, and not because the user has signed out.
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
    /// Its lifetime.
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

    /// Its number, which only distinguishes one generation from another, because it wraps.
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
    /// The timestamp this many milliseconds after the epoch.
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

    /// The same time by a clock that differs by this much.
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
