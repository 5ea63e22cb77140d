// `everfetch` for Cloudflare's workerd, where code cannot compile WebAssembly but can import it.

import { lean } from "./client/call.js";
import { makeClient } from "./client/client.js";
import { engine } from "./workerd-engine.js";

export * from "./exports.js";
export { init } from "./workerd-engine.js";

export function createClient(options?: unknown) {
  engine();
  return makeClient(engine, lean, options);
}
