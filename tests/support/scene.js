// @ts-check
// A client whose fetch is a stub that answers when the test says so. Races are ordered by steps, not by time.

// The real ones: a test may have put a virtual clock, or no locks at all, in their place.
const { setTimeout: later, clearTimeout: never } = globalThis;
const { locks } = navigator;

/** The longest that a test waits for something that has to happen. It bounds a failure and orders nothing. */
const PATIENCE_MS = 20_000;

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

/**
 * Lets everything happen that needs neither an answer nor a timer. What the session asks of the locks is
 * another process's to answer, in the order in which it is asked: when this question is answered, so are all
 * before it, however busy the machine is.
 */
export const settle = async () => {
  for (let turn = 0; turn < 5; turn++) {
    await locks?.query();
    // A body is read by another thread, which takes its time on a busy machine.
    await new Response("settled").text();
    await new Promise((resolve) => later(resolve));
  }
};

const platformFetch = globalThis.fetch;

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
   * With these headers and no others.
   * @param {number} status
   * @param {string} body
   * @param {string} headers such as `{"retry-after":"2"}`
   */
  answerWith(status, body, headers) {
    const init = { status, headers: JSON.parse(headers) };
    this.resolve(new Response(body || null, init));
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

  /** It fails with a message that repeats what was asked for, as some platforms' messages do. */
  cutQuoting() {
    this.reject(new TypeError(`Failed to fetch ${this.url}`));
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
  /** The bodies that are being read. @type {Promise<unknown>} */
  read = Promise.resolve();

  /** @param {{ accessToken: string, refreshToken: string }} keys of this test alone */
  constructor(keys) {
    this.keys = keys;
  }

  fetch = async (/** @type {any} */ input, /** @type {any} */ init = {}) => {
    // The Rust client makes a Request of it.
    if (!(input instanceof Request)) return this.call(String(input), init);
    const { method, headers, signal, redirect, credentials, keepalive } = input;
    const url = input.url.replace(location.origin, "");
    // One that has a body to be read is not overtaken by those after it.
    const before = this.read;
    const body = input.clone().text();
    this.read = Promise.all([before, body]);
    await before;
    return this.call(url, {
      method,
      headers,
      body: await body,
      signal,
      redirect,
      credentials,
      keepalive,
    });
  };

  /**
   * @param {string} url
   * @param {any} init
   * @returns {Promise<Response>}
   */
  call = (url, init) =>
    new Promise((resolve, reject) => {
      const call = new Call(url, init, resolve, reject);
      this.sent.push(call.line);
      const { signal } = init;
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason));
      const take = this.takers.shift();
      if (take) take(call);
      else this.arrived.push(call);
    });

  /** Puts the stub in place of the platform's fetch, for a client that takes none: the Rust one. */
  install() {
    globalThis.fetch = (input, init) => this.fetch(new Request(input, init));
  }

  /** Gives the platform's fetch back to the tests that come after. */
  uninstall() {
    globalThis.fetch = platformFetch;
  }

  /** The next call that the test has not taken yet. */
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

  /**
   * Waits until an expression is true: for conditions that take an unknown number of turns, as with locks.
   * @param {string} source
   */
  async until(source) {
    const reached = (async () => {
      while (!this.evaluate(source)) await new Promise((turn) => later(turn));
    })();
    await bounded(reached, () => "it has never come to this: " + source);
  }

  /** What the lock and the channel of this session are called. */
  get name() {
    const { accessToken, refreshToken } = this.keys;
    return `everfetch local ${JSON.stringify([accessToken, refreshToken])}`;
  }
}

/**
 * An unsigned JWT (RFC 7519 §6). Times are in seconds from now, by the device's clock.
 * @param {string} sub
 * @param {number} iat
 * @param {number} exp
 */
export const jwt = (sub, iat, exp) => {
  const now = Math.round(Date.now() / 1000);
  const encode = (/** @type {unknown} */ part) =>
    btoa(JSON.stringify(part))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const claims = { sub, iat: now + iat, exp: now + exp };
  return `${encode({ alg: "none" })}.${encode(claims)}.`;
};

/**
 * A token as tabs speak of it: two lanes of 32 bits each, in hexadecimal.
 * @param {string} token
 */
export const fingerprint = (token) => {
  const lanes = [
    [0x811c9dc5, 0x9e3779b1, 15],
    [0x41c6ce57, 0x5f356495, 13],
  ];
  return lanes
    .map(([lane, factor, shift]) => {
      for (const unit of token) {
        lane = Math.imul(lane ^ unit.charCodeAt(0), factor);
        lane ^= lane >>> shift;
      }
      return (lane >>> 0).toString(16).padStart(8, "0");
    })
    .join("");
};

