//! The attachment of a note, and the upload of a new one. A fetch reports no progress of its own, so the bar shows
//! that something happens, and is full at the end.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::notes::{self, Note};

#[derive(Clone, Copy, PartialEq)]
enum Upload {
    None,
    Running,
    Done,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub note: Note,
    pub on_change: Callback<Note>,
}

#[component]
pub fn NoteAttachment(Props { note, on_change }: &Props) -> Html {
    let upload = use_state(|| Upload::None);
    let problem = use_state(String::new);

    let onchange = {
        let (upload, problem) = (upload.setter(), problem.setter());
        let (id, on_change) = (note.id, on_change.clone());
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.get(0)) else {
                return;
            };
            let (upload, problem) = (upload.clone(), problem.clone());
            let on_change = on_change.clone();
            upload.set(Upload::Running);
            problem.set(String::new());
            spawn_local(async move {
                match notes::attach(id, file).await {
                    Ok(note) => {
                        upload.set(Upload::Done);
                        on_change.emit(note);
                    }
                    Err(why) => {
                        upload.set(Upload::None);
                        problem.set(why);
                    }
                }
            });
        }
    };

    html! {
        <section class="card">
            <label>
                { "Attachment" }
                <input
                    type="file"
                    data-testid="file"
                    disabled={*upload == Upload::Running}
                    {onchange}
                />
            </label>
            if *upload != Upload::None {
                <progress
                    data-testid="progress"
                    max="1"
                    value={(*upload == Upload::Done).then_some("1")}
                />
            }
            if !problem.is_empty() {
                <p class="problem" role="alert">{ &*problem }</p>
            }
            if let Some(attachment) = &note.attachment {
                <p class="aside">
                    { &attachment.name }{ ", " }
                    <span data-testid="size">{ attachment.size }</span>
                    { " bytes, SHA-256 " }
                    <code data-testid="sha256">{ &attachment.sha256 }</code>
                </p>
            }
        </section>
    }
}
