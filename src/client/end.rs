//! The end of a session: the argument and the result of `on_end`, and the redirect.

use super::Error;
use super::options::Session;
use super::platform;
use crate::session::EndReason;

/// The argument of `on_end`.
#[derive(Clone, Debug)]
pub struct SessionEnd {
    /// Why the session ended.
    pub reason: EndReason,
    /// The error with which waiting requests reject. Its source is the failure of the refresh.
    pub error: Error,
    /// The number of waiting requests.
    pub waiting: usize,
}

/// What happens to the page and to the waiting requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EndChoice {
    /// The requests reject, and the page goes to the log-in page.
    #[default]
    Redirect,
    /// The requests reject, and the page stays.
    Stay,
    /// The requests wait until the same user has logged in again, in this tab or another.
    Wait,
}

/// Redirects the page to the log-in page, unless it is already there.
pub(super) fn redirect(options: &Session) {
    let Some(login) = &options.login_url else {
        return;
    };
    let here = platform::location();
    if here.as_ref().is_some_and(|here| here.is_at(login)) {
        return;
    }
    let mut url = login.clone();
    if let (Some(name), Some(here)) = (&options.return_param, &here)
        && here.is_same_origin(login)
    {
        let back = platform::encode(&here.path_and_query());
        let (before, hash) = match url.split_once('#') {
            Some((before, hash)) => (before.to_owned(), format!("#{hash}")),
            None => (url.clone(), String::new()),
        };
        let separator = if before.contains('?') { '&' } else { '?' };
        url = format!("{before}{separator}{name}={back}{hash}");
    }
    match (&options.navigate, here) {
        (Some(navigate), _) => navigate(&url),
        (None, Some(here)) => here.assign(&url),
        (None, None) => {}
    }
}
