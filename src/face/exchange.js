// @ts-check
// One request under the session: `Exchange` in src/browser/platform.rs. Its timeout runs while it is under
// way, and not while it waits for a refresh.

import { isStream } from "./config.js";
import { Waiter } from "./waiter.js";

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
    if (this.timeout) this.limit();
    return (this.options.fetch ?? fetch)(this.url, init);
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
