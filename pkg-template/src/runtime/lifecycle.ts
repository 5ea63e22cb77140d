// The port to the events of the page: another tab has written to the store; the page is back from sleep, or online.

import type { Disposables } from "./disposables.js";
import { member, platform } from "./own.js";

/** Calls `changed` when another tab has written to one of these keys of `localStorage`. */
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
      // No key: all of it was cleared.
      if (key === null || keys.includes(key)) changed();
    },
    disposables,
  );

/** Calls `awake` when the page is back from sleep, or online again: timers have slept as well. */
export const onAwake = (awake: () => void, disposables: Disposables) => {
  listen(globalThis, "online", awake, disposables);
  listen(platform("document"), "visibilitychange", awake, disposables);
};

type Listener = (event: Event) => void;

/** Of a page, or of what a test or a server has in its place. */
interface Target {
  addEventListener?: (type: string, listener: Listener) => void;
  removeEventListener?: (type: string, listener: Listener) => void;
}

/**
 * By the platform's own methods: an element of the name `addEventListener` hides that of the document (DOM
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
