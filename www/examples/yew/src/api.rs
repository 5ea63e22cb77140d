//! The only client of the application, for a back end that answers 401 to an expired token.

use everfetch::{Client, EndChoice, EndReason, Session, SessionEnd};

use crate::route::Route;

thread_local! {
    static API: Client = build().expect("the options are right");
}

/// The client. All clones share everything.
pub fn api() -> Client {
    API.with(Client::clone)
}

fn build() -> Result<Client, everfetch::ClientError> {
    Client::builder()
        .base_url("/b")
        .session(
            Session::refresh("/refresh-token")
                .public(["/login"])
                // The keys and the back end of the Vue example: a tab of each is one session.
                .keys("notes.access", "notes.refresh")
                .on_end(async |end| choose(&end))
                // `Guarded` shows the log-in page.
                .no_redirect(),
        )
        .build()
}

/// When the server has ended the session, a page with a form stays, and its requests wait for the log-in in the
/// dialog that covers it (`LoginDialog`).
fn choose(end: &SessionEnd) -> EndChoice {
    let keeps = Route::current().is_some_and(|route| route.keeps());
    if end.reason == EndReason::Refused && keeps {
        EndChoice::Wait
    } else {
        EndChoice::Stay
    }
}
