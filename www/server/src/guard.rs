//! The check of the access token, before every guarded resource.

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::BackEnd;
use crate::convention::{AccessIn, Refusal};
use crate::journal::{Entry, fingerprint, request_id};
use crate::tokens::now;

/// Who makes the request, for the handlers behind the check.
#[derive(Debug, Clone)]
pub(crate) struct Caller(pub(crate) String);

/// Lets a request pass whose access token is good, and refuses every other as expired.
pub(crate) async fn check(
    State(back_end): State<BackEnd>,
    mut request: Request,
    next: Next,
) -> Response {
    let token = access_token(request.headers(), &back_end.convention.access);
    let claims =
        token.and_then(|token| back_end.app.signer.verify(token, back_end.convention.name));
    let Some(claims) = claims else {
        log(&back_end, &request, false);
        return refuse(&back_end, request).await;
    };
    let passes = back_end.app.user(&claims.sub).change(|state| {
        let passes = now() < claims.exp && !state.is_expired(claims.seq);
        state.counts.calls += 1;
        state.counts.refused += u64::from(!passes);
        passes
    });
    log(&back_end, &request, passes);
    if !passes {
        return refuse(&back_end, request).await;
    }
    request.extensions_mut().insert(Caller(claims.sub));
    next.run(request).await
}

fn log(back_end: &BackEnd, request: &Request, passed: bool) {
    let headers = request.headers();
    let token = access_token(headers, &back_end.convention.access);
    back_end.app.journal.write(&Entry::Call {
        id: request_id(headers),
        access: token.map(fingerprint),
        passed,
    });
}

/// Refuses after reading the body: a client that is still sending could not read the answer.
async fn refuse(back_end: &BackEnd, request: Request) -> Response {
    let _ = to_bytes(request.into_body(), usize::MAX).await;
    back_end.refuse(Refusal::Expired)
}

fn access_token<'a>(headers: &'a HeaderMap, place: &AccessIn) -> Option<&'a str> {
    match place {
        AccessIn::Bearer => {
            let (scheme, token) = headers
                .get(header::AUTHORIZATION)?
                .to_str()
                .ok()?
                .split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token)
        }
        AccessIn::Header(name) => headers.get(*name)?.to_str().ok(),
    }
}
