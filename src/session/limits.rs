//! Numbers that both runtimes go by and that no command carries. `src/protocol.rs` writes them into `protocol.ts`.

use super::table::limits;

limits! {
    /// How long things last and how much is kept, the same in both runtimes.
    pub struct Limit {
        /// The version of what tabs say to each other. Raise it with every change of the messages: a tab that was
        /// opened before an update of the application goes on with the former version.
        MESSAGE_VERSION = 1,
        /// How long a callback of the application and the code in the body of a refusal are waited for, in ms:
        /// requests wait meanwhile.
        ANSWER_MS = 5_000,
        /// An answer that took longer, in ms, says nothing about the clock: the page may have been frozen meanwhile.
        PROMPT_MS = 5_000,
        /// How long an exchanged-token notice stays, in ms: many times what a write takes to arrive in another tab.
        NOTICE_MS = 3_000,
        /// How long a page waits for the answer to a refresh by cookie that a reload has cut off, in ms: longer than
        /// a server takes to answer, and shorter than a user waits.
        UNANSWERED_MS = 2_000,
        /// The other copies of a tab answer within this time, in ms, or are frozen.
        COPIES_MS = 500,
        /// So many names of users and sign-ins keep their numbers: more than the core remembers of any kind.
        NAMES = 64,
        /// A reply of a token endpoint has no more characters.
        REPLY_LENGTH = 1_048_576,
        /// A refusal is short: a code that has not come after so many characters does not come.
        REFUSAL_LENGTH = 65_536,
    }
}
