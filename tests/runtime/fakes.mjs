// Fakes of what the ports in `pkg-template/src/runtime` touch: Web Locks, channels, a page with its location.
// Timers are faked by Node's own `t.mock.timers`.

import "../support/development.mjs";

/**
 * Gives the global object these members for one test.
 * @param {import("node:test").TestContext} t
 * @param {Record<string, unknown>} members
 */
export const install = (t, members) => {
  for (const [name, value] of Object.entries(members)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.after(() => {
      if (before) Object.defineProperty(globalThis, name, before);
      else Reflect.deleteProperty(globalThis, name);
    });
  }
};

/** Lets everything that is due in microtasks happen. */
export const settled = async () => {
  for (let turn = 0; turn < 50; turn++) await undefined;
};

/** The locks of an origin. `tab(id)` is the `navigator.locks` of one tab. */
export class FakeLocks {
  /** @type {any[]} in the order in which they were granted */
  held = [];
  /** @type {any[]} in the order in which they were requested */
  pending = [];

  /** @param {string} clientId */
  tab(clientId) {
    return {
      /** @param {string} name @param {any} options @param {(lock: object | null) => unknown} callback */
      request: (name, options, callback) =>
        new Promise((resolve, reject) =>
          this.#enter({ clientId, name, options, callback, resolve, reject }),
        ),
      query: async () => ({
        held: this.held.map(({ name, clientId }) => ({ name, clientId })),
        pending: [],
      }),
    };
  }

  /** @param {any} request */
  #enter(request) {
    const { name, options, callback, resolve, reject } = request;
    const { ifAvailable, signal, steal } = options;
    const withdraw = () => {
      this.pending = this.pending.filter((other) => other !== request);
      reject(signal.reason);
    };
    if (signal?.aborted) return withdraw();
    if (steal) {
      for (const stolen of this.held.filter((lock) => lock.name === name))
        stolen.reject(new DOMException("stolen", "AbortError"));
      this.held = this.held.filter((lock) => lock.name !== name);
      this.#grant(request);
    } else if (this.#isFree(request)) this.#grant(request);
    else if (ifAvailable) resolve(callback(null));
    else {
      this.pending.push(request);
      signal?.addEventListener("abort", withdraw);
    }
  }

  /** @param {any} request */
  #isFree({ name, options }) {
    return !this.held.some(
      (lock) =>
        lock.name === name &&
        !(options.mode === "shared" && lock.options.mode === "shared"),
    );
  }

  /** @param {any} request */
  #grant(request) {
    this.held.push(request);
    const freed = () => {
      this.held = this.held.filter((lock) => lock !== request);
      for (const next of this.pending)
        if (this.#isFree(next)) {
          this.pending = this.pending.filter((other) => other !== next);
          this.#grant(next);
        }
    };
    Promise.resolve(request.callback({ name: request.name }))
      .then(request.resolve, request.reject)
      .finally(freed);
  }
}

/** A class of channels that deliver at once, and only to each other. */
export const fakeChannels = () => {
  /** @type {Set<FakeChannel>} */
  const open = new Set();
  class FakeChannel {
    /** @type {((event: { data: unknown }) => void) | null} */
    onmessage = null;
    /** @param {string} name */
    constructor(name) {
      this.name = name;
      open.add(this);
    }
    /** @param {unknown} message */
    postMessage(message) {
      const data = structuredClone(message);
      for (const other of open)
        if (other !== this && other.name === this.name)
          other.onmessage?.({ data });
    }
    close() {
      open.delete(this);
    }
  }
  return FakeChannel;
};

/** A page at an address, which notes where it is sent. */
export const fakeLocation = (/** @type {string} */ href) => {
  const { hash, origin, pathname, protocol, search } = new URL(href);
  return {
    hash,
    href,
    origin,
    pathname,
    protocol,
    search,
    /** @type {string[]} */
    visited: [],
    /** @param {string} url */
    assign(url) {
      this.visited.push(url);
    },
  };
};
