//! The lock of a refresh: how long a tab waits for it, and when it takes it away from another tab.

use super::command::Rescue;
use super::refresh::LONGEST_PAUSE_MS;

/// The lock is waited for this much longer than a whole refresh takes, in ms.
const MARGIN_MS: u64 = 1_000;

/// How long a refresh may take, from `session.refresh`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Effort {
    /// The timeout of one attempt, in ms.
    pub timeout: u64,
    /// How many more attempts there may be.
    pub retries: u32,
}

impl Effort {
    /// After this time, in ms, a tab that still holds the lock has frozen: it is longer than the longest refresh.
    #[must_use]
    pub fn lock_deadline(self) -> u64 {
        let retry = self.timeout.saturating_add(LONGEST_PAUSE_MS);
        retry
            .saturating_mul(self.retries.into())
            .saturating_add(self.timeout)
            .saturating_add(MARGIN_MS)
    }

    /// The default of `session.waiterTimeout`, in ms: another tab's refresh, and then one of its own.
    #[must_use]
    pub fn waiter_timeout(self) -> u64 {
        self.lock_deadline().saturating_mul(2)
    }
}

impl Rescue {
    /// The deadline of a wait for the lock has passed for the `round`-th time, the first being 0. `same_holder`: has
    /// one tab held it all the while? A lock that changes hands is in use, and its holder has not frozen.
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
            timeout: 10_000,
            retries: 2,
        };
        assert_eq!(effort.lock_deadline(), 3 * 10_000 + 2 * 5_000 + 1_000);
        assert_eq!(effort.waiter_timeout(), 2 * effort.lock_deadline());
    }

    #[test]
    fn a_timeout_without_end_is_a_deadline_without_end() {
        let effort = Effort {
            timeout: u64::MAX,
            retries: u32::MAX,
        };
        assert_eq!(effort.waiter_timeout(), u64::MAX);
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
