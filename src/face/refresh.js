// @ts-check
// One refresh, as the browser sees it: the lock, the store, and the token endpoint, reached by a request or
// by the application's own function. The wasm walks; what it calls is here.

import { fail } from "./error.js";
import { covers, findsCode, needsBody } from "./refusal.js";
import { readReply, retryAfter } from "./reply.js";
import { raiseBeacon, seesBeacon, takeLock } from "./tabs.js";
import { fingerprint } from "./tokens.js";

/** What `lock` and `read` resolve to; src/browser/refresh.rs reads them. */
const HELD = 0;
const HELD_AFTER_EXCHANGE = 1;
const MISSING = 2;
const GRANTED = 0;
const REFUSED = 1;
const CUT = 2;
const NO_TOKEN = 3;

/** What another tab has stored arrives within so many ms, or not at all. */
const ARRIVAL_MS = 5000;

export class Flight {
  /**
   * @param {import("./session.js").Session} session
   * @param {any} client
   */
  constructor(session, client) {
    const { refresh } = client.settings;
    this.session = session;
    this.client = client;
    this.options = refresh;
    this.ambient = refresh.ambient;
    this.retries = refresh.retries;
    this.requests = !refresh.call;
    this.unwanted = new AbortController();
    /** @type {number | undefined} ms */
    this.retryAfter = undefined;
  }

  async lock() {
    const { session, client } = this;
    const { name } = session;
    let lock = HELD;
    if (name) {
      this.free = await takeLock(
        name,
        client.lockTimeout,
        this.unwanted.signal,
      );
      if (!this.free) lock = MISSING;
    }
    session.look(client);
    this.spent = fingerprint(session.access || session.refresh);
    if (this.free && (await seesBeacon(name, this.spent)))
      lock = HELD_AFTER_EXCHANGE;
    // Meanwhile the store may have come to show it.
    session.look(client);
    return lock;
  }

  async arrival() {
    const { session, client } = this;
    const late = Date.now() + ARRIVAL_MS;
    while (!this.unwanted.signal.aborted && Date.now() < late) {
      await this.pause(10);
      session.look(client);
    }
  }

