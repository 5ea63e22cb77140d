//! The demo server, as the tests command it (`www/server/src/control.rs`).
