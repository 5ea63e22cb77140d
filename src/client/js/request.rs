//! Converts a request config in axios's shape to a request.

use js_sys::{Function, JSON, JsString, Object, Reflect};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::super::{Client, RequestBuilder, platform};
use super::values::{milliseconds, own, set, to_json};

/// Reads the own properties of a request config (G21).
pub(super) fn configured(
    client: &Client,
    method: &str,
    url: Option<&str>,
    data: Option<JsValue>,
    config: &JsValue,
) -> Result<RequestBuilder, JsValue> {
    let member = |name: &str| own(config, name);
    let method = member("method")
        .as_string()
        .unwrap_or_else(|| method.to_owned());
    let url = url
        .map(str::to_owned)
        .or_else(|| member("url").as_string())
        .unwrap_or_default();
    let mut request = client.request(&method, &url);
    let params = to_json(&member("params")).unwrap_or_default();
    if let Value::Object(params) = params {
        let pairs: Vec<(String, String)> = params
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| match value {
                Value::String(text) => (name, text),
                other => (name, other.to_string()),
            })
            .collect();
        request = request.query(&pairs);
    }
    if let Ok(headers) = member("headers").dyn_into::<Object>() {
        for name in Object::keys(&headers).iter() {
            let value = Reflect::get(&headers, &name)?;
            if !value.is_null_or_undefined() {
                let name = name.as_string().unwrap_or_default();
                request = request.header(&name, &String::from(JsString::from(value)));
            }
        }
    }
    if let Some(timeout) = milliseconds(member("timeout").as_f64()) {
        request = request.timeout(timeout);
    }
    if member("withCredentials").is_truthy() {
        request = request.with_credentials();
    }
    let is_of_refresh = || {
        let signal = member("signal");
        client.is_of_refresh(signal.dyn_ref::<AbortSignal>())
    };
    if member("session") == JsValue::FALSE || is_of_refresh() {
        request = request.without_session();
    }
    if let Ok(signal) = member("signal").dyn_into::<AbortSignal>() {
        request = request.abort_with(signal);
    }
    if member("hold") == JsValue::FALSE {
        request = request.without_hold();
    }
    let body = member("body");
    let data = data.unwrap_or_else(|| member("data"));
    request = if !body.is_undefined() {
        request.body(body)
    } else if data.is_undefined() || data.is_null() {
        request
    } else if data.is_string() || is_platform_body(&data) {
        request.body(data)
    } else {
        request
            .header("Content-Type", "application/json")
            .body(JSON::stringify(&data)?)
    };
    Ok(request)
}

/// The config of a response or an error: the call's config, with the method and the URL.
pub(super) fn complete(
    config: &JsValue,
    method: &str,
    url: Option<&str>,
    data: Option<&JsValue>,
) -> JsValue {
    let complete = Object::new();
    if let Some(given) = config.dyn_ref::<Object>() {
        Object::assign(&complete, given);
    }
    if own(&complete, "method").is_undefined() {
        set(&complete, "method", &method.to_ascii_lowercase().into());
    }
    if let Some(url) = url {
        set(&complete, "url", &url.into());
    }
    if let Some(data) = data {
        set(&complete, "data", data);
    }
    complete.into()
}

/// Does fetch send the value unchanged?
fn is_platform_body(data: &JsValue) -> bool {
    [
        "FormData",
        "Blob",
        "ArrayBuffer",
        "URLSearchParams",
        "ReadableStream",
    ]
    .iter()
    .any(|name| platform::global_function(name).is_some_and(|class| is_instance(data, &class)))
        || js_sys::ArrayBuffer::is_view(data)
}

fn is_instance(value: &JsValue, class: &Function) -> bool {
    let prototype = Reflect::get(class, &"prototype".into()).unwrap_or_default();
    prototype
        .dyn_ref::<Object>()
        .is_some_and(|prototype| prototype.is_prototype_of(value))
}