/** The messages between tabs. */
const KINDS = ["signed-in", "refreshed", "signed-out", "ended"];

/** Stands for another tab: on the session's channel, and at the store. */
export class OtherTab {
  /** What the session has sent. @type {any[]} */
  received = [];
  /** @type {Map<string, () => void>} the locks that it holds, with what frees them */
  locks = new Map();
  /** Was a lock taken away from it? */
  robbed = false;

  /** @param {Scene} scene whose client is there already, so that its channel receives a message before ours does */
  constructor(scene) {
    this.name = scene.name;
    this.keys = Object.values(scene.keys);
    this.sender = new BroadcastChannel(this.name);
    this.receiver = new BroadcastChannel(this.name);
    this.onReceived = () => {};
    this.sender.onmessage = ({ data }) => {
      this.received.push(data);
      this.onReceived();
    };
  }

  /**
   * Resolves with all messages of the session once there are this many.
   * @param {number} count
   */
  async receives(count) {
    const complete = new Promise((resolve) => {
      this.onReceived = () => {
        if (this.received.length >= count) resolve(undefined);
      };
      this.onReceived();
    });
    await bounded(
      complete,
      () => "it has received " + JSON.stringify(this.received),
    );
    return this.received;
  }

  /**
   * Resolves when every tab has received it.
   * @param {number} kind
   * @param {string} first a token
   * @param {string} second
   */
  async broadcast(kind, first, second) {
    const message = {
      everfetch: 1,
      kind: KINDS[kind],
      token: fingerprint(first),
      next: second && fingerprint(second),
    };
    const received = new Promise((resolve) => {
      // A message of the session itself may arrive before.
      this.receiver.onmessage = ({ data }) => {
        if (JSON.stringify(data) === JSON.stringify(message))
          resolve(undefined);
      };
    });
    this.sender.postMessage(message);
    await bounded(received, () => "the message was not delivered");
    this.receiver.onmessage = null;
    await settle();
  }

  /**
   * A write arrives: first it is there, then there is an event for each key.
   * @param {(string | null)[]} tokens
   */
  write(...tokens) {
    this.keys.forEach((key, place) => {
      const token = tokens[place] ?? null;
      if (token === null) localStorage.removeItem(key);
      else localStorage.setItem(key, token);
    });
    for (const key of this.keys)
      dispatchEvent(new StorageEvent("storage", { key }));
  }

  /** The session has ended there, and no user has signed out. */
  end() {
    localStorage.setItem(this.keys[0] + " everfetch", "ended");
    this.write();
  }

  /**
   * Takes the session's lock, or with a token the lock that marks it as exchanged.
   * @param {string} token
   */
  async hold(token) {
    const name = token ? `${this.name} ${fingerprint(token)}` : this.name;
    const mode = token ? "shared" : "exclusive";
    await new Promise((held) => {
      const asked = navigator.locks.request(name, { mode }, () => {
        held(undefined);
        return new Promise((free) =>
          this.locks.set(token, () => free(undefined)),
        );
      });
      asked.catch(() => {
        this.robbed = true;
      });
    });
  }

  /** @param {string} token */
  free(token) {
    this.locks.get(token)?.();
  }

  close() {
    for (const free of this.locks.values()) free();
    this.sender.close();
    this.receiver.close();
  }
}

/** Keeps what is written to the console in the meantime. */
export class Console {
  /** @type {unknown[][]} */
  written = [];
  /** @type {Record<string, unknown>} */
  kept = {};

  constructor() {
    const target = /** @type {any} */ (console);
    for (const name of ["debug", "error", "info", "log", "trace", "warn"]) {
      this.kept[name] = target[name];
      target[name] = (/** @type {unknown[]} */ ...words) =>
        this.written.push(words);
    }
  }

  /** Each line, errors with all that one sees of them. */
  get lines() {
    const word = (/** @type {any} */ value) =>
      value instanceof Error
        ? `${value} ${value.stack} ${JSON.stringify(value)}`
        : String(value);
    return this.written.map((words) => words.map(word).join(" "));
  }

  restore() {
    Object.assign(console, this.kept);
  }
}

/** A clock that moves when the test says so, in place of the platform's. */
export class Clock {
  /** @type {{ id: number, due: number, callback: () => void }[]} */
  timers = [];
  // A whole second: HTTP's dates and a JWT's times have no finer one.
  now = Math.floor(Date.now() / 1000) * 1000;
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

  /**
   * The device sleeps, and its timers with it; or its clock is set.
   * @param {number} ms
   */
  sleep(ms) {
    this.now += ms;
    for (const timer of this.timers) timer.due += ms;
  }

  restore() {
    const { now, ...timers } = this.kept;
    Object.assign(globalThis, timers);
    Date.now = now;
  }
}
