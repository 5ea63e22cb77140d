//! `createClient()`, and one request under the session.
//!
//! What a user holds is made in `face/client.js`: the callable object, axios's request config, response
//! and error. It hands each exchange to [`Core::send`] as a URL and an init, and gets the `Response`.

use std::rc::Rc;

use js_sys::{Function, JsString, Promise, Reflect, RegExp};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{AbortSignal, Response};

use super::ending::Ending;
use super::error::{bad_option, call, fail, failure};
use super::exchange::TokenEndpoint;
use super::globals::{base_url, fetch, location, now, parse_url};
use super::refresh::Driver;
use super::shared::{Machine, Shared};
use super::store::is_shelf;
use super::value;
use crate::error::Error;
use crate::options::{self, Expired, SessionOptions, Storage};
use crate::session::reply::{self, ReplyPaths};
use crate::session::{
    AccessToken, Admission, Failure, Pass, Refusal, Route, Scope, State, Verdict,
};
use crate::value::Value;

#[wasm_bindgen(module = "/src/face/client.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = makeClient)]
    fn make_client(core: Core, options: &JsValue) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// One exchange, as `face/client.js` prepares it.
    pub type Exchange;

    /// The whole URL, as fetch takes it.
    #[wasm_bindgen(method, getter)]
    fn url(this: &Exchange) -> JsString;

    /// What fetch takes besides; sent twice where the token is refused.
    #[wasm_bindgen(method, getter)]
    fn init(this: &Exchange) -> JsValue;

    /// The init's headers: a plain object with names in lower case, to which the token is added.
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Exchange) -> JsValue;

    #[wasm_bindgen(method, getter)]
    fn method(this: &Exchange) -> String;

    /// Does it take part in the session?
    #[wasm_bindgen(method, getter)]
    fn session(this: &Exchange) -> bool;

    /// Does it wait for a refresh in flight?
    #[wasm_bindgen(method, getter)]
    fn hold(this: &Exchange) -> bool;

    /// Can its body be sent once only?
    #[wasm_bindgen(method, getter)]
    fn once(this: &Exchange) -> bool;

    /// The caller's own signal.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Exchange) -> Option<AbortSignal>;

    /// It is about to be sent: its timeout begins.
    #[wasm_bindgen(method)]
    fn sending(this: &Exchange);

    /// It waits: its timeout does not run.
    #[wasm_bindgen(method)]
    fn waiting(this: &Exchange);
}

/// `createClient(options)` of `index.d.ts`.
///
/// # Errors
/// `ERR_BAD_OPTION`, naming the option.
#[wasm_bindgen(js_name = createClient, skip_typescript)]
pub fn create_client(options: &JsValue) -> Result<JsValue, JsValue> {
    make_client(Core::new(options)?, options)
}

/// The wasm's half of a client. Not for users: `face/client.js` holds it.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Core(Rc<Client>);

#[derive(Debug)]
struct Client {
    fetch: Option<Function>,
    session: Option<Member>,
}

/// What a client knows of the session that it takes part in.
#[derive(Debug)]
struct Member {
    driver: Rc<Driver>,
    scope: Scope<JsValue>,
    /// Relative URLs are the page's own, unless a `<base>` leads elsewhere.
    plain_urls: bool,
    expired: Expired<JsValue>,
    header: JsValue,
    /// `"Bearer "`, or nothing.
    prefix: String,
    reply: ReplyPaths,
    waiter_timeout: u64,
    hold: bool,
}

#[wasm_bindgen]
impl Core {
    fn new(options: &JsValue) -> Result<Self, JsValue> {
        let member = |name: &str| Reflect::get(options, &name.into()).unwrap_or_default();
        let fetch = member("fetch").dyn_into::<Function>().ok();
        let base_url = member("baseURL").as_string().unwrap_or_default();
        let session = match value::read(&member("session")) {
            Value::Missing | Value::Null => None,
            session => {
                let origin_of = |url: &str| Some(web_sys::Url::new(url).ok()?.origin());
                let session = options::session(&session, origin_of);
                let session = session.map_err(|bad| bad_option(&bad))?;
                Some(Member::new(session, &base_url, fetch.clone())?)
            }
        };
        Ok(Self(Rc::new(Client { fetch, session })))
    }

