//! The clock, and `setTimeout`, owned: dropping a timer clears it.

use futures::channel::oneshot;
use js_sys::Date;
use wasm_bindgen::prelude::*;

use crate::session::Timestamp;

#[wasm_bindgen]
extern "C" {
    /// An object in Node, a number elsewhere.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, ms: f64) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
}

pub(super) fn now() -> Timestamp {
    Timestamp(Date::now() as u64)
}

/// Calls back once, unless it is dropped before.
#[derive(Debug)]
#[must_use = "a timer that is dropped does not fire"]
pub(super) struct Timer {
    id: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    pub(super) fn new(ms: u64, callback: impl FnOnce() + 'static) -> Self {
        let callback = Closure::once(callback);
        let id = set_timeout(callback.as_ref(), ms as f64);
        Self {
            id,
            _callback: callback,
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

/// Resolves after this many milliseconds.
pub(super) async fn sleep(ms: u64) {
    let (fire, fired) = oneshot::channel();
    let _timer = Timer::new(ms, move || {
        // Nobody listens once the sleeper has been dropped, and with it the timer.
        let _ = fire.send(());
    });
    let _ = fired.await;
}
