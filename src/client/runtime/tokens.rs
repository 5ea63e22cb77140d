//! The tokens of a session: read from the store, passed to the core as a pending grant, and written if the core decides
//! so.

use std::rc::Rc;
use std::time::Duration;

use super::Runtime;
use crate::client::names::Fingerprint;
use crate::client::options::{Storage, Transport};
use crate::client::platform::now;
use crate::client::storage::MARKER;
use crate::http::jwt::Claims;
use crate::http::token_reply::{TokenReply, defect};
use crate::session::{
    EndKind, Grant, Origin, Presented, SignIn, State, Stored, Terms, Timestamp, Token, User,
};

/// What an ended session leaves in place of its sign-in id.
const ENDED: &str = "ended";

/// The content of the store when it was last read.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Snapshot {
    access: Option<String>,
    refresh: Option<String>,
}

/// The tokens of a reply, until the core decides whether to store them.
pub(super) struct PendingGrant {
    access: String,
    refresh: Option<String>,
    sign_in_id: Option<String>,
}

/// Where a grant comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::client) enum GrantSource {
    /// From the token endpoint. A reply without a new refresh token keeps the old one.
    Refresh,
    /// From a log-in, which replaces the stored tokens.
    SignIn,
}

impl Runtime {
    /// Reads the store, because other tabs and the application's own code write to it too (G19).
    pub(in crate::client) fn sync_from_store(self: &Rc<Self>, origin: Origin) {
        let shown = Snapshot {
            access: self.store.get(&self.options.stored_access_key()),
            refresh: self.store.get(&self.options.refresh_key),
        };
        let changed = *self.snapshot.borrow() != shown;
        if !changed && origin == Origin::Unknown {
            return;
        }
        *self.snapshot.borrow_mut() = shown;
        let entry = self.sign_in_entry();
        let token = self.stored_access_token();
        let sign_in = self.sign_in_of(entry.as_deref(), token.as_deref());
        (*self.sign_in.borrow_mut()).clone_from(&sign_in);
        let stored = Stored {
            access: token.map(|token| self.presented(&token, sign_in.as_deref(), Terms::default())),
            refresh: self.refresh_token().is_some(),
            ended: entry.as_deref() == Some(ENDED),
        };
        self.core
            .borrow_mut()
            .sync_from_store(stored, origin, now());
        self.perform();
    }

    /// The access token in the store. It is attached only if the core counts it as current, and a marker for a cookie
    /// never is.
    pub(in crate::client) fn access_token(&self) -> Option<String> {
        let is_header = self.options.transport == Transport::Header;
        self.stored_access_token().filter(|_| is_header)
    }

    /// The access token in the store, or what stands there for one that is a cookie.
    fn stored_access_token(&self) -> Option<String> {
        self.snapshot
            .borrow()
            .access
            .clone()
            .filter(|token| defect(token).is_none())
    }

    pub(in crate::client) fn refresh_token(&self) -> Option<String> {
        self.snapshot
            .borrow()
            .refresh
            .clone()
            .filter(|token| defect(token).is_none())
    }

    /// Is there a marker of a session by cookie, and no access token yet?
    pub(in crate::client) fn is_restored(&self) -> bool {
        self.stored_access_token().is_none() && self.refresh_token().as_deref() == Some(MARKER)
    }

    /// The fingerprints of both tokens, because each may have been replaced separately.
    pub(in crate::client) fn fingerprints(&self) -> Vec<Fingerprint> {
        [self.stored_access_token(), self.refresh_token()]
            .into_iter()
            .flatten()
            // A marker stands for whatever cookie there is.
            .filter(|token| token != MARKER)
            .map(|token| Fingerprint::of(&token))
            .collect()
    }

    /// The sign-in id beside the tokens, or the note that the session has ended.
    fn sign_in_entry(&self) -> Option<String> {
        self.store.get(&self.sign_in_key()?)
    }

    fn sign_in_key(&self) -> Option<String> {
        // From a store of the application's own, nothing is read but its two keys.
        self.store_name()
            .filter(|_| matches!(self.options.storage, Storage::Local))
            .map(|_| format!("{} everfetch", self.options.access_key))
    }

    fn write(&self, access: Option<&str>, refresh: Option<&str>, entry: Option<&str>) {
        let sign_in_key = self.sign_in_key();
        let mut items = Vec::with_capacity(3);
        if let Some(key) = &sign_in_key {
            items.push((key.as_str(), entry));
        }
        // The access token comes last, so that a tab that sees it finds the others too.
        let access_key = self.options.stored_access_key();
        items.push((&self.options.refresh_key, refresh));
        items.push((&access_key, access));
        self.store.set_all(&items);
        *self.snapshot.borrow_mut() = Snapshot {
            access: access.map(str::to_owned),
            // If the access token itself is the marker, a marker without it counts as none.
            refresh: refresh.and_then(|_| self.store.get(&self.options.refresh_key)),
        };
    }

    // What is known about a token.

