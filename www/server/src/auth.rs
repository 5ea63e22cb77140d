//! Log-in, refresh and log-out, for every back end.

use std::collections::HashMap;
use std::time::Duration;

use axum::Form;
use axum::body::Bytes;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::BackEnd;
use crate::convention::{Issued, RefreshIn, Refusal};
use crate::journal::{Ending, Entry, fingerprint};
use crate::store::Exchange;
use crate::tokens::{Claims, now};
use crate::user::{State as UserState, User};
use crate::{random, reply};

/// The OAuth client that the demo page is.
const CLIENT_ID: &str = "everfetch-demo";

type Fields = HashMap<String, String>;

/// `POST` of name and password, as JSON.
pub(crate) async fn login(State(back_end): State<BackEnd>, body: Bytes) -> Response {
    match serde_json::from_slice(&body) {
        Ok(fields) => sign_in(&back_end, &fields),
        Err(_) => back_end.refuse(Refusal::Malformed),
    }
}

/// `POST /token`, form-encoded: a log-in or a refresh, depending on `grant_type`.
pub(crate) async fn token_endpoint(
    State(back_end): State<BackEnd>,
    headers: HeaderMap,
    form: Result<Form<Fields>, FormRejection>,
) -> Response {
    // The rejection covers a body of another content type.
    let Ok(Form(fields)) = form else {
        return back_end.refuse(Refusal::Malformed);
    };
    let is_known_client = fields.get("client_id").is_some_and(|id| id == CLIENT_ID);
    match fields.get("grant_type").map(String::as_str) {
        Some("password") if is_known_client => sign_in(&back_end, &fields),
        Some("refresh_token") if is_known_client => match fields.get("refresh_token") {
            Some(token) => exchange(&back_end, &headers, token).await,
            None => back_end.refuse(Refusal::Malformed),
        },
        Some(_) | None => back_end.refuse(Refusal::Malformed),
    }
}

/// The refresh, wherever the refresh token travels.
pub(crate) async fn refresh(
    State(back_end): State<BackEnd>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let token = match &back_end.convention.refresh_in {
        RefreshIn::Json => serde_json::from_slice(&body)
            .ok()
            .and_then(|mut fields: Fields| fields.remove("refreshToken")),
        RefreshIn::Query(name) => Query::<Fields>::try_from_uri(&parts.uri)
            .ok()
            .and_then(|mut fields| fields.remove(*name)),
        RefreshIn::Header(name) => header_text(&parts.headers, name).map(str::to_owned),
        RefreshIn::Form => unreachable!("the token endpoint takes these"),
        // A page of another site can make the browser send the cookie, but not this header.
        RefreshIn::Cookie if header_text(&parts.headers, "x-csrf") != Some("1") => {
            return back_end.refuse(Refusal::Forbidden);
        }
        RefreshIn::Cookie => cookie(&parts.headers),
    };
    match token {
        Some(token) => exchange(&back_end, &parts.headers, &token).await,
        None => back_end.refuse(Refusal::Refresh),
    }
}

/// Revokes the cookie's family and clears the cookie.
pub(crate) async fn logout(State(back_end): State<BackEnd>, headers: HeaderMap) -> Response {
    let store = &back_end.app.store;
    let known = cookie(&headers).map(|token| store.find_token(&token, back_end.convention.name));
    if let Some(Ok(Some(known))) = known
        && store.revoke_family(known.family).is_err()
    {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    reply::clear_cookie(&mut response, back_end.convention);
    response
}

fn sign_in(back_end: &BackEnd, fields: &Fields) -> Response {
    let (Some(name), Some(password)) = (fields.get("username"), fields.get("password")) else {
        return back_end.refuse(Refusal::Malformed);
    };
    match back_end.app.store.password_matches(name, password) {
        Ok(true) => {}
        Ok(false) => return back_end.refuse(Refusal::Credentials),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
    let user = back_end.app.user(name);
    let lifetime = user.read(|state| state.refresh_lifetime);
    let begun = back_end
        .app
        .store
        .begin_family(name, back_end.convention.name, lifetime);
    let Ok((family, token)) = begun else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    user.change(|state| state.counts.logins += 1);
    let issued = issue(back_end, &user, family, Some(token));
    reply::tokens(back_end.convention, back_end.convention.login_reply, issued)
}

async fn exchange(back_end: &BackEnd, headers: &HeaderMap, token: &str) -> Response {
    let BackEnd { app, convention } = back_end;
    let known = match app.store.find_token(token, convention.name) {
        Ok(Some(known)) => known,
        Ok(None) => {
            app.journal.refresh(headers, token, None).outcome = Ending::Refused;
            return back_end.refuse(Refusal::Refresh);
        }
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let mut logged = app.journal.refresh(headers, token, Some(known.family));
    let user = app.user(&known.user);
    user.change(|state| state.counts.refreshes += 1);
    user.wait_for_release().await;
    tokio::time::sleep(Duration::from_millis(user.read(|state| state.slowness))).await;
    if let Some(fault) = user.change(UserState::next_fault)
        && let Some(response) = fault.perform(convention).await
    {
        logged.outcome = if fault.is_outage() {
            Ending::Unavailable
        } else {
            Ending::Refused
        };
        return response;
    }
    let lifetime = user.read(|state| state.refresh_lifetime);
    match app
        .store
        .exchange(token, convention.name, convention.rotates, lifetime)
    {
        Ok(Exchange::Granted { next }) => {
            logged.outcome = Ending::Granted;
            user.change(|state| state.counts.refreshed += 1);
            let issued = issue(back_end, &user, known.family, next);
            reply::tokens(convention, convention.refresh_reply, issued)
        }
        Ok(Exchange::Refused) => {
            logged.outcome = Ending::Refused;
            back_end.refuse(Refusal::Refresh)
        }
        Ok(Exchange::Reused) => {
            logged.outcome = Ending::Reused;
            user.change(|state| {
                state.counts.reuse += 1;
                state.counts.revoked += 1;
            });
            back_end.refuse(Refusal::Refresh)
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn issue(back_end: &BackEnd, user: &User, family: i64, refresh: Option<String>) -> Issued {
    let (seq, lifetime) = user.change(|state| (state.next_sequence(), state.access_lifetime));
    let issued = now();
    let claims = Claims {
        sub: user.name.clone(),
        aud: back_end.convention.name.to_owned(),
        iat: issued,
        exp: issued + i64::from(lifetime),
        jti: random::hex(8),
        fam: family,
        seq,
    };
    let access = back_end.app.signer.sign(&claims);
    back_end.app.journal.write(&Entry::Issued {
        user: &user.name,
        family,
        access: fingerprint(&access),
        refresh: refresh.as_deref().map(fingerprint),
    });
    Issued {
        access,
        refresh,
        expires_in: lifetime,
    }
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    header_text(headers, header::COOKIE.as_str())?
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == reply::COOKIE)
        .map(|(_, value)| value.to_owned())
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
