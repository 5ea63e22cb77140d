//! `createClient()`, and the wasm's half of a client.
//!
//! What a user holds is made in `face/client.js`: the callable object, axios's request config, response
//! and error. Each of its requests asks here before it is sent and after it was refused. Between the two
//! it is JavaScript that awaits: a Rust future per request, with its promises, was 9 kB of wasm.

use std::rc::Rc;

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::error::{bad_option, failure, show};
use super::exchange::TokenEndpoint;
use super::platform::{
    Exchange, Hub, Waiter, is_storage, locate, make_client, matches, own_origin,
};
use super::refresh::Driver;
use super::shared::{Machine, Shared, queue};
use super::timer::now;
use super::value;
use crate::error::Error;
use crate::options::SessionOptions;
use crate::session::reply;
use crate::session::{Admission, Route, Scope, Stamp, State, Step, Verdict, WaiterId, credentials};
use crate::value::Value;

/// `createClient(options)` of `index.d.ts`.
///
/// # Errors
/// `ERR_BAD_OPTION`, naming the option.
#[wasm_bindgen(js_name = createClient)]
pub fn create_client(options: &JsValue) -> Result<JsValue, JsValue> {
    make_client(Core::new(options)?, options)
}

/// The wasm's half of a client. Not for users: `face/client.js` holds it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Core {
    driver: Rc<Driver>,
    scope: Scope<JsValue>,
    /// Relative URLs are the page's own, unless a `<base>` leads elsewhere.
    plain_urls: bool,
    header: JsValue,
    waiter_timeout: f64,
}

#[wasm_bindgen]
impl Core {
    /// The half of a client with a session, or `undefined`.
    fn new(options: &JsValue) -> Result<Option<Self>, JsValue> {
        let member = |name: &str| Reflect::get(options, &name.into()).unwrap_or_default();
        let wishes = member("session");
        let session = value::read(&wishes);
        if session.is_nothing() {
            return Ok(None);
        }
        let session = SessionOptions::check(session, show).map_err(|bad| bad_option(&bad.0))?;
        if let Value::Record(own, _) = session.storage()
            && !is_storage(own)
        {
            let message = "session.storage got an object without getItem, setItem and removeItem";
            return Err(bad_option(message));
        }
        let base_url = member("baseURL").as_string().unwrap_or_default();
        let own_origin = own_origin();
        let plain_urls = !own_origin.is_empty();
        let base = locate(&base_url);
        let (base_origin, base_path) = split(&base);
        let mut origins = vec![own_origin, base_origin.into()];
        for origin in session.origins() {
            let text = origin.text().unwrap_or_default();
            let located = locate(text);
            let (origin, _) = split(&located);
            // A bare host would be a path of this page.
            if origin.is_empty() || origin == "null" || !text.as_bytes().contains(&b':') {
                let takes = "; it takes an origin such as \"https://api.example.com\"";
                let message = ["session.origins got \"", text, "\"", takes].concat();
                return Err(bad_option(&message));
            }
            origins.push(origin.into());
        }
        let base_path = if base_url.is_empty() { "" } else { base_path };
        let mut scope = Scope::new(origins, base_path, session.public());
        let refresh = session.refresh();
        let endpoint = TokenEndpoint::new(refresh, &base_url, member("fetch"));
        if refresh.function().is_none() {
            scope.exempt(split(&locate(&endpoint.url)).1.into());
        }
        Ok(Some(Self {
            scope,
            plain_urls,
            header: session.header().to_ascii_lowercase().into(),
            waiter_timeout: session.waiter_timeout() as f64,
            driver: Rc::new(Driver {
                shared: Shared::open(&session),
                endpoint,
                options: session,
                wishes,
            }),
        }))
    }

    /// Is a request to this URL one of the session's?
    pub fn covers(&self, url: &str) -> bool {
        let plain = self.scope.plain_path(url).filter(|_| self.plain_urls);
        if let Some(path) = plain {
            return self.scope.route(path, matches) == Route::Session;
        }
        let located = locate(url);
        let (origin, path) = split(&located);
        self.scope.includes(origin) && self.scope.route(path, matches) == Route::Session
    }

    /// Sends a request of the session's; `undefined` when it has to wait, after which it asks again.
    ///
    /// # Errors
    /// The session that it waited in is gone.
    pub fn send(&self, exchange: &Exchange) -> Result<Option<Promise>, JsValue> {
        let options = &self.driver.options;
        if !self.admit(exchange, options.hold() && exchange.hold())? {
            return Ok(None);
        }
        let value = self.driver.shared.peek(|session| {
            let token = session.access()?;
            Some(credentials(options.scheme(), token.secret()))
        });
        Ok(Some(exchange.transmit(&self.header, value)))
    }

    /// Is an answer with this status, and this body, a refusal? `undefined` when it takes the body to
    /// tell.
    #[wasm_bindgen(js_name = isExpired)]
    pub fn is_expired(&self, status: u16, body: Option<String>) -> Option<bool> {
        let expired = self.driver.options.expired();
        if !expired.covers(status) {
            return Some(false);
        }
        if !expired.needs_body() {
            return Some(true);
        }
        body.map(|body| expired.finds_code(&value::read_json(&body)))
    }

    /// A request was answered and not refused.
    pub fn accepted(&self, stamp: u32) {
        self.with(|session| session.accepted(Stamp::from_bits(stamp)));
    }

