//! The options that are functions or objects of JavaScript.

use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Function, JsString, Object, Reflect, RegExp};
use wasm_bindgen::prelude::*;

use super::super::options::{Expired, FunctionError, Values};
use super::super::request::AbortOnDrop;
use super::super::token_endpoint::marked;
use super::super::{
    EndChoice, RefreshContext, RefreshError, Session, SessionEnd, TokenStorage, Transport, platform,
};
use super::schema::RuleOptions;
use super::values::{bad, read, refusal_of, set, settled, thrown, to_json};
use crate::http::failure::{Failure, of_status};
use crate::http::token_reply::{Paths, TokenReply};

pub(super) fn public_paths(mut session: Session, given: &JsValue) -> Result<Session, JsValue> {
    let paths = given.dyn_ref::<Array>().ok_or_else(|| {
        bad(
            "session.public",
            "takes an array of paths or regular expressions",
        )
    })?;
    for path in paths.iter() {
        if let Some(text) = path.as_string() {
            session = session.public([text.as_str()]);
        } else if path.is_instance_of::<RegExp>() {
            let pattern: RegExp = path.unchecked_into();
            // Not `test`, because a regular expression with `g` would remember its position.
            session = session.public_if(move |path| JsString::from(path).search(&pattern) >= 0);
        } else {
            return Err(bad(
                "session.public",
                "takes an array of paths or regular expressions",
            ));
        }
    }
    Ok(session)
}

/// `session.expired` and `session.ends`.
pub(super) fn matching(given: JsValue, place: &str) -> Result<Option<Expired>, JsValue> {
    if given.is_undefined() {
        return Ok(None);
    }
    Ok(Some(match given.dyn_into::<Function>() {
        Ok(function) => Expired::Function(Rc::new(move |answer| {
            let said = function.call1(&JsValue::UNDEFINED, &answer);
            Box::pin(async move {
                match said {
                    Ok(said) => settled(&said).await.is_ok_and(|said| said.is_truthy()),
                    Err(_) => false,
                }
            })
        })),
        Err(rule) => Expired::Rule(read::<RuleOptions>(rule, place)?.into()),
    }))
}

/// Strings by name, or a function that returns them for each request.
pub(super) fn values(given: JsValue, place: &str) -> Result<Values, JsValue> {
    let mut values = Values::default();
    if given.is_undefined() {
        return Ok(values);
    }
    match given.dyn_into::<Function>() {
        Ok(function) => values.compute(move || {
            let given = function.call0(&JsValue::UNDEFINED).unwrap_or_default();
            let given = read::<BTreeMap<String, String>>(given, "");
            given.into_iter().flatten().collect()
        }),
        Err(given) => {
            for (name, value) in read::<BTreeMap<String, String>>(given, place)? {
                values.add(name, value);
            }
        }
    }
    Ok(values)
}

pub(super) async fn ask(on_end: Function, end: SessionEnd) -> EndChoice {
    let given = Object::new();
    set(&given, "reason", &end.reason.word().into());
    set(&given, "error", &thrown(&end.error, None));
    set(&given, "waiting", &(end.waiting as u32).into());
    if let Some(cause) = end.error.cause() {
        set(&given, "response", &refusal_of(cause));
    }
    let said = match on_end.call1(&JsValue::UNDEFINED, &given) {
        Ok(said) => settled(&said).await,
        Err(thrown) => Err(thrown),
    };
    match said.unwrap_or_default().as_string().as_deref() {
        Some("stay") => EndChoice::Stay,
        Some("wait") => EndChoice::Wait,
        _ => EndChoice::Redirect,
    }
}

/// Calls the application's refresh with a `fetch` that bypasses the session, and a signal that is aborted when the
/// answer is no longer awaited.
pub(super) async fn call_refresh(
    function: Function,
    fetch: Option<Function>,
    transport: Transport,
    context: RefreshContext,
) -> Result<TokenReply, FunctionError> {
    let given = Object::new();
    set(&given, "refreshToken", &context.refresh_token.into());
    set(&given, "accessToken", &context.access_token.into());
    let aborter = AbortOnDrop::new();
    if let Some(controller) = aborter.as_ref() {
        set(&given, "signal", controller.signal().as_ref());
    }
    if let Some(fetch) = fetch.or_else(|| platform::global_function("fetch")) {
        set(&given, "fetch", &fetch);
    }
    let answered = match function.call1(&JsValue::UNDEFINED, &given) {
        Ok(answer) => settled(&answer).await,
        Err(thrown) => Err(thrown),
    };
    aborter.disarm();
    match answered {
        Ok(answer) => {
            let reply = to_json(&answer).unwrap_or_default();
            if transport == Transport::Cookie {
                return Ok(marked(&reply, &Paths::default()));
            }
            TokenReply::read(&reply, &Paths::default()).map_err(|unusable| {
                RefreshError::Refused(format!("what session.refresh returned {unusable}")).into()
            })
        }
        Err(thrown) => {
            let message = "session.refresh threw".to_owned();
            let error = match of_status(status_of(&thrown)) {
                Failure::Refused => RefreshError::Refused(message),
                Failure::Unavailable
                | Failure::NonceRequired
                | Failure::Faulty
                | Failure::Pointless => RefreshError::Unavailable(message),
            };
            let thrown = Some(thrown);
            Err(FunctionError { error, thrown })
        }
    }
}

/// The status distinguishes a rejection from an outage (G8): the value's own status, or that of its `response`. A value
/// without a status counts as no answer.
fn status_of(thrown: &JsValue) -> u16 {
    let member = |value: &JsValue, name: &str| Reflect::get(value, &name.into()).ok();
    let response = || member(&member(thrown, "response")?, "status")?.as_f64();
    let status = member(thrown, "status").and_then(|status| status.as_f64());
    let status = status.or_else(response).unwrap_or(0.0);
    if (100.0..600.0).contains(&status) {
        status as u16
    } else {
        0
    }
}

/// A store that is a JavaScript object.
#[derive(Debug)]
pub(super) struct JsStorage(pub(super) JsValue);

impl JsStorage {
    fn call(&self, method: &str, arguments: &[&str]) -> Option<JsValue> {
        let method: Function = Reflect::get(&self.0, &method.into())
            .ok()?
            .dyn_into()
            .ok()?;
        let arguments: Array = arguments.iter().map(|text| JsValue::from(*text)).collect();
        method.apply(&self.0, &arguments).ok()
    }
}

impl TokenStorage for JsStorage {
    fn get(&self, key: &str) -> Option<String> {
        self.call("getItem", &[key])?.as_string()
    }

    fn set(&self, key: &str, value: &str) {
        self.call("setItem", &[key, value]);
    }

    fn remove(&self, key: &str) {
        self.call("removeItem", &[key]);
    }
}
