//! Converts answers, errors and events to JavaScript, and has small helpers that read values.

use std::time::Duration;

use futures::channel::oneshot;
use futures::future::{Either, select};
use js_sys::{Function, JSON, Object, Promise, Reflect};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::super::error::Kind;
use super::super::{Error, SessionEvent, platform};

/// An answer in axios's shape.
pub(super) async fn shown(native: web_sys::Response, config: &JsValue) -> Result<JsValue, JsValue> {
    let shown = Object::new();
    set(&shown, "status", &native.status().into());
    set(&shown, "statusText", &native.status_text().into());
    set(&shown, "headers", native.headers().as_ref());
    set(&shown, "config", config);
    set(&shown, "data", &data_of(&native, config).await?);
    set(&shown, "native", native.as_ref());
    Ok(shown.into())
}

/// The body, as `responseType` requires it. By default, it is parsed if it is JSON, and text otherwise.
async fn data_of(native: &web_sys::Response, config: &JsValue) -> Result<JsValue, JsValue> {
    let wanted = own(config, "responseType").as_string();
    let wanted = wanted.as_deref().unwrap_or("json");
    let body = match wanted {
        "arraybuffer" => native.array_buffer(),
        "blob" => native.blob(),
        "formdata" => native.form_data(),
        "stream" => return Ok(native.body().map_or(JsValue::NULL, Into::into)),
        _ => native.text(),
    };
    let data = JsFuture::from(body?).await.map_err(|_| {
        let message = "the body of the answer was cut off";
        thrown(&Error::new(Kind::Network, message), None)
    })?;
    let text = data.as_string().filter(|_| wanted == "json");
    let json = text.and_then(|text| JSON::parse(&text).ok());
    Ok(json.unwrap_or(data))
}

/// An error in axios's shape.
pub(super) fn thrown(error: &Error, response: Option<&JsValue>) -> JsValue {
    let shown = js_sys::Error::new(&error.to_string());
    shown.set_name("EverfetchError");
    set(&shown, "code", &error.code().into());
    set(&shown, "isAxiosError", &true.into());
    if let Some(status) = error.status() {
        set(&shown, "status", &status.into());
    }
    if let Some(response) = response {
        set(&shown, "response", response);
    }
    // One error for all clones.
    let cause = match error.cause() {
        Some(cause) => Some(cause.shown(|| cause_of(cause))),
        None => error.native().cloned(),
    };
    if let Some(cause) = cause {
        set(&shown, "cause", &cause);
    }
    shown.into()
}

/// The value that the application's function threw, or a new error.
fn cause_of(error: &Error) -> JsValue {
    if let Some(native) = error.native()
        && !error.is_network()
    {
        return native.clone();
    }
    let response = refusal_of(error);
    thrown(error, Some(&response).filter(|it| it.is_object()))
}

/// The answer that rejected the refresh: its status, and its body without tokens.
pub(super) fn refusal_of(error: &Error) -> JsValue {
    let Some(status) = error.status() else {
        return JsValue::UNDEFINED;
    };
    let shown = Object::new();
    set(&shown, "status", &status.into());
    let body = error.body().map(ToString::to_string).unwrap_or_default();
    set(&shown, "data", &JSON::parse(&body).unwrap_or_default());
    shown.into()
}

/// The rejection of a request whose own signal was aborted.
pub(super) fn canceled() -> JsValue {
    let shown = js_sys::Error::new("canceled");
    shown.set_name("CanceledError");
    set(&shown, "code", &"ERR_CANCELED".into());
    set(&shown, "__CANCEL__", &true.into());
    set(&shown, "isAxiosError", &true.into());
    shown.into()
}

/// The output of a future, unless this signal is aborted first: then its reason.
pub(super) async fn unless_aborted<T>(
    signal: &JsValue,
    future: impl Future<Output = Result<T, JsValue>>,
) -> Result<T, JsValue> {
    let Some(signal) = signal.dyn_ref::<AbortSignal>() else {
        return future.await;
    };
    if signal.aborted() {
        return Err(signal.reason());
    }
    let (abort, aborted) = oneshot::channel::<()>();
    let mut abort = Some(abort);
    let listener = Closure::<dyn FnMut()>::new(move || drop(abort.take()));
    let on_abort: &Function = listener.as_ref().unchecked_ref();
    let _ = signal.add_event_listener_with_callback("abort", on_abort);
    let outcome = match select(std::pin::pin!(future), aborted).await {
        // The platform's own rejection may come first.
        Either::Left((Err(_), _)) if signal.aborted() => Err(signal.reason()),
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err(signal.reason()),
    };
    let _ = signal.remove_event_listener_with_callback("abort", on_abort);
    outcome
}

/// Converts an event to the npm package's `SessionEvent`.
pub(super) fn described(event: SessionEvent) -> JsValue {
    let (kind, name) = event.words();
    let detail = match event {
        SessionEvent::Refused { status } => status.into(),
        SessionEvent::Waiting { waiting } => (waiting as u32).into(),
        SessionEvent::Refreshed { by } => by.word().into(),
        SessionEvent::RefreshFailed { error } => error.word().into(),
        SessionEvent::Ended { reason } => reason.word().into(),
        SessionEvent::SignedIn
        | SessionEvent::SignedOut
        | SessionEvent::RefreshStarted
        | SessionEvent::Retried => JsValue::UNDEFINED,
    };
    let shown = Object::new();
    set(&shown, "type", &kind.into());
    if !name.is_empty() {
        set(&shown, name, &detail);
    }
    shown.into()
}

// Small helpers that read values.

/// `` `session.hold` takes true or false ``
pub(super) fn bad(place: &str, why: &str) -> JsValue {
    thrown(&Error::bad_option(format!("`{place}` {why}")), None)
}

pub(super) fn milliseconds(ms: Option<f64>) -> Option<Duration> {
    ms.filter(|ms| *ms > 0.0)
        .and_then(|ms| Duration::try_from_secs_f64(ms / 1000.0).ok())
}

pub(super) fn function(value: JsValue, place: &str) -> Result<Option<Function>, JsValue> {
    if value.is_undefined() || value == JsValue::FALSE {
        return Ok(None);
    }
    value
        .dyn_into()
        .map(Some)
        .map_err(|_| bad(place, "takes a function"))
}

/// An own property; `undefined` if it does not exist.
pub(super) fn own(object: &JsValue, name: &str) -> JsValue {
    match object.dyn_ref::<Object>() {
        Some(members) if Object::has_own(members, &name.into()) => {
            Reflect::get(object, &name.into()).unwrap_or_default()
        }
        _ => JsValue::UNDEFINED,
    }
}

pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

pub(super) fn to_json(value: &JsValue) -> Option<Value> {
    let text = JSON::stringify(value).ok()?.as_string()?;
    serde_json::from_str(&text).ok()
}

pub(super) async fn settled(value: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(value)).await
}

/// Reports what a callback throws, which changes no outcome (G16).
pub(super) fn report(what: &str, outcome: Result<JsValue, JsValue>) -> Option<JsValue> {
    match outcome {
        Ok(returned) => Some(returned),
        Err(thrown) => {
            platform::report(&format!("everfetch: {what} threw"), &thrown);
            None
        }
    }
}
