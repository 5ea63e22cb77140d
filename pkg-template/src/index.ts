// `everfetch`: the engine is embedded in this file as text and starts at the first `createClient()`. There is no
// second request, no `await`, and no bundler configuration.

import { lean } from "./client/call.js";
import { makeClient } from "./client/client.js";
import { engine } from "./inline.js";

export * from "./exports.js";
export { init } from "./inline.js";

export function createClient(options?: unknown) {
  engine();
  return makeClient(engine, lean, options);
}
