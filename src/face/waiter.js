// @ts-check
// Whoever may have to wait for a refresh: `Waiter` in src/browser/platform.rs. The wasm gives it a place
// in the queue and settles it, once.

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
