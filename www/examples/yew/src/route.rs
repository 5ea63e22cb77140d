//! The pages. All except the log-in page require a session.

use web_sys::window;
use yew::prelude::*;
use yew_router::prelude::*;

/// Where the application is served.
pub const BASE: &str = "/examples/yew";

#[derive(Clone, Debug, PartialEq, Routable)]
pub enum Route {
    #[at("/login")]
    Login,
    #[at("/")]
    Notes,
    #[at("/notes/new")]
    NewNote,
    #[at("/notes/:id")]
    Note { id: u32 },
    #[not_found]
    #[at("/404")]
    NotFound,
}

impl Route {
    /// The page that is open, for code outside of components.
    pub fn current() -> Option<Self> {
        let path = window()?.location().pathname().ok()?;
        Self::recognize(path.strip_prefix(BASE)?)
    }

    /// Must edits on this page survive the end of the session?
    pub fn keeps(&self) -> bool {
        matches!(self, Self::NewNote | Self::Note { .. })
    }
}

#[derive(Properties, PartialEq)]
pub struct LinkProps {
    pub to: Route,
    /// Its `data-testid`.
    #[prop_or_default]
    pub testid: Option<&'static str>,
    pub children: Html,
}

/// A link to a page. The router's own takes no `data-testid`.
#[component]
pub fn PageLink(
    LinkProps {
        to,
        testid,
        children,
    }: &LinkProps,
) -> Html {
    let navigator = use_navigator().expect("the router is above");
    let href = format!("{BASE}{}", to.to_path());
    let to = to.clone();
    let onclick = move |event: MouseEvent| {
        event.prevent_default();
        navigator.push(&to);
    };
    html! { <a {href} {onclick} data-testid={*testid}>{ children.clone() }</a> }
}
