//! The functions that an application passes in a session's options.

use std::rc::Rc;

use futures::future::LocalBoxFuture;

use crate::client::end::{EndChoice, SessionEnd};
use crate::http::refusal::Rule;

/// Which answers mean that the access token has expired, or that the session is over.
#[derive(Clone)]
pub(in crate::client) enum Says {
    Rule(Rule),
    Function(Judge),
}

/// A predicate on a path.
pub(in crate::client) type Predicate = Rc<dyn Fn(&str) -> bool>;
/// Receives a URL or a line.
pub(in crate::client) type TakesText = Rc<dyn Fn(&str)>;
/// Judges an answer.
pub(in crate::client) type Judge = Rc<dyn Fn(web_sys::Response) -> LocalBoxFuture<'static, bool>>;
/// The user of an access token.
pub(in crate::client) type UserOf = Rc<dyn Fn(&str) -> Option<String>>;
/// Chooses what becomes of the waiters.
pub(in crate::client) type OnEnd = Rc<dyn Fn(SessionEnd) -> LocalBoxFuture<'static, EndChoice>>;
