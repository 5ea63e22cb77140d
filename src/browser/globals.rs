//! What the platform offers, looked up with care: a page, a worker, Node and Vitest each lack
//! something, and a lookup that panics would leave a promise unsettled for ever.

use js_sys::{Date, Function, Math, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Location, Url};

use crate::session::Timestamp;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &JsValue, init: &JsValue) -> Result<Promise, JsValue>;
}

/// A property of the global object; `None` where it is missing or throws, as blocked storage does.
pub(super) fn global(name: &str) -> Option<JsValue> {
    let found = Reflect::get(&js_sys::global(), &name.into()).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

/// Calls the client's own fetch or, looked up now, the platform's.
pub(super) fn fetch(
    own: Option<&Function>,
    url: &JsValue,
    init: &JsValue,
) -> Result<Promise, JsValue> {
    match own {
        Some(own) => own
            .call2(&JsValue::UNDEFINED, url, init)
            .map(|answer| Promise::resolve(&answer)),
        None => global_fetch(url, init),
    }
}

/// The page's or the worker's.
pub(super) fn location() -> Option<Location> {
    global("location").map(JsCast::unchecked_into)
}

/// What relative URLs are resolved against; a page's `<base>` included.
pub(super) fn base_url() -> Option<String> {
    let document = global("document").and_then(|document| {
        let base = Reflect::get(&document, &"baseURI".into()).ok()?;
        base.as_string()
    });
    document.or_else(|| location()?.href().ok())
}

/// Parses as the platform does.
pub(super) fn parse_url(url: &str) -> Option<Url> {
    match base_url() {
        Some(base) => Url::new_with_base(url, &base).ok(),
        None => Url::new(url).ok(),
    }
}

pub(super) fn now() -> Timestamp {
    Timestamp(Date::now() as u64)
}

/// In `0.0..1.0`.
pub(super) fn random() -> f64 {
    Math::random()
}
