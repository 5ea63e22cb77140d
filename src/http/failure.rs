//! What an answer of the token endpoint without usable tokens says about the session (G8).

/// What follows for the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// The server is unreachable or busy. The session is kept.
    Unavailable,
    /// A fault of the server. It is retried, and counts as a refusal in the end.
    Faulty,
    /// The refresh token is no longer valid. The session ends.
    Refused,
}

/// The meaning of a status (RFC 9110 §15). 520 to 530, 598 and 599 are those of content delivery networks and
/// proxies whose origin did not answer; a redirect is not followed, since the refresh token must not leave for
/// another address.
#[must_use]
pub fn of_status(status: u16) -> Failure {
    match status {
        0 | 300..=399 | 408 | 425 | 429 | 502..=504 | 520..=530 | 598 | 599 => Failure::Unavailable,
        500.. => Failure::Faulty,
        _ => Failure::Refused,
    }
}

/// The meaning of a body that should be JSON and is not: HTML comes from a captive portal or a maintenance page,
/// JSON that cannot be parsed was cut off on the way. An endpoint that answers something else altogether never
/// grants anything.
#[must_use]
pub fn of_body(media_type: &str, body: &str) -> Failure {
    let essence = media_type.split(';').next().unwrap_or("").trim();
    let is_json = essence.eq_ignore_ascii_case("application/json")
        || essence.to_ascii_lowercase().ends_with("+json");
    let is_html = essence.eq_ignore_ascii_case("text/html") || body.trim_start().starts_with('<');
    if is_html || (is_json && !body.trim().is_empty()) {
        Failure::Unavailable
    } else {
        Failure::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_whether_the_session_survives() {
        for status in [
            0, 302, 307, 408, 425, 429, 502, 503, 504, 520, 526, 530, 598, 599,
        ] {
            assert_eq!(of_status(status), Failure::Unavailable, "{status}");
        }
        for status in [500, 501, 505, 531, 597] {
            assert_eq!(of_status(status), Failure::Faulty, "{status}");
        }
        for status in [200, 204, 400, 401, 403, 404, 422] {
            assert_eq!(of_status(status), Failure::Refused, "{status}");
        }
    }

    #[test]
    fn a_page_or_half_an_answer_does_not_end_the_session() {
        assert_eq!(of_body("text/html", ""), Failure::Unavailable);
        assert_eq!(of_body("", "\n<!doctype html>"), Failure::Unavailable);
        assert_eq!(
            of_body("application/json; charset=utf-8", "{\"acc"),
            Failure::Unavailable
        );
        assert_eq!(of_body("application/json", ""), Failure::Refused);
        assert_eq!(of_body("text/plain", "no"), Failure::Refused);
    }
}
