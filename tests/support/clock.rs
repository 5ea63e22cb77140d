//! Virtual time, for what takes seconds.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/tests/support/scene.js")]
extern "C" {
    #[wasm_bindgen(js_name = Clock)]
    type Timers;

    #[wasm_bindgen(constructor, js_class = "Clock")]
    fn new() -> Timers;

    #[wasm_bindgen(method)]
    fn advance(this: &Timers, ms: u32) -> Promise;

    #[wasm_bindgen(method)]
    fn restore(this: &Timers);
}

/// Stands in for the platform's timers and clock while it lives.
#[must_use = "time is real again once it is dropped"]
pub(crate) struct Clock(Timers);

impl Clock {
    pub(crate) fn stopped() -> Self {
        Self(Timers::new())
    }

    /// Moves on by so many milliseconds.
    pub(crate) async fn advance(&self, ms: u32) {
        let _ = JsFuture::from(self.0.advance(ms)).await;
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.0.restore();
    }
}
