//! What all handlers share, and the table of routes.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{any, get, post};
use axum::{Router, middleware};

use crate::convention::{CONVENTIONS, Convention, RefreshIn, Refusal};
use crate::journal::Journal;
use crate::store::Store;
use crate::tokens::Signer;
use crate::user::User;
use crate::{auth, control, cors, guard, notes, page, recorder, reply, resources};

/// Large enough for the uploads of tests.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// The server's state.
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) signer: Signer,
    pub(crate) journal: Journal,
    /// The folder of the built page.
    pub(crate) dist: PathBuf,
    /// The second listener's origin.
    pub(crate) cors_origin: String,
    /// Whether every back end takes requests from every origin on this machine.
    pub(crate) allow_localhost: bool,
    pub(crate) users: Mutex<HashMap<String, Arc<User>>>,
    pub(crate) recorder: recorder::Recorder,
}

/// One back end of the server.
#[derive(Clone)]
pub(crate) struct BackEnd {
    pub(crate) app: Arc<App>,
    pub(crate) convention: &'static Convention,
}

impl App {
    /// The live state of a user. The user must be in the store.
    pub(crate) fn user(&self, name: &str) -> Arc<User> {
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        let user = users
            .entry(name.to_owned())
            .or_insert_with(|| Arc::new(User::new(name)));
        Arc::clone(user)
    }
}

impl BackEnd {
    /// A refusal in this back end's words.
    pub(crate) fn refuse(&self, refusal: Refusal) -> Response {
        reply::refusal(self.convention, refusal)
    }
}

/// All routes.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let mut router = Router::new()
        .nest("/control", control::router(Arc::clone(app)))
        .nest("/recorder", recorder::router());
    for convention in &CONVENTIONS {
        let back_end = BackEnd {
            app: Arc::clone(app),
            convention,
        };
        router = router.nest(&format!("/{}", convention.name), back_end_router(back_end));
    }
    router
        .fallback(page::serve)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(Arc::clone(app), cors::allow))
        .layer(middleware::from_fn(page::forbid_caching))
        .with_state(Arc::clone(app))
}

fn back_end_router(back_end: BackEnd) -> Router<Arc<App>> {
    let convention = back_end.convention;
    let mut guarded = Router::new()
        .route("/me", get(resources::me))
        .route("/items/{number}", any(resources::item))
        .route("/echo", any(resources::echo))
        .route("/mirror", any(resources::mirror))
        .merge(notes::router());
    let mut open = Router::new()
        .route("/open/ping", get(resources::ping))
        .route("/open/status/{code}", any(resources::status));
    if let Some(path) = convention.forbidden {
        open = open.route(path, get(resources::forbidden));
    }
    match convention.refresh_in {
        RefreshIn::Form => open = open.route(convention.refresh, post(auth::token_endpoint)),
        RefreshIn::Query(_) => {
            open = open.route(convention.refresh, get(auth::refresh));
            open = open.route("/aaa", get(async || "aaa"));
            guarded = guarded.route("/bbb", get(async || "bbb"));
        }
        RefreshIn::Cookie => {
            open = open.route("/auth/logout", post(auth::logout));
            open = open.route(convention.refresh, post(auth::refresh));
        }
        RefreshIn::Json | RefreshIn::Header(_) => {
            open = open.route(convention.refresh, post(auth::refresh));
        }
    }
    if !matches!(convention.refresh_in, RefreshIn::Form) {
        open = open.route(convention.login, post(auth::login));
    }
    let guard = middleware::from_fn_with_state(back_end.clone(), guard::check);
    guarded.route_layer(guard).merge(open).with_state(back_end)
}
