//! The options that are functions or objects of JavaScript.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use futures::future::LocalBoxFuture;
use js_sys::{Array, Function, JsString, Object, Reflect, RegExp};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::super::options::{FunctionError, Says};
use super::super::token_endpoint::marked;
use super::super::{
    EndChoice, RefreshContext, RefreshError, Session, SessionEnd, StorageError, TokenStorage,
    Transport, platform,
};
use super::schema::RuleOptions;
use super::values::{bad, refusal_of, report, set, settled, thrown, to_json};
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

/// A rule, or a function that judges an answer. A function that throws counts as no match.
pub(super) fn says(given: JsValue, place: &str) -> Result<Option<Says>, JsValue> {
    if given.is_undefined() {
        return Ok(None);
    }
    let rule = match given.dyn_into::<Function>() {
        Err(rule) => return RuleOptions::rule(&rule, place).map(Says::Rule).map(Some),
        Ok(judge) => judge,
    };
    let judge = move |answer: web_sys::Response| -> LocalBoxFuture<'static, bool> {
        let said = rule.call1(&JsValue::UNDEFINED, &answer);
        Box::pin(async move {
            match said {
                Ok(said) => settled(&said).await.is_ok_and(|said| said.is_truthy()),
                Err(_) => false,
            }
        })
    };
    Ok(Some(Says::Function(Rc::new(judge))))
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
    let said = report("session.onEnd", said);
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
    if let Some(signal) = &context.signal {
        set(&given, "signal", signal);
    }
    if let Some(fetch) = fetch.or_else(|| platform::global_function("fetch")) {
        set(&given, "fetch", &fetch);
    }
    context.asking.set(true);
    let called = function.call1(&JsValue::UNDEFINED, &given);
    context.asking.set(false);
    let answered = match called {
        Ok(answer) => settled(&answer).await,
        Err(thrown) => Err(thrown),
    };
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
struct JsStorage(JsValue);

/// The store that this object of the application represents. Clients with the same object share one store.
///
/// # Errors
/// `ERR_BAD_OPTION`: it lacks a method, or is asynchronous.
pub(super) fn storage_of(given: &JsValue, key: &str) -> Result<Rc<dyn TokenStorage>, JsValue> {
    thread_local!(static KNOWN: RefCell<Vec<Weak<JsStorage>>> = RefCell::default());
    let known = KNOWN.with_borrow_mut(|known| {
        known.retain(|storage| storage.strong_count() > 0);
        let mut all = known.iter().filter_map(Weak::upgrade);
        all.find(|storage| Object::is(&storage.0, given))
    });
    if let Some(storage) = known {
        return Ok(storage);
    }
    let storage = Rc::new(JsStorage(given.clone()));
    if ["getItem", "setItem", "removeItem"]
        .iter()
        .any(|name| storage.method(name).is_none())
    {
        return Err(bad(
            "session.storage",
            "takes \"local\", \"session\", \"memory\" or an object with getItem, setItem and removeItem",
        ));
    }
    // One that throws is dealt with when it is read.
    if let Ok(answer) = storage.call("getItem", &[key])
        && is_thenable(&answer)
    {
        return Err(bad(
            "session.storage",
            "returned a promise, but getItem, setItem and removeItem must be synchronous; read an asynchronous store \
             before `createClient()`, and keep a copy in memory",
        ));
    }
    KNOWN.with_borrow_mut(|known| known.push(Rc::downgrade(&storage)));
    Ok(storage)
}

fn is_thenable(value: &JsValue) -> bool {
    value.is_object() && Reflect::get(value, &"then".into()).is_ok_and(|then| then.is_function())
}

impl JsStorage {
    fn method(&self, name: &str) -> Option<Function> {
        Reflect::get(&self.0, &name.into()).ok()?.dyn_into().ok()
    }

    fn call(&self, name: &str, arguments: &[&str]) -> Result<JsValue, StorageError> {
        let method = self.method(name).ok_or(StorageError)?;
        let arguments: Array = arguments.iter().map(|text| JsValue::from(*text)).collect();
        method.apply(&self.0, &arguments).map_err(|_| StorageError)
    }

    /// Writes. A store may write to a slower one as well, whose failure is reported.
    fn write(&self, name: &str, arguments: &[&str]) -> Result<(), StorageError> {
        let done = self.call(name, arguments)?;
        if is_thenable(&done) {
            spawn_local(async move {
                report("session.storage", settled(&done).await);
            });
        }
        Ok(())
    }
}

impl TokenStorage for JsStorage {
    fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        let item = self.call("getItem", &[key])?;
        if is_thenable(&item) {
            return Err(StorageError);
        }
        Ok(item.as_string())
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.write("setItem", &[key, value])
    }

    fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.write("removeItem", &[key])
    }
}
