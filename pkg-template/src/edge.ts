// `everfetch` for Vercel's edge runtime, where code cannot compile WebAssembly but can import it.

import { lean } from "./client/call.js";
import { makeClient } from "./client/client.js";
import { engine } from "./edge-engine.js";

export * from "./exports.js";
export { init } from "./edge-engine.js";

export function createClient(options?: unknown) {
  engine();
  return makeClient(engine, lean, options);
}
