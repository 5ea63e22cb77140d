//! The limits that both runtimes use and that no command carries. `src/protocol.rs` writes them into `protocol.ts`.

use super::table::limits;

limits! {
    /// Durations and sizes, the same in both runtimes.
    pub struct Limit {
        /// The version of the messages between tabs. Increase it with every change of the messages: a tab that was
        /// opened before an update of the application keeps using the previous version.
        MESSAGE_VERSION = 1,
        /// How long to wait, in ms, for a callback of the application, and for the code in the body of a rejection.
        /// Requests wait in the meantime.
        ANSWER_MS = 5_000,
        /// An answer that took longer than this, in ms, does not set the clock, because the page may have been frozen.
        PROMPT_MS = 5_000,
        /// How long an exchanged-token notice is kept, in ms: many times longer than a write takes to arrive in another
        /// tab.
        NOTICE_MS = 3_000,
        /// How long a page waits for the answer to a refresh by cookie that a reload has cut off, in ms: longer than a
        /// server takes to answer, and shorter than a user is willing to wait.
        UNANSWERED_MS = 2_000,
        /// A copy of a tab that has not answered within this time, in ms, is considered frozen.
        COPIES_MS = 500,
        /// How many names of users and sign-ins keep their numbers: more than the core remembers of any kind.
        NAMES = 64,
        /// The maximum length of a token endpoint's reply, in characters.
        REPLY_LENGTH = 1_048_576,
        /// The maximum number of characters that are read in search of a code. Rejections are short.
        REFUSAL_LENGTH = 65_536,
    }
}