    /// A request was refused: is it to be sent again, at once or when it has waited?
    ///
    /// # Errors
    /// It is neither to be sent again nor the caller's to see.
    pub fn refused(&self, exchange: &Exchange, status: u16) -> Result<bool, JsValue> {
        let stamp = Stamp::from_bits(exchange.stamp().unwrap_or_default());
        let (target, stored) = (exchange.target(), self.driver.shared.store.read());
        let (means, once) = (self.driver.means(), exchange.once());
        let mut refresh = None;
        let again = self.with(|session| {
            let stamp = match session.refused(stamp, &target, status, stored, means, now()) {
                Verdict::Deliver => return Ok(false),
                Verdict::Fail(failure) => return Err(failure),
                Verdict::Retry(stamp) if !once => {
                    exchange.set_stamp(stamp.to_bits());
                    return Ok(true);
                }
                Verdict::Retry(stamp) | Verdict::Wait(stamp) => stamp,
                Verdict::Refresh(stamp, step) => {
                    refresh = Some(step);
                    stamp
                }
            };
            if once {
                return Err(Error::BodyUsed.into());
            }
            queue(session, exchange, stamp, self.waiter_timeout);
            Ok(true)
        });
        self.drive(refresh);
        again.map_err(|error| failure(&error))
    }

    /// A waiter leaves: it was aborted, or its time is up.
    pub fn leave(&self, place: u32, late: bool) {
        let place = WaiterId(place);
        self.with(|session| {
            if late {
                session.time_out(place);
            } else {
                session.abort(place);
            }
        });
    }

    /// `session.state`
    #[wasm_bindgen(getter)]
    pub fn state(&self) -> String {
        let store = &self.driver.shared.store;
        let access = store.access();
        let state = self.with(|session| {
            session.observe(access, || store.refresh().is_some());
            session.state()
        });
        let name = match state {
            State::SignedOut => "signed-out",
            State::SignedIn => "signed-in",
            State::Refreshing => "refreshing",
            State::Ended => "ended",
        };
        name.into()
    }

    /// `session.signIn(tokens)`
    ///
    /// # Errors
    /// `ERR_BAD_OPTION`: there is no usable access token in it.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, tokens: &JsValue) -> Result<(), JsValue> {
        let paths = self.driver.options.refresh().reply_paths();
        let grant = reply::read(&value::read(tokens), paths).map_err(|bad| {
            bad_option(&["what session.signIn(tokens) got ", &bad.reason()].concat())
        })?;
        self.with(|session| session.sign_in(grant));
        Ok(())
    }

    /// `session.signOut()`
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self) {
        self.with(Machine::sign_out);
    }

    /// `session.accessToken()`: the token, or `null`; `undefined` when it has to wait.
    ///
    /// # Errors
    /// The session that it waited in is gone.
    #[wasm_bindgen(js_name = accessToken)]
    pub fn access_token(&self, waiter: &Waiter) -> Result<JsValue, JsValue> {
        if !self.admit(waiter, true)? {
            return Ok(JsValue::UNDEFINED);
        }
        let shared = &self.driver.shared;
        Ok(shared.peek(|session| match session.access() {
            Some(token) => token.secret().into(),
            None => JsValue::NULL,
        }))
    }

    /// `session.refresh()`: joins the one in flight. The waiter always has to wait.
    ///
    /// # Errors
    /// There is no session to refresh.
    pub fn refresh(&self, waiter: &Waiter) -> Result<(), JsValue> {
        let stored = self.driver.shared.store.read();
        let demanded = self.with(|session| {
            let (stamp, step) = session.demand(&stored, self.driver.means())?;
            queue(session, waiter, stamp, self.waiter_timeout);
            Ok(step)
        });
        self.drive(demanded.map_err(|error| failure(&error))?);
        Ok(())
    }

    /// Where `session.subscribe` adds its listener.
    #[wasm_bindgen(getter)]
    pub fn hub(&self) -> Hub {
        self.driver.shared.hub.clone()
    }

    /// May it go on? If not, it has a place in the queue.
    fn admit(&self, waiter: &Waiter, hold: bool) -> Result<bool, JsValue> {
        if let Some(stamp) = waiter.stamp() {
            let stamp = self.with(|session| session.resume(Stamp::from_bits(stamp)));
            waiter.set_stamp(stamp.map_err(|error| failure(&error))?.to_bits());
            return Ok(true);
        }
        let store = &self.driver.shared.store;
        let stored = store.access();
        let mut refresh = None;
        let goes = self.with(|session| {
            let stamp = match session.admit(stored, hold, || store.refresh().is_some()) {
                Admission::Send(stamp) => {
                    waiter.set_stamp(stamp.to_bits());
                    return true;
                }
                Admission::Wait(stamp) => stamp,
                Admission::Refresh(stamp, step) => {
                    refresh = Some(step);
                    stamp
                }
            };
            queue(session, waiter, stamp, self.waiter_timeout);
            false
        });
        self.drive(refresh);
        Ok(goes)
    }

    fn with<R>(&self, ask: impl FnOnce(&mut Machine) -> R) -> R {
        self.driver.shared.with(&self.driver.wishes, ask)
    }

    fn drive(&self, refresh: Option<Step<JsValue>>) {
        if let Some(step) = refresh {
            spawn_local(Rc::clone(&self.driver).drive(step));
        }
    }
}

/// What `locate` gives: the origin, and the path.
fn split(located: &str) -> (&str, &str) {
    match located.bytes().position(|byte| byte == b'\n') {
        Some(place) => (&located[..place], &located[place + 1..]),
        None => ("", ""),
    }
}
