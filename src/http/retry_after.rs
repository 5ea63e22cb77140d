//! `Retry-After` (RFC 9110 §10.2.3).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The longest delay that a server may ask for: a day. A longer one counts as a day.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait: the field is a number of seconds or an HTTP date. `now` is the time since the epoch.
#[must_use]
pub fn retry_after(field: &str, now: Duration) -> Option<Duration> {
    let field = field.trim();
    let wait = if !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit is more than a day too.
        field.parse().map_or(LONGEST, Duration::from_secs)
    } else {
        http_date(field)?.saturating_sub(now)
    };
    Some(wait.min(LONGEST))
}

/// An HTTP date (RFC 9110 §5.6.7) as the time since the epoch, as in `Date` and `Retry-After`.
#[must_use]
pub fn http_date(field: &str) -> Option<Duration> {
    let moment: SystemTime = httpdate::parse_http_date(field.trim()).ok()?;
    moment.duration_since(UNIX_EPOCH).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT

    #[test]
    fn seconds_and_dates_are_read() {
        let ten = Some(Duration::from_secs(10));
        assert_eq!(retry_after(" 10 ", NOW), ten);
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:47 GMT", NOW), ten);
        assert_eq!(retry_after("Sun Nov  6 08:49:47 1994", NOW), ten);
        let passed = "Sun, 06 Nov 1994 08:00:00 GMT";
        assert_eq!(retry_after(passed, NOW), Some(Duration::ZERO));
    }

    #[test]
    fn nobody_is_kept_away_for_longer_than_a_day() {
        assert_eq!(retry_after("999999999999999999999999", NOW), Some(LONGEST));
        assert_eq!(retry_after("86401", NOW), Some(LONGEST));
    }

    #[test]
    fn anything_else_says_nothing() {
        for field in ["", "-1", "1.5", "soon", "1994-11-06", "+10"] {
            assert_eq!(retry_after(field, NOW), None, "{field}");
        }
    }
}
