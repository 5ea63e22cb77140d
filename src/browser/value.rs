//! JavaScript values as [`Value`].

use js_sys::{Array, Function, JSON, Object, Reflect, RegExp};
use wasm_bindgen::prelude::*;

use crate::value::Value;

/// Options are not nested deeper, nor are the tokens in a reply; what is deeper, or circular, is cut off.
const DEPTH: u32 = 5;

/// Crosses the border.
pub(super) fn read(value: &JsValue) -> Value<JsValue> {
    read_to(value, DEPTH)
}

/// The value of a JSON text; `Missing` when it is none.
pub(super) fn read_json(text: &str) -> Value<JsValue> {
    JSON::parse(text).map_or(Value::Missing, |value| read(&value))
}

fn read_to(value: &JsValue, depth: u32) -> Value<JsValue> {
    if value.is_undefined() {
        Value::Missing
    } else if value.is_null() {
        Value::Null
    } else if let Some(flag) = value.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if value.has_type::<Function>() {
        Value::Function(value.clone())
    } else if value.has_type::<RegExp>() {
        Value::Pattern(value.clone())
    } else if depth == 0 || !value.is_object() {
        Value::Record(value.clone(), Vec::new())
    } else if Array::is_array(value) {
        let items = Array::from(value);
        Value::List(items.iter().map(|item| read_to(&item, depth - 1)).collect())
    } else {
        let keys = Object::keys(value.unchecked_ref::<Object>());
        let members = keys.iter().filter_map(|key| {
            let member = Reflect::get(value, &key).ok()?;
            Some((key.as_string()?, read_to(&member, depth - 1)))
        });
        Value::Record(value.clone(), members.collect())
    }
}
