//! Writing answers as a back end's convention wants them.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::convention::{Convention, Issued, RefreshIn, Refusal};

/// The cookie of the back end that keeps the refresh token there.
pub(crate) const COOKIE: &str = "refresh";

/// Data.
pub(crate) fn data(convention: &Convention, data: Value) -> Response {
    Json(convention.wrap(data)).into_response()
}

/// Tokens, in the body that `write` gives and, where the convention says so, in the cookie.
pub(crate) fn tokens(
    convention: &Convention,
    write: fn(&Issued) -> Value,
    issued: Issued,
) -> Response {
    let mut response = data(convention, write(&issued));
    if let (RefreshIn::Cookie, Some(refresh)) = (&convention.refresh_in, issued.refresh) {
        set_cookie(&mut response, convention, &refresh, 7 * 24 * 60 * 60);
    }
    response
}

/// A refusal.
pub(crate) fn refusal(convention: &Convention, refusal: Refusal) -> Response {
    let (status, body) = (convention.refusal)(refusal);
    let mut response = (status, Json(body)).into_response();
    if convention.challenge && refusal == Refusal::Expired {
        response.headers_mut().insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static(r#"Bearer error="invalid_token""#),
        );
    }
    response
}

/// Makes the browser forget the cookie.
pub(crate) fn clear_cookie(response: &mut Response, convention: &Convention) {
    set_cookie(response, convention, "", 0);
}

fn set_cookie(response: &mut Response, convention: &Convention, value: &str, max_age: u64) {
    let cookie = format!(
        "{COOKIE}={value}; HttpOnly; SameSite=Lax; Path=/{}/auth; Max-Age={max_age}",
        convention.name
    );
    let cookie = HeaderValue::try_from(cookie).expect("tokens are hexadecimal");
    response.headers_mut().append(header::SET_COOKIE, cookie);
}
