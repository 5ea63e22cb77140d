//! The pages that require a session. If requests wait for a log-in, a dialog covers the page, which stays mounted.
//! Otherwise the user goes to the log-in page and returns, also after a sign-out in any tab.

use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::LoginDialog;
use crate::route::{BASE, Route};
use crate::session::use_session;

/// The query of the log-in page.
#[derive(Clone, Debug, PartialEq, Default, Deserialize, Serialize)]
pub struct Wanted {
    /// The path to return to, without the base.
    #[serde(default)]
    pub redirect: String,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub children: Html,
}

#[component]
pub fn Guarded(props: &Props) -> Html {
    let session = use_session();
    let wanted = use_route::<Route>();
    let navigator = use_navigator().expect("the router is above");
    // The user of the session, also after it has ended, when `user` is `None`.
    let owner = use_mut_ref(|| session.user.clone());
    let replaced = match (&*owner.borrow(), &session.user) {
        (Some(before), Some(now)) => before != now,
        _ => false,
    };
    if session.user.is_some() {
        owner.replace(session.user.clone());
    }
    let name = owner.borrow().clone().unwrap_or_default();
    let is_shut = !session.is_signed_in() && session.waiting == 0;

    use_effect_with((replaced, is_shut), move |&(replaced, is_shut)| {
        if replaced {
            // Another user must not see what the previous one loaded or wrote.
            let location = web_sys::window().expect("a page").location();
            let _ = location.assign(&format!("{BASE}/"));
        } else if is_shut {
            let redirect = wanted.map(|route| route.to_path()).unwrap_or_default();
            let _ = navigator.replace_with_query(&Route::Login, Wanted { redirect });
        }
    });

    html! {
        if !is_shut {
            { props.children.clone() }
            if !session.is_signed_in() {
                <LoginDialog {name} />
            }
        }
    }
}
