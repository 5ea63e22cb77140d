// @ts-check
// A client whose fetch is a stub that answers when the test says so. Races are ordered by steps, not by time.

// The real ones: a test may have put a virtual clock in their place.
const { setTimeout: later, clearTimeout: never } = globalThis;

/** The longest that a test waits for something that has to happen. It bounds a failure and orders nothing. */
const PATIENCE_MS = 8_000;

/**
 * @template T
 * @param {PromiseLike<T>} promise
 * @param {() => string} complaint
 * @returns {Promise<T>}
 */
export const bounded = (promise, complaint) => {
  /** @type {Promise<T>} */
  const result = new Promise((resolve, reject) => {
    const timer = later(() => reject(new Error(complaint())), PATIENCE_MS);
    promise.then(resolve, reject).then(() => never(timer));
  });
  // A test may look at it later, or not at all: that is no unhandled rejection.
  result.catch(() => {});
  return result;
};

/** Lets everything happen that needs neither an answer nor a timer. */
export const settle = async () => {
  for (let turn = 0; turn < 5; turn++)
    await new Promise((resolve) => later(resolve));
};

/** One call of the stub, to be answered by hand. */
class Call {
  /**
   * @param {string} url
   * @param {any} init
   * @param {(response: Response) => void} resolve
   * @param {(error: unknown) => void} reject
   */
  constructor(url, init, resolve, reject) {
    this.url = url;
    this.method = init.method ?? "GET";
    this.headers = new Headers(init.headers);
    this.body = init.body;
    this.init = init;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** Such as `GET /me Bearer old`. */
  get line() {
    const token = this.headers.get("authorization");
    return [this.method, this.url, token].filter(Boolean).join(" ");
  }

  /** @param {string} name */
  header(name) {
    return this.headers.get(name);
  }

  /**
   * @param {number} status
   * @param {string} body
   */
  answer(status, body) {
    const headers = { "content-type": "application/json", "x-total": "7" };
    this.resolve(new Response(body || null, { status, headers }));
  }

  /**
   * What fetch resolves with after it has followed a redirect.
   * @param {number} status
   * @param {string} url
   */
  answerFrom(status, url) {
    const response = new Response("{}", { status });
    Object.defineProperties(response, {
      redirected: { value: true },
      url: { value: url },
    });
    this.resolve(response);
  }

  /** The network fails. */
  cut() {
    this.reject(new TypeError("Failed to fetch"));
  }
}

export class Scene {
  /** @type {Call[]} */
  arrived = [];
  /** @type {((call: Call) => void)[]} */
  takers = [];
  /** Every call, as `Call.line` has it. @type {string[]} */
  sent = [];
  /** Whatever the test's own callbacks put here. @type {unknown[]} */
  log = [];
  /** @type {string[]} */
  navigations = [];
  /** @type {any[]} */
  events = [];
  /** @type {any} */
  api;

  /** @param {{ accessToken: string, refreshToken: string }} keys of this test alone */
  constructor(keys) {
    this.keys = keys;
  }

  fetch = (/** @type {any} */ url, /** @type {any} */ init = {}) =>
    new Promise((resolve, reject) => {
      const call = new Call(String(url), init, resolve, reject);
      this.sent.push(call.line);
      const { signal } = init;
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason));
      const take = this.takers.shift();
      if (take) take(call);
      else this.arrived.push(call);
    });

  /** The next call that nobody has taken yet. */
  next() {
    const call = this.arrived.shift();
    if (call) return Promise.resolve(call);
    return bounded(
      new Promise((take) => this.takers.push(take)),
      () => "nothing more was sent after: " + this.sent.join(", "),
    );
  }

  /**
   * A client with these options, and what every test wants: the stub, keys of its own, no real navigation.
   * @param {(options: any) => any} createClient
   * @param {string} source the options, as one writes them
   */
  create(createClient, source) {
    const options = this.evaluate(source);
    const { session } = options;
    if (typeof session === "object") {
      session.keys ??= this.keys;
      session.navigate ??= (/** @type {string} */ url) =>
        this.navigations.push(url);
    }
    this.api = createClient({ fetch: this.fetch, ...options });
    return this.api;
  }

  /** Keeps the session's events from now on. */
  listen() {
    this.api.session.subscribe((/** @type {any} */ event) =>
      this.events.push(event),
    );
  }

  /**
   * A JavaScript expression, in which `api` is the client, `log` the list above, `scene` all of this.
   * @param {string} source
   */
  evaluate(source) {
    const make = new Function("scene", "api", "log", `return (${source});`);
    return make(this, this.api, this.log);
  }
}

/** A clock that moves when the test says so, in place of the platform's. */
export class Clock {
  /** @type {{ id: number, due: number, callback: () => void }[]} */
  timers = [];
  now = Date.now();
  last = 1_000_000;

  constructor() {
    const { setTimeout, clearTimeout } = globalThis;
    this.kept = { setTimeout, clearTimeout, now: Date.now };
    const clock = /** @type {any} */ (globalThis);
    clock.setTimeout = (
      /** @type {() => void} */ callback,
      /** @type {number} */ ms = 0,
    ) => {
      this.timers.push({ id: ++this.last, due: this.now + ms, callback });
      return this.last;
    };
    clock.clearTimeout = (/** @type {number} */ id) => {
      this.timers = this.timers.filter((timer) => timer.id !== id);
    };
    Date.now = () => this.now;
  }

  /**
   * Moves on, and lets each timer that falls due have its consequences before the next.
   * @param {number} ms
   */
  async advance(ms) {
    const end = this.now + ms;
    for (;;) {
      await settle();
      const due = this.timers.filter((timer) => timer.due <= end);
      if (!due.length) break;
      const next = due.reduce((a, b) => (b.due < a.due ? b : a));
      this.timers.splice(this.timers.indexOf(next), 1);
      this.now = Math.max(this.now, next.due);
      next.callback();
    }
    this.now = end;
  }

  restore() {
    const { now, ...timers } = this.kept;
    Object.assign(globalThis, timers);
    Date.now = now;
  }
}
