//! After the end of a session: the application is asked, and the page may be redirected, once.

use super::{
    Choice, Command, EndReason, Ending, Error, Failure, Generation, Phase, RefreshId, Session,
};

impl Session {
    /// The application's answer to [`Command::AskApplication`], which may have taken its time: the session may have gone
    /// on, and ended once more. Waiters that are not parked are rejected.
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

    /// Which end the application has been asked about last; `None` once someone has signed in.
    pub fn last_end(&self) -> Option<Generation> {
        self.last_end
    }

    /// Is the page still to be redirected to the log-in page because of this end? Not once someone has signed in, here or
    /// in another tab, and not if the session has ended again: then that end redirects.
    pub fn wants_redirect(&self, end: Generation) -> bool {
        self.last_end == Some(end)
    }

    /// Asks the application what is to become of the waiters and of the page.
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
