//! `createClient({ session })`: checked once, and read where it is used. Every default of the session is
//! here.
//!
//! The options stay as they came, behind types whose methods cannot fail once the check has passed: a
//! struct of owned fields for each was 8 kB of wasm.

mod bad;
mod refresh;
mod refusal;
mod schema;

#[cfg(test)]
mod tests;

pub use bad::{BadOption, ShowNumber};
pub use refresh::{Carrier, RefreshOptions};
pub use refusal::Refusal;

use crate::session::PublicPath;
use crate::value::Value;

/// `SessionOptions` of `index.d.ts`, checked. `J` is a function, a regular expression or an object that
/// stays in JavaScript; what only JavaScript uses (`navigate`, `onEnd`, …) is checked here and read there.
#[derive(Clone, Debug)]
pub struct SessionOptions<J>(Value<J>);

/// A waiter waits for the whole refresh, with its retries, and this much longer, in ms.
const WAITER_MARGIN_MS: u64 = 5_000;

impl<J: Clone> SessionOptions<J> {
    /// Checks the options.
    ///
    /// # Errors
    /// [`BadOption`], telling the first one that is wrong.
    pub fn check(value: Value<J>, show: ShowNumber) -> Result<Self, BadOption> {
        schema::check("session", &value, &schema::SESSION, show)?;
        let options = Self(value);
        if options.access_key() == options.refresh_key() {
            let keys = options.0.get("keys");
            return Err(BadOption::wrong(
                "session.keys",
                keys,
                "two different keys",
                &[],
                show,
            ));
        }
        Ok(options)
    }

    /// How a new access token is bought.
    pub fn refresh(&self) -> RefreshOptions<'_, J> {
        RefreshOptions::new(self.0.get("refresh"), self.header(), self.scheme())
    }

    /// `"local"`, `"session"`, `"memory"`, or an object of the application's.
    pub fn storage(&self) -> &Value<J> {
        self.0.get("storage")
    }

    /// The access token's name in the store.
    pub fn access_key(&self) -> &str {
        self.0
            .get("keys")
            .get("accessToken")
            .text()
            .unwrap_or("accessToken")
    }

    /// The refresh token's.
    pub fn refresh_key(&self) -> &str {
        self.0
            .get("keys")
            .get("refreshToken")
            .text()
            .unwrap_or("refreshToken")
    }

    /// The header that carries the access token.
    pub fn header(&self) -> &str {
        self.0.get("header").text().unwrap_or("Authorization")
    }

    /// What stands before it; empty for the bare token.
    pub fn scheme(&self) -> &str {
        self.0.get("scheme").text().unwrap_or("Bearer")
    }

    /// Origins besides the page's and that of `baseURL`, as they were written.
    pub fn origins(&self) -> &[Value<J>] {
        self.0.get("origins").items()
    }

    /// Paths that never carry a token nor start a refresh.
    pub fn public(&self) -> Vec<PublicPath<J>> {
        let mut public = Vec::new();
        for path in self.0.get("public").items() {
            public.push(match path {
                Value::Pattern(pattern) => PublicPath::Pattern(pattern.clone()),
                path => {
                    let path = path.text().unwrap_or_default();
                    let slash = if path.starts_with('/') { "" } else { "/" };
                    PublicPath::Exact([slash, path].concat())
                }
            });
        }
        public
    }

    /// Which answers mean that the access token has expired, unless a function of the application's
    /// tells. Status 401 if nothing else is said; a code alone belongs to a 401 too, for to look for it
    /// in every answer would be to read each of them twice.
    pub fn expired(&self) -> Refusal<'_, J> {
        Refusal::new(self.0.get("expired"), Some(401))
    }

    /// Do requests made during a refresh wait for it?
    pub fn hold(&self) -> bool {
        !matches!(self.0.get("hold"), Value::Bool(false))
    }

    /// The longest that one waits, in ms.
    pub fn waiter_timeout(&self) -> u64 {
        match self.0.get("waiterTimeout").whole() {
            Some(timeout) => timeout.into(),
            None => self.refresh().longest_ms() + WAITER_MARGIN_MS,
        }
    }
}
