//! What several pages have.

mod login_dialog;
mod login_form;
mod note_attachment;

pub use login_dialog::LoginDialog;
pub use login_form::LoginForm;
pub use note_attachment::NoteAttachment;
