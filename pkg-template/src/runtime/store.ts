// The port to the store of the tokens: one of the page's, the application's own, or memory.

import { isThenable, warning } from "./callbacks.js";
import { badOption } from "../client/options/explain.js";
import type { Settings } from "../client/settings.js";
import { platform } from "./own.js";

/**
 * Is this a page, or a worker of one? On a server nothing is shared between clients, whatever globals the
 * runtime has: Node and Deno have `localStorage`, Deno `location`, and others `WorkerGlobalScope` (G23).
 */
export const isPage = () =>
  !!platform("document") ||
  !!(platform("WorkerGlobalScope") && platform("location"));

/** A store of tokens. Where there is none under a key, it answers with null or undefined. */
export interface Store {
  getItem(key: string): string | null | undefined;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/** Null where it is blocked, undefined where there is none. */
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
 * A store beside which a marker says that there is a session, where the refresh token is a cookie: under the key of
 * the refresh token, which it stands for. Where the access token is stored for all tabs, that says it as well.
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

/** Once for the page, however many clients and however often. */
export const warn = () => {
  if (!warned)
    warning(
      "storage is blocked or full; the tokens are kept in memory, for this page only",
    );
  warned = true;
};

/** What a store has answered, unless it is asynchronous: the next request needs the token at once. */
export const atOnce = <T>(answer: T): T => {
  if (!isThenable(answer)) return answer;
  // What it rejects with is no longer of interest.
  Promise.resolve(answer).catch(() => {});
  throw badOption(
    "session.storage",
    DEVELOPMENT &&
      "`session.storage` returned a promise, but getItem, setItem and removeItem must be synchronous. Read an asynchronous store before `createClient()`, and keep a copy in memory.",
  );
};

/** Refuses an asynchronous store before anything depends on it. One that throws is dealt with when it is read. */
export const probe = (storage: Store, key: string) => {
  let answer;
  try {
    answer = storage.getItem(key);
  } catch {
    return;
  }
  atOnce(answer);
};
