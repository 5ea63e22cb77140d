//! What holds for every number: clocks, lifetimes, margins, pauses.

use proptest::prelude::*;

use super::paper::{busy, longest_pauses, unavailable};
use super::scenario::Tab;
use crate::session::*;

/// Any time at all, and often a plausible one.
fn moment() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        any::<u64>(),
        1_600_000_000_000..2_000_000_000_000_u64,
        prop_oneof![Just(0), Just(u64::MAX), Just(i64::MAX as u64)],
    ]
    .prop_map(Timestamp::from_ms)
}

fn span() -> impl Strategy<Value = u64> {
    prop_oneof![any::<u64>(), 0..1_000_000_000_u64, Just(0), Just(u64::MAX)]
}

fn terms() -> impl Strategy<Value = Terms> {
    let maybe = || prop::option::of(moment());
    (maybe(), maybe(), prop::option::of(span()), maybe()).prop_map(
        |(expires_at, issued_at, expires_in, date)| Terms {
            expires_at,
            issued_at,
            expires_in,
            date,
        },
    )
}

proptest! {
    #[test]
    fn a_token_is_never_due_when_it_has_just_been_received(
        former in terms(),
        terms in terms(),
        margin in prop::option::of(span()),
        (earlier, now) in (moment(), moment()),
    ) {
        let mut clock = Clock::default();
        clock.received(former, margin, earlier);
        if let Some(expiry) = clock.received(terms, margin, now) {
            prop_assert!(expiry.due() > now);
            prop_assert!(!expiry.is_past(now));
        }
    }

    #[test]
    fn the_margin_is_at_most_half_the_life(
        terms in terms(),
        margin in prop::option::of(span()),
        now in moment(),
    ) {
        if let Some(expiry) = Clock::default().received(terms, margin, now) {
            prop_assert!(expiry.margin <= (expiry.at.as_ms() - now.as_ms()) / 2);
        }
        let terms = Terms { expires_in: None, ..terms };
        if let Some(expiry) = Clock::default().found(terms, margin, now)
            && let (Some(from), Some(to)) = (terms.issued_at, terms.expires_at)
        {
            prop_assert!(expiry.margin <= to.as_ms().saturating_sub(from.as_ms()) / 2);
        }
    }

    #[test]
    fn the_margin_that_no_option_names_is_half_a_minute_at_most(
        terms in terms(),
        now in moment(),
    ) {
        for expiry in [
            Clock::default().received(terms, None, now),
            Clock::default().found(terms, None, now),
        ].into_iter().flatten() {
            prop_assert!(expiry.margin <= 30_000);
        }
    }

    #[test]
    fn a_wrong_clock_does_not_matter_once_it_is_learned(
        server in 1_600_000_000_000..2_000_000_000_000_u64,
        ahead in -1_000_000_000_000..1_000_000_000_000_i64,
        life in 1..10_000_000_000_u64,
        later in 0..10_000_000_000_u64,
        margin in prop::option::of(1..100_000_u64),
        by_date in any::<bool>(),
    ) {
        let terms = |at: u64| Terms {
            expires_at: Some(Timestamp::from_ms(at + life)),
            issued_at: (!by_date).then_some(Timestamp::from_ms(at)),
            date: by_date.then_some(Timestamp::from_ms(at)),
            expires_in: None,
        };
        let device = |at: u64| Timestamp::from_ms(at.saturating_add_signed(ahead));
        let mut clock = Clock::default();
        let expiry = clock.received(terms(server), margin, device(server));
        prop_assert_eq!(expiry.map(|expiry| expiry.at), Some(device(server + life)));
        // Another tab's token, issued later, is understood as well.
        let later = server + later;
        let found = clock.found(terms(later), margin, device(later));
        prop_assert_eq!(found.map(|expiry| expiry.at), Some(device(later + life)));
    }

    #[test]
    fn a_life_in_seconds_needs_no_clock(
        terms in terms(),
        life in 1..1_000_000_000_u64,
        now in 0..2_000_000_000_000_u64,
    ) {
        let terms = Terms { expires_in: Some(life), ..terms };
        let expiry = Clock::default().received(terms, None, Timestamp::from_ms(now));
        prop_assert_eq!(expiry.map(|expiry| expiry.at), Some(Timestamp::from_ms(now + life)));
    }

    #[test]
    fn a_margin_of_nothing_knows_no_expiry(terms in terms(), now in moment()) {
        prop_assert_eq!(Clock::default().received(terms, Some(0), now), None);
        prop_assert_eq!(Clock::default().found(terms, Some(0), now), None);
    }

    #[test]
    fn the_pauses_of_a_refresh_are_bounded(
        retries in 0..12_u32,
        random in 0.0..1.0_f64,
        asked in prop::collection::vec(prop::option::of(0..20_000_u64), 13),
    ) {
        let mut tab = Tab::signed_in();
        tab.policy.retries = retries;
        tab.random = random;
        tab.send_and_refuse("one");
        tab.lock();
        let mut total = 0;
        for asked in asked {
            tab.reply(asked.map_or_else(|| unavailable("503"), |ms| busy("429", ms)));
            let Some(Command::Pause { .. }) = tab.step() else { break };
            total += tab.pause();
        }
        prop_assert!(tab.refresh_is_over());
        prop_assert!(total <= longest_pauses(retries));
        prop_assert!(tab.exchanged().len() as u32 <= retries + 1);
    }
}
