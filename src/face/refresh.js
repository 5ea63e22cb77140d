// @ts-check
// One refresh, as the browser sees it: the lock, the store, and the token endpoint, reached by a request or
// by the application's own function. The wasm says which step comes next; how it is done is here.

import { adapterOf, refreshBy } from "./adapter.js";
import { credentials } from "./config.js";
import { fail } from "./error.js";
import { apart, member, own } from "./own.js";
import { covers, findsCode, needsBody } from "./refusal.js";
import { readReply, retryAfter } from "./reply.js";
import { checkTokenURL, reachOf } from "./scope.js";
import { openController } from "./signal.js";
import { raiseBeacons, seesBeacon, takeLock } from "./tabs.js";
import { within } from "./time.js";
import { fingerprint } from "./tokens.js";
import { parseJSON } from "./transform.js";
import { pinned, withoutQuery, withParams } from "./url.js";

/** The steps, as src/browser/border.rs numbers them. */
const LOCK = 1;
const AWAIT = 2;
const EXCHANGE = 3;
const PAUSE = 4;
const CONFIRM = 5;
const ANNOUNCE = 6;

/** How the lock was got. */
const HELD = 0;
const HELD_AFTER_EXCHANGE = 1;
const MISSING = 2;

/** What the token endpoint has answered, if it is not a status. */
const GRANTED = 0;
const REFUSED = 1;

/** The wasm tries again after no longer pause than 5 s. */
const NOT_AGAIN_MS = 5001;

/** What another tab has stored arrives within so many ms, or not at all. */
const ARRIVAL_MS = 5000;

export class Flight {
  /**
   * @param {import("./session.js").Session} session
   * @param {any} client
   * @param {number} number the wasm's, of its walk
   */
  constructor(session, client, number) {
    this.session = session;
    this.client = client;
    this.number = number;
    this.epoch = session.epoch;
    this.options = client.settings.refresh;
    this.unwanted = new AbortController();
    /** @type {number | undefined} ms */
    this.retryAfter = undefined;
    /** @type {string[]} what the store showed when the lock was got */
    this.shown = [];
  }

  /** It belongs to the session: whoever started it may be aborted (G11). */
  async go() {
    try {
      await this.walk();
    } finally {
      // Whatever has become of it, the other tabs go on.
      this.free?.();
      const { session } = this;
      if (session.flight === this) session.flight = undefined;
    }
  }

  /** Walks to the end. */
  async walk() {
    const { session, client } = this;
    const { ambient, retries } = this.options;
    const { wasm, id } = session;
    for (let step = LOCK; step;) {
      const ms = step >> 3;
      let result = 0;
      switch (step & 7) {
        case LOCK:
          result = await this.lock();
          break;
        case AWAIT:
          await this.arrival();
          break;
        case EXCHANGE:
          result = await this.ask();
          // What the application's own function throws may hold anything.
          if (result && !this.options.call)
            session.trace?.(session.cause.message);
          break;
        case PAUSE:
          session.trace?.(`refresh again in ${ms} ms`);
          await this.pause(ms);
          break;
        case CONFIRM:
          if (ms) await this.pause(ms);
          session.look(client);
          break;
        case ANNOUNCE:
          if (this.free && session.name) {
            // Unless the same was granted again.
            const held = prints(session);
            const spent = this.shown.filter((print) => !held.includes(print));
            await raiseBeacons(session.name, spent);
          }
      }
      if (this.epoch !== session.epoch) {
        // Another wasm decides by now, but the token that was sent is spent: what came for it is kept.
        if (step === EXCHANGE && result === GRANTED) session.store();
        return;
      }
      step = wasm.advance(
        id,
        this.number,
        ambient,
        retries,
        result,
        this.retryAfter,
        Math.random(),
        Date.now(),
      );
      session.perform(client);
    }
  }

