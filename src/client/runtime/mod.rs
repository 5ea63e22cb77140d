//! The Rust runtime: performs what the core ([`crate::session`]) decides, and reports the results to it.
//!
//! One runtime belongs to one storage namespace of the page; every client of that namespace shares it.

mod log_out;
mod perform;
mod requests;
mod tabs;
mod tokens;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::time::Duration;

use futures::channel::mpsc::UnboundedReceiver;
use futures::channel::oneshot;
use wasm_bindgen_futures::spawn_local;

use super::Error;
use super::channel::{Channel, Listener};
use super::event::{Listeners, SessionEvent};
use super::fetch::Fetch;
use super::log_out::LogOut;
use super::names::{Numbers, Tokens};
use super::options::{Refresh, Session as Options, Storage};
use super::platform::{now, sleep};
use super::refresh::Task;
use super::storage::Store;
use crate::http::token_reply::TokenReply;
use crate::session::{
    Credential, Effort, Origin, RefreshId, Session as Core, Sharing, Timestamp, WaiterId,
};

pub(super) use tokens::GrantSource;
use tokens::{PendingGrant, Snapshot};

/// A waiting request, settled through this channel.
type Waiter = oneshot::Sender<Result<(), Error>>;

thread_local! {
    /// The sessions of this page, by namespace.
    static OPEN: RefCell<HashMap<String, Weak<Runtime>>> = RefCell::default();
}

/// One session of the page.
pub(in crate::client) struct Runtime {
    core: RefCell<Core>,
    pub(in crate::client) options: Rc<Options>,
    /// The absolute URL of the token endpoint; empty for a refresh function.
    pub(in crate::client) token_url: String,
    /// The absolute URL of the server's log-out; empty without one.
    logout_url: String,
    pub(in crate::client) fetch: Fetch,
    store: Store,
    snapshot: RefCell<Snapshot>,
    pending_grant: RefCell<Option<PendingGrant>>,
    tokens: RefCell<Tokens>,
    users: RefCell<Numbers>,
    sign_ins: RefCell<Numbers>,
    targets: RefCell<Numbers>,
    /// The id of the sign-in from which the tokens come, for tokens that may not identify their user.
    sign_in: RefCell<Option<String>>,
    listeners: RefCell<Listeners>,
    /// The name of the lock and the channel, if other tabs can have the same session.
    pub(in crate::client) name: Option<String>,
    /// The same, if a cookie with the refresh token is all that the tabs share.
    pub(in crate::client) cookie: Option<String>,
    channel: RefCell<Option<Channel>>,
    store_listener: RefCell<Option<Listener>>,
    online_listener: RefCell<Option<Listener>>,
    waiters: RefCell<HashMap<WaiterId, Waiter>>,
    /// The refreshes in progress.
    tasks: RefCell<HashMap<RefreshId, Rc<Task>>>,
    /// The log-out that the core has decided about last.
    leaving: RefCell<Option<Rc<LogOut>>>,
    /// The failure of the last failed refresh.
    failure: RefCell<Option<(RefreshId, Error)>>,
    timer_due: Cell<Option<Timestamp>>,
}

impl Runtime {
    /// Returns the session of this namespace: one that another client has opened, or a new one.
    pub(in crate::client) fn open(
        options: &Rc<Options>,
        [token_url, logout_url]: [String; 2],
        fetch: Fetch,
    ) -> Result<Rc<Self>, Error> {
        let store = Store::open(&options.storage);
        let namespace = match &options.storage {
            Storage::Local => "local".to_owned(),
            Storage::Session => "session".to_owned(),
            Storage::Memory => "memory".to_owned(),
            // The same object is the same store.
            Storage::Custom(custom) => format!("custom {:p}", Rc::as_ptr(custom)),
        };
        if !store.is_shared() {
            return Ok(Self::new(
                options,
                [token_url, logout_url],
                fetch,
                store,
                None,
            ));
        }
        let keys = serde_json::json!([options.access_key, options.refresh_key]);
        let key = format!("everfetch {namespace} {keys}");
        if let Some(shared) = OPEN.with_borrow(|open| open.get(&key).and_then(Weak::upgrade)) {
            return if shared.options.transport == options.transport {
                Ok(shared)
            } else {
                Err(Error::bad_option(
                    "`transport` differs from that of another client of this session; use the same for every client, \
                     or give this one other `keys`",
                ))
            };
        }
        // Each tab has its own sessionStorage.
        let name = matches!(options.storage, Storage::Local).then(|| key.clone());
        let runtime = Self::new(options, [token_url, logout_url], fetch, store, name);
        OPEN.with_borrow_mut(|open| {
            open.retain(|_, other| other.strong_count() > 0);
            open.insert(key, Rc::downgrade(&runtime));
        });
        Ok(runtime)
    }

