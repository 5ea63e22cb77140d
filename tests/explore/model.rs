//! What may happen in a search, and how often: several focused models cover more than one that explodes.

/// A search space.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) name: &'static str,
    /// How many requests are made in each tab, by its two clients in turn.
    pub(crate) requests: [u8; 2],
    /// Are there Web Locks?
    pub(crate) locks: bool,
    pub(crate) naming: Naming,
    /// Does the server refuse every token?
    pub(crate) deaf: bool,
    pub(crate) budget: Budget,
    pub(crate) mutation: Option<Mutation>,
}

/// Which tokens identify their user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    Always,
    Never,
    /// A sign-in grants an opaque token, a refresh one that names its user.
    OnceRefreshed,
}

/// What the world may do of its own accord, and how often yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Budget {
    /// An access token expires. The first has expired from the beginning.
    pub(crate) expiries: u8,
    /// Time passes: nine tenths of a token's life, or one. Then tokens say when they expire, and none has
    /// yet.
    pub(crate) hours: u8,
    pub(crate) sign_ins: u8,
    /// May another user sign in, or only the same one?
    pub(crate) strangers: bool,
    pub(crate) sign_outs: u8,
    pub(crate) aborts: u8,
    pub(crate) time_outs: u8,
    /// The server refuses a refresh token that it has not exchanged.
    pub(crate) refusals: u8,
    pub(crate) outages: u8,
    /// The server exchanges the token, and the tab never gets the answer.
    pub(crate) losses: u8,
    /// A tab waits too long for the lock and steals it.
    pub(crate) thefts: u8,
    pub(crate) crashes: u8,
    /// May the application park its waiters?
    pub(crate) parking: bool,
}

/// One request in each tab, and a token that has expired.
pub(crate) const NOTHING: Model = Model {
    name: "",
    requests: [1, 1],
    locks: true,
    naming: Naming::Always,
    deaf: false,
    budget: Budget {
        expiries: 0,
        hours: 0,
        sign_ins: 0,
        strangers: false,
        sign_outs: 0,
        aborts: 0,
        time_outs: 0,
        refusals: 0,
        outages: 0,
        losses: 0,
        thefts: 0,
        crashes: 0,
        parking: false,
    },
    mutation: None,
};

/// What is done wrong around the machine, so that its guarantee breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutation {
    /// Rejected waiters are not settled.
    SwallowRejections,
    /// Every tab has the lock.
    ShareLock,
    /// A refusal counts for the current token, whatever it was sent with.
    ForgetGeneration,
    /// What another tab has exchanged is not asked for.
    IgnoreNotices,
    /// The tokens are stored after the lock is released.
    StoreLate,
    /// A retry may be retried.
    ForgetAttempt,
    /// The last to wait is the first to go.
    ReverseQueue,
    /// Requests do not wait for a refresh.
    HoldNone,
    /// The tokens of a session that has ended stay.
    KeepTokens,
    /// The server's bad day ends the session.
    BlameOutage,
    /// An answer counts without another read of the store, and messages of other tabs are ignored.
    Deafen,
    /// A waiter is sent as the user who is signed in, even if another user made it.
    MixUsers,
    /// A refresh that is not needed yet counts as one that is.
    Hurry,
    /// The refresh dies with the request that waits for it.
    AbortRefresh,
    /// No success of a request is reported.
    ForgetSuccess,
}
