// The exports of the wasm, behind functions that outlive a trap in it (G22).

import { failure } from "../client/error.js";
import { type Engine, SessionError } from "../protocol.js";
import { revive } from "./living.js";

type Export = (...details: unknown[]) => unknown;

/**
 * A trap (a stack overflow, memory that has run out) leaves the wasm in the middle of a decision. Another
 * instance takes its place: at once if something is asked meanwhile, else as soon as the stack is empty.
 * @param start a new instance, by its exports
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
    // Not its memory.
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
