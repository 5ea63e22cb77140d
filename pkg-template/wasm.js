// @ts-check
// `everfetch/wasm`: the engine stays a file of its own. `await init()` first, then `createClient()`.

import { client, running, start } from "./engine.js";

export * from "./exports.js";

export { client as createClient };

/** @type {Promise<void> | undefined} */
let starting;

/**
 * @param {any} [source] where the engine is (a URL, a Response, bytes, a module); by default the
 *   file beside this one
 * @returns {Promise<void>}
 */
export function init(source = new URL("./engine.wasm", import.meta.url)) {
  starting ??= load(source).catch((error) => {
    starting = undefined; // so that a later call may try again
    throw error;
  });
  return starting;
}

/** @param {any} source */
async function load(source) {
  if (running) return;
  source = await source;
  if (typeof source === "string" || source instanceof URL) {
    source = await fetch(source);
    if (!source.ok)
      throw new Error(`everfetch: ${source.url} answered ${source.status}`);
  }
  if (typeof source.arrayBuffer === "function") {
    // What is streamed compiles while it arrives, and a browser's cache keeps it compiled. Platforms insist on
    // the right type for that; a server that names another one is no obstacle.
    const type = source.headers?.get("content-type");
    source =
      type === "application/wasm"
        ? await WebAssembly.compileStreaming(source)
        : await source.arrayBuffer();
  }
  const bytes = source instanceof ArrayBuffer || ArrayBuffer.isView(source);
  start(
    bytes
      ? await WebAssembly.compile(/** @type {BufferSource} */ (source))
      : source,
  );
}
