//! The demo server, as the tests command it (`www/server/src/control.rs`).

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::value::{Pending, at, text};

#[wasm_bindgen(module = "/tests/support/server.js")]
extern "C" {
    #[wasm_bindgen(js_name = control)]
    fn control(url: &str, body: Option<&str>) -> Promise;
}

/// A user of the demo server, of one test alone.
pub(crate) struct User {
    server: &'static str,
    pub(crate) name: String,
    pub(crate) password: String,
}

impl User {
    /// Signs one up. `server` is the demo server's address.
    pub(crate) async fn new(server: &'static str) -> Self {
        let url = [server, "/control/users"].concat();
        let user = Pending::new(&control(&url, Some("{}"))).value().await;
        Self {
            server,
            name: text(&user, "username"),
            password: text(&user, "password"),
        }
    }

    /// `POST /control/{user}/{what}`
    pub(crate) async fn command(&self, what: &str, body: &str) {
        let url = self.url(&["/", what].concat());
        Pending::new(&control(&url, Some(body))).value().await;
    }

    /// From now on, every access token so far is refused as expired.
    pub(crate) async fn expire(&self) {
        self.command("expire", "{}").await;
    }

    /// What goes wrong with the next refreshes.
    pub(crate) async fn next_refresh(&self, fault: &str) {
        self.command("refresh", fault).await;
    }

    /// A count of the server's: `refreshes`, `refused`, `reuse`, …
    pub(crate) async fn count(&self, name: &str) -> u32 {
        let counts = Pending::new(&control(&self.url(""), None)).value().await;
        let count = at(&counts, name).as_f64();
        count.unwrap_or_else(|| panic!("the server counts no {name}")) as u32
    }

    /// Waits until a count has come to 1.
    pub(crate) async fn wait_for(&self, name: &str) {
        let url = self.url(&["?", name, "=1"].concat());
        Pending::new(&control(&url, None)).value().await;
    }

    fn url(&self, rest: &str) -> String {
        [self.server, "/control/", &self.name, rest].concat()
    }
}
