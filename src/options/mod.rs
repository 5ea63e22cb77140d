//! `createClient({ session })`, checked once and turned into types: what comes out of [`session`] needs
//! no further look. Every default of the session is here.

mod bad;
mod read;
mod refresh;

#[cfg(test)]
mod tests;

pub use bad::{BadOption, Fault};
pub use refresh::{Carrier, RefreshBy, RefreshRequest};

use crate::session::{Code, PublicPath, Refusal};
use crate::value::Value;
use read::{Level, Read, whole, wrong};

/// `SessionOptions` of `index.d.ts`. `J` is a function, a regular expression or an object that stays in
/// JavaScript.
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
    /// Which answers mean that the access token has expired.
    pub expired: Expired<J>,
    /// Do requests made during a refresh wait for it?
    pub hold: bool,
    /// The longest that one waits, in ms.
    pub waiter_timeout: u64,
    /// Where to send the user at the end of the session.
    pub login_url: Option<String>,
    /// The parameter of `login_url` that brings the user back.
    pub return_param: Option<String>,
    /// A router's push.
    pub navigate: Option<J>,
    /// Asked at the end of the session.
    pub on_end: Option<J>,
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

/// How an expired access token shows.
#[derive(Clone, Debug)]
pub enum Expired<J> {
    /// By status and code.
    By(Refusal),
    /// By the application's own look at the response.
    Asked(J),
}

const KNOWN: &[&str] = &[
    "refresh",
    "storage",
    "keys",
    "header",
    "scheme",
    "origins",
    "public",
    "expired",
    "hold",
    "waiterTimeout",
    "loginURL",
    "returnParam",
    "navigate",
    "onEnd",
];

/// A waiter waits for the whole refresh, with its retries, and this much longer, in ms.
const WAITER_MARGIN_MS: u64 = 5_000;

/// Reads `options.session`. `origin_of` is the platform's URL parser: the origin of an absolute URL.
///
/// # Errors
/// [`BadOption`], naming the first one that is wrong.
pub fn session<J: Clone>(
    value: &Value<J>,
    origin_of: impl Fn(&str) -> Option<String>,
) -> Result<SessionOptions<J>, BadOption<J>> {
    let level = Level::open("session", value, KNOWN)?;
    let header = level.read("header", "the name of a header", header_name)?;
    let header = header.unwrap_or_else(|| "Authorization".into());
    let scheme = level.read("scheme", "a scheme such as \"Bearer\", or \"\"", scheme)?;
    let scheme = scheme.unwrap_or_else(|| "Bearer".into());
    let refresh = refresh::read(&level, &header, &scheme)?;
    let waiter_timeout = level.whole("waiterTimeout", "milliseconds, 0 or more")?;
    let longest_refresh = refresh.longest_ms();
    Ok(SessionOptions {
        storage: storage(&level)?,
        keys: keys(&level)?,
        origins: origins(&level, origin_of)?,
        public: public(&level)?,
        expired: expired(&level)?,
        hold: level.flag("hold")?.unwrap_or(true),
        waiter_timeout: waiter_timeout.map_or(longest_refresh + WAITER_MARGIN_MS, u64::from),
        login_url: login_url(&level)?,
        return_param: level.text("returnParam", "the name of a query parameter")?,
        navigate: level.function("navigate")?,
        on_end: level.function("onEnd")?,
        refresh,
        header,
        scheme,
    })
}

fn storage<J: Clone>(level: &Level<'_, J>) -> Read<Storage<J>, J> {
    const TAKES: &str =
        "\"local\", \"session\", \"memory\" or an object with getItem, setItem and removeItem";
    if let Some(Value::Record(handle, _)) = level.member("storage") {
        // Its methods may be inherited and then are no members: whoever opens the store looks for them.
        return Ok(Storage::Custom(handle.clone()));
    }
    let place = level.word("storage", TAKES, &["local", "session", "memory"])?;
    Ok(match place {
        None | Some(0) => Storage::Local,
        Some(1) => Storage::Session,
        Some(_) => Storage::Memory,
    })
}

fn keys<J: Clone>(level: &Level<'_, J>) -> Read<Keys, J> {
    let path = level.path_of("keys");
    let nothing = Value::Missing;
    let value = level.member("keys").unwrap_or(&nothing);
    let (mut access, mut refresh) = (None, None);
    if !value.is_nothing() {
        let level = Level::open(&path, value, &["accessToken", "refreshToken"])?;
        access = level.text("accessToken", "the key of the access token in the store")?;
        refresh = level.text("refreshToken", "the key of the refresh token in the store")?;
    }
    let keys = Keys {
        access_token: access.unwrap_or_else(|| "accessToken".into()),
        refresh_token: refresh.unwrap_or_else(|| "refreshToken".into()),
    };
    if keys.access_token == keys.refresh_token {
        return Err(wrong(path, value, "two different keys"));
    }
    Ok(keys)
}

