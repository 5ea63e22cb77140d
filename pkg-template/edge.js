// @ts-check
// `everfetch` where code may not compile wasm but may import it: Vercel's edge runtime.

import engine from "./engine.wasm?module";
import { client, running, start } from "./engine.js";

export * from "./exports.js";

/** @param {unknown} [options] */
export function createClient(options) {
  if (!running) start(engine);
  return client(options);
}

/** There is nothing to wait for here; it exists so that the same code runs everywhere. */
export async function init() {}