    /// Performs one exchange under the session. Resolves with the `Response`; rejects as fetch does, or
    /// with an error of the session's own, whose `response` is the refusal.
    pub fn send(&self, exchange: Exchange) -> Promise {
        let client = Rc::clone(&self.0);
        future_to_promise(async move { client.send(&exchange).await })
    }

    /// `session.state`
    #[wasm_bindgen(getter)]
    pub fn state(&self) -> String {
        let state = self
            .0
            .session
            .as_ref()
            .map_or(State::SignedOut, Member::state);
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
        let member = self.member()?;
        let grant = reply::read(&value::read(tokens), &member.reply).map_err(|malformed| {
            let message = ["session.signIn(tokens): what it got ", &malformed.reason()].concat();
            fail("ERR_BAD_OPTION", &message, &JsValue::UNDEFINED)
        })?;
        member.with(|session| session.sign_in(grant));
        Ok(())
    }

    /// `session.signOut()`
    ///
    /// # Errors
    /// `ERR_BAD_OPTION`: the client has no session.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self) -> Result<(), JsValue> {
        self.member()?.with(Machine::sign_out);
        Ok(())
    }

    /// `session.accessToken()`: waits for a refresh in flight.
    #[wasm_bindgen(js_name = accessToken)]
    pub fn access_token(&self) -> Promise {
        let client = Rc::clone(&self.0);
        future_to_promise(async move {
            let member = client.member()?;
            let pass = member.admit(true, None, || {}).await?;
            Ok(pass
                .token
                .map_or(JsValue::NULL, |token| token.secret().into()))
        })
    }

    /// `session.refresh()`: joins the one in flight.
    pub fn refresh(&self) -> Promise {
        let client = Rc::clone(&self.0);
        future_to_promise(async move {
            let member = client.member()?;
            member.refresh().await.map(|_| JsValue::UNDEFINED)
        })
    }

    /// `session.subscribe(listener)`; what it returns goes to [`Self::unsubscribe`].
    ///
    /// # Errors
    /// `ERR_BAD_OPTION`: the client has no session.
    pub fn subscribe(&self, listener: Function) -> Result<u32, JsValue> {
        Ok(self.member()?.driver.shared.listeners.add(listener))
    }

    /// Ends a subscription.
    pub fn unsubscribe(&self, id: u32) {
        if let Some(member) = &self.0.session {
            member.driver.shared.listeners.remove(id);
        }
    }

    fn member(&self) -> Result<&Member, JsValue> {
        self.0.member()
    }
}

impl Client {
    fn member(&self) -> Result<&Member, JsValue> {
        self.session.as_ref().ok_or_else(|| {
            let message = "this client has no session; \
                           give it one: createClient({ session: { refresh: \"/auth/refresh\" } })";
            fail("ERR_BAD_OPTION", message, &JsValue::UNDEFINED)
        })
    }

    async fn send(&self, exchange: &Exchange) -> Result<JsValue, JsValue> {
        let url = exchange.url();
        match &self.session {
            Some(member) if exchange.session() && member.route(&url) == Route::Session => {
                member.send(self, exchange, url.into()).await
            }
            _ => self.transmit(exchange, &url).await,
        }
    }

    async fn transmit(&self, exchange: &Exchange, url: &JsValue) -> Result<JsValue, JsValue> {
        exchange.sending();
        JsFuture::from(fetch(self.fetch.as_ref(), url, &exchange.init())?).await
    }
}

impl Member {
    fn new(
        options: SessionOptions<JsValue>,
        base_url: &str,
        fetch: Option<Function>,
    ) -> Result<Self, JsValue> {
        if let Storage::Custom(own) = &options.storage
            && !is_shelf(own)
        {
            let message = "session.storage got an object without getItem, setItem and removeItem; \
                           give it the three, or use \"local\", \"session\" or \"memory\"";
            return Err(fail("ERR_BAD_OPTION", message, &JsValue::UNDEFINED));
        }
        let (ending, scheme) = (Ending::new(&options), &options.scheme);
        let prefix = if scheme.is_empty() {
            String::new()
        } else {
            [scheme, " "].concat()
        };
        let reply = match &options.refresh {
            options::RefreshBy::Request(request) => request.reply.clone(),
            options::RefreshBy::Function(_) => ReplyPaths::default(),
        };
        let endpoint = TokenEndpoint::new(options.refresh, base_url, fetch);
        let (scope, plain_urls) = scope(base_url, options.origins, options.public, &endpoint);
        Ok(Self {
            driver: Rc::new(Driver {
                shared: Shared::open(&options.storage, &options.keys),
                endpoint,
                ending,
            }),
            scope,
            plain_urls,
            expired: options.expired,
            header: options.header.to_ascii_lowercase().into(),
            prefix,
            reply,
            waiter_timeout: options.waiter_timeout,
            hold: options.hold,
        })
    }

