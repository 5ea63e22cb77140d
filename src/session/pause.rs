//! How long a refresh waits: between its tries, for the store, and until the next one.

/// The longest first pause, in ms. Each following pause may be twice as long as the previous one.
pub(super) const FIRST_PAUSE_MS: u64 = 600;

/// The longest pause, in ms. If a server asks for more (`Retry-After`), the refresh is not retried.
pub const LONGEST_PAUSE_MS: u64 = 5_000;

/// The longest `Retry-After` that is honoured, in ms: a day.
pub(super) const LONGEST_RETRY_AFTER_MS: u64 = 24 * 60 * 60 * 1_000;

/// After a proactive refresh has failed, the next one starts this many ms later.
pub(super) const COOLDOWN_MS: u64 = 30_000;

/// The shortest time between two proactive refreshes, in ms, however soon a token expires.
pub(super) const SHORTEST_MS: u64 = 1_000;

/// How long to wait for another tab's tokens to arrive in the store, in ms.
pub(super) const ARRIVAL_MS: u32 = 5_000;

/// How often to read the store during that wait, in ms, because not every browser sends an event as soon as a write is
/// visible.
pub(super) const READ_INTERVAL_MS: u32 = 10;

/// How long a write to the store may take to become visible in another tab, in ms. The longest measured time is 44.
pub(super) const STORE_LAG_MS: u32 = 50;

/// How long a tab that was faster at the token endpoint may take to store its tokens, in ms.
pub(super) const RIVAL_MS: u32 = 250;

/// The longest pause after so many tries, in ms.
pub(super) fn pause_cap(tries: u32) -> u64 {
    // 300 ms doubled five times exceeds the longest pause; more doublings would only overflow.
    (FIRST_PAUSE_MS << tries.min(5)).min(LONGEST_PAUSE_MS)
}
