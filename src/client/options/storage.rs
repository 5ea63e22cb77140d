//! Where the tokens are: in a store, or in cookies.

use std::fmt;
use std::rc::Rc;

/// How the access token travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Transport {
    /// In a header.
    #[default]
    Header,
    /// In a cookie that no script can read, as the refresh token does. Nothing is attached, and nothing is stored but
    /// a marker that says that there is a session.
    Cookie,
}

/// Where the tokens are kept.
#[derive(Clone, Debug, Default)]
pub enum Storage {
    /// `localStorage`: shared by all tabs, and kept when they are closed. Memory if it does not exist.
    #[default]
    Local,
    /// `sessionStorage`, which belongs to this tab.
    Session,
    /// The memory of this client.
    Memory,
    /// The application's own store. Clients with the same store share a session.
    Custom(Rc<dyn TokenStorage>),
}

/// A store of strings, such as a cookie or an encrypted database. Once it fails, the session goes on in memory.
pub trait TokenStorage: fmt::Debug {
    /// The item with this key.
    ///
    /// # Errors
    /// The store cannot be read.
    fn get(&self, key: &str) -> Result<Option<String>, StorageError>;
    /// Stores an item.
    ///
    /// # Errors
    /// The store cannot be written to.
    fn set(&self, key: &str, value: &str) -> Result<(), StorageError>;
    /// Removes an item.
    ///
    /// # Errors
    /// The store cannot be written to.
    fn remove(&self, key: &str) -> Result<(), StorageError>;
}

/// A store is blocked, full or broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StorageError;

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the store is blocked, full or broken")
    }
}

impl std::error::Error for StorageError {}
