//! The store of the tokens: one of the page's storages, with gloo-storage's raw access, or memory.
//!
//! `LocalStorage::get` and `set` would write JSON, quotes included; other code of the application reads raw strings
//! under these keys. gloo-storage panics if there is no window or the store is blocked, so this file checks first.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use gloo_storage::{LocalStorage, SessionStorage, Storage as _};

use super::options::{Storage, StorageError, TokenStorage};
use super::platform;

/// Stands for a refresh token that is a cookie, and holds no secret. The npm package has the same.
pub(super) const MARKER: &str = "everfetch session";

/// A store of strings. If it fails, memory replaces it (G17).
#[derive(Debug)]
pub(super) struct Store {
    backing: RefCell<Backing>,
    /// Its last known content, with which memory starts.
    seen: RefCell<HashMap<String, String>>,
    marking: Option<Marking>,
}

/// How a store shows that there is a session if the refresh token is a cookie: under the key of the refresh token,
/// which a marker stands for.
#[derive(Debug)]
pub(super) struct Marking {
    pub(super) access_key: String,
    pub(super) refresh_key: String,
    /// Where the marker is kept. If the access token is stored for all tabs, it takes the marker's place.
    pub(super) key: Option<String>,
}

#[derive(Clone, Debug)]
enum Backing {
    Page(web_sys::Storage),
    Custom(Rc<dyn TokenStorage>),
    Memory,
}

/// Whether a page has a store, and whether it may be used.
enum Found {
    Usable,
    Blocked,
    Missing,
}

impl Store {
    pub(super) fn open(storage: &Storage) -> Self {
        let page = match storage {
            Storage::Local => page_store("localStorage", LocalStorage::raw),
            Storage::Session => page_store("sessionStorage", SessionStorage::raw),
            Storage::Memory => None,
            Storage::Custom(custom) => Some(Backing::Custom(Rc::clone(custom))),
        };
        Self {
            backing: RefCell::new(page.unwrap_or(Backing::Memory)),
            seen: RefCell::default(),
            marking: None,
        }
    }

    /// The same store, which shows whether there is a session.
    pub(super) fn marked(self, marking: Option<Marking>) -> Self {
        Self { marking, ..self }
    }

    /// The value that is stored for a refresh token in a cookie, if the store can show whether there is one.
    pub(super) fn marker(&self) -> Option<&'static str> {
        self.marking.as_ref().map(|_| MARKER)
    }

    /// Can other code of the page see it?
    pub(super) fn is_shared(&self) -> bool {
        !matches!(*self.backing.borrow(), Backing::Memory)
    }

    pub(super) fn get(&self, key: &str) -> Option<String> {
        let value = self.read(key);
        match &self.marking {
            Some(marking) if value.is_none() && marking.refresh_key == key => {
                let kept = marking.key.as_ref();
                kept.and_then(|key| Self::open(&Storage::Local).read(key))
                    .or_else(|| self.read(&marking.access_key))
                    .map(|_| MARKER.to_owned())
            }
            Some(_) | None => value,
        }
    }

    fn read(&self, key: &str) -> Option<String> {
        // Not borrowed while the application's own store is called.
        let backing = self.backing.borrow().clone();
        match backing.get(key) {
            Some(Ok(value)) => {
                self.remember(key, value.as_deref());
                value
            }
            Some(Err(StorageError)) => {
                self.fall_back(&backing);
                self.remembered(key)
            }
            None => self.remembered(key),
        }
    }

    /// Writes these items, or removes those without a value, in order.
    pub(super) fn set_all(&self, items: &[(&str, Option<&str>)]) {
        let mut items = items.to_vec();
        if let Some(marking) = &self.marking {
            for (key, value) in &mut items {
                if *key == marking.refresh_key {
                    if let Some(key) = &marking.key {
                        let marker = value.map(|_| MARKER);
                        Self::open(&Storage::Local).write_all(&[(key, marker)]);
                    }
                    *value = value.filter(|value| *value != MARKER);
                }
            }
        }
        self.write_all(&items);
    }

    fn write_all(&self, items: &[(&str, Option<&str>)]) {
        let backing = self.backing.borrow().clone();
        let written = items
            .iter()
            .try_for_each(|(key, value)| backing.put(key, *value));
        for (key, value) in items {
            self.remember(key, *value);
        }
        if written.is_err() {
            self.fall_back(&backing);
        }
    }

    /// The store is full, blocked or broken. What it still holds, such as a used token, must not be found there later.
    fn fall_back(&self, failed: &Backing) {
        self.backing.replace(Backing::Memory);
        warn();
        let keys: Vec<String> = self.seen.borrow().keys().cloned().collect();
        for key in keys {
            let _ = failed.put(&key, None);
        }
    }

    fn remember(&self, key: &str, value: Option<&str>) {
        let mut seen = self.seen.borrow_mut();
        match value {
            Some(value) => seen.insert(key.to_owned(), value.to_owned()),
            None => seen.remove(key),
        };
    }

    fn remembered(&self, key: &str) -> Option<String> {
        self.seen.borrow().get(key).cloned()
    }
}

impl Backing {
    /// `None` for memory, whose content is already known.
    fn get(&self, key: &str) -> Option<Result<Option<String>, StorageError>> {
        match self {
            Self::Page(storage) => Some(storage.get_item(key).map_err(|_| StorageError)),
            Self::Custom(custom) => Some(custom.get(key)),
            Self::Memory => None,
        }
    }

    fn put(&self, key: &str, value: Option<&str>) -> Result<(), StorageError> {
        match (self, value) {
            (Self::Page(storage), Some(value)) => {
                storage.set_item(key, value).map_err(|_| StorageError)
            }
            (Self::Page(storage), None) => storage.remove_item(key).map_err(|_| StorageError),
            (Self::Custom(custom), Some(value)) => custom.set(key, value),
            (Self::Custom(custom), None) => custom.remove(key),
            (Self::Memory, _) => Ok(()),
        }
    }
}

fn page_store(name: &str, raw: fn() -> web_sys::Storage) -> Option<Backing> {
    match look_for(name) {
        Found::Usable => Some(Backing::Page(raw())),
        Found::Blocked => {
            warn();
            None
        }
        Found::Missing => None,
    }
}

/// Without a page there is none: a server's `localStorage` would show one user's tokens to the next (G23).
fn look_for(name: &str) -> Found {
    let Some(window) = web_sys::window() else {
        return Found::Missing;
    };
    match js_sys::Reflect::get(&window, &name.into()) {
        Ok(storage) if storage.is_object() => Found::Usable,
        Ok(_) => Found::Missing,
        Err(_) => Found::Blocked,
    }
}

/// `localStorage`, if this page has it, for entries that may be lost.
pub(super) fn local() -> Option<web_sys::Storage> {
    matches!(look_for("localStorage"), Found::Usable).then(LocalStorage::raw)
}

/// Warns once per page, however many clients there are.
fn warn() {
    thread_local!(static WARNED: Cell<bool> = const { Cell::new(false) });
    if !WARNED.replace(true) {
        platform::warn(
            "everfetch: storage is blocked or full; the tokens are kept in memory, for this page only",
        );
    }
}
