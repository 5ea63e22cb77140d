//! An ISO 8601 date, as JavaScript's `Date.prototype.toISOString()` and most back ends write it.

use std::time::Duration;

/// The time since the epoch of a date such as `2026-11-29T13:45:00.5+01:00`. A date without an offset is in UTC.
#[must_use]
pub fn iso_date(text: &str) -> Option<Duration> {
    let (date, time) = text.trim().split_once(['T', 't', ' '])?;
    let [year, month, day] = numbers(date, '-')?;
    let sign_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (time, offset) = time.split_at(sign_at);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [hour, minute, second] = numbers(time, ':')?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 24 || minute > 59 {
        return None;
    }
    let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    let fraction: f64 = format!("0.{fraction}").parse().ok()?;
    let since_epoch = u64::try_from(seconds - offset_of(offset)?).ok()?;
    Some(Duration::from_secs(since_epoch) + Duration::try_from_secs_f64(fraction).ok()?)
}

/// Three numbers of at most four digits.
fn numbers(text: &str, between: char) -> Option<[i64; 3]> {
    let mut numbers = [0; 3];
    let mut parts = text.split(between);
    for number in &mut numbers {
        let part = parts.next()?;
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
        *number = is_number.then(|| part.parse().ok())??;
    }
    parts.next().is_none().then_some(numbers)
}

/// The seconds that an offset such as `+01:00` is ahead of UTC.
fn offset_of(offset: &str) -> Option<i64> {
    let sign = match offset.chars().next() {
        None | Some('Z' | 'z') => return (offset.len() < 2).then_some(0),
        Some('-') => -1,
        Some(_) => 1,
    };
    let digits: String = offset[1..].chars().filter(|it| *it != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    Some(sign * (number / 100 * 3_600 + number % 100 * 60))
}

/// The days from the epoch to a date of the Gregorian calendar. Years begin in March here, so that a leap day is the
/// last of its year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let of_year = (153 * month + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
        - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_with_its_fraction_and_its_offset() {
        for (text, ms) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T12:00:00.250Z", 951_825_600_250),
            ("2026-11-29T13:45:00+01:00", 1_795_956_300_000),
            ("2026-11-29T12:45:00-0000", 1_795_956_300_000),
            ("2026-11-29 12:45:00", 1_795_956_300_000),
        ] {
            assert_eq!(iso_date(text), Some(Duration::from_millis(ms)), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "tomorrow",
            "2026-11-29",
            "2026-13-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "2026-11-29T12:45:00+1",
            "99999-01-01T00:00:00Z",
            "2026-11-29T12:45:00é",
        ] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }
}
