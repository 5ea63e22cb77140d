//! The lock of a refresh: how long a tab waits for it, and when it steals it from another tab.

use super::command::Rescue;
use super::pause::LONGEST_PAUSE_MS;

/// How much longer than a complete refresh a tab waits for the lock, in ms.
const MARGIN_MS: f64 = 1_000.0;

/// How long a refresh may take, from `session.refresh`. Times are floating-point numbers, as in JavaScript: an infinite
/// timeout leads to an infinite deadline, and the engine is 150 bytes smaller than with saturating integers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// The timeout of one attempt, in ms.
    pub timeout: f64,
    /// The maximum number of further attempts.
    pub retries: u32,
}

impl Effort {
    /// A tab that still holds the lock after this time, in ms, has frozen, because the time is longer than the longest
    /// refresh.
    #[must_use]
    pub fn lock_deadline(self) -> f64 {
        let retry = LONGEST_PAUSE_MS as f64 + self.timeout;
        self.timeout + f64::from(self.retries) * retry + MARGIN_MS
    }

    /// The default of `session.waiterTimeout`, in ms: another tab's refresh, and then one of its own.
    #[must_use]
    pub fn waiter_timeout(self) -> f64 {
        2.0 * self.lock_deadline()
    }
}

impl Rescue {
    /// The deadline for the lock has passed for the `round`-th time, starting with 0. `same_holder` says whether one
    /// tab has held the lock all the time. A lock that changes hands is in use, and its holder has not frozen.
    ///
    /// Every tab's deadline passes at the same time, so only the one that gets a second lock may steal the first. If
    /// the holder of that second lock has frozen as well, the next round steals it.
    #[must_use]
    pub fn after_deadline(same_holder: bool, round: u32) -> Self {
        match (same_holder, round) {
            (false, _) => Self::WaitAgain,
            (true, 0) => Self::IfAvailable,
            (true, _) => Self::Steal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_waited_for_longer_than_the_longest_refresh_takes() {
        let effort = Effort {
            timeout: 10_000.0,
            retries: 2,
        };
        let longest = 3.0 * 10_000.0 + 2.0 * 5_000.0;
        assert!(effort.lock_deadline() > longest);
        assert!(effort.waiter_timeout() > 2.0 * longest);
    }

    #[test]
    fn a_timeout_without_end_is_a_deadline_without_end() {
        let effort = Effort {
            timeout: f64::INFINITY,
            retries: 2,
        };
        assert!(effort.waiter_timeout().is_infinite());
    }

    #[test]
    fn only_a_lock_that_one_tab_has_held_for_the_whole_deadline_is_stolen() {
        for round in 0..3 {
            assert_eq!(Rescue::after_deadline(false, round), Rescue::WaitAgain);
        }
        assert_eq!(Rescue::after_deadline(true, 0), Rescue::IfAvailable);
        assert_eq!(Rescue::after_deadline(true, 1), Rescue::Steal);
    }
}
