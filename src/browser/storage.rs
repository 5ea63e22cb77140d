//! The web's storages, found with care.

use gloo_storage::{LocalStorage, SessionStorage, Storage as _};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// `raw()` of gloo-storage, whose `get` and `set` would put the tokens in JSON's quotes. It panics where
/// there is no window, and where storage is blocked, so that is looked at first: `undefined` for the one,
/// `null` for the other.
pub(super) fn web_storage(session: bool) -> JsValue {
    let name = if session {
        "sessionStorage"
    } else {
        "localStorage"
    };
    let Ok(found) = Reflect::get(&js_sys::global(), &name.into()) else {
        return JsValue::NULL;
    };
    if web_sys::window().is_none() || !found.is_object() {
        return found;
    }
    if session {
        SessionStorage::raw().into()
    } else {
        LocalStorage::raw().into()
    }
}
