//! Web Locks: one refresh at a time among all tabs, and the notice that a token has been exchanged.
//!
//! web-sys has these interfaces only behind an unstable flag, so they are declared here.
//!
//! <https://w3c.github.io/web-locks/>

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures::channel::oneshot;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::names::Fingerprint;
use super::platform::{self, sleep, within};
use crate::session::{Limit, Rescue};

#[wasm_bindgen]
extern "C" {
    #[derive(Clone, Debug)]
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        callback: &Function,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn query(this: &LockManager) -> Result<Promise, JsValue>;
}

/// How long an exchanged-token notice stays.
const NOTICE: Duration = Duration::from_millis(Limit::NOTICE_MS as u64);

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub(super) struct LockGuard {
    /// Dropping it settles the promise that holds the lock.
    _release: oneshot::Sender<()>,
}

/// The locks of this origin; `None` outside secure contexts.
fn manager() -> Option<LockManager> {
    let navigator = platform::global_object("navigator")?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

/// How to request a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// In turn.
    Wait,
    /// Only if it is free.
    IfAvailable,
    /// Immediately, by stealing it from its holder.
    Steal,
    /// Together with others.
    Shared,
}

/// Waits for the lock, and steals it from a tab that still holds it at the `deadline`, because that tab has frozen.
/// `None` if there are no locks.
pub(super) async fn acquire(name: &str, deadline: Duration) -> Option<LockGuard> {
    let locks = manager()?;
    let rescue = format!("{name} rescue");
    let mut holder = holder_of(&locks, name).await;
    for round in 0.. {
        let turn = take(&locks, name, Manner::Wait)?;
        if let Some(guard) = within(turn, deadline).await {
            return guard;
        }
        let now = holder_of(&locks, name).await;
        let manner = match Rescue::after_deadline(now == holder, round) {
            Rescue::WaitAgain => None,
            Rescue::IfAvailable => Some(Manner::IfAvailable),
            Rescue::Steal => Some(Manner::Steal),
        };
        if let Some(manner) = manner
            && let Some(_rescue) = take(&locks, &rescue, manner)?.await
        {
            return take(&locks, name, Manner::Steal)?.await;
        }
        holder = now;
    }
    None
}

/// Announces that these tokens have been exchanged. Other tabs see locks in the order in which they were taken, so the
/// next holder of the session's lock sees this notice before its store contains the new tokens.
pub(super) async fn raise_notices(name: &str, fingerprints: &[Fingerprint]) {
    let Some(locks) = manager() else { return };
    for fingerprint in fingerprints {
        let notice = format!("{name} {}", fingerprint.as_str());
        let Some(taken) = take(&locks, &notice, Manner::Shared) else {
            continue;
        };
        if let Some(guard) = taken.await {
            spawn_local(async move {
                sleep(NOTICE).await;
                drop(guard);
            });
        }
    }
}

/// Has another tab exchanged one of these tokens?
pub(super) async fn sees_notice(name: &str, fingerprints: &[Fingerprint]) -> bool {
    let Some(locks) = manager() else { return false };
    let held = held_names(&locks).await;
    fingerprints
        .iter()
        .any(|fingerprint| held.contains(&format!("{name} {}", fingerprint.as_str())))
}

/// Requests a lock. The future resolves to `None` if the lock was not available. Dropping the future withdraws the
/// request.
fn take(
    locks: &LockManager,
    name: &str,
    manner: Manner,
) -> Option<impl Future<Output = Option<LockGuard>> + use<>> {
    let (granted, grant) = oneshot::channel::<Option<LockGuard>>();
    let granted = Rc::new(Cell::new(Some(granted)));
    let to_grant = Rc::clone(&granted);
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let Some(granted) = to_grant.take() else {
            return JsValue::UNDEFINED;
        };
        if lock.is_null() {
            let _ = granted.send(None);
            return JsValue::UNDEFINED;
        }
        let (release, released) = oneshot::channel::<()>();
        // An abandoned request releases the lock immediately.
        if granted.send(Some(LockGuard { _release: release })).is_err() {
            return JsValue::UNDEFINED;
        }
        wasm_bindgen_futures::future_to_promise(async move {
            let _ = released.await;
            Ok(JsValue::UNDEFINED)
        })
        .into()
    });
    let options = Object::new();
    let set = |name: &str, value: JsValue| Reflect::set(&options, &name.into(), &value).ok();
    match manner {
        Manner::Wait => None,
        Manner::IfAvailable => set("ifAvailable", true.into()),
        Manner::Steal => set("steal", true.into()),
        Manner::Shared => set("mode", "shared".into()),
    };
    let request = locks
        .request(name, &options, callback.unchecked_ref())
        .ok()?;
    spawn_local(async move {
        // It also rejects when the lock is stolen, much later: then it has been granted. Otherwise there are no locks
        // here, whatever the platform says.
        if JsFuture::from(request).await.is_err()
            && let Some(granted) = granted.take()
        {
            let _ = granted.send(None);
        }
    });
    Some(async move { grant.await.ok().flatten() })
}

async fn holder_of(locks: &LockManager, name: &str) -> Option<String> {
    for lock in held(locks).await {
        if get(&lock, "name").as_deref() == Some(name) {
            return get(&lock, "clientId");
        }
    }
    None
}

async fn held_names(locks: &LockManager) -> Vec<String> {
    held(locks)
        .await
        .iter()
        .filter_map(|lock| get(lock, "name"))
        .collect()
}

async fn held(locks: &LockManager) -> Vec<JsValue> {
    let Ok(query) = locks.query() else {
        return Vec::new();
    };
    let Ok(snapshot) = JsFuture::from(query).await else {
        return Vec::new();
    };
    Reflect::get(&snapshot, &"held".into())
        .ok()
        .filter(Array::is_array)
        .map(|held| Array::from(&held).to_vec())
        .unwrap_or_default()
}

fn get(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}
