//! The border, for wasm32 only. Numbers cross it, and hardly anything else: the tokens stay in JavaScript,
//! where the storage and fetch are, and so do the waiters, the errors and the words.
//!
//! [`border`] is what JavaScript asks, [`perform`] what becomes of the answers. Everything that talks to the
//! browser is JavaScript (`face/`): each call from here into an object of the browser costs some hundred
//! bytes of glue, and the walk of a refresh as a Rust future was 4.4 kB of brotli (measured).

mod border;
mod perform;

#[cfg(feature = "standalone")]
pub use border::create_client;

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
        "/src/face/adapter.js" _adapter,
        "/src/face/callbacks.js" _callbacks,
        "/src/face/client.js" _client,
        "/src/face/config.js" _config,
        "/src/face/copies.js" _copies,
        "/src/face/dispatch.js" _dispatch,
        "/src/face/engine.js" _engine,
        "/src/face/error.js" _error,
        "/src/face/event.js" _event,
        "/src/face/exchange.js" _exchange,
        "/src/face/fetch.js" _fetch,
        "/src/face/form.js" _form,
        "/src/face/headers.js" _headers,
        "/src/face/hook.js" _hook,
        "/src/face/interceptors.js" _interceptors,
        "/src/face/navigate.js" _navigate,
        "/src/face/open.js" _open,
        "/src/face/options.js" _options,
        "/src/face/own.js" _own,
        "/src/face/progress.js" _progress,
        "/src/face/refresh.js" _refresh,
        "/src/face/refusal.js" _refusal,
        "/src/face/registry.js" _registry,
        "/src/face/reply.js" _reply,
        "/src/face/scope.js" _scope,
        "/src/face/session.js" _session,
        "/src/face/signal.js" _signal,
        "/src/face/store.js" _store,
        "/src/face/tabs.js" _tabs,
        "/src/face/time.js" _time,
        "/src/face/tokens.js" _tokens,
        "/src/face/transform.js" _transform,
        "/src/face/unanswered.js" _unanswered,
        "/src/face/url.js" _url,
        "/src/face/words.js" _words,
        "/src/face/xsrf.js" _xsrf,
    }
}
