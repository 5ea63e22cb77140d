//! Where the tokens are kept: raw strings under the user's own keys, in `localStorage`,
//! `sessionStorage`, the application's own object, or memory.
//!
//! Storage may be blocked, full, or gone from one call to the next. Then the tokens live on in memory,
//! and one warning says so (G17).

use std::cell::{Cell, RefCell};

use gloo_storage::{LocalStorage, SessionStorage, Storage as _};
use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

use crate::options::{Keys, Storage};
use crate::session::{AccessToken, RefreshToken, Tokens};

#[wasm_bindgen]
extern "C" {
    /// What `Storage` and the application's own object have in common. Not `web_sys::Storage`, whose
    /// glue takes for granted that `getItem` returns a string.
    #[derive(Debug)]
    type Shelf;

    #[wasm_bindgen(method, catch, js_name = getItem)]
    fn get(this: &Shelf, key: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = setItem)]
    fn set(this: &Shelf, key: &JsValue, value: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = removeItem)]
    fn remove(this: &Shelf, key: &JsValue) -> Result<(), JsValue>;
}

/// The tokens' place. Reading and writing cannot fail: what fails falls back.
#[derive(Debug)]
pub(super) struct Store {
    access_key: JsValue,
    refresh_key: JsValue,
    place: RefCell<Place>,
}

#[derive(Debug)]
enum Place {
    Shelf(Shelf),
    Memory(Tokens),
}

impl Store {
    /// Opens the place that the options name. Where there is no window, there is no storage to speak
    /// of, and memory is what was meant; where there is one and it is blocked, the user is warned.
    pub(super) fn open(storage: &Storage<JsValue>, keys: &Keys) -> Self {
        let shelf = match storage {
            Storage::Local => web_storage("localStorage"),
            Storage::Session => web_storage("sessionStorage"),
            Storage::Custom(own) => Some(own.clone().unchecked_into()),
            Storage::Memory => None,
        };
        let blocked = shelf.is_none() && *storage != Storage::Memory;
        if blocked && global("document").is_some() {
            warn();
        }
        Self {
            access_key: (&*keys.access_token).into(),
            refresh_key: (&*keys.refresh_token).into(),
            place: RefCell::new(
                shelf.map_or_else(|| Place::Memory(Tokens::default()), Place::Shelf),
            ),
        }
    }

    /// The access token that is stored now.
    pub(super) fn access(&self) -> Option<AccessToken> {
        let place = self.place.borrow();
        let read = match &*place {
            Place::Memory(tokens) => return tokens.access.clone(),
            Place::Shelf(shelf) => shelf.get(&self.access_key),
        };
        drop(place);
        let text = self.or_fall_back(read)?.as_string()?;
        AccessToken::parse(&text).ok()
    }

    /// The refresh token that is stored now.
    pub(super) fn refresh(&self) -> Option<RefreshToken> {
        let place = self.place.borrow();
        let read = match &*place {
            Place::Memory(tokens) => return tokens.refresh.clone(),
            Place::Shelf(shelf) => shelf.get(&self.refresh_key),
        };
        drop(place);
        let text = self.or_fall_back(read)?.as_string()?;
        RefreshToken::parse(&text).ok()
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
        let place = self.place.borrow();
        let written = match &*place {
            Place::Memory(_) => Ok(()),
            // The refresh token first: who sees the new access token finds its companion there.
            Place::Shelf(shelf) => put(shelf, &self.refresh_key, refresh)
                .and_then(|()| put(shelf, &self.access_key, access))
                .inspect_err(|_| {
                    // A full store still gives up what is in it: a spent token must not be found there.
                    let _ = shelf.remove(&self.access_key);
                    let _ = shelf.remove(&self.refresh_key);
                }),
        };
        drop(place);
        self.or_fall_back(written);
        if let Place::Memory(kept) = &mut *self.place.borrow_mut() {
            *kept = tokens.clone();
        }
    }

    /// The value, unless the place has failed: then it is memory from now on.
    fn or_fall_back<T>(&self, result: Result<T, JsValue>) -> Option<T> {
        if result.is_err() {
            *self.place.borrow_mut() = Place::Memory(Tokens::default());
            warn();
        }
        result.ok()
    }
}

/// Has the application's own object what a store needs?
pub(super) fn is_shelf(own: &JsValue) -> bool {
    ["getItem", "setItem", "removeItem"].iter().all(|method| {
        Reflect::get(own, &(*method).into()).is_ok_and(|found| found.has_type::<Function>())
    })
}

fn put(shelf: &Shelf, key: &JsValue, token: Option<&str>) -> Result<(), JsValue> {
    match token {
        Some(token) => shelf.set(key, token),
        None => shelf.remove(key),
    }
}

/// `raw()` of gloo-storage, whose `get` and `set` would put tokens in JSON's quotes (and 9 kB of
/// serde_json into the wasm). It panics where there is no window or storage is blocked, so look first.
fn web_storage(name: &str) -> Option<Shelf> {
    let found = global(name)?;
    let storage: JsValue = match name {
        _ if web_sys::window().is_none() => found,
        "localStorage" => LocalStorage::raw().into(),
        _ => SessionStorage::raw().into(),
    };
    Some(storage.unchecked_into())
}

/// Once for the page, however many clients and however often.
fn warn() {
    thread_local!(static WARNED: Cell<bool> = const { Cell::new(false) });
    if !WARNED.replace(true) {
        let warning = "everfetch: storage is blocked or full; the tokens are kept in memory, \
                       for this page only";
        web_sys::console::warn_1(&warning.into());
    }
}

/// A property of the global object; `None` where it is missing or throws, as blocked storage does.
fn global(name: &str) -> Option<JsValue> {
    let found = Reflect::get(&js_sys::global(), &name.into()).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}
