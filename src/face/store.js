// @ts-check
// Where the tokens are kept: one of the page's stores, the application's own, or memory.

import { platform } from "./own.js";

/**
 * Null where it is blocked, undefined where there is none.
 * @param {any} storage
 */
export const storeOf = (storage) => {
  if (typeof storage === "object") return storage;
  if (storage === "memory") return;
  try {
    return platform(storage === "session" ? "sessionStorage" : "localStorage");
  } catch {
    return null;
  }
};

export class Memory extends Map {
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

let warned = false;

/** Once for the page, however many clients and however often. */
export const warn = () => {
  if (!warned)
    console.warn(
      "everfetch: storage is blocked or full; the tokens are kept in memory, for this page only",
    );
  warned = true;
};
