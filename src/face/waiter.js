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
  }

  /** @param {number} place */
  queued(place) {
    this.turn = new Promise((resolve, reject) => {
      const aborted = () => {
        this.core.leave(place);
        reject(this.signal?.reason);
      };
      /** @param {unknown} error */
      this.settle = (error) => {
        this.signal?.removeEventListener("abort", aborted);
        this.turn = undefined;
        error ? reject(error) : resolve();
      };
      this.signal?.addEventListener("abort", aborted, { once: true });
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
