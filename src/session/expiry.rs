//! When an access token expires, by this device's clock, and when to refresh it (G14).
//!
//! The device's clock may be wrong by hours. Times by the server's clock (`exp`, `expiresAt`) are converted with an
//! offset, which is learned whenever a token arrives: the server's time is then the answer's `Date`, or approximately
//! the token's `iat`.

use super::Timestamp;

/// What is known about an access token's lifetime. Timestamps are by the server's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Terms {
    /// When it expires: a JWT's `exp` (RFC 7519 §4.1.4), or the reply's `expiresAt`.
    pub expires_at: Option<Timestamp>,
    /// When it was issued: a JWT's `iat`.
    pub issued_at: Option<Timestamp>,
    /// The ms until it expires, counted from the answer: `expires_in` (RFC 6749 §5.1). For a token from the store,
    /// counted from now.
    pub expires_in: Option<u64>,
    /// The answer's `Date` header.
    pub date: Option<Timestamp>,
}

/// When to refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Expiry {
    /// When it expires, by this device's clock.
    pub at: Timestamp,
    /// How many ms before that it is refreshed.
    pub margin: u64,
}

/// How far the server's clock is ahead of this device's, in ms, once known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Clock {
    offset: Option<i64>,
}

/// How far the server's clock is ahead.
fn offset(server: Timestamp, now: Timestamp) -> i64 {
    server
        .as_ms()
        .cast_signed()
        .wrapping_sub(now.as_ms().cast_signed())
}

/// Offsets that differ by less than this, in ms, count as equal, because a `Date` is in whole seconds and takes time to
/// arrive.
const NOISE_MS: u64 = 5_000;

/// The longest default margin, in ms.
const MARGIN_MS: u64 = 30_000;

impl Clock {
    /// A server has just granted a token. Returns `None` if its expiry is unknown, makes no sense, or is not needed
    /// because the margin is 0.
    pub fn received(
        &mut self,
        terms: Terms,
        margin: Option<u64>,
        now: Timestamp,
    ) -> Option<Expiry> {
        if margin == Some(0) {
            return None;
        }
        if let Some(server) = terms.date.or(terms.issued_at) {
            self.offset = Some(offset(server, now));
        }
        let at = match terms.expires_in {
            Some(ms) => now.after(ms),
            None => self.to_device(terms.expires_at?),
        };
        // If it expired before it arrived, the clock is wrong, and the token's expiry is unknown.
        (at > now).then(|| Expiry::new(at, at.ms_since(now), margin))
    }

    /// An answer has just arrived with the server's time. Returns whether the offset changes. A difference within the
    /// time that an answer may take does not count, because the token endpoint's offset is more exact.
    pub fn learn(&mut self, date: Timestamp, now: Timestamp) -> bool {
        let learned = offset(date, now);
        let is_news = learned.abs_diff(self.offset.unwrap_or_default()) > NOISE_MS;
        if is_news {
            self.offset = Some(learned);
        }
        is_news
    }

    /// A token was found in the store, where it may have been for any length of time.
    pub fn found(self, terms: Terms, margin: Option<u64>, now: Timestamp) -> Option<Expiry> {
        if margin == Some(0) {
            return None;
        }
        // The remaining lifetime by this device's clock, which the caller has stored.
        if let Some(ms) = terms.expires_in {
            return Some(Expiry::new(now.after(ms), ms, margin));
        }
        let expires_at = terms.expires_at?;
        let at = self.to_device(expires_at);
        let lifetime = match terms.issued_at {
            Some(issued_at) => expires_at.ms_since(issued_at),
            None => at.ms_since(now),
        };
        Some(Expiry::new(at, lifetime, margin))
    }

    fn to_device(self, server: Timestamp) -> Timestamp {
        server.shifted(self.offset.unwrap_or_default().saturating_neg())
    }
}

