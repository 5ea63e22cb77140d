//! After the end of a session: the application decides what happens, and the page may be redirected, once.

use super::{
    Choice, Command, EndReason, Ending, Error, Failure, Generation, Phase, RefreshId, Session,
};

impl Session {
    /// The application's answer to [`Command::AskApplication`]. By then, the session may have continued and ended
    /// again, so the answer names its `end`. Waiters that are not parked are rejected.
    pub fn resolve_end(&mut self, end: Generation, choice: Choice) {
        if self.last_end != Some(end) {
            return;
        }
        let Phase::Ended(Ending::Asking { cause }) = self.phase else {
            return;
        };
        match choice {
            Choice::Park => self.enter(Phase::Ended(Ending::Parked)),
            Choice::Reject => {
                self.enter(Phase::Ended(Ending::Over));
                self.since = self.generation;
                let error = Error::SessionEnded;
                self.release(Err(Failure { error, cause }));
            }
        }
    }

    /// The last end that the application was asked about; `None` once a user has signed in.
    pub fn last_end(&self) -> Option<Generation> {
        self.last_end
    }

    /// Whether the page should still be redirected to the log-in page because of this end. Not if a user has signed in,
    /// in this tab or another, and not if the session has ended again, because that end then redirects.
    pub fn wants_redirect(&self, end: Generation) -> bool {
        self.last_end == Some(end)
    }

    /// Asks the application what happens to the waiters and the page.
    pub(super) fn ask_application(
        &mut self,
        reason: EndReason,
        waiting: usize,
        cause: Option<RefreshId>,
    ) {
        self.last_end = Some(self.generation);
        self.commands.push(Command::AskApplication {
            reason,
            waiting,
            cause,
        });
    }
}
