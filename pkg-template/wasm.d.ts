/** The WebAssembly as a separate file: call `await init()` once before the first `createClient()`. */
export * from "./index.js";

/** The WebAssembly: its URL, a `Response`, its bytes, or the compiled module. */
export type EngineSource =
  | string
  | URL
  | Response
  | BufferSource
  | WebAssembly.Module
  | PromiseLike<Response | BufferSource | WebAssembly.Module>;

/**
 * Fetches, compiles and starts the WebAssembly. Later calls join the first one.
 *
 * @param source by default, `engine.wasm` next to the module. Pass it in CommonJS and Node, and with Rollup and
 * esbuild, which do not copy the file.
 * @example
 * await init();
 */
export function init(source?: EngineSource): Promise<void>;
