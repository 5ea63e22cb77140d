//! JavaScript values, looked at from a test.

use js_sys::{Array, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/tests/support/scene.js")]
extern "C" {
    #[wasm_bindgen(js_name = bounded)]
    fn bounded(promise: &Promise, complaint: &JsValue) -> Promise;

    #[wasm_bindgen(js_name = settle)]
    fn settle_() -> Promise;
}

/// What a path such as `response.data.code` leads to; `undefined` where it leads nowhere.
pub(crate) fn at(value: &JsValue, path: &str) -> JsValue {
    let names = path.split('.').filter(|name| !name.is_empty());
    names.fold(value.clone(), |value, name| {
        Reflect::get(&value, &name.into()).unwrap_or_default()
    })
}

/// The same in words: a string as it is, an object as JSON.
pub(crate) fn text(value: &JsValue, path: &str) -> String {
    let found = at(value, path);
    match found.as_string() {
        Some(text) => text,
        None if found.is_object() => json(&found),
        None => written(&found),
    }
}

/// As JavaScript's `join` writes it: nothing for `undefined` and `null`.
pub(crate) fn written(value: &JsValue) -> String {
    Array::of1(value).join("").into()
}

/// As `JSON.stringify` has it.
pub(crate) fn json(value: &JsValue) -> String {
    match JSON::stringify(value) {
        // `undefined` and functions come to `undefined`.
        Ok(text) => JsValue::from(text).as_string().unwrap_or_default(),
        Err(_) => "(circular)".into(),
    }
}

/// Everything that one can see of an error or an event: what a logger might write.
pub(crate) fn everything(value: &JsValue) -> String {
    let mut all = vec![json(value), format!("{value:?}")];
    let mut cause = value.clone();
    while cause.is_object() {
        let own = Object::get_own_property_names(cause.unchecked_ref::<Object>());
        for name in own.iter() {
            let member = Reflect::get(&cause, &name).unwrap_or_default();
            all.push(json(&member));
            all.extend(member.as_string());
        }
        cause = at(&cause, "cause");
    }
    all.join("\n")
}

/// A promise that has to settle within the patience of a test.
pub(crate) struct Pending(Promise);

impl Pending {
    pub(crate) fn new(promise: &JsValue) -> Self {
        let complaint = Closure::once_into_js(|| JsValue::from("it has not settled"));
        Self(bounded(&Promise::resolve(promise), &complaint))
    }

    /// What it resolves with.
    pub(crate) async fn value(self) -> JsValue {
        let settled = JsFuture::from(self.0).await;
        settled.unwrap_or_else(|error| {
            panic!(
                "it rejected: {} {}",
                text(&error, "code"),
                text(&error, "message")
            )
        })
    }

    /// What it rejects with.
    pub(crate) async fn error(self) -> JsValue {
        match JsFuture::from(self.0).await {
            Ok(value) => panic!("it resolved: {}", json(&value)),
            Err(error) => error,
        }
    }

    /// The `code` that it rejects with.
    pub(crate) async fn code(self) -> String {
        text(&self.error().await, "code")
    }
}

/// Lets everything happen that needs neither an answer nor a timer.
pub(crate) async fn settle() {
    let _ = JsFuture::from(settle_()).await;
}
