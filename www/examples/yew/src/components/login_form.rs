//! Asks for name and password; in the dialog, where the name is known, only for the password.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::notes::log_in;

#[derive(Properties, PartialEq)]
pub struct Props {
    #[prop_or_default]
    pub name: Option<String>,
}

#[component]
pub fn LoginForm(Props { name }: &Props) -> Html {
    let username = use_state(|| name.clone().unwrap_or_else(|| "alice".to_owned()));
    let password = use_node_ref();
    let busy = use_state(|| false);
    let problem = use_state(String::new);

    let on_username = {
        let username = username.setter();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            username.set(input.value());
        }
    };
    let onsubmit = {
        let (username, password) = (username.clone(), password.clone());
        let (busy, problem) = (busy.setter(), problem.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let username = (*username).clone();
            let password = password.cast::<HtmlInputElement>();
            let password = password.map(|input| input.value()).unwrap_or_default();
            let (busy, problem) = (busy.clone(), problem.clone());
            busy.set(true);
            problem.set(String::new());
            spawn_local(async move {
                if let Err(why) = log_in(&username, &password).await {
                    problem.set(why);
                }
                busy.set(false);
            });
        }
    };

    html! {
        <form data-testid="login-form" {onsubmit}>
            <label hidden={name.is_some()}>
                { "Name" }
                <input
                    data-testid="username"
                    autocomplete="username"
                    value={(*username).clone()}
                    oninput={on_username}
                    required=true
                />
            </label>
            <label>
                { "Password" }
                <input
                    ref={password}
                    data-testid="password"
                    type="password"
                    autocomplete="current-password"
                    required=true
                />
            </label>
            if !problem.is_empty() {
                <p class="problem" role="alert" data-testid="login-problem">{ &*problem }</p>
            }
            <button type="submit" data-testid="login" disabled={*busy}>{ "Log in" }</button>
        </form>
    }
}
