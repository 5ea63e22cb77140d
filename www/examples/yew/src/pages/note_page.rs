//! Edits a note, or a new one. The token or the session may expire during the edit.

use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::NoteAttachment;
use crate::notes::{self, Draft, Note};
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The note; none for a new one.
    #[prop_or_default]
    pub id: Option<u32>,
}

#[component]
pub fn NotePage(&Props { id }: &Props) -> Html {
    let navigator = use_navigator().expect("the router is above");
    let note = use_state(|| None::<Note>);
    let draft = use_state(Draft::default);
    let status = use_state(|| "");
    let problem = use_state(String::new);

    {
        let (note, draft, problem) = (note.setter(), draft.setter(), problem.setter());
        use_effect_with(id, move |&id| {
            note.set(None);
            draft.set(Draft::default());
            let Some(id) = id else { return };
            spawn_local(async move {
                match notes::read(id).await {
                    Ok(read) => {
                        draft.set(Draft {
                            title: read.title.clone(),
                            text: read.text.clone(),
                        });
                        note.set(Some(read));
                    }
                    Err(why) => problem.set(why),
                }
            });
        });
    }

    let on_title = {
        let draft = draft.clone();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            draft.set(Draft {
                title: input.value(),
                ..(*draft).clone()
            });
        }
    };
    let on_text = {
        let draft = draft.clone();
        move |event: InputEvent| {
            let input: HtmlTextAreaElement = event.target_unchecked_into();
            draft.set(Draft {
                text: input.value(),
                ..(*draft).clone()
            });
        }
    };
    let save = {
        let (note, draft) = (note.setter(), draft.clone());
        let (status, problem) = (status.setter(), problem.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let (note, draft) = (note.clone(), draft.clone());
            let (status, problem) = (status.clone(), problem.clone());
            let navigator = navigator.clone();
            status.set("Saving…");
            problem.set(String::new());
            spawn_local(async move {
                match notes::save(id, &draft).await {
                    Ok(_) if id.is_none() => navigator.push(&Route::Notes),
                    Ok(saved) => {
                        note.set(Some(saved));
                        status.set("Saved");
                    }
                    Err(why) => {
                        status.set("");
                        problem.set(why);
                    }
                }
            });
        }
    };
    let on_change = {
        let note = note.setter();
        move |changed| note.set(Some(changed))
    };

    html! {
        <>
            <form class="card" onsubmit={save}>
                <label>
                    { "Title" }
                    <input
                        data-testid="title"
                        value={draft.title.clone()}
                        oninput={on_title}
                        required=true
                    />
                </label>
                <label>
                    { "Text" }
                    <textarea data-testid="text" value={draft.text.clone()} oninput={on_text} />
                </label>
                if !problem.is_empty() {
                    <p class="problem" role="alert" data-testid="problem">{ &*problem }</p>
                }
                <div class="row">
                    <button type="submit" data-testid="save">{ "Save" }</button>
                    <span class="aside" role="status" data-testid="status">{ *status }</span>
                </div>
            </form>
            if let Some(note) = &*note {
                <NoteAttachment note={note.clone()} {on_change} />
            }
        </>
    }
}
