//! Answers, errors and events as JavaScript has them, and small readers.

use std::time::Duration;

use js_sys::{Function, JSON, Object, Promise, Reflect};
use serde::Deserialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::super::{Error, Response, SessionEvent, platform};
use crate::session::{By, EndReason};

/// An answer in axios's shape.
pub(super) async fn shown(answer: Response, config: &JsValue) -> Result<JsValue, JsValue> {
    let native = answer.native().clone()?;
    let shown = Object::new();
    set(&shown, "status", &answer.status().into());
    set(&shown, "statusText", &native.status_text().into());
    set(&shown, "headers", native.headers().as_ref());
    set(&shown, "config", config);
    let text = answer.text().await.map_err(|error| thrown(&error, None))?;
    let data = JSON::parse(&text).unwrap_or_else(|_| text.into());
    set(&shown, "data", &data);
    set(&shown, "native", native.as_ref());
    Ok(shown.into())
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
    if let Some(cause) = std::error::Error::source(error) {
        set(&shown, "cause", &js_sys::Error::new(&cause.to_string()));
    }
    shown.into()
}

/// An event as `SessionEvent` of the npm package has it.
pub(super) fn described(event: &SessionEvent) -> JsValue {
    let (kind, detail): (&str, Option<(&str, JsValue)>) = match event {
        SessionEvent::SignedIn => ("signed-in", None),
        SessionEvent::SignedOut => ("signed-out", None),
        SessionEvent::Refused { status } => ("refused", Some(("status", (*status).into()))),
        SessionEvent::Waiting { waiting } => {
            ("waiting", Some(("waiting", (*waiting as u32).into())))
        }
        SessionEvent::RefreshStarted => ("refresh-started", None),
        SessionEvent::Refreshed { by } => {
            let by = match by {
                By::ThisTab => "this-tab",
                By::OtherTab => "other-tab",
            };
            ("refreshed", Some(("by", by.into())))
        }
        SessionEvent::RefreshFailed { error } => {
            let code = Error::from(*error).code();
            ("refresh-failed", Some(("code", code.into())))
        }
        SessionEvent::Retried => ("retried", None),
        SessionEvent::Ended { reason } => ("ended", Some(("reason", reason_of(*reason).into()))),
    };
    let shown = Object::new();
    set(&shown, "type", &kind.into());
    if let Some((name, value)) = detail {
        set(&shown, name, &value);
    }
    shown.into()
}

pub(super) fn reason_of(reason: EndReason) -> &'static str {
    match reason {
        EndReason::Refused => "refused",
        EndReason::NoRefreshToken => "no-refresh-token",
        EndReason::SignedOutElsewhere => "signed-out-elsewhere",
        EndReason::UserChanged => "user-changed",
    }
}

// Small readers.

pub(super) fn read<T: for<'a> Deserialize<'a>>(value: JsValue, place: &str) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| bad(place, &error.to_string()))
}

pub(super) fn bad(place: &str, why: &str) -> JsValue {
    thrown(&Error::bad_option(format!("{place}: {why}")), None)
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

/// An own property; `undefined` where there is none.
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

/// What a callback throws changes no outcome (G16).
pub(super) fn report(outcome: Result<JsValue, JsValue>) {
    if outcome.is_err() {
        log("everfetch: a callback threw");
    }
}

pub(super) fn log(line: &str) {
    if let Some(console) = platform::global_object("console")
        && let Ok(write) = Reflect::get(&console, &"log".into())
        && let Some(write) = write.dyn_ref::<Function>()
    {
        let _ = write.call1(&console, &line.into());
    }
}
