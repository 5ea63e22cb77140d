// @ts-check
// What the behaviour tests share: a real HTTP server, a page around Node, and a stub of fetch for what is
// about timing.

import { createServer } from "node:http";
import { after } from "node:test";

/**
 * One request that a server has received.
 * @typedef {{ method: string, url: string, headers: import("node:http").IncomingHttpHeaders, body: string }} Received
 */

/**
 * Starts a server on a free port, stopped at the end of the test file.
 * @param {(request: Received, response: import("node:http").ServerResponse) => void} answer
 * @returns {Promise<{ origin: string, received: Received[], lines: string[] }>} `lines` are such as
 * `GET /me Bearer old`
 */
export const serve = async (answer) => {
  /** @type {Received[]} */
  const received = [];
  /** @type {string[]} */
  const lines = [];
  const server = createServer(async (incoming, response) => {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    const { method = "", url = "", headers } = incoming;
    const request = { method, url, headers, body };
    received.push(request);
    lines.push([method, url, headers.authorization].filter(Boolean).join(" "));
    answer(request, response);
  });
  await new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(undefined)),
  );
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  return { origin: `http://127.0.0.1:${port}`, received, lines };
};

/**
 * Answers with JSON.
 * @param {import("node:http").ServerResponse} response
 * @param {unknown} body
 * @param {number} [status]
 * @param {Record<string, string>} [headers]
 */
export const reply = (response, body, status = 200, headers = {}) => {
  response.writeHead(status, {
    "content-type": "application/json",
    ...headers,
  });
  response.end(JSON.stringify(body));
};

/**
 * A JWT with this payload; its signature is not one.
 * @param {object} payload
 */
export const jwt = (payload) =>
  [{ alg: "HS256", typ: "JWT" }, payload, "signature"]
    .map((part) =>
      Buffer.from(
        typeof part === "string" ? part : JSON.stringify(part),
      ).toString("base64url"),
    )
    .join(".");

/**
 * A store such as `localStorage`, with its items open to look at.
 * @param {Record<string, string>} [items]
 */
export const storage = (items = {}) => {
  const map = new Map(Object.entries(items));
  return {
    items: map,
    getItem: (/** @type {string} */ key) => map.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) =>
      void map.set(key, value),
    removeItem: (/** @type {string} */ key) => void map.delete(key),
  };
};

/**
 * The error that a promise rejects with.
 * @param {PromiseLike<unknown>} promise
 * @returns {Promise<any>}
 */
export const failureOf = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
};

/**
 * Imitates a page for the time of a test: a document, and stores of its own.
 * @param {import("node:test").TestContext} t
 * @param {object} [globals] more of what a page has
 */
export const page = (t, globals = {}) => {
  const stores = { localStorage: storage(), sessionStorage: storage() };
  const all = { document: new EventTarget(), ...stores, ...globals };
  for (const [name, value] of Object.entries(all)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, {
      value,
      writable: true,
      configurable: true,
    });
    t.after(() => {
      if (before) Object.defineProperty(globalThis, name, before);
      else delete (/** @type {any} */ (globalThis)[name]);
    });
  }
  return stores;
};

/** Web Locks, which Node does not have yet: as much of them as one process needs. */
export class Locks {
  /** @type {{ name: string, mode: string, clientId: string }[]} */
  held = [];
  /** @type {{ lock: any, start: () => void }[]} */
  queue = [];

  /**
   * @param {string} name
   * @param {any} options
   * @param {any} [callback]
   */
  request(name, options, callback = options) {
    const { mode = "exclusive", signal } = options;
    const lock = { name, mode, clientId: "a client" };
    return new Promise((resolve, reject) => {
      const start = async () => {
        this.held.push(lock);
        try {
          resolve(await callback(lock));
        } catch (error) {
          reject(error);
        }
        this.held.splice(this.held.indexOf(lock), 1);
        this.next();
      };
      const entry = { lock, start };
      this.queue.push(entry);
      signal?.addEventListener("abort", () => {
        const place = this.queue.indexOf(entry);
        if (place < 0) return;
        this.queue.splice(place, 1);
        reject(signal.reason);
      });
      queueMicrotask(() => this.next());
    });
  }

  next() {
    for (const entry of [...this.queue]) {
      const { name, mode } = entry.lock;
      const rivals = this.held.filter((lock) => lock.name === name);
      if (rivals.some((lock) => [lock.mode, mode].includes("exclusive")))
        continue;
      this.queue.splice(this.queue.indexOf(entry), 1);
      entry.start();
    }
  }

  async query() {
    const pending = this.queue.map(({ lock }) => lock);
    return { held: [...this.held], pending };
  }
}
