// axios's CancelToken, for existing code. New code uses AbortSignal.

import { CanceledError } from "../client/error.js";

type Listener = (reason: unknown) => void;
type Cancel = (message?: string, config?: unknown, request?: unknown) => void;

export class CancelToken {
  // Class fields, because an assignment could hit a setter or a read-only property of a polluted `Object.prototype`.
  reason: CanceledError | undefined = undefined;
  private listeners: Set<Listener> = new Set();
  promise: Promise<unknown> = new Promise((resolve) => this.subscribe(resolve));

  constructor(executor: (cancel: Cancel) => void) {
    if (typeof executor !== "function")
      throw new TypeError("executor must be a function.");
    executor((message, config, request) => {
      if (this.reason) return;
      this.reason = new CanceledError(message, config, request);
      for (const listener of this.listeners) listener(this.reason);
      this.listeners.clear();
    });
  }

  throwIfRequested(): void {
    if (this.reason) throw this.reason;
  }

  subscribe(listener: Listener): void {
    if (this.reason) listener(this.reason);
    else this.listeners.add(listener);
  }

  unsubscribe(listener: Listener): void {
    this.listeners.delete(listener);
  }

  toAbortSignal(): AbortSignal {
    const controller = new AbortController();
    this.subscribe((reason) => controller.abort(reason));
    return controller.signal;
  }

  static source(): { token: CancelToken; cancel: Cancel } {
    let cancel!: Cancel;
    const token = new CancelToken((given) => {
      cancel = given;
    });
    return { token, cancel };
  }
}