    fn with<R>(&self, ask: impl FnOnce(&mut Machine) -> R) -> R {
        self.driver.shared.with(&self.driver.ending, ask)
    }

    fn state(&self) -> State {
        let store = &self.driver.shared.store;
        let access = store.access();
        self.with(|session| {
            session.observe(access, || store.refresh().is_some());
            session.state()
        })
    }

    fn route(&self, url: &JsString) -> Route {
        let matches = |pattern: &JsValue, path: &str| {
            let pattern: &RegExp = pattern.unchecked_ref();
            JsString::from(path).search(pattern) >= 0
        };
        let url = String::from(url);
        if self.plain_urls
            && let Some(path) = self.scope.plain_path(&url)
        {
            return self.scope.route(path, matches);
        }
        match parse_url(&url) {
            Some(url) if self.scope.includes(&url.origin()) => {
                self.scope.route(&url.pathname(), matches)
            }
            _ => Route::Foreign,
        }
    }

    async fn send(
        &self,
        client: &Client,
        exchange: &Exchange,
        url: JsValue,
    ) -> Result<JsValue, JsValue> {
        let hold = self.hold && exchange.hold();
        let mut pass = self
            .admit(hold, exchange.signal(), || exchange.waiting())
            .await?;
        loop {
            self.attach(&exchange.headers(), pass.token.as_ref());
            let answer = client.transmit(exchange, &url).await?;
            let response: &Response = answer.unchecked_ref();
            if !self.is_refused(response).await {
                self.with(|session| session.accepted(&pass));
                return Ok(answer);
            }
            match self.after_refusal(exchange, &pass, response).await {
                Ok(None) => return Ok(answer),
                Ok(Some(next)) => pass = next,
                Err(error) => {
                    // An error of the session's own tells of the refusal; an abort is the caller's.
                    let _ = Reflect::set(&error, &"response".into(), &answer);
                    return Err(error);
                }
            }
        }
    }

    /// Before the first sending: a pass, at once or when the refresh in flight has ended.
    async fn admit(
        &self,
        hold: bool,
        signal: Option<AbortSignal>,
        waiting: impl FnOnce(),
    ) -> Result<Pass, JsValue> {
        let store = &self.driver.shared.store;
        let stored = store.access();
        let (place, step) = match self.with(|session| {
            let has_refresh_token = || store.refresh().is_some();
            let step = match session.admit(stored, hold, has_refresh_token) {
                Admission::Send(pass) => return Err(pass),
                Admission::Wait => None,
                Admission::Refresh(step) => Some(step),
            };
            Ok((Shared::queue(session, None, self.waiter_timeout), step))
        }) {
            Ok(queued) => queued,
            Err(pass) => return Ok(pass),
        };
        waiting();
        self.wait(place, step, signal).await
    }

    /// After a refusal: `None` when it is the caller's to see, or the pass for one more try.
    async fn after_refusal(
        &self,
        exchange: &Exchange,
        pass: &Pass,
        response: &Response,
    ) -> Result<Option<Pass>, JsValue> {
        let target = target(exchange);
        let stored = self.driver.shared.store.read();
        let (means, once) = (self.driver.means(), exchange.once());
        let status = response.status();
        let next = self.with(|session| {
            let verdict = session.refused(pass, &target, status, stored, means, now());
            let step = match verdict {
                Verdict::Deliver => return Ok(Next::Deliver),
                Verdict::Fail(failure) => return Err(failure),
                Verdict::Retry(pass) if !once => return Ok(Next::Send(pass)),
                Verdict::Retry(_) | Verdict::Wait => None,
                Verdict::Refresh(step) => Some(step),
            };
            if once {
                return Ok(Next::Unrepeatable(step));
            }
            let place = Shared::queue(session, Some(pass), self.waiter_timeout);
            Ok(Next::Wait(place, step))
        });
        match next.map_err(failure)? {
            Next::Deliver => Ok(None),
            Next::Send(pass) => Ok(Some(pass)),
            Next::Wait(place, step) => {
                exchange.waiting();
                self.wait(place, step, exchange.signal()).await.map(Some)
            }
            Next::Unrepeatable(step) => {
                self.drive(step);
                Err(failure(Failure::from(Error::BodyUsed)))
            }
        }
    }

