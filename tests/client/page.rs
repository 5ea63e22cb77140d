//! Helpers for the tests of the Rust client.

use everfetch::{Client, ClientError, Session};
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;

use crate::support::scene::Scene;

/// The tokens that the token endpoint grants in these tests.
pub(crate) const GRANT: &str = "{\"accessToken\":\"new\",\"refreshToken\":\"r2\"}";

/// A client on the stub, with the test's own keys.
pub(crate) fn client(scene: &Scene, session: Session) -> Client {
    let [access, refresh] = scene.install();
    Client::builder()
        .session(session.keys(access, refresh).navigate(|_| {}))
        .build()
        .expect("these options are right")
}

/// The same with a refresh by POST to `/refresh`, signed in with `old` and `r1`.
pub(crate) fn signed_in(scene: &Scene) -> Client {
    scene.store("old", "r1");
    client(scene, Session::refresh("/refresh"))
}

/// A GET in progress: its text, or its error.
pub(crate) fn get(api: &Client, url: &str) -> LocalBoxFuture<'static, Result<String, ClientError>> {
    let request = api.get(url);
    let (send, answer) = async move { request.send().await?.text().await }.remote_handle();
    wasm_bindgen_futures::spawn_local(send);
    answer.boxed_local()
}
