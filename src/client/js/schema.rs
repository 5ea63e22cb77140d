//! The options of `createClient()`, for serde-wasm-bindgen: own properties only (G21).

use std::collections::BTreeMap;

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::super::Transport;
use crate::http::refusal::{Code, Rule};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Options {
    #[serde(rename = "baseURL")]
    pub(super) base_url: Option<String>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    pub(super) timeout: Option<f64>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) fetch: JsValue,
    pub(super) session: Option<SessionOptions>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SessionOptions {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub(super) refresh: JsValue,
    pub(super) transport: Option<TransportOption>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) logout: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) storage: JsValue,
    #[serde(default)]
    pub(super) keys: Keys,
    pub(super) header: Option<String>,
    pub(super) scheme: Option<String>,
    #[serde(default)]
    pub(super) origins: Vec<String>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) public: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) expired: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) ends: JsValue,
    pub(super) hold: Option<bool>,
    pub(super) expiry_margin: Option<f64>,
    #[serde(default)]
    pub(super) keep_fresh: bool,
    pub(super) waiter_timeout: Option<f64>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) user_of: JsValue,
    #[serde(default, rename = "loginURL", with = "serde_wasm_bindgen::preserve")]
    pub(super) login_url: JsValue,
    pub(super) return_param: Option<String>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) navigate: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) on_end: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) debug: JsValue,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Keys {
    pub(super) access_token: Option<String>,
    pub(super) refresh_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RefreshOptions {
    pub(super) url: String,
    pub(super) method: Option<String>,
    pub(super) send: Option<SendOption>,
    pub(super) name: Option<String>,
    #[serde(rename = "baseURL")]
    pub(super) base_url: Option<String>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) extra: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) headers: JsValue,
    pub(super) reply: Option<ReplyOptions>,
    pub(super) refused: Option<RuleOptions>,
    pub(super) unavailable: Option<RuleOptions>,
    pub(super) timeout: Option<f64>,
    pub(super) retries: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct LogoutOptions {
    pub(super) url: String,
    pub(super) method: Option<String>,
    pub(super) send: Option<SendOption>,
    pub(super) name: Option<String>,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) extra: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    pub(super) headers: JsValue,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SendOption {
    Json,
    Form,
    Query,
    Header,
    Cookie,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum TransportOption {
    Header,
    Cookie,
}

impl From<TransportOption> for Transport {
    fn from(option: TransportOption) -> Self {
        match option {
            TransportOption::Header => Self::Header,
            TransportOption::Cookie => Self::Cookie,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ReplyOptions {
    pub(super) access_token: Option<String>,
    pub(super) refresh_token: Option<String>,
    pub(super) expires_in: Option<String>,
    pub(super) expires_at: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RuleOptions {
    pub(super) status: Option<OneOrMany<u16>>,
    pub(super) code: Option<OneOrMany<CodeOption>>,
    pub(super) code_path: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum CodeOption {
    Number(f64),
    Text(String),
}

impl<T> OneOrMany<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            Self::Many(many) => many,
            Self::One(one) => vec![one],
        }
    }
}

impl From<RuleOptions> for Rule {
    fn from(options: RuleOptions) -> Self {
        let codes = options.code.map(OneOrMany::into_vec).unwrap_or_default();
        Self {
            statuses: options.status.map(OneOrMany::into_vec).unwrap_or_default(),
            codes: codes
                .into_iter()
                .map(|code| match code {
                    CodeOption::Number(number) => Code::Number(number as i64),
                    CodeOption::Text(text) => Code::Text(text),
                })
                .collect(),
            code_path: options.code_path,
        }
    }
}

impl From<SendOption> for super::super::Send {
    fn from(option: SendOption) -> Self {
        match option {
            SendOption::Json => Self::Json,
            SendOption::Form => Self::Form,
            SendOption::Query => Self::Query,
            SendOption::Header => Self::Header,
            SendOption::Cookie => Self::Cookie,
        }
    }
}
