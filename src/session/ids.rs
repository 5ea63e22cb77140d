//! The numbers by which the core and a runtime name a refresh and a waiter.

/// Identifies one refresh. Reports of a refresh that the session has abandoned are dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RefreshId(u32);

impl RefreshId {
    /// The refresh with this number: only the TypeScript runtime names it in this way.
    #[cfg(any(all(target_arch = "wasm32", feature = "engine"), test))]
    pub(crate) const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Its number.
    pub(crate) const fn number(self) -> u32 {
        self.0
    }

    /// The one after this.
    pub(super) const fn following(self) -> Self {
        Self(self.0.wrapping_add(1))
    }

    /// Represents a failed refresh: an answer has ended the session, and its content is the cause.
    pub const ANSWER: Self = Self(u32::MAX >> 1);
}

/// Identifies one waiter. Ids increase, so an id that outlives its waiter identifies no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WaiterId(u32);

impl WaiterId {
    /// The waiter with this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number under which the runtime keeps it.
    pub const fn number(self) -> u32 {
        self.0
    }
}
