//! The end of a session, as the application and the user see it: `onEnd`, then the way to the login.

use std::rc::Rc;

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::error::{call, failure};
use super::globals::{location, parse_url};
use super::listeners::report;
use crate::error::Error;
use crate::options::SessionOptions;
use crate::session::{EndReason, Failure};

/// What one client's options say about the end. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Ending(Rc<Wishes>);

#[derive(Debug)]
struct Wishes {
    login_url: Option<String>,
    return_param: Option<String>,
    navigate: Option<JsValue>,
    on_end: Option<JsValue>,
}

impl Ending {
    pub(super) fn new(options: &SessionOptions<JsValue>) -> Self {
        Self(Rc::new(Wishes {
            login_url: options.login_url.clone(),
            return_param: options.return_param.clone(),
            navigate: options.navigate.clone(),
            on_end: options.on_end.clone(),
        }))
    }

    /// Asks `onEnd`, and redirects unless it says "stay". Nothing waits for its answer: the waiters
    /// are rejected already.
    pub(super) fn ask(&self, reason: EndReason, cause: Option<JsValue>, waiting: usize) {
        let wishes = Rc::clone(&self.0);
        let Some(on_end) = &self.0.on_end else {
            return wishes.redirect();
        };
        let error = Error::SessionEnded;
        let error = failure(Failure { error, cause });
        let answer = call(on_end, &session_end(reason, &error, waiting));
        spawn_local(async move {
            let answer = match answer {
                Ok(answer) => JsFuture::from(Promise::resolve(&answer)).await,
                Err(error) => Err(error),
            };
            match answer {
                Ok(choice) if choice == "stay" => {}
                Ok(_) => wishes.redirect(),
                Err(error) => {
                    report("session.onEnd", &error);
                    wishes.redirect();
                }
            }
        });
    }
}

impl Wishes {
    /// Once per end, and not at all where the user is there already.
    fn redirect(&self) {
        let Some(login_url) = &self.login_url else {
            return;
        };
        if is_here(login_url) {
            return;
        }
        let url = self.with_return(login_url);
        let result = match (&self.navigate, location()) {
            (Some(navigate), _) => call(navigate, &url.into()).map(|_| ()),
            (None, Some(location)) => location.assign(&url),
            (None, None) => Ok(()),
        };
        if let Err(error) = result {
            report("session.navigate", &error);
        }
    }

    /// The login, told where the user was: a path of this page's own origin and nothing else.
    fn with_return(&self, login_url: &str) -> String {
        let (Some(param), Some(location)) = (&self.return_param, location()) else {
            return login_url.into();
        };
        let here: String = [location.pathname(), location.search(), location.hash()]
            .into_iter()
            .flatten()
            .collect();
        let (before, hash) = login_url
            .split_once('#')
            .map_or((login_url, None), |(before, hash)| (before, Some(hash)));
        let sign = if before.contains('?') { "&" } else { "?" };
        let here = String::from(js_sys::encode_uri_component(&here));
        let url = [before, sign, param, "=", &here].concat();
        hash.map_or(url.clone(), |hash| [&*url, "#", hash].concat())
    }
}

fn is_here(login_url: &str) -> bool {
    let (Some(location), Some(login)) = (location(), parse_url(login_url)) else {
        return false;
    };
    location
        .origin()
        .is_ok_and(|origin| origin == login.origin())
        && location
            .pathname()
            .is_ok_and(|path| path == login.pathname())
        && (login.hash().is_empty() || location.hash().is_ok_and(|hash| hash == login.hash()))
}

fn session_end(reason: EndReason, error: &JsValue, waiting: usize) -> JsValue {
    let end = Object::new();
    let reason = serde_wasm_bindgen::to_value(&reason).unwrap_or_default();
    let members = [
        ("reason", &reason),
        ("error", error),
        ("waiting", &JsValue::from(waiting as u32)),
    ];
    for (name, value) in members {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&end, &name.into(), value);
    }
    end.into()
}
