//! The session in components.

use everfetch::SessionState;
use futures::StreamExt as _;
use futures::future::abortable;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::api;

/// What components show of the session.
#[derive(Clone, PartialEq)]
pub struct View {
    pub state: SessionState,
    pub user: Option<String>,
    /// How many requests wait for a refresh or a log-in.
    pub waiting: usize,
}

impl View {
    fn now() -> Self {
        let session = api().session();
        Self {
            state: session.state(),
            user: session.user(),
            waiting: session.waiting(),
        }
    }

    pub fn is_signed_in(&self) -> bool {
        matches!(
            self.state,
            SessionState::SignedIn | SessionState::Refreshing
        )
    }
}

/// The session as it is now. The component renders again when it changes, in this tab or another.
#[hook]
pub fn use_session() -> View {
    let view = use_state_eq(View::now);
    let setter = view.setter();
    use_effect_with((), move |()| {
        let mut events = Box::pin(api().session().events());
        // Between the first rendering and this effect, it may have changed.
        setter.set(View::now());
        let (following, stop) = abortable(async move {
            while events.next().await.is_some() {
                setter.set(View::now());
            }
        });
        spawn_local(async {
            let _ = following.await;
        });
        move || stop.abort()
    });
    (*view).clone()
}
