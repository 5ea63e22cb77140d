//! The JavaScript files that `face/client.js` imports. wasm-bindgen ships the files that an `extern`
//! block names, and no others.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/face/config.js")]
extern "C" {
    #[wasm_bindgen(js_name = checkConfig)]
    fn _config();
}

#[wasm_bindgen(module = "/src/face/exchange.js")]
extern "C" {
    #[wasm_bindgen(js_name = Exchange)]
    fn _exchange();
}

#[wasm_bindgen(module = "/src/face/response.js")]
extern "C" {
    #[wasm_bindgen(js_name = shape)]
    fn _response();
}
