//! Access tokens: signed JWTs (HS256), checked without any leeway.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use crate::random;

/// The claims of an access token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The user.
    pub(crate) sub: String,
    /// The back end that it is for, such as `a`.
    pub(crate) aud: String,
    /// Issued at, in seconds.
    pub(crate) iat: i64,
    /// Expires at, in seconds: refused from that second on.
    pub(crate) exp: i64,
    /// Makes every token another one, also within a second.
    pub(crate) jti: String,
    /// The family of refresh tokens that it came with.
    pub(crate) fam: i64,
    /// Counts the user's access tokens, to distinguish those issued so far from later ones.
    pub(crate) seq: u64,
}

/// Signs and checks access tokens with a key of its own.
pub(crate) struct Signer {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Signer {
    pub(crate) fn new() -> Self {
        let secret = random::hex(32);
        Self {
            encoding: EncodingKey::from_secret(secret.as_bytes()),
            decoding: DecodingKey::from_secret(secret.as_bytes()),
        }
    }

    pub(crate) fn sign(&self, claims: &Claims) -> String {
        encode(&Header::new(Algorithm::HS256), claims, &self.encoding)
            .expect("plain claims can be signed with a secret")
    }

    /// The claims of a token that was signed here for `audience`, whether expired or not.
    ///
    /// Expiry is left to the caller: an expired token still names its user.
    pub(crate) fn verify(&self, token: &str, audience: &str) -> Option<Claims> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false;
        validation.set_audience(&[audience]);
        decode(token, &self.decoding, &validation)
            .ok()
            .map(|data| data.claims)
    }
}

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("the clock is past 1970")
        .as_secs()
        .cast_signed()
}
