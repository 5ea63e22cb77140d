//! Stops refreshing when it does not help (G5).
//!
//! Two situations look like an expired token but are not: a server that rejects every token, and a missing permission
//! with the same status. In the first, no URL accepts a newly refreshed token; in the second, one URL rejects a new
//! token that others accept.

use super::{Generation, Timestamp};

/// The fingerprint of a request's target: the method and the URL, without the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target(u32);

impl Target {
    /// The target with this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }
}

/// How many new tokens in a row may be rejected everywhere before refreshing stops.
pub const MAX_UNPROVEN: u32 = 2;

/// For how long a URL that rejected a new token starts no refresh, in ms. The same applies to all URLs after
/// [`MAX_UNPROVEN`]. Then one more refresh is tried, because the token may really have expired by then.
pub const DENIAL_COOLDOWN_MS: u64 = 5 * 60 * 1_000;

/// The same, in ms, for a URL that has since accepted the token. Such a URL serves many purposes, like GraphQL's, so a
/// rejection may mean an expired token once the token is no longer new.
pub const MIXED_COOLDOWN_MS: u64 = 30 * 1_000;

/// How many denials are remembered; the oldest is removed first.
const MAX_DENIALS: usize = 32;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Breaker {
    /// How many new tokens in a row were rejected since one was last accepted (G24).
    unproven: u32,
    /// The generation of the last token that a refresh obtained.
    latest: Generation,
    /// Whether no server has accepted or rejected that token yet.
    untried: bool,
    /// Until when nothing is refreshed, once `unproven` has reached its limit.
    closed_until: Timestamp,
    denials: Vec<Denial>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Denial {
    target: Target,
    since: Timestamp,
    /// Whether it has accepted a token since.
    mixed: bool,
}

impl Denial {
    fn lasts(&self, now: Timestamp) -> bool {
        let cooldown = if self.mixed {
            MIXED_COOLDOWN_MS
        } else {
            DENIAL_COOLDOWN_MS
        };
        now < self.since.after(cooldown)
    }
}

impl Breaker {
    /// Whether a rejection by `target` may start a refresh.
    pub(super) fn allows(&self, target: Target, now: Timestamp) -> bool {
        let denied = self
            .denials
            .iter()
            .any(|denial| denial.target == target && denial.lasts(now));
        !denied && (self.unproven < MAX_UNPROVEN || now >= self.closed_until)
    }

    /// A refresh obtained the token of this generation. This alone means nothing, because an idle page obtains one
    /// after another.
    pub(super) fn bought(&mut self, generation: Generation) {
        self.latest = generation;
        self.untried = true;
    }

    /// A server rejected the token of this generation, which had not expired. Only a new token counts, and only once.
    pub(super) fn refused(&mut self, generation: Generation, now: Timestamp) {
        if self.untried && generation == self.latest {
            self.untried = false;
            self.unproven += 1;
            self.closed_until = now.after(DENIAL_COOLDOWN_MS);
        }
    }

    /// A server accepted the token of this generation, which may no longer be current: without locks, another tab's
    /// token may have replaced it. Returns whether to call [`Self::accepted_at`] as well.
    pub(super) fn accepted(&mut self, generation: Generation) -> bool {
        if generation >= self.latest {
            self.unproven = 0;
            self.untried = false;
        }
        !self.denials.is_empty()
    }

    /// Records which target accepted the token.
    pub(super) fn accepted_at(&mut self, target: Target) {
        for denial in &mut self.denials {
            denial.mixed |= denial.target == target;
        }
    }

    /// `target` rejected the request with the old token and with the new one.
    pub(super) fn denied(&mut self, target: Target, now: Timestamp) {
        self.denials.retain(|denial| denial.target != target);
        if self.denials.len() == MAX_DENIALS {
            self.denials.remove(0);
        }
        self.denials.push(Denial {
            target,
            since: now,
            mixed: false,
        });
    }

    /// Forgets everything, because the tokens are different now.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_000_000);

    #[test]
    fn memory_does_not_grow_with_what_was_denied_and_the_oldest_goes_first() {
        let mut breaker = Breaker::default();
        for target in 0..=MAX_DENIALS as u32 {
            breaker.denied(Target::new(target), NOW);
        }
        assert_eq!(breaker.denials.len(), MAX_DENIALS);
        assert!(breaker.allows(Target::new(0), NOW));
        assert!(!breaker.allows(Target::new(1), NOW));
    }

    #[test]
    fn what_is_denied_again_is_denied_anew_and_remembered_once() {
        let mut breaker = Breaker::default();
        breaker.denied(Target::new(1), NOW);
        breaker.denied(Target::new(1), NOW.after(DENIAL_COOLDOWN_MS - 1));
        assert_eq!(breaker.denials.len(), 1);
        assert!(!breaker.allows(Target::new(1), NOW.after(DENIAL_COOLDOWN_MS)));
    }

    #[test]
    fn a_token_that_was_accepted_opens_the_way_for_all_but_the_denied() {
        let mut breaker = Breaker::default();
        for generation in 1..=MAX_UNPROVEN {
            breaker.bought(Generation::new(generation));
            breaker.refused(Generation::new(generation), NOW);
        }
        breaker.denied(Target::new(1), NOW);
        breaker.accepted(Generation::new(MAX_UNPROVEN - 1));
        assert!(
            !breaker.allows(Target::new(2), NOW),
            "a former one says nothing"
        );
        breaker.accepted(Generation::new(MAX_UNPROVEN));
        assert!(breaker.allows(Target::new(2), NOW));
        assert!(!breaker.allows(Target::new(1), NOW));
    }
}
