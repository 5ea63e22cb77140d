//! `Retry-After`, and the dates of HTTP.

use crate::Target;
use arbitrary::{Arbitrary as _, Result, Unstructured};
use everfetch::http::retry_after::{http_date, retry_after};
use std::time::{Duration, UNIX_EPOCH};

/// The target.
pub const TARGET: Target = Target {
    name: "retry_after",
    check,
    examples: &[
        "Fri, 31 Dec 1999 23:59:59 GMT",
        "Friday, 31-Dec-99 23:59:59 GMT",
        "Fri Dec 31 23:59:59 1999",
        "120",
        "99999999999999999999999",
        "-1",
        "1.5",
        "Sun, 29 Feb 2023 00:00:60 GMT",
    ],
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The last second of the year 9999, after which HTTP has no dates.
const LAST: u64 = 253_402_300_799;

fn check(input: &mut Unstructured<'_>) -> Result<()> {
    let now = Duration::from_secs(u64::arbitrary(input)? % LAST);
    let seconds = u64::arbitrary(input)?;
    let field = String::from_utf8_lossy(input.bytes(input.len())?).into_owned();
    if let Some(wait) = retry_after(&field, now) {
        assert!(wait <= DAY);
        assert_eq!(retry_after(&format!(" {field}\t"), now), Some(wait));
    }
    let _ = http_date(&field);
    let wait = Duration::from_secs(seconds).min(DAY);
    assert_eq!(retry_after(&seconds.to_string(), now), Some(wait));
    let moment = Duration::from_secs(seconds % LAST);
    let date = httpdate::fmt_http_date(UNIX_EPOCH + moment);
    assert_eq!(http_date(&date), Some(moment), "{date}");
    let wait = moment.saturating_sub(now).min(DAY);
    assert_eq!(retry_after(&date, now), Some(wait), "{date}");
    Ok(())
}
