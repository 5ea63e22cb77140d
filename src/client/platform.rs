//! The globals that a page, a worker and Node share. Each is looked up, because none of them has to exist.

use std::time::Duration;

use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, global};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::http::scope::Address;
use crate::session::Timestamp;

/// A global object, if this platform has it.
pub(super) fn global_object(name: &str) -> Option<JsValue> {
    Reflect::get(&global(), &name.into())
        .ok()
        .filter(JsValue::is_object)
}

/// Is this a page, or a worker of one? A server may have any global of a page.
pub(super) fn is_page() -> bool {
    let is_worker =
        || global_function("WorkerGlobalScope").is_some() && global_object("location").is_some();
    global_object("document").is_some() || is_worker()
}

/// A global function or class, if this platform has it.
pub(super) fn global_function(name: &str) -> Option<js_sys::Function> {
    Reflect::get(&global(), &name.into()).ok()?.dyn_into().ok()
}

/// Writes a line to the console, where there is one.
#[cfg(feature = "js")]
pub(super) fn log(line: &str) {
    write("log", line);
}

/// The same, as a warning.
pub(super) fn warn(line: &str) {
    write("warn", line);
}

/// Writes a line and what was thrown, as an error.
#[cfg(feature = "js")]
pub(super) fn report(line: &str, thrown: &JsValue) {
    if let Some((console, write)) = method_of_console("error") {
        let _ = write.call2(&console, &line.into(), thrown);
    }
}

fn write(level: &str, line: &str) {
    if let Some((console, write)) = method_of_console(level) {
        let _ = write.call1(&console, &line.into());
    }
}

fn method_of_console(level: &str) -> Option<(JsValue, js_sys::Function)> {
    let console = global_object("console")?;
    let method = Reflect::get(&console, &level.into()).ok()?;
    Some((console, method.dyn_into().ok()?))
}

/// The time since the epoch.
pub(super) fn now() -> Timestamp {
    Timestamp::from_ms(js_sys::Date::now() as u64)
}

/// Waits. A duration that is too long for a timer is cut to about 24 days.
pub(super) async fn sleep(duration: Duration) {
    let ms = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
    TimeoutFuture::new(ms.min(i32::MAX as u32)).await;
}

/// Returns the output of a future, or `None` if it takes longer than this.
pub(super) async fn within<T>(future: impl Future<Output = T>, limit: Duration) -> Option<T> {
    let future = std::pin::pin!(future);
    let timer = std::pin::pin!(sleep(limit));
    // An answer that has arrived wins over an overdue timer, because `select` polls it first.
    match select(future, timer).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(((), _)) => None,
    }
}

/// Encodes a value for a query.
pub(super) fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// A URL, resolved against the page's address and never against a `<base>` element.
pub(super) fn resolve(url: &str) -> Option<Address> {
    let parsed = parse(url)?;
    // A blob URL has the origin of the page that created it, but no server.
    if parsed.protocol() == "blob:" {
        return None;
    }
    Some(Address {
        origin: parsed.origin(),
        path: parsed.pathname(),
    })
}

/// A URL in full, with its query.
pub(super) fn absolute(url: &str) -> Option<String> {
    parse(url).map(|parsed| parsed.href())
}

fn parse(url: &str) -> Option<web_sys::Url> {
    match location() {
        Some(here) => web_sys::Url::new_with_base(url, &here.href),
        None => web_sys::Url::new(url),
    }
    .ok()
}

/// The page's address.
#[derive(Clone, Debug)]
pub(super) struct Here {
    href: String,
    page: Option<web_sys::Location>,
}

/// The address of the page or worker, if there is one.
pub(super) fn location() -> Option<Here> {
    let location = global_object("location")?;
    let href = Reflect::get(&location, &"href".into()).ok()?.as_string()?;
    Some(Here {
        href,
        // A worker cannot navigate.
        page: location.dyn_into().ok(),
    })
}

impl Here {
    /// The page's origin, such as `https://app.example.com`.
    pub(super) fn origin(&self) -> Option<String> {
        web_sys::Url::new(&self.href).ok().map(|url| url.origin())
    }

    pub(super) fn path_and_query(&self) -> String {
        web_sys::Url::new(&self.href).map_or_else(
            |_| "/".to_owned(),
            |url| {
                format!(
                    "/{}{}",
                    url.pathname().trim_start_matches('/'),
                    url.search()
                )
            },
        )
    }

    pub(super) fn is_same_origin(&self, url: &str) -> bool {
        resolve(url).map(|there| there.origin) == self.origin()
    }

    /// Does this URL lead to the current page?
    pub(super) fn is_at(&self, url: &str) -> bool {
        let Ok(here) = web_sys::Url::new(&self.href) else {
            return false;
        };
        web_sys::Url::new_with_base(url, &self.href).is_ok_and(|there| {
            there.origin() == here.origin()
                && there.pathname() == here.pathname()
                && (there.hash().is_empty() || there.hash() == here.hash())
        })
    }

    pub(super) fn assign(&self, url: &str) {
        // A page of `file:` has no log-in page.
        if let Some(page) = &self.page
            && self.href.starts_with("http")
        {
            let _ = page.assign(url);
        }
    }
}

/// A URL for messages, without the query, which may contain a token.
pub(super) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

/// May this page send its tokens to the endpoint? See [`crate::http::scope`].
pub(super) fn resolve_endpoint(url: &str) -> Option<(String, Address)> {
    Some((absolute(url)?, resolve(url)?))
}
