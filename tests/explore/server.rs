//! A server with strict rotation: a refresh token is good for one exchange, and a second one is taken for
//! theft and revokes the family.

use std::fmt;

use everfetch::session::{Grant, Presented, Terms, Token, User};

/// An access token and the refresh token that came with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Pair(pub u8);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Server {
    issued: Vec<Issued>,
    families: Vec<Family>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Issued {
    family: u8,
    expired: bool,
    spent: bool,
    /// Nobody can know whether it is spent: its answer was lost, or who had it is gone.
    doubtful: bool,
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
    /// One user, signed in, with a token that has expired.
    pub(crate) fn new() -> (Self, Pair) {
        let mut server = Self {
            issued: Vec::new(),
            families: Vec::new(),
        };
        let first = server.sign_in(0);
        server.expire(first);
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
            // Without locks nobody can keep two tabs apart: a server for such pages only refuses.
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

    /// Has anybody been given a reason to believe that this session is over?
    pub(crate) fn is_revoked(&self, pair: Pair) -> bool {
        self.family(pair).revoked
    }

    pub(crate) fn user(&self, pair: Pair) -> u8 {
        self.family(pair).user
    }

    pub(crate) fn newest(&self) -> Pair {
        Pair(self.issued.len() as u8 - 1)
    }

    pub(crate) fn family_of(&self, pair: Pair) -> u8 {
        self.issued[usize::from(pair.0)].family
    }

    pub(crate) fn present(&self, pair: Pair, opaque: bool) -> Presented {
        Presented {
            token: Token(u32::from(pair.0) + 1),
            // What an opaque token does not say, a mark in the store does: which sign-in it comes from.
            user: Some(User(if opaque {
                100 + u32::from(self.family_of(pair))
            } else {
                1 + u32::from(self.user(pair))
            })),
            terms: Terms::default(),
        }
    }

    pub(crate) fn grant(&self, pair: Pair, opaque: bool) -> Grant {
        Grant {
            access: self.present(pair, opaque),
            refresh: true,
        }
    }

    fn issue(&mut self, family: u8) -> Pair {
        self.issued.push(Issued {
            family,
            expired: false,
            spent: false,
            doubtful: false,
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
