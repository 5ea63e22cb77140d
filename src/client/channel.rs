//! The messages between tabs, and the events of the storage.

use js_sys::{Function, Object, Reflect, global};
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent, StorageEvent};

use super::names::Fingerprint;
use super::platform;
use crate::session::{Limit, MessageKind};

/// A channel to the other tabs of a session. It is closed when this is dropped.
#[derive(Debug)]
pub(super) struct Channel {
    channel: BroadcastChannel,
    _on_message: Closure<dyn Fn(MessageEvent)>,
}

impl Channel {
    /// Opens the channel; `None` if there is no `BroadcastChannel`.
    pub(super) fn open(name: &str, on_message: impl Fn(Notice) + 'static) -> Option<Self> {
        platform::global_function("BroadcastChannel")?;
        let channel = BroadcastChannel::new(name).ok()?;
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = Notice::read(&event.data()) {
                on_message(message);
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            _on_message: listener,
        })
    }

    pub(super) fn post(&self, notice: &Notice) {
        let _ = self.channel.post_message(&notice.write());
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}

/// The version of the messages between tabs.
const VERSION: f64 = Limit::MESSAGE_VERSION as f64;

/// A message from one tab to the others. It contains fingerprints instead of tokens, and none for an external
/// credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    SignedIn(Fingerprint),
    Refreshed(Fingerprint, Fingerprint),
    SignedOut(Option<Fingerprint>),
    Ended(Option<Fingerprint>),
}

impl Notice {
    fn write(&self) -> JsValue {
        let (kind, token, next) = match self {
            Self::SignedIn(token) => (MessageKind::SignedIn, Some(token), ""),
            Self::Refreshed(token, next) => (MessageKind::Refreshed, Some(token), next.as_str()),
            Self::SignedOut(token) => (MessageKind::SignedOut, token.as_ref(), ""),
            Self::Ended(token) => (MessageKind::Ended, token.as_ref(), ""),
        };
        let token = token.map_or("", Fingerprint::as_str);
        let message = Object::new();
        for (name, value) in [
            ("everfetch", VERSION.into()),
            ("kind", kind.word().into()),
            ("token", token.into()),
            ("next", next.into()),
        ] {
            let _ = Reflect::set(&message, &name.into(), &value);
        }
        message.into()
    }

    /// Anything but a message of this version is ignored, because all code of this origin can write to the channel.
    fn read(data: &JsValue) -> Option<Self> {
        if !data.is_object() {
            return None;
        }
        let member = |name: &str| Reflect::get(data, &name.into()).ok();
        if member("everfetch")?.as_f64() != Some(VERSION) {
            return None;
        }
        let token = member("token")?.as_string()?;
        let token = match token.as_str() {
            "" => None,
            token => Some(Fingerprint::read(token)?),
        };
        let next = || Fingerprint::read(&member("next")?.as_string()?);
        match member("kind")?.as_string()?.as_str() {
            kind if kind == MessageKind::SignedIn.word() => Some(Self::SignedIn(token?)),
            kind if kind == MessageKind::Refreshed.word() => Some(Self::Refreshed(token?, next()?)),
            kind if kind == MessageKind::SignedOut.word() => Some(Self::SignedOut(token)),
            kind if kind == MessageKind::Ended.word() => Some(Self::Ended(token)),
            _ => None,
        }
    }
}

/// A listener on the global object that is removed when this is dropped.
#[derive(Debug)]
pub(super) struct Listener {
    target: JsValue,
    kind: &'static str,
    listener: Closure<dyn Fn(JsValue)>,
}

impl Listener {
    fn add(target: JsValue, kind: &'static str, listener: impl Fn(JsValue) + 'static) -> Self {
        let listener = Closure::<dyn Fn(JsValue)>::new(listener);
        call(&target, "addEventListener", kind, listener.as_ref());
        Self {
            target,
            kind,
            listener,
        }
    }

    /// Another tab has written to one of these keys of `localStorage`.
    pub(super) fn of_store(keys: Vec<String>, changed: impl Fn() + 'static) -> Self {
        Self::add(global().into(), "storage", move |event| {
            let key = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
            // Without a key, the entire storage was cleared.
            if key.is_none_or(|key| keys.contains(&key)) {
                changed();
            }
        })
    }

    /// Calls this when the page wakes from sleep or comes back online, because timers do not run during sleep.
    pub(super) fn of_awake(awake: impl Fn() + Clone + 'static) -> Vec<Self> {
        let global = JsValue::from(global());
        let document = platform::global_object("document");
        let also = awake.clone();
        let mut listeners = vec![Self::add(global, "online", move |_| awake())];
        listeners.extend(document.map(|page| Self::add(page, "visibilitychange", move |_| also())));
        listeners
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        call(
            &self.target,
            "removeEventListener",
            self.kind,
            self.listener.as_ref(),
        );
    }
}

/// Uses the platform's own method, because an element named `addEventListener` would hide the document's method (DOM
/// clobbering).
fn call(target: &JsValue, method: &str, kind: &str, listener: &JsValue) {
    let class = platform::global_function("EventTarget");
    let own = class.and_then(|class| Reflect::get(&class, &"prototype".into()).ok());
    let holder = own.unwrap_or_else(|| target.clone());
    if let Ok(method) = Reflect::get(&holder, &method.into())
        && let Some(method) = method.dyn_ref::<Function>()
    {
        let _ = method.call2(target, &kind.into(), listener);
    }
}
