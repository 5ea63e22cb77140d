//! All notes.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::notes::{self, Note};
use crate::problem::Problem;
use crate::route::{PageLink, Route};

#[component]
pub fn NotesPage() -> Html {
    let notes = use_state(|| Rc::new(Vec::<Note>::new()));
    let problem = use_state(String::new);

    // Removes a note, if one is given, and loads the list.
    let load = {
        let (notes, problem) = (notes.setter(), problem.setter());
        Callback::from(move |removed: Option<u32>| {
            let (notes, problem) = (notes.clone(), problem.clone());
            problem.set(String::new());
            spawn_local(async move {
                match without(removed).await {
                    Ok(loaded) => notes.set(Rc::new(loaded)),
                    Err(why) => problem.set(why),
                }
            });
        })
    };
    {
        let load = load.clone();
        use_effect_with((), move |()| load.emit(None));
    }

    html! {
        <section class="card">
            <div class="row">
                <PageLink to={Route::NewNote} testid={Some("new")}>{ "New note" }</PageLink>
                <button type="button" data-testid="reload" onclick={load.reform(|_| None)}>
                    { "Reload" }
                </button>
            </div>
            if !problem.is_empty() {
                <p class="problem" role="alert" data-testid="problem">{ &*problem }</p>
            }
            <ul class="list">
                { for notes.iter().map(|note| item(note, &load)) }
            </ul>
        </section>
    }
}

async fn without(removed: Option<u32>) -> Result<Vec<Note>, Problem> {
    if let Some(id) = removed {
        notes::remove(id).await?;
    }
    notes::list().await
}

fn item(note: &Note, load: &Callback<Option<u32>>) -> Html {
    let id = note.id;
    html! {
        <li key={id} class="row">
            <PageLink to={Route::Note { id }} testid={Some("note")}>{ &note.title }</PageLink>
            <button type="button" data-testid="delete" onclick={load.reform(move |_| Some(id))}>
                { "Delete" }
            </button>
        </li>
    }
}
