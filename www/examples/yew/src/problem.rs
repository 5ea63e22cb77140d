//! What has gone wrong, in words for the user.

use everfetch::{ClientError, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A message for the user.
pub type Problem = String;

/// The body of an answer, or the server's words why there is none.
pub async fn body<T: DeserializeOwned>(
    answer: Result<Response, ClientError>,
) -> Result<T, Problem> {
    let answer = success(answer).await?;
    answer.json().await.map_err(|error| message(&error))
}

/// An answer whose status says that all went well.
pub async fn success(answer: Result<Response, ClientError>) -> Result<Response, Problem> {
    #[derive(Deserialize)]
    struct Refusal {
        message: String,
    }
    let answer = answer.map_err(|error| message(&error))?;
    if answer.is_success() {
        return Ok(answer);
    }
    match answer.json::<Refusal>().await {
        Ok(refusal) => Err(refusal.message),
        Err(error) => Err(message(&error)),
    }
}

fn message(error: &ClientError) -> Problem {
    if error.is_session_changed() {
        "Another user has logged in.".to_owned()
    } else if error.is_network() || error.is_refresh_unavailable() {
        "The server cannot be reached. Please try again.".to_owned()
    } else {
        error.to_string()
    }
}
