//! `createClient({ session })`, checked once and turned into types: what comes out of [`session`] needs
//! no further look. Every default of the session is here.

mod bad;
mod refresh;
mod schema;

#[cfg(test)]
mod tests;

pub use bad::{BadOption, ShowNumber};
pub use refresh::{Carrier, RefreshBy, RefreshRequest};

use crate::session::{Code, PublicPath, Refusal};
use crate::value::Value;

/// `SessionOptions` of `index.d.ts`, less what `face/` uses as it is: `navigate`, `onEnd` and the rest of
/// the way to the login. `J` is a function, a regular expression or an object that stays in JavaScript.
#[derive(Clone, Debug)]
pub struct SessionOptions<J> {
    /// How a new access token is bought.
    pub refresh: RefreshBy<J>,
    /// Where the tokens are kept.
    pub storage: Storage<J>,
    /// Under which keys.
    pub keys: Keys,
    /// The header that carries the access token.
    pub header: String,
    /// What stands before it; empty for the bare token.
    pub scheme: String,
    /// Origins besides the page's and that of `baseURL`.
    pub origins: Vec<String>,
    /// Paths that never carry a token nor start a refresh.
    pub public: Vec<PublicPath<J>>,
    /// Which answers mean that the access token has expired, unless a function of the application's
    /// tells.
    pub expired: Refusal,
    /// Do requests made during a refresh wait for it?
    pub hold: bool,
    /// The longest that one waits, in ms.
    pub waiter_timeout: u64,
}

/// Where the tokens are kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Storage<J> {
    /// `localStorage`: shared by the tabs of the origin.
    Local,
    /// `sessionStorage`: of one tab.
    Session,
    /// Nowhere but in this client.
    Memory,
    /// The application's own object, with `getItem`, `setItem` and `removeItem`.
    Custom(J),
}

/// The names of the two tokens in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// `accessToken`
    pub access_token: String,
    /// `refreshToken`
    pub refresh_token: String,
}

/// A waiter waits for the whole refresh, with its retries, and this much longer, in ms.
const WAITER_MARGIN_MS: u64 = 5_000;

/// Reads `options.session`. `origin_of` is the platform's URL parser: the origin of an absolute URL.
///
/// # Errors
/// [`BadOption`], telling the first one that is wrong.
pub fn session<J: Clone>(
    value: &Value<J>,
    origin_of: impl Fn(&str) -> Option<String>,
    show: ShowNumber,
) -> Result<SessionOptions<J>, BadOption> {
    schema::check("session", value, &schema::SESSION, show)?;
    let header = text_or(value.get("header"), "Authorization");
    let scheme = text_or(value.get("scheme"), "Bearer");
    let refresh = refresh::read(value.get("refresh"), &header, &scheme);
    let keys = keys(value.get("keys"), show)?;
    let waiter_timeout = whole(value.get("waiterTimeout")).map(u64::from);
    Ok(SessionOptions {
        storage: storage(value.get("storage")),
        keys,
        origins: items(value.get("origins"))
            .iter()
            .map(|origin| {
                let takes = "an origin such as \"https://api.example.com\"";
                let wrong = || BadOption::wrong("session.origins", origin, takes, &[], show);
                origin_of(origin.text().unwrap_or_default()).ok_or_else(wrong)
            })
            .collect::<Result<_, _>>()?,
        public: items(value.get("public"))
            .iter()
            .filter_map(public_path)
            .collect(),
        expired: expired(value.get("expired")),
        hold: !matches!(value.get("hold"), Value::Bool(false)),
        waiter_timeout: waiter_timeout.unwrap_or(refresh.longest_ms() + WAITER_MARGIN_MS),
        refresh,
        header,
        scheme,
    })
}

fn keys<J>(value: &Value<J>, show: ShowNumber) -> Result<Keys, BadOption> {
    let access_token = text_or(value.get("accessToken"), "accessToken");
    let refresh_token = text_or(value.get("refreshToken"), "refreshToken");
    if access_token == refresh_token {
        let takes = "two different keys";
        return Err(BadOption::wrong("session.keys", value, takes, &[], show));
    }
    Ok(Keys {
        access_token,
        refresh_token,
    })
}

fn storage<J: Clone>(value: &Value<J>) -> Storage<J> {
    match value {
        Value::Record(own, _) => Storage::Custom(own.clone()),
        word => match word.text() {
            Some("session") => Storage::Session,
            Some("memory") => Storage::Memory,
            _ => Storage::Local,
        },
    }
}

fn public_path<J: Clone>(value: &Value<J>) -> Option<PublicPath<J>> {
    match value {
        Value::Pattern(pattern) => Some(PublicPath::Pattern(pattern.clone())),
        path => {
            let path = path.text()?;
            let slash = if path.starts_with('/') { "" } else { "/" };
            Some(PublicPath::Exact([slash, path].concat()))
        }
    }
}

/// Status 401, unless the options say otherwise. A code alone belongs to a 401 as well: to look for it in
/// every answer would be to read each of them twice.
fn expired<J>(value: &Value<J>) -> Refusal {
    let mut rule = refusal(value).unwrap_or_default();
    if rule.statuses.is_empty() {
        rule.statuses.push(401);
    }
    rule
}

/// `{ status, code, codePath }`
fn refusal<J>(value: &Value<J>) -> Option<Refusal> {
    let Value::Record(..) = value else {
        return None;
    };
    let statuses = items(value.get("status")).iter();
    let codes = items(value.get("code")).iter();
    Some(Refusal {
        statuses: statuses
            .filter_map(|status| Some(whole(status)? as u16))
            .collect(),
        codes: codes
            .filter_map(|code| match code {
                Value::Number(number) => Some(Code::Number(*number)),
                text => Some(Code::Text(text.text()?.into())),
            })
            .collect(),
        code_path: text_or(value.get("codePath"), "code"),
    })
}

fn text_or<J>(value: &Value<J>, default: &str) -> String {
    value.text().unwrap_or(default).into()
}

fn texts<J>(value: &Value<J>) -> Vec<(String, String)> {
    let Value::Record(_, members) = value else {
        return Vec::new();
    };
    let text = |(name, value): &(String, Value<J>)| Some((name.clone(), value.text()?.into()));
    members.iter().filter_map(text).collect()
}

/// An array's; or the one that stands for an array of it.
fn items<J>(value: &Value<J>) -> &[Value<J>] {
    match value {
        Value::List(items) => items,
        Value::Missing => &[],
        one => std::slice::from_ref(one),
    }
}

fn whole<J>(value: &Value<J>) -> Option<u32> {
    match value {
        Value::Number(number) => Some(*number as u32),
        _ => None,
    }
}
