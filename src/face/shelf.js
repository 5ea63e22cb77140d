// @ts-check
// Where the tokens are kept: raw strings under the user's own keys. Storage may be blocked, full, or gone
// from one call to the next: then the tokens live on in memory, and one warning says so.

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
