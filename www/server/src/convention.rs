//! The back ends' conventions: where tokens travel, and how answers and refusals are written.
//!
//! One [`Convention`] describes one back end; everything else is shared.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// One back end's convention.
pub(crate) struct Convention {
    /// The back end's letter: its prefix, and the audience of its tokens.
    pub(crate) name: &'static str,
    /// Path of the log-in.
    pub(crate) login: &'static str,
    /// Path of the refresh.
    pub(crate) refresh: &'static str,
    /// A path that is always refused for another reason than expiry, by the same status.
    pub(crate) forbidden: Option<&'static str>,
    /// Where the access token travels.
    pub(crate) access: AccessIn,
    /// Where the refresh token travels.
    pub(crate) refresh_in: RefreshIn,
    /// Whether a refresh gives a new refresh token and spends the old one.
    pub(crate) rotates: bool,
    /// Whether data is wrapped in `{code: 20000, data}`.
    pub(crate) envelope: bool,
    /// Whether an expired token is answered with a `WWW-Authenticate` challenge (RFC 6750).
    pub(crate) challenge: bool,
    /// The body of a log-in's answer.
    pub(crate) login_reply: fn(&Issued) -> Value,
    /// The body of a refresh's answer.
    pub(crate) refresh_reply: fn(&Issued) -> Value,
    /// Status and body of a refusal.
    pub(crate) refusal: fn(Refusal) -> (StatusCode, Value),
}

