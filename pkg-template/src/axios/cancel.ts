// axios's CancelToken, for existing code. New code uses AbortSignal.

import { CanceledError } from "../client/error.js";

export class CancelToken {
  // Class fields, because an assignment could hit a setter or a constant on a polluted `Object.prototype`.
  reason: CanceledError | undefined = undefined;
  listeners: Set<(reason: any) => void> = new Set();
  promise: Promise<any> = new Promise((resolve) => this.subscribe(resolve));

  constructor(
    executor: (
      cancel: (message?: any, config?: any, request?: any) => void,
    ) => void,
  ) {
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

  subscribe(listener: (reason: any) => void) {
    if (this.reason) listener(this.reason);
    else this.listeners.add(listener);
  }

  unsubscribe(listener: (reason: any) => void) {
    this.listeners.delete(listener);
  }

  toAbortSignal() {
    const controller = new AbortController();
    this.subscribe((reason) => controller.abort(reason));
    return controller.signal;
  }

  static source() {
    let cancel: any;
    const token = new CancelToken((given) => {
      cancel = given;
    });
    return { token, cancel };
  }
}
