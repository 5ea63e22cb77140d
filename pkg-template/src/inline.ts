// The engine that is embedded in the package as text. It starts once, however many entries of the package use it.

import blob from "./blob.js";
import { decode } from "./runtime/decode.js";
import { compile, running, start } from "./runtime/engine.js";

export const engine = () => running ?? start(compile(decode(blob)));

/** Needed only by browsers that compile no more than 4 kB synchronously (Chromium before 114). */
export async function init() {
  if (!running) start(await WebAssembly.compile(decode(blob)));
}
