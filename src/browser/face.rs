//! What Rust calls in `face/`. The objects come from there, so only four functions have to be imported:
//! by the one door `face/index.js`, since the little server of wasm-bindgen-test-runner hangs when a page
//! asks it for more than four files at once.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/face/index.js")]
extern "C" {
    /// The client that a user holds. `wasm` is what calls back by.
    #[wasm_bindgen(catch, js_name = makeClient)]
    pub(super) fn make_client(wasm: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = sessionOf)]
    pub(super) fn session_of(session: u32) -> Session;

    /// Leaves a storage for whoever has asked.
    pub(super) fn give(storage: &JsValue);

    /// Leaves an error of the session's own for whoever has asked. The class is JavaScript: it extends
    /// `Error`, which a struct of ours cannot.
    pub(super) fn raise(code: &str, message: &str);
}

#[wasm_bindgen]
extern "C" {
    /// `Session` of `face/session.js`: the store, the listeners and the other tabs.
    #[derive(Debug)]
    pub(super) type Session;

    /// Looks at the store, and tells the machine what has changed.
    #[wasm_bindgen(method)]
    pub(super) fn look(this: &Session);

    /// Stores the tokens that were offered.
    #[wasm_bindgen(method)]
    pub(super) fn store(this: &Session);

    #[wasm_bindgen(method)]
    pub(super) fn clear(this: &Session);

    #[wasm_bindgen(method)]
    pub(super) fn post(this: &Session, kind: u32, first: u32, second: u32);

    /// Does anybody listen?
    #[wasm_bindgen(method, getter)]
    pub(super) fn audible(this: &Session) -> bool;

    #[wasm_bindgen(method)]
    pub(super) fn tell(this: &Session, event: &JsValue);

    /// What the next ones fail with; with the refresh's own failure as the cause, or without.
    #[wasm_bindgen(method)]
    pub(super) fn fail(this: &Session, code: &str, message: &str, has_cause: bool);

    /// The refresh has ended: go on, or fail.
    #[wasm_bindgen(method)]
    pub(super) fn settle(this: &Session, waiter: u32, failed: bool);

    #[wasm_bindgen(method)]
    pub(super) fn end(this: &Session, reason: &str, waiting: u32);

    /// A refresh begins.
    #[wasm_bindgen(method)]
    pub(super) fn depart(this: &Session) -> Flight;

    #[wasm_bindgen(method)]
    pub(super) fn cancel(this: &Session);
}

#[wasm_bindgen]
extern "C" {
    /// `Flight` of `face/refresh.js`: one refresh, as the browser sees it. Its promises never reject,
    /// except that of `send`.
    #[derive(Debug)]
    pub(super) type Flight;

    #[wasm_bindgen(method, getter)]
    pub(super) fn ambient(this: &Flight) -> bool;

    #[wasm_bindgen(method, getter)]
    pub(super) fn retries(this: &Flight) -> u32;

    /// Is the token endpoint reached by a request, or by the application's own function?
    #[wasm_bindgen(method, getter)]
    pub(super) fn requests(this: &Flight) -> bool;

    /// Resolves to how the lock was got.
    #[wasm_bindgen(method)]
    pub(super) fn lock(this: &Flight) -> Promise;

    /// Resolves once the store shows another token, or it took too long.
    #[wasm_bindgen(method)]
    pub(super) fn arrival(this: &Flight) -> Promise;

    /// Resolves to the response, or to what the function returns.
    #[wasm_bindgen(method)]
    pub(super) fn send(this: &Flight) -> Promise;

    /// Reads that. Resolves to what it is.
    #[wasm_bindgen(method)]
    pub(super) fn read(this: &Flight, answer: &JsValue) -> Promise;

    /// The status that stands for what `send` has thrown.
    #[wasm_bindgen(method)]
    pub(super) fn thrown(this: &Flight, error: &JsValue) -> u16;

    /// The session's timeout for one try.
    #[wasm_bindgen(method)]
    pub(super) fn deadline(this: &Flight) -> Promise;

    /// It has passed.
    #[wasm_bindgen(method)]
    pub(super) fn late(this: &Flight);

    /// In ms; NaN where the answer does not say.
    #[wasm_bindgen(method, getter, js_name = retryAfter)]
    pub(super) fn retry_after(this: &Flight) -> f64;

    #[wasm_bindgen(method)]
    pub(super) fn pause(this: &Flight, ms: f64) -> Promise;

    /// Looks at the store, and tells the machine what has changed.
    #[wasm_bindgen(method)]
    pub(super) fn look(this: &Flight);

    #[wasm_bindgen(method)]
    pub(super) fn announce(this: &Flight) -> Promise;

    /// Performs what follows from a step.
    #[wasm_bindgen(method)]
    pub(super) fn perform(this: &Flight);

    /// It is over; the lock is free.
    #[wasm_bindgen(method)]
    pub(super) fn land(this: &Flight);
}

/// Not called: wasm-bindgen ships the files that an `extern` block names, and no others.
mod shipped {
    use wasm_bindgen::prelude::*;

    macro_rules! ship {
        ($($file:literal $name:ident),* $(,)?) => {$(
            #[wasm_bindgen(module = $file)]
            extern "C" {
                fn $name();
            }
        )*};
    }

    ship! {
        "/src/face/client.js" _client,
        "/src/face/config.js" _config,
        "/src/face/error.js" _error,
        "/src/face/exchange.js" _exchange,
        "/src/face/open.js" _open,
        "/src/face/options.js" _options,
        "/src/face/refresh.js" _refresh,
        "/src/face/refusal.js" _refusal,
        "/src/face/reply.js" _reply,
        "/src/face/scope.js" _scope,
        "/src/face/session.js" _session,
        "/src/face/tabs.js" _tabs,
        "/src/face/tokens.js" _tokens,
    }
}
