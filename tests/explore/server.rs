//! A server with strict rotation: a refresh token is good for one exchange, and a second one is taken for
//! theft and revokes the family.

use std::fmt;

use everfetch::session::{Grant, Presented, SignIn, Terms, Timestamp, Token, User};

use crate::model::{Model, Naming};

/// An access token and the refresh token that came with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Pair(pub u8);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Server {
    issued: Vec<Issued>,
    families: Vec<Family>,
    /// What time it is, here and in the tabs.
    pub(crate) now: u64,
}

/// An access token lives so long, in ms, where time passes at all. In the last tenth it is due.
pub(crate) const LIFE_MS: u64 = 100_000;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Issued {
    family: u8,
    at: u64,
    expired: bool,
    spent: bool,
    /// Whether it has been exchanged is unknown: its answer was lost, or its tab is gone.
    doubtful: bool,
    /// Has a request been answered with it? Noted only where several tokens expire, to keep the other searches small.
    worked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Family {
    user: u8,
    revoked: bool,
    /// The user has signed out of it.
    left: bool,
}

/// What an exchange comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reply {
    Granted(Pair),
    Refused,
    /// A token that had been exchanged was sent again, though everybody could know.
    Reused,
}

impl Server {
    /// One user, signed in.
    pub(crate) fn new() -> (Self, Pair) {
        let mut server = Self {
            issued: Vec::new(),
            families: Vec::new(),
            now: 1,
        };
        let first = server.sign_in(0);
        (server, first)
    }

    pub(crate) fn sign_in(&mut self, user: u8) -> Pair {
        self.families.push(Family {
            user,
            revoked: false,
            left: false,
        });
        self.issue(self.families.len() as u8 - 1)
    }

    pub(crate) fn exchange(&mut self, pair: Pair, locks: bool) -> Reply {
        let Issued {
            family,
            spent,
            doubtful,
            ..
        } = self.issued[usize::from(pair.0)];
        let of = &mut self.families[usize::from(family)];
        if of.revoked {
            return Reply::Refused;
        }
        if spent {
            // Without locks, nothing can keep two tabs apart, so a server for such pages only rejects.
            of.revoked = locks;
            return if doubtful || !locks || of.left {
                Reply::Refused
            } else {
                Reply::Reused
            };
        }
        self.issued[usize::from(pair.0)].spent = true;
        Reply::Granted(self.issue(family))
    }

    pub(crate) fn expire(&mut self, pair: Pair) {
        self.issued[usize::from(pair.0)].expired = true;
    }

    pub(crate) fn works(&mut self, pair: Pair, model: &Model) {
        self.issued[usize::from(pair.0)].worked = model.budget.expiries > 1;
    }

    pub(crate) fn has_worked(&self, pair: Pair) -> bool {
        self.issued[usize::from(pair.0)].worked
    }

    pub(crate) fn revoke(&mut self, pair: Pair) {
        let family = self.issued[usize::from(pair.0)].family;
        self.families[usize::from(family)].revoked = true;
    }

    pub(crate) fn doubt(&mut self, pair: Pair) {
        self.issued[usize::from(pair.0)].doubtful = true;
    }

    pub(crate) fn leave(&mut self, pair: Pair) {
        let family = self.issued[usize::from(pair.0)].family;
        self.families[usize::from(family)].left = true;
    }

    pub(crate) fn is_left(&self, pair: Pair) -> bool {
        self.family(pair).left
    }

    pub(crate) fn is_expired(&self, pair: Pair) -> bool {
        self.issued[usize::from(pair.0)].expired
    }

    pub(crate) fn user(&self, pair: Pair) -> u8 {
        self.family(pair).user
    }

    pub(crate) fn newest(&self) -> Pair {
        Pair(self.issued.len() as u8 - 1)
    }

    /// Does it come from an exchange, and not from a sign-in itself?
    fn is_refreshed(&self, pair: Pair) -> bool {
        let family = self.family_of(pair);
        let before = &self.issued[..usize::from(pair.0)];
        before.iter().any(|issued| issued.family == family)
    }

    pub(crate) fn family_of(&self, pair: Pair) -> u8 {
        self.issued[usize::from(pair.0)].family
    }

    pub(crate) fn present(&self, pair: Pair, model: &Model) -> Presented {
        let at = self.issued[usize::from(pair.0)].at;
        let timed = model.budget.hours > 0;
        let named = match model.naming {
            Naming::Always => true,
            Naming::Never => false,
            Naming::OnceRefreshed => self.is_refreshed(pair),
        };
        let marked = model.naming != Naming::Always;
        Presented {
            token: Token::new(u32::from(pair.0) + 1),
            user: named.then(|| User::new(1 + u32::from(self.user(pair)))),
            // An opaque token does not say which sign-in it comes from; an entry in the store does.
            sign_in: marked.then(|| SignIn::new(100 + u32::from(self.family_of(pair)))),
            terms: Terms {
                issued_at: timed.then_some(Timestamp::from_ms(at)),
                expires_at: timed.then_some(Timestamp::from_ms(at + LIFE_MS)),
                ..Terms::default()
            },
        }
    }

    pub(crate) fn grant(&self, pair: Pair, model: &Model) -> Grant {
        Grant {
            access: self.present(pair, model),
            refresh: true,
        }
    }

    /// Is it about to expire?
    pub(crate) fn is_due(&self, pair: Pair) -> bool {
        self.now >= self.issued[usize::from(pair.0)].at + LIFE_MS / 10 * 9
    }

    pub(crate) fn pass(&mut self, ms: u64) {
        self.now += ms;
        for issued in &mut self.issued {
            issued.expired |= self.now >= issued.at + LIFE_MS;
        }
    }

    fn issue(&mut self, family: u8) -> Pair {
        self.issued.push(Issued {
            family,
            at: self.now,
            expired: false,
            spent: false,
            doubtful: false,
            worked: false,
        });
        self.newest()
    }

    fn family(&self, pair: Pair) -> &Family {
        &self.families[usize::from(self.issued[usize::from(pair.0)].family)]
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}
