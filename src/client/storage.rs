//! The store of the tokens: one of the page's storages, with gloo-storage's raw access, or memory.
//!
//! `LocalStorage::get` and `set` would write JSON, quotes included; other code of the application reads raw strings
//! under these keys. gloo-storage panics if there is no window or the store is blocked, so this file checks first.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use gloo_storage::{LocalStorage, SessionStorage, Storage as _};

use super::options::{Storage, TokenStorage};

/// Stands for a refresh token that is a cookie, and holds no secret. The npm package has the same.
pub(super) const MARKER: &str = "everfetch session";

/// A store of strings. If it fails, memory replaces it.
#[derive(Debug)]
pub(super) struct Store {
    backing: RefCell<Backing>,
    marking: Option<Marking>,
}

/// How a store shows that there is a session if the refresh token is a cookie: under the key of the refresh token,
/// which a marker stands for.
#[derive(Debug)]
pub(super) struct Marking {
    pub(super) access_key: String,
    pub(super) refresh_key: String,
    /// Where the marker is kept. Where the access token is stored for all tabs, that says it.
    pub(super) key: Option<String>,
}

#[derive(Debug)]
enum Backing {
    Page(web_sys::Storage),
    Custom(Rc<dyn TokenStorage>),
    Memory(HashMap<String, String>),
}

impl Store {
    pub(super) fn open(storage: &Storage) -> Self {
        if let Storage::Custom(custom) = storage {
            let backing = RefCell::new(Backing::Custom(Rc::clone(custom)));
            let marking = None;
            return Self { backing, marking };
        }
        let page = match storage {
            Storage::Local if is_there("localStorage") => Some(LocalStorage::raw()),
            Storage::Session if is_there("sessionStorage") => Some(SessionStorage::raw()),
            Storage::Local | Storage::Session | Storage::Memory | Storage::Custom(_) => None,
        };
        Self {
            backing: RefCell::new(
                page.map_or_else(|| Backing::Memory(HashMap::new()), Backing::Page),
            ),
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
        !matches!(*self.backing.borrow(), Backing::Memory(_))
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
        match &*self.backing.borrow() {
            Backing::Page(storage) => storage.get_item(key).ok().flatten(),
            Backing::Custom(custom) => custom.get(key),
            Backing::Memory(items) => items.get(key).cloned(),
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
        let mut backing = self.backing.borrow_mut();
        if let Backing::Page(storage) = &*backing {
            let written = items.iter().try_for_each(|(key, value)| match value {
                Some(value) => storage.set_item(key, value),
                None => storage.remove_item(key),
            });
            if written.is_ok() {
                return;
            }
            // It is full or blocked. Its remaining content must not be found there later.
            for (key, _) in items {
                let _ = storage.remove_item(key);
            }
            *backing = Backing::Memory(HashMap::new());
        }
        for (key, value) in items {
            match (&mut *backing, value) {
                (Backing::Page(_), _) => {}
                (Backing::Custom(custom), Some(value)) => custom.set(key, value),
                (Backing::Custom(custom), None) => custom.remove(key),
                (Backing::Memory(memory), Some(value)) => {
                    memory.insert((*key).to_owned(), (*value).to_owned());
                }
                (Backing::Memory(memory), None) => {
                    memory.remove(*key);
                }
            }
        }
    }
}

/// Does this page have the store, and may it use it? Without a page, the answer is no, because a server's
/// `localStorage` would show one user's tokens to the next (G23).
fn is_there(name: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    js_sys::Reflect::get(&window, &name.into()).is_ok_and(|storage| storage.is_object())
}