/// Where the access token travels.
pub(crate) enum AccessIn {
    /// `Authorization: Bearer T`.
    Bearer,
    /// The bare token in a header of its own.
    Header(&'static str),
}

/// Where the refresh token travels.
pub(crate) enum RefreshIn {
    /// A field `refreshToken` of a JSON body.
    Json,
    /// A parameter of a GET.
    Query(&'static str),
    /// A header of a POST.
    Header(&'static str),
    /// An OAuth 2.0 token endpoint, which takes log-ins too.
    Form,
    /// An HttpOnly cookie, with a header against cross-site requests.
    Cookie,
}

/// Tokens just issued.
pub(crate) struct Issued {
    pub(crate) access: String,
    /// The new refresh token; none where a refresh keeps the old one.
    pub(crate) refresh: Option<String>,
    /// Seconds.
    pub(crate) expires_in: u32,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Wrong name or password.
    Credentials,
    /// The access token is missing, forged or expired.
    Expired,
    /// The refresh token is no good: the session is over.
    Refresh,
    /// Signed in, but not allowed.
    Forbidden,
    /// The request is not what the path takes.
    Malformed,
}

impl Refusal {
    /// A sentence for people.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Credentials => "wrong name or password",
            Self::Expired => "the access token has expired",
            Self::Refresh => "the refresh token is no good",
            Self::Forbidden => "not allowed",
            Self::Malformed => "the request is malformed",
        }
    }
}

impl Convention {
    /// `data` as this back end wraps it.
    pub(crate) fn wrap(&self, data: Value) -> Value {
        if self.envelope {
            json!({ "code": 20000, "data": data })
        } else {
            data
        }
    }
}

/// Every back end.
pub(crate) static CONVENTIONS: [Convention; 7] = [A, B, C, D, E, F, G];

const PLAIN: Convention = Convention {
    name: "",
    login: "/user/login",
    refresh: "/user/refresh",
    forbidden: None,
    access: AccessIn::Bearer,
    refresh_in: RefreshIn::Json,
    rotates: true,
    envelope: false,
    challenge: false,
    login_reply: camel_case,
    refresh_reply: camel_case,
    refusal: unauthorized,
};

/// 403 for every rejection; a code distinguishes them.
const A: Convention = Convention {
    name: "a",
    login: "/auth/login",
    refresh: "/auth/refresh",
    forbidden: Some("/admin"),
    refresh_reply: |issued| json!({ "accessToken": issued.access, "newRefreshToken": issued.refresh }),
    refusal: |refusal| {
        let (status, code) = match refusal {
            Refusal::Credentials => (StatusCode::FORBIDDEN, "BAD_CREDENTIALS"),
            Refusal::Expired => (StatusCode::FORBIDDEN, "TOKEN_EXPIRED"),
            Refusal::Refresh => (StatusCode::FORBIDDEN, "REFRESH_REFUSED"),
            Refusal::Forbidden => (StatusCode::FORBIDDEN, "FORBIDDEN"),
            Refusal::Malformed => (StatusCode::BAD_REQUEST, "BAD_REQUEST"),
        };
        (
            status,
            json!({ "code": code, "message": refusal.message() }),
        )
    },
    ..PLAIN
};

/// 401 for everything, no rotation.
const B: Convention = Convention {
    name: "b",
    login: "/login",
    refresh: "/refresh-token",
    rotates: false,
    login_reply: |issued| json!({ "token": issued.access, "refreshToken": issued.refresh }),
    refresh_reply: |issued| json!({ "token": issued.access }),
    ..PLAIN
};

/// vue-element-admin: an envelope, codes and a header of its own.
const C: Convention = Convention {
    name: "c",
    refresh: "/sys/user/refreshtoken",
    forbidden: Some("/forbidden"),
    access: AccessIn::Header("x-token"),
    refresh_in: RefreshIn::Header("x-token"),
    rotates: false,
    envelope: true,
    login_reply: snake_case,
    refresh_reply: |issued| json!({ "access_token": issued.access }),
    refusal: |refusal| {
        let (status, code) = match refusal {
            Refusal::Credentials => (StatusCode::UNAUTHORIZED, 60204),
            Refusal::Expired => (StatusCode::UNAUTHORIZED, 50014),
            Refusal::Refresh => (StatusCode::UNAUTHORIZED, 50015),
            Refusal::Forbidden => (StatusCode::UNAUTHORIZED, 50008),
            Refusal::Malformed => (StatusCode::BAD_REQUEST, 40000),
        };
        (
            status,
            json!({ "code": code, "message": refusal.message() }),
        )
    },
    ..PLAIN
};

/// Nest, on another origin, the refresh token in the URL.
const D: Convention = Convention {
    name: "d",
    refresh_in: RefreshIn::Query("refresh_token"),
    login_reply: snake_case,
    refresh_reply: snake_case,
    refusal: |refusal| {
        let status = plain_status(refusal);
        (
            status,
            json!({ "statusCode": status.as_u16(), "message": refusal.message() }),
        )
    },
    ..PLAIN
};

/// OAuth 2.0 (RFC 6749, RFC 6750).
const E: Convention = Convention {
    name: "e",
    login: "/token",
    refresh: "/token",
    refresh_in: RefreshIn::Form,
    challenge: true,
    login_reply: oauth,
    refresh_reply: oauth,
    refusal: |refusal| {
        let (status, error) = match refusal {
            Refusal::Credentials | Refusal::Refresh => (StatusCode::BAD_REQUEST, "invalid_grant"),
            Refusal::Expired => (StatusCode::UNAUTHORIZED, "invalid_token"),
            Refusal::Forbidden => (StatusCode::FORBIDDEN, "insufficient_scope"),
            Refusal::Malformed => (StatusCode::BAD_REQUEST, "invalid_request"),
        };
        (
            status,
            json!({ "error": error, "error_description": refusal.message() }),
        )
    },
    ..PLAIN
};

/// The refresh token in an HttpOnly cookie.
const F: Convention = Convention {
    name: "f",
    login: "/auth/login",
    refresh: "/auth/refresh",
    refresh_in: RefreshIn::Cookie,
    login_reply: without_refresh_token,
    refresh_reply: without_refresh_token,
    ..PLAIN
};

/// HTTP 200 for everything; the code in the envelope is the real status.
const G: Convention = Convention {
    name: "g",
    envelope: true,
    refusal: |refusal| {
        let code = match refusal {
            Refusal::Credentials => 60204,
            Refusal::Expired => 50014,
            Refusal::Refresh => 50008,
            Refusal::Forbidden => 40300,
            Refusal::Malformed => 40000,
        };
        (
            StatusCode::OK,
            json!({ "code": code, "message": refusal.message() }),
        )
    },
    ..PLAIN
};

fn camel_case(issued: &Issued) -> Value {
    json!({ "accessToken": issued.access, "refreshToken": issued.refresh })
}

fn snake_case(issued: &Issued) -> Value {
    json!({ "access_token": issued.access, "refresh_token": issued.refresh })
}

fn without_refresh_token(issued: &Issued) -> Value {
    json!({ "accessToken": issued.access, "expiresIn": issued.expires_in })
}

fn oauth(issued: &Issued) -> Value {
    json!({
        "access_token": issued.access,
        "token_type": "Bearer",
        "expires_in": issued.expires_in,
        "refresh_token": issued.refresh,
    })
}

fn unauthorized(refusal: Refusal) -> (StatusCode, Value) {
    (
        plain_status(refusal),
        json!({ "message": refusal.message() }),
    )
}

fn plain_status(refusal: Refusal) -> StatusCode {
    match refusal {
        Refusal::Credentials | Refusal::Expired | Refusal::Refresh => StatusCode::UNAUTHORIZED,
        Refusal::Forbidden => StatusCode::FORBIDDEN,
        Refusal::Malformed => StatusCode::BAD_REQUEST,
    }
}
