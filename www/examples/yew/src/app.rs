//! The frame: the user and the page.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::api;
use crate::guarded::Guarded;
use crate::pages::{LoginPage, NotePage, NotesPage};
use crate::route::{BASE, PageLink, Route};
use crate::session::use_session;

#[component]
pub fn App() -> Html {
    html! {
        <BrowserRouter basename={BASE}>
            <Header />
            <main><Switch<Route> render={page} /></main>
        </BrowserRouter>
    }
}

fn page(route: Route) -> Html {
    match route {
        Route::Login => html! { <LoginPage /> },
        Route::Notes => html! { <Guarded><NotesPage /></Guarded> },
        Route::NewNote => html! { <Guarded><NotePage /></Guarded> },
        Route::Note { id } => html! { <Guarded><NotePage id={Some(id)} /></Guarded> },
        Route::NotFound => html! { <Redirect<Route> to={Route::Notes} /> },
    }
}

#[component]
fn Header() -> Html {
    let user = use_session().user;
    let sign_out = |_| drop(api().session().sign_out()); // in every tab
    html! {
        <header>
            <h1><PageLink to={Route::Notes}>{ "Notes" }</PageLink></h1>
            if let Some(user) = user {
                <p class="row">
                    <span data-testid="user">{ user }</span>
                    <button type="button" data-testid="sign-out" onclick={sign_out}>
                        { "Sign out" }
                    </button>
                </p>
            }
        </header>
    }
}