    /// Its user and its expiry, according to its own claims.
    fn presented(&self, token: &str, sign_in_id: Option<&str>, mut terms: Terms) -> Presented {
        let claims = Claims::of(token);
        let at = |moment: Duration| Timestamp::from_ms(moment.as_millis() as u64);
        terms.expires_at = terms.expires_at.or_else(|| claims.expires_at.map(at));
        terms.issued_at = claims.issued_at.map(at);
        let user = self.user_of(token);
        Presented {
            token: Token::new(self.tokens.borrow_mut().of(token)),
            user: user.map(|user| User::new(self.users.borrow_mut().of(&user))),
            sign_in: sign_in_id.map(|id| SignIn::new(self.sign_ins.borrow_mut().of(id))),
            terms,
        }
    }

    /// The sign-in id in an entry, if any. If the token identifies its user, only the entry with its own fingerprint
    /// counts.
    fn sign_in_of(&self, entry: Option<&str>, token: Option<&str>) -> Option<String> {
        let (id, fingerprint) = entry.filter(|entry| *entry != ENDED)?.split_once(' ')?;
        let is_its_own = || token.map(Fingerprint::of) == Fingerprint::read(fingerprint);
        let names_user = token.is_some_and(|token| self.user_of(token).is_some());
        (!names_user || is_its_own()).then(|| id.to_owned())
    }

    fn user_of(&self, token: &str) -> Option<String> {
        match &self.options.user_of {
            Some(user_of) if self.options.transport == Transport::Cookie => user_of(""),
            Some(user_of) => user_of(token),
            None => Claims::of(token).subject,
        }
    }

    pub(in crate::client) fn user(self: &Rc<Self>) -> Option<String> {
        self.sync_from_store(Origin::Unknown);
        self.user_of(&self.stored_access_token()?)
    }

    pub(in crate::client) fn state(self: &Rc<Self>) -> State {
        self.sync_from_store(Origin::Unknown);
        self.core.borrow().state()
    }

    pub(in crate::client) fn waiting(&self) -> usize {
        self.core.borrow().waiting()
    }

    /// The same reply or, if the tokens are cookies, one with a marker in place of its tokens.
    pub(in crate::client) fn unless_cookies(&self, reply: TokenReply) -> TokenReply {
        match self.options.transport {
            Transport::Header => reply,
            Transport::Cookie => TokenReply {
                access_token: js_sys::Math::random().to_string(),
                refresh_token: None,
                ..reply
            },
        }
    }

    /// Keeps the tokens of a reply until the core decides whether to store them.
    pub(in crate::client) fn propose(
        &self,
        reply: TokenReply,
        source: GrantSource,
        date: Option<Duration>,
    ) -> Grant {
        let TokenReply {
            access_token,
            refresh_token,
            expires_in,
            expires_at,
        } = reply;
        let at = |moment: Duration| Timestamp::from_ms(moment.as_millis() as u64);
        let terms = Terms {
            expires_in: expires_in.map(|time| time.as_millis() as u64),
            expires_at: expires_at.map(at),
            date: date.map(at),
            ..Terms::default()
        };
        let (refresh, sign_in_id) = match source {
            GrantSource::Refresh => (
                refresh_token.or_else(|| self.refresh_token()),
                self.sign_in.borrow().clone(),
            ),
            GrantSource::SignIn => (
                refresh_token,
                self.user_of(&access_token)
                    .is_none()
                    .then(|| js_sys::Math::random().to_string()),
            ),
        };
        let refresh = refresh.or_else(|| self.store.marker().map(str::to_owned));
        let access = self.presented(&access_token, sign_in_id.as_deref(), terms);
        let grant = Grant {
            access,
            refresh: refresh.is_some(),
        };
        *self.pending_grant.borrow_mut() = Some(PendingGrant {
            access: access_token,
            refresh,
            sign_in_id,
        });
        grant
    }

    /// Stores the tokens that the core has accepted, both together.
    pub(super) fn store_pending_grant(&self) {
        let Some(PendingGrant {
            access,
            refresh,
            sign_in_id,
        }) = self.pending_grant.take()
        else {
            return;
        };
        // The entry includes the fingerprint of its token, so that a token that the application's own code has stored
        // does not count as one of the same sign-in.
        let entry = sign_in_id
            .as_ref()
            .map(|id| format!("{id} {}", Fingerprint::of(&access).as_str()));
        *self.sign_in.borrow_mut() = sign_in_id;
        self.write(Some(&access), refresh.as_deref(), entry.as_deref());
    }

    /// Removes the tokens, and leaves the marker that says that there is a session.
    pub(super) fn store_marker(&self) {
        self.sign_in.take();
        self.write(None, self.store.marker(), None);
    }

    /// Removes the tokens, immediately.
    pub(super) fn clear_store(&self, end: EndKind) {
        self.sign_in.take();
        let entry = match end {
            EndKind::Refusal => Some(ENDED),
            EndKind::SignOut => None,
        };
        self.write(None, None, entry);
    }
}