    async fn refresh(&self) -> Result<Pass, JsValue> {
        let stored = self.driver.shared.store.read();
        let queued = self.with(|session| {
            let step = session.demand(&stored, self.driver.means())?;
            Ok((Shared::queue(session, None, self.waiter_timeout), step))
        });
        let (place, step) = queued.map_err(failure)?;
        self.wait(place, step, None).await
    }

    async fn wait(
        &self,
        place: super::shared::Place,
        step: Option<Step>,
        signal: Option<AbortSignal>,
    ) -> Result<Pass, JsValue> {
        self.drive(step);
        let Driver { shared, ending, .. } = &*self.driver;
        shared.wait(ending, place, signal).await
    }

    fn drive(&self, step: Option<Step>) {
        if let Some(step) = step {
            spawn_local(Rc::clone(&self.driver).drive(step));
        }
    }

    fn attach(&self, headers: &JsValue, token: Option<&AccessToken>) {
        let Some(token) = token else {
            return;
        };
        let value = [&self.prefix, token.secret()].concat();
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(headers, &self.header, &value.into());
    }

    async fn is_refused(&self, response: &Response) -> bool {
        let refused = match &self.expired {
            Expired::By(rule) => rule.covers(response.status()) && finds_code(rule, response).await,
            Expired::Asked(function) => asked(function, response).await,
        };
        // A refusal at the end of a redirect is that of the origin which it led to (G12).
        refused && (!response.redirected() || self.route(&response.url().into()) != Route::Foreign)
    }
}

type Step = crate::session::Step<JsValue>;

/// What is next for a request that was refused.
enum Next {
    Deliver,
    Send(Pass),
    Wait(super::shared::Place, Option<Step>),
    Unrepeatable(Option<Step>),
}

/// The origins and public paths of a client; and whether relative URLs lead to the first of them.
fn scope(
    base_url: &str,
    named: Vec<String>,
    public: Vec<crate::session::PublicPath<JsValue>>,
    endpoint: &TokenEndpoint,
) -> (Scope<JsValue>, bool) {
    let page = location().and_then(|location| location.origin().ok());
    let origin_of = |url: &str| parse_url(url).map(|url| url.origin());
    let plain_urls = page.is_some() && base_url_origin() == page;
    let base = parse_url(base_url);
    let mut origins: Vec<String> = page.into_iter().chain(named).collect();
    if !base_url.is_empty() {
        origins.extend(origin_of(base_url));
    }
    let base_path = base.map_or(String::new(), |url| url.pathname());
    let base_path = if base_url.is_empty() { "" } else { &base_path };
    let mut scope = Scope::new(origins, base_path, public);
    if let Some(url) = endpoint.url().and_then(parse_url) {
        scope.exempt(url.pathname());
    }
    (scope, plain_urls)
}

fn base_url_origin() -> Option<String> {
    Some(web_sys::Url::new(&base_url()?).ok()?.origin())
}

/// What the breaker knows a request by: its method and address, less the query.
fn target(exchange: &Exchange) -> String {
    let url = String::from(exchange.url());
    let address = url.split(['?', '#']).next().unwrap_or_default();
    [&exchange.method(), " ", address].concat()
}

async fn finds_code(rule: &Refusal, response: &Response) -> bool {
    if !rule.needs_body() {
        return true;
    }
    // Of a clone: the body stays the caller's to read.
    let Ok(text) = response.clone().and_then(|clone| clone.text()) else {
        return false;
    };
    let text = JsFuture::from(text).await.unwrap_or_default();
    rule.finds_code(&value::read_json(&text.as_string().unwrap_or_default()))
}

async fn asked(function: &JsValue, response: &Response) -> bool {
    let answer = response.clone().and_then(|clone| call(function, &clone));
    let answer = match answer {
        Ok(answer) => JsFuture::from(Promise::resolve(&answer)).await,
        Err(error) => Err(error),
    };
    answer.is_ok_and(|answer| answer.is_truthy())
}
