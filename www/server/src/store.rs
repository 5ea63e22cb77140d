//! Users and refresh tokens in SQLite, with rotation and reuse detection; the users' notes beside them.
//!
//! A *family* is the line of refresh tokens that began with one log-in. Where the back end rotates,
//! each exchange spends one token and adds the next; a spent token that comes again means that two
//! hold it, so the whole family is revoked (RFC 9700 section 4.14).
//!
//! The calls are short and made in place: a demonstration's database is never busy.

mod notes;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use rusqlite::{Connection, OptionalExtension, Result};
use sha2::{Digest, Sha256};

pub(crate) use notes::Attachment;

use crate::random;
use crate::tokens::now;

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS users (
        name     TEXT PRIMARY KEY,
        password TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS families (
        id       INTEGER PRIMARY KEY,
        user     TEXT NOT NULL REFERENCES users (name),
        audience TEXT NOT NULL,
        revoked  INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX IF NOT EXISTS families_of_user ON families (user);
    CREATE TABLE IF NOT EXISTS refresh_tokens (
        hash    TEXT PRIMARY KEY,
        family  INTEGER NOT NULL REFERENCES families (id),
        issued  INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        spent   INTEGER NOT NULL DEFAULT 0
    );
";

/// The database.
pub(crate) struct Store {
    connection: Mutex<Connection>,
}

/// A refresh token that the database knows, good or not.
pub(crate) struct KnownToken {
    pub(crate) user: String,
    pub(crate) family: i64,
    hash: String,
    expires: i64,
    spent: bool,
    revoked: bool,
}

/// What an attempt to exchange a refresh token came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    /// Exchanged; the next refresh token where the back end rotates.
    Granted { next: Option<String> },
    /// Out of date, or of a family that was revoked before.
    Refused,
    /// Spent before: the family is revoked by this.
    Reused,
}

impl Store {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(SCHEMA)?;
        connection.execute_batch(notes::SCHEMA)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Adds a user, with a first note; one who is there already keeps the old password.
    pub(crate) fn add_user(&self, name: &str, password: &str) -> Result<()> {
        let hash = hash_password(password);
        let connection = self.lock();
        let added = connection.execute(
            "INSERT OR IGNORE INTO users (name, password) VALUES (?1, ?2)",
            (name, hash),
        )?;
        if added > 0 {
            notes::welcome(&connection, name)?;
        }
        Ok(())
    }

    pub(crate) fn has_user(&self, name: &str) -> Result<bool> {
        self.lock()
            .query_row("SELECT 1 FROM users WHERE name = ?1", [name], |_| Ok(()))
            .optional()
            .map(|row| row.is_some())
    }

    pub(crate) fn password_matches(&self, name: &str, password: &str) -> Result<bool> {
        let hash: Option<String> = self
            .lock()
            .query_row(
                "SELECT password FROM users WHERE name = ?1",
                [name],
                |row| row.get(0),
            )
            .optional()?;
        Ok(hash.is_some_and(|hash| verify_password(&hash, password)))
    }

    /// Begins a family: its number and its first refresh token.
    pub(crate) fn begin_family(
        &self,
        user: &str,
        audience: &str,
        lifetime: u32,
    ) -> Result<(i64, String)> {
        let connection = self.lock();
        connection.execute(
            "INSERT INTO families (user, audience) VALUES (?1, ?2)",
            (user, audience),
        )?;
        let family = connection.last_insert_rowid();
        let token = add_token(&connection, family, lifetime)?;
        Ok((family, token))
    }

    /// Looks a refresh token up among those issued for `audience`.
    pub(crate) fn find_token(&self, token: &str, audience: &str) -> Result<Option<KnownToken>> {
        find_token(&self.lock(), &hash_token(token), audience)
    }

    /// Exchanges a refresh token: at most once where the back end rotates.
    pub(crate) fn exchange(
        &self,
        token: &str,
        audience: &str,
        rotates: bool,
        lifetime: u32,
    ) -> Result<Exchange> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        let Some(known) = find_token(&transaction, &hash_token(token), audience)? else {
            return Ok(Exchange::Refused);
        };
        if known.revoked || known.expires <= now() {
            return Ok(Exchange::Refused);
        }
        let outcome = if !rotates {
            Exchange::Granted { next: None }
        } else if known.spent {
            revoke(&transaction, known.family)?;
            Exchange::Reused
        } else {
            transaction.execute(
                "UPDATE refresh_tokens SET spent = 1 WHERE hash = ?1",
                [&known.hash],
            )?;
            Exchange::Granted {
                next: Some(add_token(&transaction, known.family, lifetime)?),
            }
        };
        transaction.commit()?;
        Ok(outcome)
    }

    pub(crate) fn revoke_family(&self, family: i64) -> Result<()> {
        revoke(&self.lock(), family)
    }

    /// How many of the user's families are not revoked.
    pub(crate) fn live_families(&self, user: &str) -> Result<i64> {
        self.lock().query_row(
            "SELECT count(*) FROM families WHERE user = ?1 AND revoked = 0",
            [user],
            |row| row.get(0),
        )
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves at most a transaction that was rolled back.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn find_token(connection: &Connection, hash: &str, audience: &str) -> Result<Option<KnownToken>> {
    connection
        .query_row(
            "SELECT user, family, hash, expires, spent, revoked
             FROM refresh_tokens JOIN families ON families.id = refresh_tokens.family
             WHERE hash = ?1 AND audience = ?2",
            (hash, audience),
            |row| {
                Ok(KnownToken {
                    user: row.get(0)?,
                    family: row.get(1)?,
                    hash: row.get(2)?,
                    expires: row.get(3)?,
                    spent: row.get(4)?,
                    revoked: row.get(5)?,
                })
            },
        )
        .optional()
}

fn add_token(connection: &Connection, family: i64, lifetime: u32) -> Result<String> {
    let token = random::hex(24);
    let issued = now();
    connection.execute(
        "INSERT INTO refresh_tokens (hash, family, issued, expires) VALUES (?1, ?2, ?3, ?4)",
        (
            hash_token(&token),
            family,
            issued,
            issued + i64::from(lifetime),
        ),
    )?;
    Ok(token)
}

fn revoke(connection: &Connection, family: i64) -> Result<()> {
    connection.execute("UPDATE families SET revoked = 1 WHERE id = ?1", [family])?;
    Ok(())
}

/// Refresh tokens are random and long, so a fast hash keeps them as safe as a slow one.
fn hash_token(token: &str) -> String {
    random::to_hex(&Sha256::digest(token.as_bytes()))
}

/// Argon2id at its lowest cost: tests make a user each, and these guard nothing of worth.
fn argon2() -> Argon2<'static> {
    let params = Params::new(Params::MIN_M_COST, 1, 1, None).expect("the least cost is allowed");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_password(password: &str) -> String {
    argon2()
        .hash_password(password.as_bytes())
        .expect("a password of a few bytes can be hashed")
        .to_string()
}

fn verify_password(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
