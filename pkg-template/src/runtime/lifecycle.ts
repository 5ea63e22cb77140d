// The port to the events of the page: another tab wrote to the store, or the page woke from sleep or came back online.

import type { Disposables } from "./disposables.js";
import { member, platform } from "./own.js";

/** Calls `changed` when another tab writes one of these keys of `localStorage`. */
export const onStored = (
  keys: string[],
  changed: () => void,
  disposables: Disposables,
) =>
  listen(
    globalThis,
    "storage",
    (event) => {
      const { key } = event as StorageEvent;
      // Without a key, the entire storage was cleared.
      if (key === null || keys.includes(key)) changed();
    },
    disposables,
  );

/** Calls `awake` when the page wakes from sleep or comes back online, because timers do not run during sleep. */
export const onAwake = (awake: () => void, disposables: Disposables) => {
  listen(globalThis, "online", awake, disposables);
  listen(platform("document"), "visibilitychange", awake, disposables);
};

type Listener = (event: Event) => void;

/** Adds a listener to an object of the page, or to its replacement in a test or on a server. */
interface Target {
  addEventListener?: (type: string, listener: Listener) => void;
  removeEventListener?: (type: string, listener: Listener) => void;
}

/**
 * Uses the platform's own methods, because an element named `addEventListener` would hide the document's method (DOM
 * clobbering).
 */
const listen = (
  target: object | undefined,
  type: string,
  listener: Listener,
  disposables: Disposables,
) => {
  const { addEventListener: add, removeEventListener: remove }: Target =
    target instanceof EventTarget
      ? EventTarget.prototype
      : {
          addEventListener: member(target as Target, "addEventListener"),
          removeEventListener: member(target as Target, "removeEventListener"),
        };
  add?.call(target, type, listener);
  disposables.push(() => remove?.call(target, type, listener));
};
