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
    fn sleep(this: &Timers, ms: f64);

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

    /// The device sleeps for so many seconds, or its clock is set by them: timers run as late.
    pub(crate) fn sleep(&self, seconds: i32) {
        self.0.sleep(f64::from(seconds) * 1_000.0);
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.0.restore();
    }
}
