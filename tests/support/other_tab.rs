//! Another tab of the same session, played by the test: its messages, its writes, and its locks.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::scene::{Scene, Stage};
use super::value::{json, text};

#[wasm_bindgen(module = "/tests/support/scene.js")]
extern "C" {
    #[wasm_bindgen(js_name = OtherTab)]
    type Tab;

    #[wasm_bindgen(constructor, js_class = "OtherTab")]
    fn new(scene: &Stage) -> Tab;

    #[wasm_bindgen(method)]
    fn broadcast(this: &Tab, kind: u8, first: &str, second: &str) -> Promise;

    #[wasm_bindgen(method)]
    fn end(this: &Tab);

    #[wasm_bindgen(method)]
    fn write(this: &Tab, access: Option<&str>, refresh: Option<&str>);

    #[wasm_bindgen(method)]
    fn hold(this: &Tab, token: &str) -> Promise;

    #[wasm_bindgen(method)]
    fn free(this: &Tab, token: &str);

    #[wasm_bindgen(method)]
    fn receives(this: &Tab, count: u32) -> Promise;

    #[wasm_bindgen(method, getter)]
    fn robbed(this: &Tab) -> bool;

    #[wasm_bindgen(method)]
    fn close(this: &Tab);

    /// A token as tabs speak of it.
    pub(crate) fn fingerprint(token: &str) -> String;
}

/// A message to the other tabs, as JSON.
pub(crate) fn message(kind: &str, token: &str, next: &str) -> String {
    let [token, next] = [token, next].map(|token| match token {
        "" => String::new(),
        _ => fingerprint(token),
    });
    format!("{{\"everfetch\":1,\"kind\":\"{kind}\",\"token\":\"{token}\",\"next\":\"{next}\"}}")
}

/// It lets go of everything when it is dropped.
pub(crate) struct OtherTab(Tab);

impl OtherTab {
    pub(crate) fn of(scene: &Scene) -> Self {
        Self(Tab::new(&scene.stage))
    }

    pub(crate) async fn broadcasts_signed_in(&self, token: &str) {
        self.broadcast(0, token, "").await;
    }

    pub(crate) async fn broadcasts_refreshed(&self, from: &str, to: &str) {
        self.broadcast(1, from, to).await;
    }

    pub(crate) async fn broadcasts_signed_out(&self, token: &str) {
        self.broadcast(2, token, "").await;
    }

    /// What it stores arrives.
    pub(crate) fn writes(&self, access: &str, refresh: &str) {
        self.0.write(Some(access), Some(refresh));
    }

    pub(crate) async fn broadcasts_ended(&self, token: &str) {
        self.broadcast(3, token, "").await;
    }

    /// The server has refused it: what it removes is gone.
    pub(crate) fn ends(&self) {
        self.0.end();
    }

    /// What it removes is gone.
    pub(crate) fn removes(&self) {
        self.0.write(None, None);
    }

    /// Takes the session's lock.
    pub(crate) async fn locks(&self) {
        self.hold("").await;
    }

    pub(crate) fn unlocks(&self) {
        self.0.free("");
    }

    /// Was a lock taken away from it?
    pub(crate) fn is_robbed(&self) -> bool {
        self.0.robbed()
    }

    /// Raises the exchanged-token notice: this token is exchanged.
    pub(crate) async fn raises_notice(&self, token: &str) {
        self.hold(token).await;
    }

    /// All that the session has said, as JSON, once it has said so many things.
    pub(crate) async fn receives(&self, count: u32) -> String {
        let received = JsFuture::from(self.0.receives(count)).await;
        json(&received.unwrap_or_else(|error| panic!("{}", text(&error, "message"))))
    }

    async fn broadcast(&self, kind: u8, first: &str, second: &str) {
        JsFuture::from(self.0.broadcast(kind, first, second))
            .await
            .expect("a message is delivered");
    }

    async fn hold(&self, token: &str) {
        JsFuture::from(self.0.hold(token))
            .await
            .expect("the lock is free");
    }
}

impl Drop for OtherTab {
    fn drop(&mut self) {
        self.0.close();
    }
}
