//! The Rust runtime: performs what the core ([`crate::session`]) decides, and reports the results to it.
//!
//! One runtime belongs to one storage namespace of the page; every client of that namespace shares it.

mod common;
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
#[cfg(feature = "js")]
use super::event::Called;
use super::event::{Listeners, SessionEvent};
use super::fetch::Fetch;
use super::log_out::LogOut;
use super::names::{Numbers, Tokens};
use super::options::{Refresh, Session as Options, Storage};
use super::platform::{self, now, sleep};
use super::refresh::Task;
use super::storage::Store;
use crate::http::token_reply::TokenReply;
use crate::session::{Credential, Effort, Origin, RefreshId, Session as Core, Timestamp, WaiterId};

use common::{Common, keys_of};
pub(super) use requests::{Refused, Supply};
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
    /// What it has in common with other tabs.
    common: Common,
    channel: RefCell<Option<Channel>>,
    store_listener: RefCell<Option<Listener>>,
    awake_listeners: RefCell<Vec<Listener>>,
    waiters: RefCell<HashMap<WaiterId, Waiter>>,
    /// The refreshes in progress.
    tasks: RefCell<HashMap<RefreshId, Rc<Task>>>,
    /// The last log-out that the core has decided about.
    leaving: RefCell<Option<Rc<LogOut>>>,
    /// The failure of the last failed refresh.
    failure: RefCell<Option<(RefreshId, Error)>>,
    timer_due: Cell<Option<Timestamp>>,
    /// A refresh function is being called.
    pub(in crate::client) asking: Rc<Cell<bool>>,
}

impl Runtime {
    /// Returns the session of this namespace: one that another client has opened, or a new one.
    pub(in crate::client) fn open(
        options: &Rc<Options>,
        endpoints: Endpoints,
        fetch: Fetch,
    ) -> Result<Rc<Self>, Error> {
        let store = Store::open(&options.storage);
        let keys = keys_of(options);
        let namespace = match &options.storage {
            _ if !store.is_shared() => None,
            Storage::Local => Some(format!("local {keys}")),
            Storage::Session => Some(format!("session {keys}")),
            // The same object is the same store.
            Storage::Custom(custom) => Some(format!("custom {:p} {keys}", Rc::as_ptr(custom))),
            Storage::Memory => None,
        };
        let open = namespace.as_ref().and_then(|namespace| {
            OPEN.with_borrow(|open| open.get(namespace).and_then(Weak::upgrade))
        });
        if let Some(shared) = open {
            return if shared.options.transport == options.transport {
                Ok(shared)
            } else {
                Err(Error::bad_option(
                    "`transport` differs from that of another client of this session; use the same for every client, \
                     or give this one other `keys`",
                ))
            };
        }
        let common = match &options.storage {
            Storage::Local if store.is_shared() => Common::Store(format!("everfetch local {keys}")),
            Storage::Custom(_) if platform::is_page() => Common::Store(custom_name(&keys)),
            _ => {
                Common::without_store(options, &endpoints.token_url, endpoints.base_url.as_deref())
            }
        };
        let runtime = Self::new(options, endpoints, fetch, store, common);
        if let Some(namespace) = namespace {
            OPEN.with_borrow_mut(|open| {
                open.retain(|_, other| other.strong_count() > 0);
                open.insert(namespace, Rc::downgrade(&runtime));
            });
        }
        Ok(runtime)
    }

    fn new(
        options: &Rc<Options>,
        endpoints: Endpoints,
        fetch: Fetch,
        store: Store,
        common: Common,
    ) -> Rc<Self> {
        let margin = options
            .expiry_margin
            .map(|margin| margin.as_millis() as u64);
        let store = store.marked(options.marking(common.cookie()));
        let runtime = Rc::new(Self {
            core: RefCell::new(Core::new(margin)),
            options: Rc::clone(options),
            token_url: endpoints.token_url,
            logout_url: endpoints.logout_url,
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
            common,
            channel: RefCell::default(),
            store_listener: RefCell::default(),
            awake_listeners: RefCell::default(),
            waiters: RefCell::default(),
            leaving: RefCell::default(),
            tasks: RefCell::default(),
            failure: RefCell::default(),
            timer_due: Cell::default(),
            asking: Rc::default(),
        });
        let sharing = runtime.common.sharing();
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

    /// Calls this with each event, in the same task, until the function that this returns is called.
    #[cfg(feature = "js")]
    pub(in crate::client) fn on_event(self: &Rc<Self>, call: Rc<Called>) -> impl Fn() + use<> {
        let number = self.listeners.borrow_mut().call(call);
        let weak = Rc::downgrade(self);
        move || {
            if let Some(runtime) = weak.upgrade() {
                runtime.listeners.borrow_mut().leave(number);
            }
        }
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

/// Where a session obtains tokens, and where it ends at the server.
#[derive(Debug)]
pub(in crate::client) struct Endpoints {
    /// The absolute URL of the token endpoint; empty for a refresh function.
    pub(in crate::client) token_url: String,
    /// The absolute URL of the log-out; empty without one.
    pub(in crate::client) logout_url: String,
    /// The base of relative URLs.
    pub(in crate::client) base_url: Option<String>,
}

/// Stores of the application's own that have the same keys are told apart by the order in which their sessions are
/// opened, which is the same in every tab.
fn custom_name(keys: &str) -> String {
    let base = format!("everfetch custom {keys}");
    let open: Vec<Rc<Runtime>> =
        OPEN.with_borrow(|open| open.values().filter_map(Weak::upgrade).collect());
    let is_taken = |name: &str| open.iter().any(|it| it.common.store() == Some(name));
    let mut name = base.clone();
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{base} {number}");
        number += 1;
    }
    name
}

impl std::fmt::Debug for Runtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime")
            .field("common", &self.common)
            .finish_non_exhaustive()
    }
}
