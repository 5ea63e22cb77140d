// @ts-check
// `everfetch`: the engine travels inside this file, as text, and starts at the first
// `createClient()`. No second request, no `await`, nothing for a bundler to be told.

import blob from "./blob.js";
import { decode } from "./decode.js";
import { client, compile, running, start } from "./engine.js";

export * from "./exports.js";

/** @param {unknown} [options] */
export function createClient(options) {
  if (!running) start(compile(decode(blob)));
  return client(options);
}

/** Only browsers that refuse to compile more than 4 kB at once need this: Chromium before 114. */
export async function init() {
  if (!running) start(await WebAssembly.compile(decode(blob)));
}
