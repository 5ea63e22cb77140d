//! Shown when the session has ended and requests wait. They are sent when the same user logs in here.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::LoginForm;
use crate::api::api;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Who has to log in.
    pub name: String,
}

#[component]
pub fn LoginDialog(Props { name }: &Props) -> Html {
    let dialog = use_node_ref();
    // Rendered only while a log-in is required, and reopened when the user closes it.
    let open = {
        let dialog = dialog.clone();
        move || {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        }
    };
    let onclose = {
        let open = open.clone();
        move |_| open()
    };
    use_effect_with((), move |()| open());
    let leave = |_| drop(api().session().sign_out());
    html! {
        <dialog ref={dialog} {onclose} data-testid="login-dialog">
            <h2 data-testid="again">{ format!("Please log in again, {name}") }</h2>
            <p>
                { "Your session has ended. Nothing is lost: your changes are saved as soon as you log in." }
            </p>
            <LoginForm name={Some(name.clone())} />
            <button type="button" data-testid="leave" onclick={leave}>
                { "Discard changes and leave" }
            </button>
        </dialog>
    }
}
