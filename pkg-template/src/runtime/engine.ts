// The engine (the WebAssembly) of this copy of the package. Each entry starts it once, in its own way.

import type { Engine } from "../protocol.js";
import { sturdy } from "./sturdy.js";
import { EverfetchError } from "../client/error.js";

/** The exports of the engine, once it has started. */
export let running: Engine | undefined;

export function start(module: WebAssembly.Module): Engine {
  return (running = sturdy(() => new WebAssembly.Instance(module).exports));
}

/** Compiles the engine synchronously. If the page forbids it, the error says what to do. */
export function compile(bytes: BufferSource) {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    // The bytes are valid, so a failure means that compiling is not allowed.
    const error = new EverfetchError(advice(cause), "ERR_WASM_BLOCKED");
    error.cause = cause;
    throw error;
  }
}

function advice(cause: unknown) {
  if (typeof WebAssembly === "undefined") {
    return "everfetch needs WebAssembly, which is turned off here";
  }
  if (cause instanceof RangeError) {
    return "This browser cannot compile WebAssembly synchronously: call `await init()` from everfetch before `createClient()`";
  }
  return "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src";
}
