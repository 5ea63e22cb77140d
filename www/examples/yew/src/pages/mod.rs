//! One file for each page.

mod login_page;
mod note_page;
mod notes_page;

pub use login_page::LoginPage;
pub use note_page::NotePage;
pub use notes_page::NotesPage;
