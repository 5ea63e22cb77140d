//! The tokens' place, as tokens. How it fails, and what then, is in `face/shelf.js`.

use gloo_storage::{LocalStorage, SessionStorage, Storage as _};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::platform::Shelf;
use crate::session::{AccessToken, RefreshToken, Tokens};

/// Reading and writing cannot fail: what fails falls back to memory.
#[derive(Debug)]
pub(super) struct Store(Shelf);

impl Store {
    /// Opens what `session.storage` names. Where there is no such storage, as in Node, memory is what was
    /// meant; where there is one and it is blocked, the user is warned.
    pub(super) fn open(storage: &JsValue, access_key: &str, refresh_key: &str) -> Self {
        let storage = match storage.as_string().as_deref() {
            Some("memory") => JsValue::UNDEFINED,
            Some("session") => web_storage("sessionStorage"),
            Some(_) => web_storage("localStorage"),
            None => storage.clone(),
        };
        Self(Shelf::new(&storage, access_key, refresh_key))
    }

    /// The access token that is stored now.
    pub(super) fn access(&self) -> Option<AccessToken> {
        AccessToken::parse(&self.0.access()?).ok()
    }

    /// The refresh token that is stored now.
    pub(super) fn refresh(&self) -> Option<RefreshToken> {
        RefreshToken::parse(&self.0.refresh()?).ok()
    }

    /// Both.
    pub(super) fn read(&self) -> Tokens {
        Tokens {
            access: self.access(),
            refresh: self.refresh(),
        }
    }

    /// Stores both, and removes what there is none of.
    pub(super) fn write(&self, tokens: &Tokens) {
        let access = tokens.access.as_ref().map(AccessToken::secret);
        let refresh = tokens.refresh.as_ref().map(RefreshToken::secret);
        self.0.write(access, refresh);
    }
}

/// `raw()` of gloo-storage, whose `get` and `set` would put the tokens in JSON's quotes. It panics where
/// there is no window, and where storage is blocked, so that is looked at first: `undefined` for the one,
/// `null` for the other.
fn web_storage(name: &str) -> JsValue {
    let Ok(found) = Reflect::get(&js_sys::global(), &name.into()) else {
        return JsValue::NULL;
    };
    if web_sys::window().is_none() || !found.is_object() {
        return found;
    }
    match name {
        "localStorage" => LocalStorage::raw().into(),
        _ => SessionStorage::raw().into(),
    }
}
