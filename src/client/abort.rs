//! Aborts a request whose future is dropped, or whose caller's signal is aborted.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{AbortController, AbortSignal};

/// Aborts a request that is no longer awaited. An answer holds this guard until its body has been read.
#[derive(Debug)]
pub(super) struct AbortOnDrop {
    controller: Option<AbortController>,
    followed: Option<Followed>,
}

/// A signal of the application's. Its listener is removed when this is dropped.
#[derive(Debug)]
struct Followed {
    signal: AbortSignal,
    listener: Closure<dyn Fn()>,
}

impl AbortOnDrop {
    pub(super) fn new() -> Self {
        Self {
            controller: AbortController::new().ok(),
            followed: None,
        }
    }

    /// Aborts with this signal too, at once.
    pub(super) fn follow(&mut self, signal: &AbortSignal) {
        let Some(controller) = self.controller.clone() else {
            return;
        };
        if signal.aborted() {
            controller.abort();
        }
        let listener = Closure::<dyn Fn()>::new(move || controller.abort());
        let function = listener.as_ref().unchecked_ref();
        let _ = signal.add_event_listener_with_callback("abort", function);
        self.followed = Some(Followed {
            signal: signal.clone(),
            listener,
        });
    }

    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.controller.as_ref().map(AbortController::signal)
    }

    /// Lets the request go on without a guard.
    pub(super) fn disarm(mut self) {
        self.controller = None;
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}

impl Drop for Followed {
    fn drop(&mut self) {
        let function = self.listener.as_ref().unchecked_ref();
        let _ = self
            .signal
            .remove_event_listener_with_callback("abort", function);
    }
}
