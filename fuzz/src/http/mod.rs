//! A target for each parser of `src/http`. `failure` and `refusal` share one, since both judge an answer.

pub mod challenge;
pub mod field;
pub mod jwt;
pub mod refusal;
pub mod retry_after;
pub mod scope;
pub mod token_reply;
