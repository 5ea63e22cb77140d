//! The control interface: what tests and the demo page do to the server behind the client's back.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::app::App;
use crate::fault::Fault;
use crate::user::{Counts, State as UserState, User};
use crate::{random, recorder};

/// How long a question for counts waits for them to be reached.
const PATIENCE: Duration = Duration::from_secs(15);

/// `/control/...`
pub(crate) fn router(app: Arc<App>) -> Router<Arc<App>> {
    let of_user = Router::new()
        .route("/{user}", get(counts))
        .route("/{user}/reset", post(reset))
        .route("/{user}/expire", post(expire))
        .route("/{user}/lifetime", post(lifetime))
        .route("/{user}/refresh", post(refresh))
        .route("/{user}/slow", post(slow))
        .route("/{user}/hold", post(hold))
        .route("/{user}/release", post(release))
        .route("/{user}/refuse-access", post(refuse_access))
        .route_layer(middleware::from_fn_with_state(app, find_user));
    Router::new()
        .route("/info", get(info))
        .route("/users", post(add_user))
        .nest("/recorder", recorder::control())
        .merge(of_user)
}

/// Puts the user of the path among the request's extensions.
async fn find_user(
    State(app): State<Arc<App>>,
    Path(params): Path<HashMap<String, String>>,
    mut request: Request,
    next: Next,
) -> Response {
    let name = params.get("user").map_or("", String::as_str);
    match app.store.has_user(name) {
        Ok(true) => {
            request.extensions_mut().insert(app.user(name));
            next.run(request).await
        }
        Ok(false) => {
            let body = json!({ "message": format!("no user is called {name:?}") });
            (StatusCode::NOT_FOUND, Json(body)).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn info(State(app): State<Arc<App>>) -> Json<Value> {
    Json(json!({ "corsOrigin": app.cors_origin }))
}

async fn add_user(State(app): State<Arc<App>>) -> Response {
    let username = format!("user-{}", random::hex(6));
    let password = random::hex(8);
    match app.store.add_user(&username, &password) {
        Ok(()) => Json(json!({ "username": username, "password": password })).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The counts. With a query such as `?held=1&calls=50`, waits until they are at least that.
async fn counts(
    State(app): State<Arc<App>>,
    Extension(user): Extension<Arc<User>>,
    Query(wanted): Query<HashMap<String, u64>>,
) -> Response {
    let reached = wanted.is_empty()
        || user
            .wait_until(|state| reaches(&state.counts, &wanted), PATIENCE)
            .await;
    let status = if reached {
        StatusCode::OK
    } else {
        StatusCode::GATEWAY_TIMEOUT
    };
    let mut body = user.read(|state| to_json(&state.counts));
    body["faults"] = json!(user.read(|state| state.faults.len()));
    body["signedIn"] = json!(app.store.live_families(&user.name).unwrap_or_default());
    (status, Json(body)).into_response()
}

fn reaches(counts: &Counts, wanted: &HashMap<String, u64>) -> bool {
    let counts = to_json(counts);
    wanted
        .iter()
        .all(|(name, least)| counts[name].as_u64().is_some_and(|count| count >= *least))
}

fn to_json(counts: &Counts) -> Value {
    serde_json::to_value(counts).expect("numbers under names are JSON")
}

async fn reset(Extension(user): Extension<Arc<User>>) -> StatusCode {
    user.change(UserState::reset);
    StatusCode::NO_CONTENT
}

async fn expire(Extension(user): Extension<Arc<User>>) -> StatusCode {
    user.change(UserState::expire);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Lifetime {
    access: Option<u32>,
    refresh: Option<u32>,
}

async fn lifetime(
    Extension(user): Extension<Arc<User>>,
    body: Bytes,
) -> Result<StatusCode, Refused> {
    let lifetime: Lifetime = parse(&body)?;
    user.change(|state| {
        state.access_lifetime = lifetime.access.unwrap_or(state.access_lifetime);
        state.refresh_lifetime = lifetime.refresh.unwrap_or(state.refresh_lifetime);
    });
    Ok(StatusCode::NO_CONTENT)
}

async fn refresh(
    Extension(user): Extension<Arc<User>>,
    body: Bytes,
) -> Result<StatusCode, Refused> {
    let fault: Fault = parse(&body)?;
    user.change(|state| state.faults.push_back(fault));
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Slowness {
    /// Milliseconds.
    refresh: u64,
}

async fn slow(Extension(user): Extension<Arc<User>>, body: Bytes) -> Result<StatusCode, Refused> {
    let slowness: Slowness = parse(&body)?;
    user.change(|state| state.slowness = slowness.refresh);
    Ok(StatusCode::NO_CONTENT)
}

async fn hold(Extension(user): Extension<Arc<User>>) -> StatusCode {
    user.change(|state| state.hold = true);
    StatusCode::NO_CONTENT
}

async fn release(Extension(user): Extension<Arc<User>>) -> StatusCode {
    user.change(|state| state.hold = false);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Switch {
    on: bool,
}

async fn refuse_access(
    Extension(user): Extension<Arc<User>>,
    body: Bytes,
) -> Result<StatusCode, Refused> {
    let switch: Switch = parse(&body)?;
    user.change(|state| state.refuse_access = switch.on);
    Ok(StatusCode::NO_CONTENT)
}

type Refused = (StatusCode, Json<Value>);

/// JSON of whatever content type: a test's `fetch` need not name it.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|error| {
        let body = json!({ "message": error.to_string() });
        (StatusCode::BAD_REQUEST, Json(body))
    })
}