  /** @param {number} ms */
  pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.unwanted.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve(undefined);
      });
    });
  }

  /** Settles whatever happens: what is thrown at once, rejects. */
  async send() {
    const { client, options, session } = this;
    const controller = (this.controller = new AbortController());
    const { signal } = controller;
    this.retryAfter = undefined;
    const token = session.refresh;
    // Not a method of the context: the platform's fetch must not be called as one.
    const fetch = (/** @type {any} */ input, /** @type {any} */ init) =>
      (client.options.fetch ?? globalThis.fetch)(input, init);
    if (options.call) {
      session.asking = true;
      try {
        return options.call({ refreshToken: token ?? null, signal, fetch });
      } finally {
        session.asking = false;
      }
    }
    const { url, init } = request(options, client.tokenURL, token ?? "");
    init.signal = signal;
    return fetch(url, init);
  }

  /** @param {any} answer */
  async read(answer) {
    const { options, session } = this;
    try {
      if (!this.requests)
        return this.offer(answer, "what session.refresh returned ");
      const { status, headers } = answer;
      this.retryAfter = retryAfter(headers.get("retry-after"), Date.now());
      const text = await answer.text();
      const body = parse(text);
      const said = "the refresh was answered with " + status;
      const rule = options.refused;
      if (
        rule &&
        covers(rule, status) &&
        (!needsBody(rule) || findsCode(rule, body))
      )
        return this.told(
          REFUSED,
          said + ", which session.refresh.refused names",
          status,
        );
      if (!answer.ok) return this.told(NO_TOKEN, said, status);
      const date = Date.parse(headers.get("date")) || undefined;
      return this.offer(body, said + ", which ", date, text, status);
    } catch (error) {
      this.session.cause = unreached(error);
      return CUT;
    } finally {
      this.settled();
    }
  }

  /**
   * @param {any} reply
   * @param {string} what
   * @param {number} [date]
   * @param {string} [text]
   * @param {number} [status]
   */
  offer(reply, what, date, text, status) {
    const read = readReply(reply, this.requests ? this.options.reply : {});
    if (typeof read !== "string") {
      this.session.offer(read, true, date);
      return GRANTED;
    }
    const why =
      text === ""
        ? what.replace(", which ", " and nothing in it")
        : reply === undefined && this.requests
          ? what + "is not JSON"
          : what + read;
    this.told(REFUSED, why, status);
    return REFUSED;
  }

  /**
   * @param {number} verdict
   * @param {string} message
   * @param {number} [status]
   */
  told(verdict, message, status) {
    const client = status && status >= 400 && status < 500;
    const code = client ? "ERR_BAD_REQUEST" : "ERR_BAD_RESPONSE";
    const error = fail(code, message, undefined);
    if (status) error.status = status;
    this.session.cause = error;
    return verdict;
  }

  /**
   * The status that stands for what was thrown: that of an answer; 503 for a failed network or an abort,
   * which nobody answered; 401 for anything else, which says that there are no tokens to be had.
   * @param {any} thrown
   */
  thrown(thrown) {
    this.settled();
    if (this.requests) {
      // The platform's message may quote the URL, and with it the token (G15).
      this.session.cause = unreached(
        this.options.send === "query" ? undefined : thrown,
      );
      return 503;
    }
    this.session.cause = thrown;
    return (
      thrown?.response?.status ??
      thrown?.status ??
      (UNANSWERED.includes(thrown?.name) || UNANSWERED.includes(thrown?.code)
        ? 503
        : 401)
    );
  }

  deadline() {
    return new Promise((resolve) => {
      this.timer = setTimeout(resolve, this.options.timeout);
    });
  }

  late() {
    this.controller?.abort();
    this.session.cause = fail(
      "ETIMEDOUT",
      `no answer within ${this.options.timeout} ms`,
      undefined,
    );
  }

  /** The try is over. */
  settled() {
    clearTimeout(this.timer);
    this.controller = undefined;
  }

  /** The refresh is not wanted any more: somebody has signed in or out, or another tab was faster. */
  cancel() {
    this.controller?.abort();
    this.unwanted.abort();
  }

  look() {
    this.session.look(this.client);
  }

  perform() {
    this.session.perform(this.client);
  }

  async announce() {
    const { session, spent } = this;
    if (this.free && spent) await raiseBeacon(session.name, spent);
  }

  land() {
    this.settled();
    this.free?.();
    if (this.session.flight === this) this.session.flight = undefined;
  }
}

const UNANSWERED = [
  "TypeError",
  "AbortError",
  "TimeoutError",
  "ERR_NETWORK",
  "ECONNABORTED",
  "ETIMEDOUT",
];

/** @param {unknown} native */
const unreached = (native) =>
  fail("ERR_NETWORK", "the token endpoint could not be reached", native);

/** @param {string} text */
const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * The declarative request.
 * @param {any} options
 * @param {string} url
 * @param {string} token
 */
const request = (options, url, token) => {
  const { send, name, scheme, extra, method } = options;
  const headers = new Headers();
  /** @type {any} */
  const init = { method, headers };
  const members = { ...extra };
  if (send === "header")
    headers.set(name, scheme ? scheme + " " + token : token);
  else if (send === "cookie") init.credentials = "include";
  else members[name] = token;
  if (send === "json") {
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(members);
  } else {
    const form = new URLSearchParams(members).toString();
    if (send === "form") {
      headers.set("Content-Type", "application/x-www-form-urlencoded");
      init.body = form;
    } else if (form) url += (url.includes("?") ? "&" : "?") + form;
  }
  for (const name in options.headers) headers.set(name, options.headers[name]);
  return { url, init };
};
