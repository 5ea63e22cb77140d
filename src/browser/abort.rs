//! An `AbortSignal`, listened to for as long as somebody waits.

use futures::channel::oneshot;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// Takes its listener off the signal when dropped: a signal may outlive a thousand requests (G20).
struct Listener<'a> {
    signal: &'a AbortSignal,
    callback: Closure<dyn FnMut()>,
}

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self
            .signal
            .remove_event_listener_with_callback("abort", callback);
    }
}

/// Resolves with the signal's reason once it is aborted; never, if there is none.
pub(super) async fn aborted(signal: Option<AbortSignal>) -> JsValue {
    let Some(signal) = signal else {
        return std::future::pending().await;
    };
    if !signal.aborted() {
        let (fire, fired) = oneshot::channel();
        let callback = Closure::once(move || {
            let _ = fire.send(());
        });
        let listener = Listener {
            signal: &signal,
            callback,
        };
        let added = signal
            .add_event_listener_with_callback("abort", listener.callback.as_ref().unchecked_ref());
        if added.is_err() || fired.await.is_err() {
            return std::future::pending().await;
        }
    }
    signal.reason()
}
