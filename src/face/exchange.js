// @ts-check
// One exchange, as the wasm sees it (`Exchange` in src/browser/client.rs): what to send, and the timeout
// that runs while it is under way and not while it waits for a refresh.

import { isStream } from "./config.js";

export class Exchange {
  /**
   * @param {any} config
   * @param {string} url
   * @param {any} init
   */
  constructor(config, url, init) {
    this.url = url;
    this.init = init;
    this.method = init.method;
    this.headers = init.headers;
    this.session = config.session !== false;
    this.hold = config.hold !== false;
    this.once = isStream(init.body);
    this.signal = config.signal;
    this.timeout = config.timeout;
    this.timedOut = false;
    if (this.once) init.duplex ??= "half";
    if (this.timeout) this.limit();
    else if (this.signal) init.signal = this.signal;
  }

  /** One signal for both, the caller's and the timeout's. */
  limit() {
    this.abort = () => this.controller?.abort(this.signal?.reason);
    this.signal?.addEventListener("abort", this.abort);
  }

  sending() {
    if (!this.timeout) return;
    // Each sending has a controller of its own: that of the refused one may have been used up.
    this.controller = new AbortController();
    this.init.signal = this.controller.signal;
    if (this.signal?.aborted) return this.controller.abort(this.signal.reason);
    this.timer = setTimeout(() => {
      this.timedOut = true;
      this.controller?.abort();
    }, this.timeout);
  }

  waiting() {
    clearTimeout(this.timer);
  }

  /** It has settled, its body included. */
  done() {
    clearTimeout(this.timer);
    if (this.abort) this.signal?.removeEventListener("abort", this.abort);
  }
}
