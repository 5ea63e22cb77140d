//! The npm package as it was last built (`cargo xtask build`), with the long texts, which some tests compare.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/target/package/tests/index.js")]
extern "C" {
    /// `createClient(options)`.
    #[wasm_bindgen(catch, js_name = createClient)]
    pub(crate) fn create_client(options: &JsValue) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "/target/package/tests/axios.js")]
extern "C" {
    /// The same of `everfetch/axios`.
    #[wasm_bindgen(catch, js_name = createClient)]
    pub(crate) fn create_axios_client(options: &JsValue) -> Result<JsValue, JsValue>;
}
