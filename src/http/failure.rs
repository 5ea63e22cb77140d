//! What an attempt to get new tokens says about the session when it brings none (G8).

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

/// An answer of the token endpoint, by the facts that decide what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenAnswer {
    /// Its status; 0 for a redirect of which the browser shows nothing else.
    pub status: u16,
    /// Did it arrive after a redirect that the platform has followed?
    pub redirected: bool,
    /// What the application's own options say of it.
    pub named: Option<Named>,
    /// What is in it.
    pub body: Body,
}

/// The options that may name an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// `session.refresh.refused`
    Refused,
    /// `session.refresh.unavailable`
    Unavailable,
}

/// What the body of an answer of the token endpoint has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Body {
    /// Tokens that can be used.
    Tokens,
    /// JSON without usable tokens.
    Other,
    /// Something that is not JSON.
    NotJson,
    /// Nothing.
    Empty,
}

/// Why an answer grants no tokens. The first that applies is the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// An option names it.
    Named(Named),
    /// It is a redirect, or came after one: the refresh token must not leave for another address (G12).
    Redirect,
    /// Its status.
    Status,
    /// It is not JSON: a captive portal or a maintenance page, or it was cut off on the way.
    NotJson,
    /// There is nothing in it. Such an endpoint never grants anything.
    Empty,
    /// There are no usable tokens in it.
    NoTokens,
}

impl TokenAnswer {
    /// Why the answer grants no tokens, and what follows for the session; `None` if it grants them.
    #[must_use]
    pub fn failure(self) -> Option<(Reason, Failure)> {
        let Self {
            status,
            redirected,
            named,
            body,
        } = self;
        Some(match (named, body) {
            (Some(named @ Named::Refused), _) => (Reason::Named(named), Failure::Refused),
            (Some(named @ Named::Unavailable), _) => (Reason::Named(named), Failure::Unavailable),
            _ if redirected || matches!(status, 0 | 300..=399) => {
                (Reason::Redirect, Failure::Unavailable)
            }
            _ if !matches!(status, 200..=299) => (Reason::Status, of_status(status)),
            (None, Body::NotJson) => (Reason::NotJson, Failure::Unavailable),
            (None, Body::Empty) => (Reason::Empty, Failure::Refused),
            (None, Body::Other) => (Reason::NoTokens, Failure::Refused),
            (None, Body::Tokens) => return None,
        })
    }
}

/// What a failure of the application's own refresh function says of the session: `status` is that of the answer that
/// what it threw is about.
#[must_use]
pub fn of_thrown(status: Option<u16>) -> Failure {
    status.map_or(Failure::Unavailable, of_status)
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

    const GRANT: TokenAnswer = TokenAnswer {
        status: 200,
        redirected: false,
        named: None,
        body: Body::Tokens,
    };

    #[test]
    fn tokens_in_a_successful_answer_are_granted() {
        assert_eq!(GRANT.failure(), None);
        let created = TokenAnswer {
            status: 201,
            ..GRANT
        };
        assert_eq!(created.failure(), None);
    }

    #[test]
    fn tokens_in_an_answer_that_is_an_error_or_comes_after_a_redirect_are_not_granted() {
        let refused = TokenAnswer {
            status: 401,
            ..GRANT
        };
        assert_eq!(refused.failure(), Some((Reason::Status, Failure::Refused)));
        let redirect = Some((Reason::Redirect, Failure::Unavailable));
        for status in [0, 302, 307] {
            assert_eq!(TokenAnswer { status, ..GRANT }.failure(), redirect);
        }
        let followed = TokenAnswer {
            redirected: true,
            ..GRANT
        };
        assert_eq!(followed.failure(), redirect);
    }

    #[test]
    fn a_page_or_half_an_answer_does_not_end_the_session() {
        let of = |body| TokenAnswer { body, ..GRANT }.failure();
        assert_eq!(
            of(Body::NotJson),
            Some((Reason::NotJson, Failure::Unavailable))
        );
        assert_eq!(of(Body::Empty), Some((Reason::Empty, Failure::Refused)));
        assert_eq!(of(Body::Other), Some((Reason::NoTokens, Failure::Refused)));
    }

    #[test]
    fn what_an_option_names_counts_before_anything_else() {
        for status in [0, 200, 302, 401, 503] {
            for (named, failure) in [
                (Named::Refused, Failure::Refused),
                (Named::Unavailable, Failure::Unavailable),
            ] {
                let answer = TokenAnswer {
                    status,
                    named: Some(named),
                    ..GRANT
                };
                assert_eq!(answer.failure(), Some((Reason::Named(named), failure)));
            }
        }
    }

    #[test]
    fn a_function_that_throws_without_an_answer_keeps_the_session() {
        assert_eq!(of_thrown(None), Failure::Unavailable);
        assert_eq!(of_thrown(Some(401)), Failure::Refused);
        assert_eq!(of_thrown(Some(500)), Failure::Faulty);
    }
}
