// @ts-check
// What a session touches: the storage of its tokens, its listeners, and the way to the login at its end.
// The wasm calls what is here.

const METHODS = ["getItem", "setItem", "removeItem"];

let warned = false;

export class Shelf {
  /**
   * @param {any} storage a Storage or something alike; null where it is blocked; undefined for memory
   * @param {string} accessKey
   * @param {string} refreshKey
   */
  constructor(storage, accessKey, refreshKey) {
    this.accessKey = accessKey;
    this.refreshKey = refreshKey;
    this.storage = storage ?? new Memory();
    if (storage === null) warn();
  }

  /** @returns {string | undefined} */
  access() {
    return this.read(this.accessKey);
  }

  /** @returns {string | undefined} */
  refresh() {
    return this.read(this.refreshKey);
  }

  /** @param {string} key */
  read(key) {
    try {
      const found = this.storage.getItem(key);
      return typeof found === "string" ? found : undefined;
    } catch {
      this.fallBack();
    }
  }

  /**
   * Both, or what there is of them.
   * @param {string | undefined} access
   * @param {string | undefined} refresh
   */
  write(access, refresh) {
    try {
      // The refresh token first: who sees the new access token finds its companion there.
      this.put(this.refreshKey, refresh);
      this.put(this.accessKey, access);
    } catch {
      this.fallBack();
      this.write(access, refresh);
    }
  }

  /**
   * @param {string} key
   * @param {string | undefined} token
   */
  put(key, token) {
    if (token === undefined) this.storage.removeItem(key);
    else this.storage.setItem(key, token);
  }

  fallBack() {
    const failed = this.storage;
    this.storage = new Memory();
    warn();
    try {
      // A full store still gives up what is in it: a spent token must not be found there later.
      failed.removeItem(this.accessKey);
      failed.removeItem(this.refreshKey);
    } catch {
      // It is beyond that.
    }
  }
}

class Memory extends Map {
  /** @param {string} key */
  getItem(key) {
    return this.get(key);
  }
  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    this.set(key, value);
  }
  /** @param {string} key */
  removeItem(key) {
    this.delete(key);
  }
}

/** Has the application's own object what a store needs? @param {any} own */
export const isStorage = (own) =>
  METHODS.every((name) => typeof own[name] === "function");

/** Once for the page, however many clients and however often. */
const warn = () => {
  if (!warned)
    console.warn(
      "everfetch: storage is blocked or full; the tokens are kept in memory, for this page only",
    );
  warned = true;
};

export class Hub {
  constructor() {
    /** @type {Set<{ listener: (event: any) => void }>} */
    this.entries = new Set();
  }

  get size() {
    return this.entries.size;
  }

  /** @param {(event: any) => void} listener */
  subscribe(listener) {
    const entry = { listener };
    this.entries.add(entry);
    return () => void this.entries.delete(entry);
  }

  /**
   * In the order in which they came. One that calls the session again, or takes itself off, or throws,
   * changes nothing for the others.
   * @param {any} event
   */
  tell(event) {
    for (const { listener } of [...this.entries])
      try {
        listener(event);
      } catch (error) {
        console.error("everfetch: a session listener threw", error);
      }
  }
}

/**
 * Nothing waits for this: the waiters are rejected already.
 * @param {any} wishes the session's options
 * @param {string} reason
 * @param {unknown} error
 * @param {number} waiting
 */
export const endSession = async (wishes, reason, error, waiting) => {
  try {
    if ((await wishes.onEnd?.({ reason, error, waiting })) === "stay") return;
  } catch (thrown) {
    console.error("everfetch: session.onEnd threw", thrown);
  }
  try {
    redirect(wishes);
  } catch (thrown) {
    console.error("everfetch: session.navigate threw", thrown);
  }
};

/** @param {any} wishes */
const redirect = ({ loginURL = "/login", returnParam, navigate }) => {
  const here = globalThis.location;
  if (!loginURL || (here && isHere(here, loginURL))) return;
  let url = loginURL;
  if (returnParam && here) {
    // The path of this very page, and so of this origin and no other.
    const path = encodeURIComponent(here.pathname + here.search + here.hash);
    const [before, hash] = url.split(/(?=#)/);
    url =
      before +
      (before.includes("?") ? "&" : "?") +
      returnParam +
      "=" +
      path +
      (hash ?? "");
  }
  if (navigate) navigate(url);
  else here?.assign?.(url);
};

/**
 * @param {Location} here
 * @param {string} loginURL
 */
const isHere = (here, loginURL) => {
  const login = new URL(loginURL, here.href);
  return (
    here.origin === login.origin &&
    here.pathname === login.pathname &&
    (!login.hash || here.hash === login.hash)
  );
};
