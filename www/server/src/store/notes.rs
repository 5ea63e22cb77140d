//! Each user's notes: what the example applications list and edit.

use rusqlite::{Connection, OptionalExtension, Result, Row};
use serde::Serialize;

use super::Store;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS notes (
        id     INTEGER PRIMARY KEY AUTOINCREMENT,
        user   TEXT NOT NULL REFERENCES users (name),
        title  TEXT NOT NULL,
        text   TEXT NOT NULL,
        file   TEXT,
        size   INTEGER,
        sha256 TEXT
    );
    CREATE INDEX IF NOT EXISTS notes_of_user ON notes (user);
";

const COLUMNS: &str = "id, title, text, file, size, sha256";

/// What every user finds.
const WELCOME: [&str; 2] = [
    "Welcome",
    "A note of your own, kept by the demo server. Change it, and save it.",
];

/// A note.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Note {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) attachment: Option<Attachment>,
}

/// What is known of the file that belongs to a note. The file itself is not kept.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Attachment {
    pub(crate) name: String,
    /// Bytes.
    pub(crate) size: i64,
    pub(crate) sha256: String,
}

impl Store {
    /// All notes of a user, the oldest first.
    pub(crate) fn notes(&self, user: &str) -> Result<Vec<Note>> {
        let connection = self.lock();
        let query = format!("SELECT {COLUMNS} FROM notes WHERE user = ?1 ORDER BY id");
        connection
            .prepare_cached(&query)?
            .query_map([user], note)?
            .collect()
    }

    /// One of a user's notes, if there is one of this number.
    pub(crate) fn note(&self, user: &str, id: i64) -> Result<Option<Note>> {
        find(&self.lock(), user, id)
    }

    pub(crate) fn add_note(&self, user: &str, title: &str, text: &str) -> Result<Option<Note>> {
        let connection = self.lock();
        insert(&connection, user, title, text)?;
        find(&connection, user, connection.last_insert_rowid())
    }

    /// Changes one of a user's notes; the note as it is now.
    pub(crate) fn change_note(
        &self,
        user: &str,
        id: i64,
        title: &str,
        text: &str,
    ) -> Result<Option<Note>> {
        let connection = self.lock();
        connection.execute(
            "UPDATE notes SET title = ?3, text = ?4 WHERE user = ?1 AND id = ?2",
            (user, id, title, text),
        )?;
        find(&connection, user, id)
    }

    /// Notes the file of a note; the note as it is now.
    pub(crate) fn attach(
        &self,
        user: &str,
        id: i64,
        attachment: &Attachment,
    ) -> Result<Option<Note>> {
        let Attachment { name, size, sha256 } = attachment;
        let connection = self.lock();
        connection.execute(
            "UPDATE notes SET file = ?3, size = ?4, sha256 = ?5 WHERE user = ?1 AND id = ?2",
            (user, id, name, size, sha256),
        )?;
        find(&connection, user, id)
    }

    /// Whether there was such a note.
    pub(crate) fn remove_note(&self, user: &str, id: i64) -> Result<bool> {
        let removed = self
            .lock()
            .execute("DELETE FROM notes WHERE user = ?1 AND id = ?2", (user, id))?;
        Ok(removed > 0)
    }
}

/// The first note of a new user.
pub(super) fn welcome(connection: &Connection, user: &str) -> Result<()> {
    let [title, text] = WELCOME;
    insert(connection, user, title, text)
}

fn insert(connection: &Connection, user: &str, title: &str, text: &str) -> Result<()> {
    connection.execute(
        "INSERT INTO notes (user, title, text) VALUES (?1, ?2, ?3)",
        (user, title, text),
    )?;
    Ok(())
}

fn find(connection: &Connection, user: &str, id: i64) -> Result<Option<Note>> {
    let query = format!("SELECT {COLUMNS} FROM notes WHERE user = ?1 AND id = ?2");
    connection
        .prepare_cached(&query)?
        .query_row((user, id), note)
        .optional()
}

fn note(row: &Row<'_>) -> Result<Note> {
    let file: Option<String> = row.get("file")?;
    let attachment = match file {
        Some(name) => Some(Attachment {
            name,
            size: row.get("size")?,
            sha256: row.get("sha256")?,
        }),
        None => None,
    };
    Ok(Note {
        id: row.get("id")?,
        title: row.get("title")?,
        text: row.get("text")?,
        attachment,
    })
}
