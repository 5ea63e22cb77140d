//! Notes: what the example applications list, edit and attach files to.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::scenario::{Answer, Scenario};

/// What a user does at back end B.
struct Visitor<'a> {
    server: &'a Scenario,
    bearer: String,
}

impl<'a> Visitor<'a> {
    async fn new(server: &'a Scenario, username: &str) -> Self {
        let credentials = json!({ "username": username, "password": "everfetch" });
        let login = server.post("/b/login", &[], credentials).await;
        Self {
            server,
            bearer: format!("Bearer {}", login.text("/token")),
        }
    }

    async fn call(&self, method: &str, path: &str, body: &str) -> Answer {
        let headers = [("authorization", self.bearer.as_str())];
        let path = format!("/b/notes{path}");
        self.server.call(method, &path, &headers, body).await
    }

    async fn list(&self) -> Vec<Value> {
        self.call("GET", "", "")
            .await
            .body
            .as_array()
            .unwrap()
            .clone()
    }
}

#[tokio::test]
async fn a_new_user_finds_a_note_and_can_add_change_and_remove_some() {
    let server = Scenario::new();
    let alice = Visitor::new(&server, "alice").await;
    let found = alice.list().await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["title"], "Welcome");

    let draft = json!({ "title": "Milk", "text": "two" }).to_string();
    let added = alice.call("POST", "", &draft).await.body;
    assert_eq!(
        (&added["title"], &added["text"]),
        (&json!("Milk"), &json!("two"))
    );
    let path = format!("/{}", added["id"]);

    let draft = json!({ "title": "Milk", "text": "three" }).to_string();
    let changed = alice.call("PUT", &path, &draft).await.body;
    assert_eq!(changed["text"], "three");
    assert_eq!(alice.call("GET", &path, "").await.body, changed);
    assert_eq!(alice.list().await, [found[0].clone(), changed]);

    assert_eq!(alice.call("DELETE", &path, "").await.status, StatusCode::OK);
    assert_eq!(alice.list().await, found);
    for method in ["GET", "DELETE"] {
        let gone = alice.call(method, &path, "").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{method}");
    }
}

#[tokio::test]
async fn of_a_file_its_size_and_digest_are_kept() {
    let server = Scenario::new();
    let alice = Visitor::new(&server, "alice").await;
    let path = format!("/{}", alice.list().await[0]["id"]);
    let attachment = format!("{path}/attachment?name=a%20b.txt");
    let note = alice.call("PUT", &attachment, "abc").await.body;
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(
        note["attachment"],
        json!({ "name": "a b.txt", "size": 3, "sha256": sha256 })
    );
    assert_eq!(alice.call("GET", &path, "").await.body, note);
}

#[tokio::test]
async fn nobody_sees_or_touches_the_notes_of_another() {
    let server = Scenario::new();
    let alice = Visitor::new(&server, "alice").await;
    let bob = Visitor::new(&server, "bob").await;
    let note = alice.list().await[0].clone();
    let path = format!("/{}", note["id"]);
    let draft = json!({ "title": "", "text": "" }).to_string();
    for (method, path) in [
        ("GET", path.clone()),
        ("PUT", path.clone()),
        ("PUT", format!("{path}/attachment?name=a")),
        ("DELETE", path.clone()),
    ] {
        let refused = bob.call(method, &path, &draft).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{method} {path}");
    }
    assert_eq!(alice.list().await, [note]);

    let anonymous = server.get("/b/notes", &[]).await;
    assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_no_note_is_refused() {
    let server = Scenario::new();
    let alice = Visitor::new(&server, "alice").await;
    for body in ["", "{}", "not json"] {
        let refused = alice.call("POST", "", body).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{body}");
    }
    assert_eq!(alice.list().await.len(), 1);
}
