// `everfetch/wasm`: the engine is a separate file. Call `await init()` before the first `createClient()`.

import { lean } from "./client/call.js";
import { client, running, start } from "./runtime/engine.js";

export * from "./exports.js";

export const createClient = (options?: unknown) => client(lean, options);

let starting: Promise<void> | undefined;

/** @param source the engine as a URL, a Response, bytes or a module; by default, the file next to this one */
export function init(
  source: any = new URL("./engine.wasm", import.meta.url),
): Promise<void> {
  starting ??= load(source).catch((error) => {
    starting = undefined; // a later call may try again
    throw error;
  });
  return starting;
}

async function load(source?: any) {
  if (running) return;
  source = await source;
  if (typeof source === "string" || source instanceof URL) {
    source = await fetch(source);
    if (!source.ok)
      throw new Error(`everfetch: ${source.url} answered ${source.status}`);
  }
  if (typeof source.arrayBuffer === "function") {
    // Streaming compiles the file while it arrives, and lets the browser cache the compiled code. It requires
    // this media type; with another one, the file is compiled after the download.
    const type = source.headers?.get("content-type");
    source =
      type === "application/wasm"
        ? await WebAssembly.compileStreaming(source)
        : await source.arrayBuffer();
  }
  const bytes = source instanceof ArrayBuffer || ArrayBuffer.isView(source);
  start(bytes ? await WebAssembly.compile(source as BufferSource) : source);
}
