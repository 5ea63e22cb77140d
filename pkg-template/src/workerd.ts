// `everfetch` for Cloudflare's workerd, where code cannot compile WebAssembly but can import it.

import engine from "./engine.wasm";
import { client, running, start } from "./runtime/engine.js";

import { surface } from "./axios/index.js";

export * from "./exports.js";

export function createClient(options?: unknown) {
  if (!running) start(engine);
  return client(surface, options);
}

/** Does nothing here; it exists so that the same code runs everywhere. */
export async function init() {}
