//! The log-in page. Returns to the requested page when the user signs in, in this tab or another.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::LoginForm;
use crate::guarded::Wanted;
use crate::route::Route;
use crate::session::use_session;

#[component]
pub fn LoginPage() -> Html {
    let session = use_session();
    let location = use_location().expect("the router is above");
    let navigator = use_navigator().expect("the router is above");
    use_effect_with(session.is_signed_in(), move |signed_in| {
        if *signed_in {
            let wanted: Wanted = location.query::<Wanted>().unwrap_or_default();
            // Whatever the query says, it leads to a page of this application.
            let route = Route::recognize(&wanted.redirect).unwrap_or(Route::Notes);
            navigator.replace(&route);
        }
    });
    html! {
        <section class="card narrow">
            <h2>{ "Log in" }</h2>
            <p class="aside">
                { "The demo server has two users, alice and bob, with the password “everfetch”." }
            </p>
            <LoginForm />
        </section>
    }
}
