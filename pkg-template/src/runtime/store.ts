// The port to the store of the tokens: one of the page's storages, the application's own, or memory.

import { isThenable, warning } from "./callbacks.js";
import { badOption } from "../client/options/explain.js";
import type { Settings } from "../client/settings.js";
import { platform } from "./own.js";

/**
 * Is this a page, or one of its workers? On a server, clients share nothing, whatever globals the runtime has: Node and
 * Deno have `localStorage`, Deno has `location`, and others have `WorkerGlobalScope` (G23).
 */
export const isPage = () =>
  !!platform("document") ||
  !!(platform("WorkerGlobalScope") && platform("location"));

/** A store of tokens. It returns null or undefined for a missing key. */
export interface Store {
  getItem(key: string): string | null | undefined;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/** Null if it is blocked, undefined if it does not exist. */
export const storeOf = (
  storage: Settings["storage"],
): Store | null | undefined => {
  if (typeof storage === "object") return storage;
  if (storage === "memory" || !isPage()) return;
  try {
    return platform(storage === "session" ? "sessionStorage" : "localStorage");
  } catch {
    return null;
  }
};

export class Memory extends Map<string, string> implements Store {
  getItem(key: string) {
    return this.get(key);
  }
  setItem(key: string, value: string) {
    this.set(key, value);
  }
  removeItem(key: string) {
    this.delete(key);
  }
}

/** Stands for a refresh token that is a cookie, and holds no secret. */
export const MARKER = "everfetch session";

/**
 * The store of the marker, which shows that there is a session if the refresh token is a cookie. The marker is under
 * the key of the refresh token, which it represents. If the access token is stored for all tabs, the token shows the
 * same.
 */
export class MarkedStore implements Store {
  /**
   * @param keys those of the tokens
   * @param marker where the marker is kept, if it is
   */
  constructor(
    private readonly store: Store,
    private readonly keys: [string, string],
    private readonly marker: { store: Store; key: string } | undefined,
  ) {}

  getItem(key: string) {
    const { store, keys, marker } = this;
    const value = store.getItem(key);
    return key !== keys[1]
      ? value
      : (value ??
          marker?.store.getItem(marker.key) ??
          (store.getItem(keys[0]) && MARKER));
  }

  setItem(key: string, value: string) {
    const { store, keys, marker } = this;
    if (key === keys[1]) marker?.store.setItem(marker.key, MARKER);
    if (value === MARKER) store.removeItem(key);
    else store.setItem(key, value);
  }

  removeItem(key: string) {
    const { store, keys, marker } = this;
    if (key === keys[1]) marker?.store.removeItem(marker.key);
    store.removeItem(key);
  }
}

let warned = false;

/** Warns once per page, however many clients there are. */
export const warn = () => {
  if (!warned)
    warning(
      "storage is blocked or full; the tokens are kept in memory, for this page only",
    );
  warned = true;
};

/**
 * Returns the store's result. Throws for an asynchronous store, because the next request needs the token immediately.
 */
export const atOnce = <T>(answer: T): T => {
  if (!isThenable(answer)) return answer;
  // A rejection of this promise no longer matters.
  Promise.resolve(answer).catch(() => {});
  throw badOption(
    "session.storage",
    DEVELOPMENT &&
      "`session.storage` returned a promise, but getItem, setItem and removeItem must be synchronous. Read an asynchronous store before `createClient()`, and keep a copy in memory.",
  );
};

/** Rejects an asynchronous store before anything depends on it. A store that throws is handled when it is read. */
export const probe = (storage: Store, key: string) => {
  let answer;
  try {
    answer = storage.getItem(key);
  } catch {
    return;
  }
  atOnce(answer);
};
