//! What may go wrong with a refresh, on request.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use crate::convention::{Convention, Issued, Refusal};
use crate::reply;
use crate::serve::Cut;

/// One way for refreshes to go wrong.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Fault {
    /// How many refreshes it hits.
    #[serde(default = "once")]
    pub(crate) times: u64,
    /// Milliseconds to wait before the answer.
    #[serde(default)]
    delay: u64,
    #[serde(flatten)]
    pub(crate) action: Action,
}

/// What happens instead of the exchange. None of these spends the refresh token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(
    tag = "action",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub(crate) enum Action {
    /// The good answer after all, only later.
    Delay,
    /// The back end's own answer for a session that is over.
    Refuse,
    /// Some status, with `Retry-After` if wanted.
    Status {
        #[serde(default = "unavailable")]
        status: u16,
        retry_after: Option<u64>,
    },
    /// The connection is cut before there is an answer.
    Drop,
    /// The connection is cut in the middle of the answer's body.
    DropBody,
    /// A log-in page, as a proxy in front of the server would answer.
    Html,
    /// 204.
    NoContent,
    /// 200 and `{}`.
    NoToken,
    /// An access token that cannot stand in a header.
    BadToken,
    /// 500.
    ServerError,
}

impl Fault {
    /// Whether a proxy in front of the server could have answered so: the session is not over.
    pub(crate) fn is_outage(&self) -> bool {
        match self.action {
            Action::Status { status, .. } => {
                matches!(status, 408 | 425 | 429 | 502..=504 | 520..=530 | 598 | 599)
            }
            Action::Drop | Action::DropBody | Action::Html => true,
            Action::Delay
            | Action::Refuse
            | Action::NoContent
            | Action::NoToken
            | Action::BadToken
            | Action::ServerError => false,
        }
    }

    /// Waits as long as the fault says, then answers; `None` stands for the normal answer.
    pub(crate) async fn perform(&self, convention: &Convention) -> Option<Response> {
        tokio::time::sleep(Duration::from_millis(self.delay)).await;
        let response = match &self.action {
            Action::Delay => return None,
            Action::Refuse => reply::refusal(convention, Refusal::Refresh),
            Action::Status {
                status,
                retry_after,
            } => status_response(*status, *retry_after),
            Action::Drop => Cut::InHead.into_response(),
            Action::DropBody => Cut::InBody.into_response(),
            Action::Html => {
                Html("<!doctype html><title>Log in</title><h1>Log in</h1>").into_response()
            }
            Action::NoContent => StatusCode::NO_CONTENT.into_response(),
            Action::NoToken => Json(json!({})).into_response(),
            Action::BadToken => reply::tokens(
                convention,
                convention.refresh_reply,
                Issued {
                    access: "abc\r\nX-Injected: 1".to_owned(),
                    refresh: None,
                    expires_in: 3600,
                },
            ),
            Action::ServerError => status_response(500, None),
        };
        Some(response)
    }
}

fn status_response(status: u16, retry_after: Option<u64>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let message = status.canonical_reason().unwrap_or("refused on request");
    let mut response = (status, Json(json!({ "message": message }))).into_response();
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn once() -> u64 {
    1
}

fn unavailable() -> u16 {
    503
}
