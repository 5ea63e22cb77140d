// @ts-check
// Whoever may have to wait for a refresh, and one request under the session: `Waiter` and `Exchange` in
// src/browser/platform.rs.

import { isStream } from "./config.js";
import { fetchOf } from "./endpoint.js";

/** The wasm gives it a place in the queue and settles it, once. */
export class Waiter {
  /**
   * @param {any} core
   * @param {AbortSignal} [signal]
   */
  constructor(core, signal) {
    this.core = core;
    this.signal = signal;
    /** @type {number | undefined} the generation of the session, as the wasm writes it */
    this.stamp = undefined;
    /** @type {Promise<void> | undefined} there while it waits */
    this.turn = undefined;
    /** @type {(error?: unknown) => void} the wasm calls it, once, when the refresh has ended */
    this.settle = () => {};
  }

  /**
   * @param {number} place
   * @param {number} timeout ms
   */
  queued(place, timeout) {
    this.turn = new Promise((resolve, reject) => {
      const { core, signal } = this;
      const aborted = () => {
        core.leave(place, false);
        this.settle(signal?.reason);
      };
      const deadline = setTimeout(() => core.leave(place, true), timeout);
      /** @param {unknown} error */
      this.settle = (error) => {
        clearTimeout(deadline);
        signal?.removeEventListener("abort", aborted);
        this.turn = undefined;
        error === undefined ? resolve() : reject(error);
      };
      signal?.addEventListener("abort", aborted);
      // Not at once: the wasm is in the midst of something.
      if (signal?.aborted) queueMicrotask(aborted);
    });
  }

  /**
   * Asks until the answer is there; between two askings it waits.
   * @template T
   * @param {() => T | undefined} ask
   * @returns {Promise<T>}
   */
  async until(ask) {
    for (;;) {
      await this.turn;
      const answer = ask();
      if (answer !== undefined) return answer;
    }
  }
}

/** A request. Its timeout runs while it is under way, and not while it waits for a refresh. */
export class Exchange extends Waiter {
  /**
   * @param {any} core undefined without a session
   * @param {any} config
   * @param {string} url
   * @param {any} init
   * @param {any} options the client's own `fetch` and `session`
   */
  constructor(core, config, url, init, options) {
    super(core, config.signal);
    this.url = url;
    this.init = init;
    this.options = options;
    this.hold = config.hold !== false;
    this.session = core && config.session !== false;
    this.once = isStream(init.body);
    this.timeout = config.timeout;
    this.timedOut = false;
    if (this.once) init.duplex ??= "half";
    if (this.signal) init.signal = this.signal;
    if (this.timeout && this.signal) {
      this.forward = () => this.controller?.abort(this.signal?.reason);
      this.signal.addEventListener("abort", this.forward);
    }
  }

  get target() {
    return this.init.method + " " + this.url.split(/[?#]/, 1)[0];
  }

  /** @returns {Promise<Response>} */
  async perform() {
    const { core } = this;
    if (!this.session || !core.covers(this.url)) return this.transmit();
    for (;;) {
      const response = await this.until(() => core.send(this));
      if (!(await this.isRefused(response))) {
        core.accepted(this.stamp);
        return response;
      }
      clearTimeout(this.timer);
      this.refusal = response;
      if (!core.refused(this, response.status)) return response;
    }
  }

  /**
   * @param {string} [header]
   * @param {string} [value]
   */
  transmit(header, value) {
    const { init } = this;
    if (header && value) init.headers[header] = value;
    // Sent again, and nobody is signed in any more: not with the token that it had.
    else if (header && this.refusal) delete init.headers[header];
    if (this.timeout) this.limit();
    return fetchOf(this.options.fetch)(this.url, init);
  }

  /** Each sending has a controller of its own: that of the refused one may have been used up. */
  limit() {
    const controller = (this.controller = new AbortController());
    this.init.signal = controller.signal;
    if (this.signal?.aborted) controller.abort(this.signal.reason);
    this.timer = setTimeout(() => {
      this.timedOut = true;
      controller.abort();
    }, this.timeout);
  }

  /** @param {Response} response */
  async isRefused(response) {
    const { core } = this;
    const { expired } = this.options.session;
    if (typeof expired === "function") {
      // One that throws has not said yes. A clone: the body stays the caller's to read.
      if (
        !(await Promise.resolve(response.clone())
          .then(expired)
          .catch(() => false))
      )
        return false;
    } else {
      let is = core.isExpired(response.status);
      is ??= core.isExpired(response.status, await response.clone().text());
      if (!is) return false;
    }
    // A refusal at the end of a redirect is that of the origin to which it led.
    return !response.redirected || core.covers(response.url);
  }

  /** It has settled, its body included. */
  done() {
    clearTimeout(this.timer);
    if (this.forward) this.signal?.removeEventListener("abort", this.forward);
  }
}
