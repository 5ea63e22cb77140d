// @ts-check
// The engine (the WebAssembly) of this copy of the package. Each entry starts it once, in its own way.

import { makeClient } from "../src/face/client.js";
import { sturdy } from "../src/face/engine.js";
import { EverfetchError } from "../src/face/error.js";
import { start as instantiate } from "./glue.js";

/** The exports of the engine, once it has started. @type {any} */
export let running;

/** @param {WebAssembly.Module} module */
export function start(module) {
  running = sturdy(() => instantiate(module));
}

/** @param {unknown} [options] */
export function client(options) {
  if (!running) {
    throw new EverfetchError(
      "everfetch/wasm: `await init()` comes first",
      "ERR_WASM_BLOCKED",
    );
  }
  return makeClient(running, options);
}

/**
 * Compiles the engine synchronously. If the page forbids it, the error says what to do.
 *
 * @param {BufferSource} bytes
 */
export function compile(bytes) {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    // The bytes are valid, so a failure means that compiling is not allowed.
    const error = new EverfetchError(advice(cause), "ERR_WASM_BLOCKED");
    error.cause = cause;
    throw error;
  }
}

/** @param {unknown} cause */
function advice(cause) {
  if (typeof WebAssembly === "undefined") {
    return "everfetch needs WebAssembly, which is turned off here";
  }
  if (cause instanceof RangeError) {
    return "This browser compiles no WebAssembly at once: `await init()` (from everfetch) before createClient()";
  }
  return "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src";
}