    fn new(
        options: &Rc<Options>,
        [token_url, logout_url]: [String; 2],
        fetch: Fetch,
        store: Store,
        name: Option<String>,
    ) -> Rc<Self> {
        let margin = options
            .expiry_margin
            .map(|margin| margin.as_millis() as u64);
        let by_cookie = name.is_none() && options.is_by_cookie();
        let cookie = by_cookie.then(|| format!("everfetch cookie {token_url}"));
        let marking = options.marking(cookie.as_ref());
        let store = store.marked(marking);
        let runtime = Rc::new(Self {
            core: RefCell::new(Core::new(margin)),
            options: Rc::clone(options),
            token_url,
            logout_url,
            fetch,
            store,
            snapshot: RefCell::default(),
            pending_grant: RefCell::default(),
            tokens: RefCell::default(),
            users: RefCell::default(),
            sign_ins: RefCell::default(),
            targets: RefCell::default(),
            sign_in: RefCell::default(),
            listeners: RefCell::default(),
            cookie,
            name,
            channel: RefCell::default(),
            store_listener: RefCell::default(),
            online_listener: RefCell::default(),
            waiters: RefCell::default(),
            leaving: RefCell::default(),
            tasks: RefCell::default(),
            failure: RefCell::default(),
            timer_due: Cell::default(),
        });
        let sharing = match (&runtime.name, &runtime.cookie) {
            (Some(_), _) => Sharing::Store,
            (None, Some(_)) => Sharing::Cookie,
            (None, None) => Sharing::Nothing,
        };
        runtime.core.borrow_mut().share(sharing);
        runtime.join_other_tabs();
        runtime.sync_from_store(Origin::Unknown);
        runtime
    }

    /// How long a refresh may take.
    pub(in crate::client) fn effort(&self) -> Effort {
        let (timeout, retries) = self.options.effort();
        Effort {
            timeout: timeout.as_millis() as f64,
            retries,
        }
    }

    pub(in crate::client) fn credential(&self) -> Credential {
        match &self.options.refresh {
            Refresh::Nothing => Credential::Nothing,
            // A marker says whether there is a cookie.
            _ if self.store.marker().is_some() => Credential::Marked,
            Refresh::Function(_) => Credential::External,
            Refresh::Request(_) if self.options.is_by_cookie() => Credential::External,
            Refresh::Request(_) => Credential::Stored,
        }
    }

    // The actions of the application.

    pub(in crate::client) fn sign_in(self: &Rc<Self>, reply: TokenReply) {
        self.sync_from_store(Origin::Unknown);
        let grant = self.propose(reply, GrantSource::SignIn, None);
        self.core.borrow_mut().sign_in(grant, now());
        self.perform();
    }

    pub(in crate::client) async fn refresh(self: &Rc<Self>) -> Result<(), Error> {
        self.sync_from_store(Origin::Unknown);
        if self.credential() == Credential::Nothing && self.access_token().is_some() {
            return Err(Error::bad_option(
                "`refresh` needs a session with a refresh",
            ));
        }
        let stamp = self.core.borrow_mut().refresh_now(self.credential());
        let stamp = stamp.map_err(|failure| self.error_of(failure))?;
        self.wait(stamp).await.map(drop)
    }

    pub(in crate::client) fn subscribe(&self) -> UnboundedReceiver<SessionEvent> {
        self.listeners.borrow_mut().subscribe()
    }

    // The background refresh.

    fn tick(self: &Rc<Self>) {
        self.sync_from_store(Origin::Unknown);
        self.core.borrow_mut().tick(self.credential(), now());
        self.timer_due.set(None);
        self.perform();
    }

    /// Sets the timer for the next refresh.
    fn set_timer(self: &Rc<Self>) {
        let due = self.core.borrow().due();
        if due == self.timer_due.get() {
            return;
        }
        self.timer_due.set(due);
        let Some(due) = due else { return };
        let weak = Rc::downgrade(self);
        let wait = Duration::from_millis(due.ms_since(now()));
        spawn_local(async move {
            sleep(wait).await;
            if let Some(runtime) = weak.upgrade()
                && runtime.timer_due.get() == Some(due)
            {
                runtime.tick();
            }
        });
    }

    /// Writes a line for `debug`. If it is off, no line is composed.
    pub(in crate::client) fn log(&self, line: impl FnOnce() -> String) {
        if let Some(debug) = &self.options.debug {
            debug(&line());
        }
    }
}

impl std::fmt::Debug for Runtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
