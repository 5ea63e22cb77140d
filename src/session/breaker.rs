//! What stops the refreshing when it does not help (G5).
//!
//! Two things look like an expired token and are not: a server that refuses every token, and a real
//! lack of permission that comes with the same status. The first shows in fresh tokens that nobody
//! accepts, the second in one address that refuses a fresh token which others accept.

use super::{Generation, Timestamp};

/// The fingerprint of what was asked for: method and address, less the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target(u32);

impl Target {
    /// The target with this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }
}

/// So many tokens in a row may be bought and refused everywhere before the refreshing stops.
pub const MAX_UNPROVEN: u32 = 2;

/// An address that refused a fresh token starts no refresh for so long, in ms; nor does anything
/// after [`MAX_UNPROVEN`]. Then one more is tried, since a token may have expired for good meanwhile.
pub const DENIAL_COOLDOWN_MS: u64 = 5 * 60 * 1_000;

/// The same for an address that has accepted the token since: it means many things by one name, as GraphQL's
/// does, so that its refusals may be about age once the token is no longer fresh. In ms.
pub const MIXED_COOLDOWN_MS: u64 = 30 * 1_000;

/// How many denials are remembered; the oldest goes first.
const MAX_DENIALS: usize = 32;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Breaker {
    /// Fresh tokens in a row that a server has refused, since one was last accepted (G24).
    unproven: u32,
    /// That of the last token that a refresh has bought.
    latest: Generation,
    /// Has no server accepted or refused that one yet?
    untried: bool,
    /// Nothing refreshes before this, once `unproven` has come to its limit.
    closed_until: Timestamp,
    denials: Vec<Denial>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Denial {
    target: Target,
    since: Timestamp,
    /// Has it accepted a token since?
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
    /// May a refusal at `target` start a refresh?
    pub(super) fn allows(&self, target: Target, now: Timestamp) -> bool {
        let denied = self
            .denials
            .iter()
            .any(|denial| denial.target == target && denial.lasts(now));
        !denied && (self.unproven < MAX_UNPROVEN || now >= self.closed_until)
    }

    /// A refresh has bought the token of this generation. That alone says nothing: an idle page buys one after
    /// another.
    pub(super) fn bought(&mut self, generation: Generation) {
        self.latest = generation;
        self.untried = true;
    }

    /// A server has refused the token of this generation, which had not expired. A fresh one counts, once.
    pub(super) fn refused(&mut self, generation: Generation, now: Timestamp) {
        if self.untried && generation == self.latest {
            self.untried = false;
            self.unproven += 1;
            self.closed_until = now.after(DENIAL_COOLDOWN_MS);
        }
    }

    /// The token of this generation was accepted somewhere. It need not be current any more: without locks,
    /// another tab's may have taken its place. Is [`Self::accepted_at`] to be told where?
    pub(super) fn accepted(&mut self, generation: Generation) -> bool {
        if generation >= self.latest {
            self.unproven = 0;
            self.untried = false;
        }
        !self.denials.is_empty()
    }

    /// It was here.
    pub(super) fn accepted_at(&mut self, target: Target) {
        for denial in &mut self.denials {
            denial.mixed |= denial.target == target;
        }
    }

    /// `target` has refused the request with the old token and with the new one.
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

    /// Other tokens, other luck.
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
