//! The notes on the server. Nothing here deals with expired tokens.

use serde::{Deserialize, Serialize};
use web_sys::File;

use crate::api::api;
use crate::problem::{Problem, body, success};

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Draft {
    pub title: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Note {
    pub id: u32,
    pub title: String,
    pub text: String,
    pub attachment: Option<Attachment>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Attachment {
    pub name: String,
    pub size: u64,
    pub sha256: String,
}

pub async fn list() -> Result<Vec<Note>, Problem> {
    body(api().get("/notes").send().await).await
}

pub async fn read(id: u32) -> Result<Note, Problem> {
    body(api().get(&format!("/notes/{id}")).send().await).await
}

/// Changes a note, or adds one if there is no id.
pub async fn save(id: Option<u32>, draft: &Draft) -> Result<Note, Problem> {
    let request = match id {
        Some(id) => api().put(&format!("/notes/{id}")),
        None => api().post("/notes"),
    };
    body(request.json(draft).send().await).await
}

pub async fn remove(id: u32) -> Result<(), Problem> {
    success(api().delete(&format!("/notes/{id}")).send().await).await?;
    Ok(())
}

pub async fn attach(id: u32, file: File) -> Result<Note, Problem> {
    let request = api()
        .put(&format!("/notes/{id}/attachment"))
        .query(&[("name", file.name())])
        .body(file);
    body(request.send().await).await
}

/// Logs in and begins the session.
pub async fn log_in(username: &str, password: &str) -> Result<(), Problem> {
    let credentials = serde_json::json!({ "username": username, "password": password });
    let answer = api().post("/login").json(&credentials).send().await;
    let tokens: serde_json::Value = body(answer).await?;
    api()
        .session()
        .sign_in(&tokens)
        .map_err(|error| error.to_string())
}
