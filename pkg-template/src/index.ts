// `everfetch`: the engine is embedded in this file as text and starts at the first `createClient()`. There is no
// second request, no `await`, and no bundler configuration.

import blob from "./blob.js";
import { decode } from "./runtime/decode.js";
import { client, compile, running, start } from "./runtime/engine.js";

import { surface } from "./axios/index.js";

export * from "./exports.js";

export function createClient(options?: unknown) {
  if (!running) start(compile(decode(blob)));
  return client(surface, options);
}

/** Needed only by browsers that compile no more than 4 kB synchronously (Chromium before 114). */
export async function init() {
  if (!running) start(await WebAssembly.compile(decode(blob)));
}
