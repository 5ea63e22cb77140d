// `everfetch/wasm`: the engine is a separate file. Call `await init()` before the first `createClient()`.

import type { EngineSource } from "../wasm.js";
import { lean } from "./client/call.js";
import { makeClient } from "./client/client.js";
import { EverfetchError } from "./client/error.js";
import { running, start } from "./runtime/engine.js";

export * from "./exports.js";

export function createClient(options?: unknown) {
  engine();
  return makeClient(engine, lean, options);
}

function engine() {
  if (running) return running;
  throw new EverfetchError(
    "everfetch/wasm: call `await init()` before `createClient()`",
    "ERR_WASM_BLOCKED",
  );
}

let starting: Promise<void> | undefined;

/** @param source the engine as a URL, a Response, bytes or a module; by default, the file next to this one */
export function init(
  source: EngineSource = new URL("./engine.wasm", import.meta.url),
): Promise<void> {
  starting ??= load(source).catch((error) => {
    starting = undefined; // a later call may try again
    throw error;
  });
  return starting;
}

async function load(given: EngineSource) {
  if (!running) start(await compiled(given));
}

async function compiled(given: EngineSource): Promise<WebAssembly.Module> {
  const found = await given;
  const source =
    typeof found === "string" || found instanceof URL
      ? await fetched(found)
      : found;
  // Streaming compiles the file while it arrives, and lets the browser cache the compiled code. It requires this
  // media type; with another one, the file is compiled after the download.
  if (isResponse(source))
    return source.headers?.get("content-type") === "application/wasm"
      ? WebAssembly.compileStreaming(source)
      : WebAssembly.compile(await source.arrayBuffer());
  const bytes = source instanceof ArrayBuffer || ArrayBuffer.isView(source);
  return bytes
    ? WebAssembly.compile(source as BufferSource)
    : (source as WebAssembly.Module);
}

/** Not `instanceof`: a mock may stand in for the platform's class. */
const isResponse = (source: object): source is Response =>
  typeof (source as Partial<Response>).arrayBuffer === "function";

async function fetched(url: string | URL) {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`everfetch: ${response.url} answered ${response.status}`);
  return response;
}