impl Expiry {
    /// A margin longer than the token's lifetime would refresh for every request, so it is at most half the lifetime.
    fn new(at: Timestamp, lifetime: u64, margin: Option<u64>) -> Self {
        let margin = match margin {
            Some(margin) => margin.min(lifetime / 2),
            None => MARGIN_MS.min(lifetime / 10),
        };
        Self { at, margin }
    }

    /// When it is due for a refresh.
    pub fn due(self) -> Timestamp {
        Timestamp::from_ms(self.at.as_ms().saturating_sub(self.margin))
    }

    /// Has it expired?
    pub fn is_past(self, now: Timestamp) -> bool {
        now >= self.at
    }
}

/// The properties that hold for every number are in test/property.rs.
#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_000_000_000);
    const LIFE: u64 = 600_000;

    fn expiring() -> Terms {
        Terms {
            expires_at: Some(NOW.after(LIFE)),
            ..Terms::default()
        }
    }

    #[test]
    fn it_is_due_a_margin_before_it_is_past() {
        let expiry = Clock::default().received(expiring(), Some(1_000), NOW);
        let expiry = expiry.expect("it says when");
        assert_eq!(expiry.due(), NOW.after(LIFE - 1_000));
        assert!(!expiry.is_past(NOW.after(LIFE - 1)));
        assert!(expiry.is_past(NOW.after(LIFE)));
    }

    #[test]
    fn a_token_that_has_expired_before_it_arrived_tells_nothing() {
        let now = NOW.after(LIFE);
        assert_eq!(Clock::default().received(expiring(), None, now), None);
    }

    #[test]
    fn what_lies_in_the_store_may_have_expired() {
        let now = NOW.after(2 * LIFE);
        let expiry = Clock::default().found(expiring(), None, now);
        assert!(expiry.is_some_and(|expiry| expiry.is_past(now)));
    }

    #[test]
    fn what_is_left_of_a_stored_token_counts_from_now_whatever_was_learned_of_the_clock() {
        let clock = Clock {
            offset: Some(7_200_000),
        };
        let left = |ms| Terms {
            expires_in: Some(ms),
            ..Terms::default()
        };
        let found = |ms| clock.found(left(ms), None, NOW);
        assert_eq!(found(LIFE).map(|expiry| expiry.at), Some(NOW.after(LIFE)));
        assert!(found(0).is_some_and(|expiry| expiry.is_past(NOW)));
    }

    #[test]
    fn a_stored_token_of_unknown_age_is_as_old_as_it_looks() {
        let now = NOW.after(LIFE - 100_000);
        let expiry = Clock::default().found(expiring(), None, now);
        assert_eq!(expiry.map(|expiry| expiry.margin), Some(10_000));
    }

    #[test]
    fn an_answers_date_is_news_if_it_differs_by_more_than_an_answer_takes() {
        let mut clock = Clock::default();
        for (date, is_news) in [(NOW.after(4_000), false), (NOW.after(LIFE), true)] {
            assert_eq!(clock.learn(date, NOW), is_news);
        }
        assert!(!clock.learn(NOW.after(LIFE - 5_000), NOW));
        assert!(clock.learn(NOW, NOW), "the device's clock was set");
        assert_eq!(clock.to_device(NOW), NOW);
    }

    #[test]
    fn what_was_learned_of_the_clock_lasts_until_something_else_is() {
        let mut clock = Clock::default();
        let dated = |at: Timestamp| Terms {
            date: Some(at),
            ..expiring()
        };
        clock.received(dated(NOW), None, NOW.after(7));
        let (terms, now) = (expiring(), NOW.after(7));
        let at = |clock: Clock| clock.found(terms, None, now).map(|expiry| expiry.at);
        assert_eq!(at(clock), Some(NOW.after(LIFE + 7)));
        clock.received(Terms::default(), None, NOW);
        assert_eq!(at(clock), Some(NOW.after(LIFE + 7)));
        clock.received(dated(NOW), None, NOW);
        assert_eq!(at(clock), Some(NOW.after(LIFE)));
    }
}
