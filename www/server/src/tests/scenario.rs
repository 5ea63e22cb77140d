//! A server without sockets, and short words for what a client does to it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::app::{self, App};
use crate::journal::Journal;
use crate::recorder::Recorder;
use crate::store::Store;
use crate::tokens::Signer;

/// The server, with the users `alice` and `bob`.
#[derive(Clone)]
pub(super) struct Scenario {
    router: Router,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Value,
}

impl Scenario {
    pub(super) fn new() -> Self {
        Self::allowing_localhost(false)
    }

    pub(super) fn allowing_localhost(allow_localhost: bool) -> Self {
        let store = Store::open(":memory:".as_ref()).unwrap();
        for name in ["alice", "bob"] {
            store.add_user(name, "everfetch").unwrap();
        }
        let router = app::router(&Arc::new(App {
            store,
            signer: Signer::new(),
            journal: Journal::default(),
            dist: PathBuf::from("no such folder"),
            cors_origin: "http://localhost:4701".to_owned(),
            allow_localhost,
            users: Mutex::new(HashMap::new()),
            recorder: Recorder::default(),
        }));
        Self { router }
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = || Value::from(String::from_utf8_lossy(&bytes).into_owned());
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap_or_else(|_| text()),
        }
    }

    /// `GET`, with headers.
    pub(super) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(request("GET", path, headers, Body::empty()))
            .await
    }

    /// `POST` of JSON, with headers.
    pub(super) async fn post(&self, path: &str, headers: &[(&str, &str)], body: Value) -> Answer {
        let headers = [headers, &[("content-type", "application/json")]].concat();
        self.send(request(
            "POST",
            path,
            &headers,
            Body::from(body.to_string()),
        ))
        .await
    }

    /// Any method, with a body as it is.
    pub(super) async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let body = Body::from(body.to_owned());
        self.send(request(method, path, headers, body)).await
    }

    /// `POST` of a form.
    pub(super) async fn post_form(&self, path: &str, form: &str) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.send(request("POST", path, &headers, Body::from(form.to_owned())))
            .await
    }

    /// Guarded `me` of a back end, with `Authorization: Bearer`.
    pub(super) async fn me(&self, back_end: &str, token: &str) -> Answer {
        let bearer = format!("Bearer {token}");
        self.get(&format!("/{back_end}/me"), &[("authorization", &bearer)])
            .await
    }

    /// Logs alice in by JSON.
    pub(super) async fn login(&self, path: &str) -> Answer {
        let credentials = json!({ "username": "alice", "password": "everfetch" });
        self.post(path, &[], credentials).await
    }

    /// `POST /control/alice/...`
    pub(super) async fn control(&self, what: &str, body: Value) {
        let answer = self
            .post(&format!("/control/alice/{what}"), &[], body)
            .await;
        assert!(answer.status.is_success(), "{what}: {answer:?}");
    }

    /// One of alice's counts, once it is at least `least`.
    pub(super) async fn count(&self, name: &str, least: u64) -> u64 {
        let path = format!("/control/alice?{name}={least}");
        self.get(&path, &[]).await.body[name].as_u64().unwrap()
    }
}

impl Answer {
    /// A text of the body, by its JSON pointer.
    pub(super) fn text(&self, pointer: &str) -> String {
        match self.body.pointer(pointer).and_then(Value::as_str) {
            Some(text) => text.to_owned(),
            None => panic!("no text at {pointer} in {self:?}"),
        }
    }

    /// `name=value` of the cookie that is set.
    pub(super) fn cookie(&self) -> String {
        let cookie = self.headers["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}
