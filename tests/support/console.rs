//! What is written to the console, which a logger may send anywhere.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::scene::strings;

#[wasm_bindgen(module = "/tests/support/scene.js")]
extern "C" {
    #[wasm_bindgen(js_name = Console)]
    type Spy;

    #[wasm_bindgen(constructor, js_class = "Console")]
    fn new() -> Spy;

    #[wasm_bindgen(method, getter)]
    fn lines(this: &Spy) -> Array;

    #[wasm_bindgen(method)]
    fn restore(this: &Spy);
}

/// Takes the console's place while it lives.
#[must_use = "the console is the real one again once it is dropped"]
pub(crate) struct Console(Spy);

impl Console {
    pub(crate) fn watched() -> Self {
        Self(Spy::new())
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        strings(&self.0.lines())
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.0.restore();
    }
}
