// @ts-check
// axios's CancelToken, for existing code. New code uses AbortSignal.

import { CanceledError } from "../src/face/error.js";

export class CancelToken {
  // Class fields, because an assignment could hit a setter or a constant on a polluted `Object.prototype`.
  /** @type {CanceledError | undefined} */
  reason = undefined;
  /** @type {Set<(reason: any) => void>} */
  listeners = new Set();
  /** @type {Promise<any>} */
  promise = new Promise((resolve) => this.subscribe(resolve));

  /** @param {(cancel: (message?: any, config?: any, request?: any) => void) => void} executor */
  constructor(executor) {
    if (typeof executor !== "function")
      throw new TypeError("executor must be a function.");
    executor((message, config, request) => {
      if (this.reason) return;
      this.reason = new CanceledError(message, config, request);
      for (const listener of this.listeners) listener(this.reason);
      this.listeners.clear();
    });
  }

  throwIfRequested() {
    if (this.reason) throw this.reason;
  }

  /** @param {(reason: any) => void} listener */
  subscribe(listener) {
    if (this.reason) listener(this.reason);
    else this.listeners.add(listener);
  }

  /** @param {(reason: any) => void} listener */
  unsubscribe(listener) {
    this.listeners.delete(listener);
  }

  toAbortSignal() {
    const controller = new AbortController();
    this.subscribe((reason) => controller.abort(reason));
    return controller.signal;
  }

  static source() {
    /** @type {any} */
    let cancel;
    const token = new CancelToken((given) => {
      cancel = given;
    });
    return { token, cancel };
  }
}
