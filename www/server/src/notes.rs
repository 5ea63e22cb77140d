//! The notes of the user whose token it is: the resource of the example applications.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Extension, Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::app::BackEnd;
use crate::convention::Refusal;
use crate::guard::Caller;
use crate::store::Attachment;
use crate::{random, reply};

/// `/notes…`, for a router behind the guard.
pub(crate) fn router() -> Router<BackEnd> {
    Router::new()
        .route("/notes", get(list).post(add))
        .route("/notes/{id}", get(read).put(change).delete(remove))
        .route("/notes/{id}/attachment", put(attach))
}

/// What a note is made of.
#[derive(Deserialize)]
struct Draft {
    title: String,
    text: String,
}

/// The metadata that a file does not contain.
#[derive(Deserialize)]
struct FileName {
    name: String,
}

async fn list(
    State(back_end): State<BackEnd>,
    Extension(Caller(user)): Extension<Caller>,
) -> Response {
    answer(&back_end, back_end.app.store.notes(&user).map(Some))
}

async fn add(
    State(back_end): State<BackEnd>,
    Extension(Caller(user)): Extension<Caller>,
    body: Bytes,
) -> Response {
    match serde_json::from_slice(&body) {
        Ok(Draft { title, text }) => {
            answer(&back_end, back_end.app.store.add_note(&user, &title, &text))
        }
        Err(_) => back_end.refuse(Refusal::Malformed),
    }
}

async fn read(
    State(back_end): State<BackEnd>,
    Extension(Caller(user)): Extension<Caller>,
    Path(id): Path<i64>,
) -> Response {
    answer(&back_end, back_end.app.store.note(&user, id))
}

async fn change(
    State(back_end): State<BackEnd>,
    Extension(Caller(user)): Extension<Caller>,
    Path(id): Path<i64>,
    body: Bytes,
) -> Response {
    match serde_json::from_slice(&body) {
        Ok(Draft { title, text }) => {
            let changed = back_end.app.store.change_note(&user, id, &title, &text);
            answer(&back_end, changed)
        }
        Err(_) => back_end.refuse(Refusal::Malformed),
    }
}

async fn remove(
    State(back_end): State<BackEnd>,
    Extension(Caller(user)): Extension<Caller>,
    Path(id): Path<i64>,
) -> Response {
    let removed = back_end.app.store.remove_note(&user, id);
    answer(&back_end, removed.map(|was_there| was_there.then_some(())))
}

/// The file is the body; of it, size and digest are kept.
async fn attach(
    State(back_end): State<BackEnd>,
    Extension(Caller(user)): Extension<Caller>,
    Path(id): Path<i64>,
    Query(FileName { name }): Query<FileName>,
    body: Bytes,
) -> Response {
    let attachment = Attachment {
        name,
        size: body.len().try_into().unwrap_or(i64::MAX),
        sha256: random::to_hex(&Sha256::digest(&body)),
    };
    answer(&back_end, back_end.app.store.attach(&user, id, &attachment))
}

fn answer<T: Serialize>(back_end: &BackEnd, found: rusqlite::Result<Option<T>>) -> Response {
    match found {
        Ok(Some(data)) => reply::data(back_end.convention, json!(data)),
        Ok(None) => {
            let body = json!({ "message": "there is no such note" });
            (StatusCode::NOT_FOUND, Json(body)).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
