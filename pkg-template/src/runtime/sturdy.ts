// Wraps the exports of the engine in functions that survive a trap in it (G22).

import { failure } from "../client/error.js";
import { type Engine, SessionError } from "../protocol.js";
import { revive } from "./living.js";

type Export = (...details: unknown[]) => unknown;

/**
 * A trap (a stack overflow, or no memory left) leaves the engine in the middle of a decision. Another instance replaces
 * it: immediately if there is another call in the meantime, otherwise as soon as the stack is empty.
 * @param start returns the exports of a new instance
 */
export const sturdy = (start: () => WebAssembly.Exports): Engine => {
  let exports = start();
  let trap: { cause: unknown } | undefined;
  let restarting = false;
  const wrapped: Record<string, Export> = Object.create(null);
  const wasm = wrapped as unknown as Engine;
  const restart = () => {
    if (!trap || restarting) return;
    const { cause } = trap;
    restarting = true;
    try {
      exports = start();
      revive(wasm, cause);
      trap = undefined;
    } finally {
      restarting = false;
    }
  };
  const restartLater = () => {
    try {
      restart();
    } catch {
      // The next call tries again.
    }
  };
  for (const name of Object.keys(exports))
    // The memory is an export too, but not a function.
    if (typeof exports[name] === "function")
      wrapped[name] = (...details) => {
        try {
          restart();
          return (exports[name] as Export)(...details);
        } catch (cause) {
          const first = !trap;
          trap ??= { cause };
          if (first && !restarting) queueMicrotask(restartLater);
          throw failure(SessionError.RefreshUnavailable, cause);
        }
      };
  return wasm;
};
