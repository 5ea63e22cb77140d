//! What a failed attempt to get new tokens means for the session (G8).

pub use crate::session::{Named, Outcome, TokenBody};

/// The consequence for the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// The server is unreachable or busy. The session is kept.
    Unavailable,
    /// A server error. It is retried, and finally counts as a rejection.
    Faulty,
    /// The refresh token is no longer valid. The session ends.
    Refused,
    /// Another attempt would fail in the same way. The session is kept.
    Pointless,
    /// The server has named the nonce that it requires in the proof. Another attempt contains it.
    NonceRequired,
}

/// The meaning of a status (RFC 9110 §15). Content delivery networks and proxies answer 520 to 530, 598 and 599 if the
/// origin did not answer. A redirect is not followed, because the refresh token must not be sent to another URL.
#[must_use]
pub fn of_status(status: u16) -> Failure {
    match status {
        0 | 300..=399 | 408 | 425 | 429 | 502..=504 | 520..=530 | 598 | 599 => Failure::Unavailable,
        500.. => Failure::Faulty,
        _ => Failure::Refused,
    }
}

/// The facts about a token endpoint's answer that determine its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenAnswer {
    /// Its status; 0 for a redirect whose details the browser hides.
    pub status: u16,
    /// Whether it arrived after a redirect that the platform followed.
    pub redirected: bool,
    /// Which of the application's options it matches.
    pub named: Named,
    /// Its content.
    pub body: TokenBody,
}

impl TokenAnswer {
    /// Judges it: the first reason for a failure that applies, or its tokens.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        match (self.named, self.body) {
            (Named::Refused, _) => Outcome::NamedRefused,
            (Named::Unavailable, _) => Outcome::NamedUnavailable,
            (Named::Nonce, _) => Outcome::NonceRequired,
            _ if self.redirected || matches!(self.status, 0 | 300..=399) => Outcome::Redirect,
            _ if !matches!(self.status, 200..=299) => Outcome::Status,
            (Named::Nothing, TokenBody::NotJson) => Outcome::NotJson,
            (Named::Nothing, TokenBody::Empty) => Outcome::Empty,
            (Named::Nothing, TokenBody::Other) => Outcome::NoTokens,
            (Named::Nothing, TokenBody::Tokens | TokenBody::Cookies) => Outcome::Granted,
        }
    }
}

impl Outcome {
    /// The consequence for the session; `None` if there are new tokens. `status` is that of the answer, or of the error
    /// that the application's own function threw; 0 without either.
    #[must_use]
    pub fn failure(self, status: u16) -> Option<Failure> {
        Some(match self {
            Self::Granted => return None,
            Self::NamedRefused | Self::Empty | Self::NoTokens => Failure::Refused,
            Self::NamedUnavailable | Self::Redirect | Self::NotJson => Failure::Unavailable,
            Self::Status => of_status(status),
            Self::OutOfScope | Self::WaitsForItself => Failure::Pointless,
            Self::NonceRequired => Failure::NonceRequired,
        })
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

    const GRANT: TokenAnswer = TokenAnswer {
        status: 200,
        redirected: false,
        named: Named::Nothing,
        body: TokenBody::Tokens,
    };

    fn outcome_and_failure(answer: TokenAnswer) -> (Outcome, Option<Failure>) {
        let outcome = answer.outcome();
        (outcome, outcome.failure(answer.status))
    }

    #[test]
    fn tokens_in_a_successful_answer_are_granted() {
        for status in [200, 201, 299] {
            let answer = TokenAnswer { status, ..GRANT };
            assert_eq!(outcome_and_failure(answer), (Outcome::Granted, None));
        }
    }

    #[test]
    fn tokens_in_an_answer_that_is_an_error_or_comes_after_a_redirect_are_not_granted() {
        let refused = outcome_and_failure(TokenAnswer {
            status: 401,
            ..GRANT
        });
        assert_eq!(refused, (Outcome::Status, Some(Failure::Refused)));
        let redirect = (Outcome::Redirect, Some(Failure::Unavailable));
        for status in [0, 302, 307] {
            let answer = TokenAnswer { status, ..GRANT };
            assert_eq!(outcome_and_failure(answer), redirect);
        }
        let followed = TokenAnswer {
            redirected: true,
            ..GRANT
        };
        assert_eq!(outcome_and_failure(followed), redirect);
    }

    #[test]
    fn where_the_tokens_are_cookies_any_success_is_a_grant() {
        let of = |status| {
            outcome_and_failure(TokenAnswer {
                status,
                body: TokenBody::Cookies,
                ..GRANT
            })
        };
        assert_eq!(of(204), (Outcome::Granted, None));
        let refused = Some(Failure::Refused);
        assert_eq!(of(401), (Outcome::Status, refused));
        let kept = Some(Failure::Unavailable);
        assert_eq!(of(302), (Outcome::Redirect, kept));
    }

    #[test]
    fn a_page_or_half_an_answer_does_not_end_the_session() {
        let of = |body| outcome_and_failure(TokenAnswer { body, ..GRANT });
        let kept = Some(Failure::Unavailable);
        assert_eq!(of(TokenBody::NotJson), (Outcome::NotJson, kept));
        let over = Some(Failure::Refused);
        assert_eq!(of(TokenBody::Empty), (Outcome::Empty, over));
        assert_eq!(of(TokenBody::Other), (Outcome::NoTokens, over));
    }

    #[test]
    fn what_an_option_names_counts_before_anything_else() {
        for status in [0, 200, 302, 401, 503] {
            for (named, failure) in [
                (Named::Refused, Failure::Refused),
                (Named::Unavailable, Failure::Unavailable),
                (Named::Nonce, Failure::NonceRequired),
            ] {
                let answer = TokenAnswer {
                    status,
                    named,
                    ..GRANT
                };
                assert_eq!(outcome_and_failure(answer).1, Some(failure));
            }
        }
    }

    #[test]
    fn a_function_that_throws_without_an_answer_keeps_the_session() {
        let thrown = |status| Outcome::Status.failure(status);
        assert_eq!(thrown(0), Some(Failure::Unavailable));
        assert_eq!(thrown(401), Some(Failure::Refused));
        assert_eq!(thrown(500), Some(Failure::Faulty));
    }

    #[test]
    fn a_failure_that_another_attempt_would_repeat_is_not_repeated() {
        for outcome in [Outcome::OutOfScope, Outcome::WaitsForItself] {
            assert_eq!(outcome.failure(0), Some(Failure::Pointless));
        }
    }
}