  async lock() {
    const { session, client } = this;
    const { name } = session;
    let lock = HELD;
    // A cookie is every tab's: two at once would spend one token twice.
    const shared = name || session.cookie;
    if (shared) {
      session.trace?.("refresh waits for the lock");
      this.free = await takeLock(
        shared,
        client.lockTimeout,
        this.unwanted.signal,
      );
      if (name && !this.free) lock = MISSING;
      await session.copies?.ask(this.unwanted.signal);
    }
    session.look(client);
    this.shown = prints(session);
    if (name && this.free && (await seesBeacon(name, this.shown)))
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

  /** One try at the token endpoint. Settles within the timeout, whatever the server or the function does. */
  async ask() {
    const { timeout } = this.options;
    const controller = (this.controller = openController());
    this.retryAfter = undefined;
    if (!this.options.call)
      try {
        checkTokenURL(this.client);
      } catch (error) {
        // Another try would end alike.
        this.session.cause = error;
        this.retryAfter = NOT_AGAIN_MS;
        return 503;
      }
    const status = await within(this.exchange(controller), timeout);
    this.controller = undefined;
    if (status !== undefined) return status;
    controller.abort();
    this.session.cause = fail(
      "ETIMEDOUT",
      `${this} gave no answer within ${timeout} ms`,
    );
    return 503;
  }

  /** @param {{ signal: AbortSignal }} controller */
  async exchange(controller) {
    const { options, session } = this;
    try {
      const answer = await this.send(controller.signal);
      const text = options.call ? "" : await textOf(answer);
      // Too late, and another try is under way.
      if (controller !== this.controller) return;
      if (options.call)
        return this.offer(answer, "what session.refresh returned ");
      const { status, headers } = answer;
      this.retryAfter = retryAfter(headers.get("retry-after"), Date.now());
      const body = parseJSON(text);
      const said = `${this} was answered with ${status}`;
      const rule = options.refused;
      if (
        rule &&
        covers(rule, status) &&
        (!needsBody(rule) || findsCode(rule, body))
      )
        return this.refuse(
          said + ", which session.refresh.refused names",
          status,
        );
      if (!answer.ok) {
        this.refuse(said, status);
        return status;
      }
      if (body === undefined)
        return this.refuse(
          said + (text ? ", which is not JSON" : " and nothing in it"),
          status,
        );
      const date = Date.parse(headers.get("date")) || undefined;
      return this.offer(body, said + ", which ", date, status);
    } catch (thrown) {
      if (controller !== this.controller) return;
      if (!options.call) {
        // The platform's message may quote the URL, and with it the token (G15).
        session.cause = fail(
          "ERR_NETWORK",
          `${this} could not be reached`,
          options.send === "query" ? undefined : thrown,
        );
        return 503;
      }
      session.cause = thrown;
      return statusOf(thrown);
    }
  }

  /** @param {AbortSignal} signal */
  send(signal) {
    const { client, options, session } = this;
    const { fetch } = client;
    const token = session.refresh;
    if (!options.call) {
      const { tokenURL, tokenTarget } = reachOf(client);
      const target = pinned(tokenURL, tokenTarget);
      const defaults = own(client.defaults);
      const adapter = adapterOf(defaults.adapter);
      // An adapter is given the base apart, as with any request.
      const path = adapter && target === tokenURL ? options.url : target;
      const sent = request(options, path, token ?? "");
      const init = own({ ...sent.init, signal });
      return adapter
        ? refreshBy(
            adapter,
            options.baseURL ?? defaults.baseURL,
            sent.url,
            init,
          )
        : fetch(sent.url, init);
    }
    session.asking = true;
    try {
      return options.call({ refreshToken: token ?? null, signal, fetch });
    } finally {
      session.asking = false;
    }
  }

  /**
   * @param {any} reply
   * @param {string} what
   * @param {number} [date]
   * @param {number} [status]
   */
  offer(reply, what, date, status) {
    const { call, reply: paths } = this.options;
    const read = readReply(reply, call ? undefined : paths);
    if (typeof read === "string") return this.refuse(what + read, status);
    this.session.offer(read, true, date);
    return GRANTED;
  }

  /**
   * @param {string} message
   * @param {number} [status]
   */
  refuse(message, status = 0) {
    const error = fail(
      status >= 400 && status < 500 ? "ERR_BAD_REQUEST" : "ERR_BAD_RESPONSE",
      message,
    );
    if (status) error.status = status;
    this.session.cause = error;
    return REFUSED;
  }

  /** Who is asked, in words: a query may hold what is nobody's business. */
  toString() {
    const { client, options } = this;
    return options.call
      ? "session.refresh"
      : `the refresh (${options.method} ${withoutQuery(reachOf(client).tokenURL)})`;
  }

  /** The refresh is not wanted any more: somebody has signed in or out, or another tab was faster. */
  cancel() {
    this.controller?.abort();
    this.unwanted.abort();
  }
}

apart(Flight);

/** A reply of a token endpoint has no more characters. */
const LONGEST_REPLY = 2 ** 20;

/**
 * The text of an answer, which is not read any further than a reply with tokens can be.
 * @param {Response} answer
 */
const textOf = async (answer) => {
  if (!answer.body) return answer.text();
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, own({ stream: true }));
    if (text.length > LONGEST_REPLY) {
      reader.cancel().catch(() => {});
      throw new RangeError("The answer is longer than 1 MB.");
    }
  }
};

/**
 * What a session holds, to compare by: each token for itself, since a new one may come beside an old one, and
 * since their writes arrive one by one.
 * @param {{ access?: string, refresh?: string }} session
 */
const prints = ({ access, refresh }) =>
  [access, refresh].map(fingerprint).filter(Boolean);

const UNANSWERED = [
  "TypeError",
  "AbortError",
  "TimeoutError",
  "ERR_NETWORK",
  "ECONNABORTED",
  "ETIMEDOUT",
];

/**
 * The status that stands for what the function has thrown: that of an answer; 503 for a failed network or an
 * abort, which nobody answered; 401 for anything else, which says that there are no tokens to be had.
 * @param {any} thrown
 * @returns {number}
 */
const statusOf = (thrown) =>
  member(member(thrown, "response"), "status") ??
  member(thrown, "status") ??
  (UNANSWERED.includes(member(thrown, "name")) ||
  UNANSWERED.includes(member(thrown, "code"))
    ? 503
    : 401);

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
  const init = own({ method, headers });
  const members = own(extra);
  if (send === "header") headers.set(name, credentials(scheme, token));
  else if (send === "cookie") init.credentials = "include";
  else members[name] = token;
  if (send === "json") {
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(members);
  } else {
    const form = new URLSearchParams(members);
    if (send === "form") {
      headers.set("Content-Type", "application/x-www-form-urlencoded");
      init.body = form.toString();
    } else url = withParams(url, form);
  }
  for (const name of Object.keys(options.headers))
    headers.set(name, options.headers[name]);
  return { url, init };
};
