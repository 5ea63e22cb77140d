//! Tokens and replies for the tests, in which a name stands for a secret and for its fingerprint.

use crate::session::*;

/// An access token. It is opaque, unless it contains its user and its lifetime.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Paper {
    pub(super) name: &'static str,
    user: Option<&'static str>,
    sign_in: Option<u32>,
    terms: Terms,
}

/// The tokens in a store or in a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tokens {
    pub(super) access: Option<Paper>,
    pub(super) refresh: Option<&'static str>,
    /// Whether the store contains the note that the session has ended.
    pub(super) ended: bool,
}

/// The token endpoint's reply: tokens, or an answer without tokens and what went wrong.
pub(super) type Reply = Result<Tokens, (Answer, &'static str)>;

pub(super) const NOTHING: Tokens = Tokens {
    access: None,
    refresh: None,
    ended: false,
};

/// What the end of a session leaves in the store.
pub(super) const ENDED: Tokens = Tokens {
    ended: true,
    ..NOTHING
};

/// A JWT with a `sub`.
pub(super) fn jwt(name: &'static str, user: &'static str) -> Paper {
    Paper {
        user: Some(user),
        ..Paper::from(name)
    }
}

pub(super) fn tokens(access: impl Into<Paper>, refresh: impl Into<Option<&'static str>>) -> Tokens {
    Tokens {
        access: Some(access.into()),
        refresh: refresh.into(),
        ended: false,
    }
}

pub(super) fn granted(access: impl Into<Paper>, refresh: impl Into<Option<&'static str>>) -> Reply {
    Ok(tokens(access, refresh))
}

pub(super) fn refused(cause: &'static str) -> Reply {
    Err((Answer::Refused, cause))
}

pub(super) fn faulty(cause: &'static str) -> Reply {
    Err((Answer::Faulty, cause))
}

pub(super) fn nonce_required() -> Reply {
    Err((Answer::NonceRequired, "use_dpop_nonce"))
}

pub(super) fn unavailable(cause: &'static str) -> Reply {
    Err((Answer::Unavailable { retry_after: None }, cause))
}

/// Unavailable, with a `Retry-After`.
pub(super) fn busy(cause: &'static str, retry_after: u64) -> Reply {
    let retry_after = Some(retry_after);
    Err((Answer::Unavailable { retry_after }, cause))
}

/// The longest that the pauses of so many retries can add up to, in ms, as `pkg-template/src/client/open.ts` counts them.
pub(super) fn longest_pauses(retries: u32) -> u64 {
    u64::from(retries) * LONGEST_PAUSE_MS
}

/// The fingerprint of a name (FNV-1a).
pub(super) fn number_of(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

impl From<&'static str> for Paper {
    fn from(name: &'static str) -> Self {
        Self {
            name,
            user: None,
            sign_in: None,
            terms: Terms::default(),
        }
    }
}

impl Paper {
    /// An entry in the store records the sign-in from which it comes.
    pub(super) fn since(mut self, sign_in: u32) -> Self {
        self.sign_in = Some(sign_in);
        self
    }

    /// `iat` and `exp`.
    pub(super) fn lasting(mut self, issued_at: Timestamp, ms: u64) -> Self {
        self.terms.issued_at = Some(issued_at);
        self.expiring(issued_at.after(ms))
    }

    /// `exp` alone.
    pub(super) fn expiring(mut self, at: Timestamp) -> Self {
        self.terms.expires_at = Some(at);
        self
    }

    /// The reply's `expires_in`.
    pub(super) fn for_ms(mut self, ms: u64) -> Self {
        self.terms.expires_in = Some(ms);
        self
    }

    /// The reply's `Date`.
    pub(super) fn dated(mut self, date: Timestamp) -> Self {
        self.terms.date = Some(date);
        self
    }

    fn presented(self) -> Presented {
        Presented {
            token: Token::new(number_of(self.name)),
            user: self.user.map(|user| User::new(number_of(user))),
            sign_in: self.sign_in.map(SignIn::new),
            terms: self.terms,
        }
    }
}

impl Tokens {
    /// As they appear in the store, without what only the reply contained.
    pub(super) fn stored(self) -> Stored {
        let access = self.access.map(|paper| {
            let mut presented = paper.presented();
            presented.terms.expires_in = None;
            presented.terms.date = None;
            presented
        });
        Stored {
            access,
            refresh: self.refresh.is_some(),
            ended: self.ended,
        }
    }

    /// As they appear in a reply.
    pub(super) fn grant(self) -> Grant {
        Grant {
            access: self.access.expect("a grant has a token").presented(),
            refresh: self.refresh.is_some(),
        }
    }

    /// Their name in an exchanged-token notice.
    pub(super) fn name(self) -> Option<&'static str> {
        self.access.map(|paper| paper.name).or(self.refresh)
    }
}