fn origins<J: Clone>(
    level: &Level<'_, J>,
    origin_of: impl Fn(&str) -> Option<String>,
) -> Read<Vec<String>, J> {
    let takes = "an array of origins such as \"https://api.example.com\"";
    let read = level.read("origins", takes, |value| match value {
        Value::List(items) => {
            let origins = items.iter().map(|item| origin_of(item.text()?));
            origins.collect::<Option<Vec<_>>>()
        }
        _ => None,
    });
    Ok(read?.unwrap_or_default())
}

fn public<J: Clone>(level: &Level<'_, J>) -> Read<Vec<PublicPath<J>>, J> {
    let takes = "an array of paths such as \"/auth/login\", or of regular expressions";
    let read = level.read("public", takes, |value| match value {
        Value::List(items) => items.iter().map(public_path).collect(),
        _ => None,
    });
    Ok(read?.unwrap_or_default())
}

fn public_path<J: Clone>(value: &Value<J>) -> Option<PublicPath<J>> {
    match value {
        Value::Text(path) => {
            let slash = if path.starts_with('/') { "" } else { "/" };
            Some(PublicPath::Exact([slash, path].concat()))
        }
        Value::Pattern(pattern) => Some(PublicPath::Pattern(pattern.clone())),
        _ => None,
    }
}

fn expired<J: Clone>(level: &Level<'_, J>) -> Read<Expired<J>, J> {
    Ok(match level.member("expired") {
        None => Expired::By(Refusal::by_status(401)),
        Some(Value::Function(function)) => Expired::Asked(function.clone()),
        Some(value) => {
            let mut rule = refusal(&level.path_of("expired"), value)?;
            if rule.statuses.is_empty() {
                // A code alone: of the status that means it, not of every answer, each of which would
                // have to be read twice.
                rule.statuses.push(401);
            }
            Expired::By(rule)
        }
    })
}

/// `{ status, code, codePath }`.
fn refusal<J: Clone>(path: &str, value: &Value<J>) -> Read<Refusal, J> {
    let level = Level::open(path, value, &["status", "code", "codePath"])?;
    let takes = "a status from 100 to 599, or an array of them";
    let statuses = level.read("status", takes, |value| one_or_more(value, status))?;
    let takes = "a number or a string, or an array of them";
    let codes = level.read("code", takes, |value| one_or_more(value, code))?;
    let code_path = level.text("codePath", "a path such as \"error.code\"")?;
    let (statuses, codes) = (statuses.unwrap_or_default(), codes.unwrap_or_default());
    if statuses.is_empty() && codes.is_empty() {
        return Err(wrong(path.into(), value, "a status, a code, or both"));
    }
    Ok(Refusal {
        statuses,
        codes,
        code_path: code_path.unwrap_or_else(|| Refusal::CODE_PATH.into()),
    })
}

fn one_or_more<J, T>(value: &Value<J>, one: impl Fn(&Value<J>) -> Option<T>) -> Option<Vec<T>> {
    match value {
        Value::List(items) => items.iter().map(one).collect(),
        other => Some(vec![one(other)?]),
    }
}

fn status<J>(value: &Value<J>) -> Option<u16> {
    let status = whole(value)?;
    (100..=599).contains(&status).then_some(status as u16)
}

fn code<J>(value: &Value<J>) -> Option<Code> {
    match value {
        Value::Number(number) => Some(Code::Number(*number)),
        Value::Text(text) => Some(Code::Text(text.clone())),
        _ => None,
    }
}

fn login_url<J: Clone>(level: &Level<'_, J>) -> Read<Option<String>, J> {
    let takes = "a URL such as \"/login\", or false for no redirect";
    let read = level.read("loginURL", takes, |value| match value {
        Value::Text(url) if !url.is_empty() => Some(Some(url.clone())),
        Value::Bool(false) => Some(None),
        _ => None,
    });
    Ok(read?.unwrap_or_else(|| Some("/login".into())))
}

/// A token of RFC 9110 §5.6.2.
fn header_name<J>(value: &Value<J>) -> Option<String> {
    let name = value.text()?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    (!name.is_empty() && name.bytes().all(fits)).then(|| name.into())
}

fn scheme<J>(value: &Value<J>) -> Option<String> {
    let scheme = value.text()?;
    let fits = |byte: u8| byte.is_ascii_graphic();
    scheme.bytes().all(fits).then(|| scheme.into())
}
