//! What Rust calls in `face/`, all of it by the one door `face/index.js`: the little server of
//! wasm-bindgen-test-runner hangs when a page asks it for more than four files at once.
//!
//! What mostly talks to objects of the browser is shorter there: each call across costs some hundred
//! bytes of glue.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::client::Core;

#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    /// The client that a user holds.
    #[wasm_bindgen(catch, js_name = makeClient)]
    pub(super) fn make_client(core: Option<Core>, options: &JsValue) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    /// Whoever may have to wait for a refresh: a request, or `session.accessToken()`.
    #[derive(Clone, Debug)]
    pub type Waiter;

    /// `undefined` before the first asking.
    #[wasm_bindgen(method, getter)]
    pub(super) fn stamp(this: &Waiter) -> Option<u32>;

    #[wasm_bindgen(method, setter)]
    pub(super) fn set_stamp(this: &Waiter, stamp: u32);

    /// It has a place in the queue now, for so many ms at the most.
    #[wasm_bindgen(method)]
    pub(super) fn queued(this: &Waiter, place: u32, timeout: f64);

    /// The refresh has ended: go on, or fail with this.
    #[wasm_bindgen(method)]
    pub(super) fn settle(this: &Waiter, error: &JsValue);
}

#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    /// One request, as fetch takes it.
    #[wasm_bindgen(extends = Waiter)]
    pub type Exchange;

    #[wasm_bindgen(method, getter)]
    pub(super) fn hold(this: &Exchange) -> bool;

    /// Can its body be sent once only?
    #[wasm_bindgen(method, getter)]
    pub(super) fn once(this: &Exchange) -> bool;

    /// Its method and address, less the query.
    #[wasm_bindgen(method, getter)]
    pub(super) fn target(this: &Exchange) -> String;

    /// Sends it, with this header if there is one.
    #[wasm_bindgen(method)]
    pub(super) fn transmit(this: &Exchange, header: &JsValue, value: Option<String>) -> Promise;
}

#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    /// Where the tokens are kept.
    #[derive(Debug)]
    pub(super) type Shelf;

    #[wasm_bindgen(constructor)]
    pub(super) fn new(storage: &JsValue, access_key: &str, refresh_key: &str) -> Shelf;

    #[wasm_bindgen(method)]
    pub(super) fn access(this: &Shelf) -> Option<String>;

    #[wasm_bindgen(method)]
    pub(super) fn refresh(this: &Shelf) -> Option<String>;

    #[wasm_bindgen(method)]
    pub(super) fn write(this: &Shelf, access: Option<&str>, refresh: Option<&str>);

    #[wasm_bindgen(js_name = isStorage)]
    pub(super) fn is_storage(own: &JsValue) -> bool;
}

#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    /// Those who called `session.subscribe`.
    #[derive(Clone, Debug)]
    pub type Hub;

    #[wasm_bindgen(constructor)]
    pub(super) fn new() -> Hub;

    #[wasm_bindgen(method, getter)]
    pub(super) fn size(this: &Hub) -> u32;

    #[wasm_bindgen(method)]
    pub(super) fn tell(this: &Hub, event: &JsValue);
}

#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    /// Asks `onEnd`, and redirects. `wishes` are the session's options, checked.
    #[wasm_bindgen(js_name = endSession)]
    pub(super) fn end_session(wishes: &JsValue, reason: &str, error: &JsValue, waiting: u32);
}

#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    #[wasm_bindgen(js_name = combineURL)]
    pub(super) fn combine_url(base: &str, url: &str) -> String;

    /// The origin and the path of a URL, parsed as the platform does, with a line break between; the
    /// empty string for what is no URL.
    pub(super) fn locate(url: &str) -> String;

    /// The page's origin, if relative URLs lead there.
    #[wasm_bindgen(js_name = ownOrigin)]
    pub(super) fn own_origin() -> String;

    pub(super) fn matches(pattern: &JsValue, path: &str) -> bool;

    /// A form, or a query, of a plain object.
    #[wasm_bindgen(js_name = encodeForm)]
    pub(super) fn encode_form(members: &JsValue) -> String;
}

#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    /// Calls the client's own fetch or the platform's, looked up now.
    #[wasm_bindgen(js_name = sendRefresh)]
    pub(super) fn send_refresh(fetch: &JsValue, url: &str, init: &JsValue) -> Promise;

    /// Calls the application's function.
    #[wasm_bindgen(js_name = callRefresh)]
    pub(super) fn call_refresh(
        function: &JsValue,
        fetch: &JsValue,
        token: Option<&str>,
        signal: &AbortSignal,
    ) -> Promise;

    /// The status that stands for what the function has thrown.
    #[wasm_bindgen(js_name = statusOf)]
    pub(super) fn status_of(thrown: &JsValue) -> u16;
}

/// Not called: wasm-bindgen ships the files that an `extern` block names, and no others.
mod shipped {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/src/face/client.js")]
    extern "C" {
        fn _client();
    }

    #[wasm_bindgen(module = "/src/face/config.js")]
    extern "C" {
        fn _config();
    }

    #[wasm_bindgen(module = "/src/face/endpoint.js")]
    extern "C" {
        fn _endpoint();
    }

    #[wasm_bindgen(module = "/src/face/error.js")]
    extern "C" {
        fn _error();
    }

    #[wasm_bindgen(module = "/src/face/exchange.js")]
    extern "C" {
        fn _exchange();
    }

    #[wasm_bindgen(module = "/src/face/session.js")]
    extern "C" {
        fn _session();
    }
}
